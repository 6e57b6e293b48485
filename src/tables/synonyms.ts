import type { TableName } from "./canonical.ts";
import { headingUnit } from "./heading-unit.ts";

/**
 * Headings by the role they stand for, in Chinese and English, those of orders in Japanese and Korean too. Compared without case, spaces and
 * punctuation. A heading marked `~` is a weak sign: other columns are called so, too.
 */
const words: Readonly<Record<TableName, Readonly<Record<string, string>>>> = {
  orders: {
    order_id:
      "order_id order bestellnummer bestellnr auftragsnummer numero_pedido numero_commande 注文番号 注文id 注文no 受注番号 주문번호 주문id orderno ordernumber order_number orderid order_no invoice invoiceno invoice_no invoiceid invoicenumber transactionid transaction_id transid trans_id receipt receiptno receipt_no purchaseid billno bill_no basketid checkout_id saleid 订单号 订单编号 订单id 单号 订单序号 交易号 交易单号 交易编号 流水号 小票号 销售单号 主订单编号 子订单编号 发票号 票据号 業務單號 訂單編號 訂單號 order_name orderidentifier amazon_order_id 单据编号 单据号 单据编码 ~name ~id ~编号",
    customer_id:
      "customer_id customer customerid customerno customer_no customernumber customer_number cust custid cust_id cumid clientid client_id client buyerid buyer_id buyer userid user_id user memberid member_id memberno membercard member contactid contact_id accountid account_id uid openid unionid consumerid shopperid 客户 客户编号 客户id 客户号 客户代码 客户编码 顾客 顾客编号 顾客id 会员 会员号 会员id 会员编号 会员卡号 会员卡 卡号 会员名 买家 买家昵称 买家会员名 买家id 买家账号 用户 用户id 用户编号 用户名 用户昵称 粉丝id 客戶 客戶編號 會員編號 会员账号 下单账号 会員id 会員番号 顧客id 顧客番号 顧客コード 購入者id 注文者id ~顧客名 ~購入者 ~購入者名 ~注文者 ~注文者名 회원id 회원아이디 회원번호 고객id 고객번호 구매자id 주문자id ~고객명 ~구매자 ~구매자명 ~주문자 ~주문자명 ~회원명 ~email ~e-mail ~phone ~mobile ~手机 ~手机号 ~手机号码 ~会员手机 ~会员手机号 ~客户手机 ~客户手机号 ~顾客手机 ~顾客手机号 ~买家手机 ~买家手机号 ~用户手机 ~用户手机号 ~会员电话 ~客户电话 ~联系手机 ~联系电话 ~电话 ~邮箱 ~account ~昵称 ~收货人手机 ~buyer_email ~billing_email",
    ordered_at:
      "ordered_at order_date orderdate order_time ordertime ordered_on purchasedate purchase_date purchased_at purchase_time invoicedate invoice_date transactiondate transaction_date transaction_time transactiontime paid_at paidat payment_date paymentdate paytime pay_time paid_date saledate sale_date sales_date checkout_date order_created_at placed_at 下单时间 下单日期 订单时间 订单日期 付款时间 付款日期 订单付款时间 订单创建时间 支付时间 支付日期 交易时间 交易日期 交易完成时间 购买时间 购买日期 消费时间 消费日期 销售日期 销售时间 成交时间 成交日期 開單日期 訂單日期 下單時間 注文日 注文日時 注文日付 受注日 受注日時 購入日 購入日時 주문일 주문일시 주문일자 주문날짜 결제일 결제일시 구매일 구매일시 ~date ~time ~datetime ~timestamp ~created_at ~createdat ~create_time ~created_time ~create_date ~created ~日期 ~时间 ~创建时间 ~day",
    amount:
      "amount order_amount orderamount total totalamount total_amount totalprice total_price order_total ordertotal grand_total grandtotal amountpaid amount_paid paid_amount payment paymentamount payment_amount revenue sales sale_amount salesamount spend spent value order_value dollar_value dollars net_amount net_sales gross_amount turnover gmv 金额 实付金额 实付 实收金额 实收 实际支付金额 买家实际支付金额 订单金额 订单总额 支付金额 付款金额 应付金额 交易金额 消费金额 销售额 销售金额 成交金额 总金额 总价 合计 合计金额 總金額 實付金額 订单实付金额 商品实付 合計金額 購入金額 注文金額 お支払い金額 お支払金額 支払金額 請求金額 売上金額 결제금액 주문금액 구매금액 총결제금액 실결제금액 결제액 ~합계 ~금액 金額 ~subtotal ~sum ~price ~价格 ~小计",
    status:
      "status order_status orderstatus financial_status payment_status state_of_order orderstate 状态 订单状态 交易状态 支付状态 付款状态 訂單狀態 ~state",
    refund_amount:
      "refund refund_amount refundamount refunded refunded_amount amount_refunded refund_total 退款 退款金额 退货金额 已退金额 退款总额 退款金額",
    discount:
      "discount discount_amount discountamount total_discount coupon_amount discounts 优惠 优惠金额 折扣 折扣金额 优惠券金额 减免金额 满减 優惠金額",
    cost: "cost cogs cost_amount total_cost product_cost 成本 成本价 商品成本 成本金额 总成本",
    channel:
      "channel sales_channel saleschannel order_channel source source_name platform 渠道 销售渠道 订单来源 来源 平台 下单渠道 来源渠道 店铺类型 通路",
    store:
      "store shop branch outlet store_name storename shop_name location 门店 店铺 店铺名称 门店名称 店名 分店 門市",
    city: "city shipping_city billing_city town 城市 收货城市 市 所在城市",
    currency:
      "currency currency_code currencycode iso_currency ccy presentment_currency 币种 货币 币别 货币类型 货币单位 结算币种 交易币种 支付币种 订单币种 幣別 幣種 貨幣 通貨 währung waehrung devise moneda moeda valuta para_birimi",
  },
  order_lines: {
    product:
      "product product_id productid product_name productname sku item item_id itemid item_name itemname stockcode stock_code goods goods_id goods_name lineitem_name lineitem_sku article description 商品 商品名称 商品编号 商品id 商品编码 货号 产品 产品名称 产品编号 品名 宝贝标题 宝贝名称 商品标题 规格编码 product_title item_title productname sku名称 物料 物料名称 物料编码 存货名称 存货编码 选购商品 ~title ~name ~标题 ~商品名",
    quantity:
      "quantity qty units count item_quantity lineitem_quantity pieces num_items number_of_cds 数量 购买数量 商品数量 件数 销售数量 实发数量 出库数量 成交数量 宝贝总数量 數量",
    unit_price:
      "unit_price unitprice price item_price lineitem_price price_each sale_price 单价 商品单价 售价 价格 成交单价 單價",
    amount:
      "line_total linetotal line_amount lineamount amount total total_price subtotal sales revenue 金额 小计 行金额 商品金额 实付金额 销售额 总价 商品总价",
    category:
      "category product_category product_type department class 品类 类目 商品类目 分类 商品分类 类别 大类",
    brand: "brand brand_name vendor manufacturer 品牌 品牌名称 品牌名",
    discount: "line_discount item_discount discount 优惠金额 折扣",
    cost: "unit_cost item_cost cost 成本 成本价",
  },
  customers: {
    customer_id: "",
    name: "name full_name fullname customer_name customername first_name firstname contact_name 姓名 客户姓名 客户名称 顾客姓名 会员姓名 真实姓名 名称 客戶姓名 ~昵称",
    joined_at:
      "joined_at joined signup_date signupdate sign_up_date signed_up registered_at registration_date registerdate register_date created created_at createdate create_date customer_since first_seen 注册日期 注册时间 创建时间 创建日期 开户日期 建档日期 建档时间 註冊日期",
    program_joined_at:
      "program_joined_at programme_joined_at enrolled_at enrolment_date enrollment_date member_since loyalty_joined membership_date 入会日期 入会时间 成为会员时间 开卡日期 开卡时间 办卡日期",
    tier: "tier level member_level membership loyalty_tier grade vip_level viplevel membership_level 会员等级 等级 会员级别 级别 客户等级 客户级别 vip等级 會員等級",
    birthday: "birthday birthdate birth_date date_of_birth dob 生日 出生日期 出生年月日 客户生日 会员生日",
    gender: "gender sex 性别 客户性别 性別",
    city: "city town 城市 所在城市 所在地 居住城市",
    acquisition_channel:
      "acquisition_channel acquisitionchannel acquisition_source lead_source leadsource signup_source referral_source source channel 获客渠道 来源 客户来源 注册渠道 来源渠道 拉新渠道",
    referred_by:
      "referred_by referrer referrer_id referredby invited_by 推荐人 介绍人 推荐人编号 邀请人 推薦人",
  },
  surveys: {
    answered_at:
      "answered_at answer_date response_date responsedate responded_at submitted_at submit_time survey_date completed_at 答题时间 提交时间 填写时间 答卷时间 评价时间 反馈时间 提交答卷时间 问卷时间 ~date ~time ~created_at ~日期 ~时间 ~timestamp ~datetime",
    score:
      "score rating nps nps_score csat ces rec recommend recommendation likelihood_to_recommend satisfaction stars grade_given 评分 打分 得分 分数 推荐分 推荐意愿 推荐指数 满意度 星级 nps评分 評分 推荐程度",
    kind: "kind survey_type surveytype survey question_type 类型 问卷类型 调查类型",
    scale_max: "scale_max scale max_score 满分 最高分",
    customer_id: "",
    comment:
      "comment comments feedback verbatim reason remark review text suggestion 评论 评语 意见 建议 反馈 备注 原因 评价内容 反馈内容 留言 意见建议",
    perceived_value: "perceived_value value_for_money 感知价值 性价比",
    switching_cost: "switching_cost switching_costs 转换成本",
  },
  points: {
    customer_id: "",
    posted_at:
      "posted_at posting_date point_date points_date 记账时间 积分时间 变动时间 发生时间 变更时间 ~date ~time ~created_at ~日期 ~时间",
    kind: "kind type point_type points_type action 类型 积分类型 变动类型 操作类型",
    points: "points point points_amount points_change 积分 积分变动 积分值 变动积分 积分数",
    order_id: "",
    expires_at: "expires_at expiry expiry_date expires expiration_date 到期日 过期日期 失效日期 有效期",
    reward: "reward reward_name gift 兑换物 礼品 兑换商品 奖品",
  },
  contacts: {
    customer_id: "",
    contacted_at:
      "contacted_at contact_date contact_time ticket_created visit_date call_date 互动时间 联系时间 拜访时间 工单时间 跟进时间 投诉时间 ~date ~time ~created_at ~日期 ~时间",
    kind: "kind contact_type ticket_type type interaction_type 类型 互动类型 工单类型 跟进方式 联系方式类型",
    channel: "channel contact_channel 渠道 联系渠道",
    topic: "topic subject category 主题 工单主题 问题类型",
    text: "text body message content notes note 内容 沟通内容 跟进内容 备注",
    resolved_at: "resolved_at resolved closed_at resolution_date 解决时间 关闭时间 完成时间",
  },
};

/** A heading without case, spaces, punctuation and what stands in brackets: `Customer ID (UK)` is `customerid`. */
export function plainHeading(heading: string): string {
  const text = heading
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[([【].*?[)\]】]/g, "")
    .replace(/[^\p{L}\p{N}]/gu, "");
  return (
    text ||
    heading
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, "")
  );
}

export interface Synonym {
  readonly table: TableName;
  readonly role: string;
  /** 0–1: how surely the heading means the role. */
  readonly strength: number;
}

const byHeading = new Map<string, Synonym[]>();
for (const [table, roles] of Object.entries(words) as [TableName, Readonly<Record<string, string>>][])
  for (const [role, headings] of Object.entries(roles)) {
    // Who and which order are called the same in every table.
    const list = headings || words.orders[role] || "";
    for (const word of list.split(" ")) {
      const heading = plainHeading(word);
      if (!heading) continue;
      const synonyms = byHeading.get(heading) ?? [];
      synonyms.push({ table, role, strength: word.startsWith("~") ? 0.6 : 0.95 });
      byHeading.set(heading, synonyms);
    }
  }

/** The roles that a heading is known to stand for, by table. */
export function synonymsOf(heading: string): readonly Synonym[] {
  const plain = plainHeading(heading);
  const exact = byHeading.get(plain);
  if (exact) return exact;
  // "Revenue in 1000 EUR", 销售额_万元
  const unit = headingUnit(heading);
  const named = unit && byHeading.get(plainHeading(unit.rest));
  if (named) return named;
  // "Order Date Time", "实付金额元": a known heading with a word before or after it, less surely.
  let best: Synonym[] = [];
  let longest = 0;
  for (const [known, synonyms] of byHeading) {
    const han = /\p{Script=Han}/u.test(known);
    if (known.length < (han ? 3 : 6) || known.length <= longest || known.length * 2 < plain.length) continue;
    if (!plain.startsWith(known) && !plain.endsWith(known)) continue;
    longest = known.length;
    best = synonyms.map((synonym) => ({ ...synonym, strength: synonym.strength * 0.8 }));
  }
  return best;
}

/** Whether a cell reads as a heading of any table. */
export function isHeading(cell: string): boolean {
  return byHeading.has(plainHeading(cell));
}
