/**
 * What a sample shop is made of: the true parameters of its customers, and its words. A lesson or a test
 * that measures a generated shop can be held against these numbers.
 */
export interface ShopTruth {
  readonly seed: number;
  readonly customers: number;
  /** Monday of the first week, and the number of whole weeks. */
  readonly firstDay: string;
  readonly weeks: number;
  /**
   * Repeat purchases, BG/NBD, time in weeks: a customer's rate is Gamma(r, rate α); after each repeat
   * purchase the customer leaves for good with a probability that is Beta(a, b).
   */
  readonly purchases: { readonly r: number; readonly alpha: number; readonly a: number; readonly b: number };
  /**
   * Money of a purchase, Gamma–Gamma: Gamma(p, rate ν) with ν of a customer Gamma(q, rate γ); the mean
   * over customers is p γ / (q − 1). Independent of the number of purchases.
   */
  readonly values: { readonly p: number; readonly q: number; readonly gamma: number };
  /** Growth of the number of new customers a day over the whole time. */
  readonly growth: number;
  /** Share of new customers by weekday, Monday first, relative to an even week; adds up to 7. */
  readonly weekdays: readonly number[];
  /** 1–18 June of each year. */
  readonly promotion: {
    /** New customers a day, as a multiple of an ordinary day; those above 1 come for the offer alone. */
    readonly lift: number;
    /** Their chance to leave after a repeat purchase is Beta(a, b). */
    readonly a: number;
    readonly b: number;
    /** Their purchase rate, as a multiple of that of others. */
    readonly rate: number;
    /** Share of orders at a discount during the promotion. */
    readonly discounted: number;
  };
  /** Share of orders at a discount on other days. */
  readonly discounted: number;
  /** The discount as a share of the list price is uniform between these. */
  readonly discount: readonly [number, number];
  /** An order is preceded by one that was cancelled, or by one that was sent back whole, this often. */
  readonly cancelled: number;
  readonly returned: number;
  /** Share of purchases of which a part (uniform 10–60 %) was refunded. */
  readonly partlyRefunded: number;
  /** Chance to order where the customer ordered first, while that channel is open. */
  readonly faithful: number;
  /** Share of first orders that are followed by an answer. */
  readonly answered: number;
  /**
   * Share of answers whose rank among the channel's scores is the customer's rank by (low) probability
   * to leave; the others are independent of it. So satisfaction and loyalty go together, not wholly.
   */
  readonly satisfactionWithLoyalty: number;
  /** Share of answers with a comment. */
  readonly commented: number;
  /** Chance to join the programme at the first order, and at each later one. Joining changes nothing. */
  readonly joinsFirst: number;
  readonly joinsLater: number;
  /** Net spend since joining from which a tier is held, lowest first. */
  readonly tiers: readonly number[];
  readonly points: {
    /** Points for each unit of money paid, rounded down. */
    readonly perUnit: number;
    readonly reward: number;
    /** Chance to redeem at an order, where the balance allows. */
    readonly redeems: number;
    /** Days from earning to expiry. */
    readonly lives: number;
  };
  /** Share of customers whom an earlier customer referred. */
  readonly referred: number;
  /** Share of customers whose birthday, and gender, is known. */
  readonly birthdays: number;
  readonly genders: number;
}

export interface Channel {
  readonly name: string;
  /** Relative share of first orders while it is open. */
  readonly share: number;
  /** ISO days; the channel takes no order before `opens` nor after `closes`. */
  readonly opens?: string;
  readonly closes?: string;
  /** Orders of this channel name a store. */
  readonly inStore?: true;
  /** True shares of promoters and passives among its answers; the rest are detractors. */
  readonly promoters: number;
  readonly passives: number;
}

/** The words of a shop, in its own language. */
export interface ShopWords {
  readonly files: Readonly<Record<"orders" | "customers" | "answers" | "points", string>>;
  readonly orderId: string;
  readonly customerId: string;
  readonly channels: readonly Channel[];
  readonly cities: readonly {
    readonly name: string;
    readonly share: number;
    readonly stores: readonly string[];
  }[];
  readonly statuses: Readonly<Record<"completed" | "cancelled" | "refunded", string>>;
  readonly tiers: readonly string[];
  readonly acquisition: readonly { readonly name: string; readonly share: number }[];
  readonly referral: string;
  readonly genders: readonly [string, string];
  readonly postings: Readonly<Record<"earn" | "redeem" | "expire" | "adjust", string>>;
  readonly rewards: readonly string[];
  readonly headers: {
    readonly orders: readonly [
      order: string,
      customer: string,
      time: string,
      amount: string,
      status: string,
      refund: string,
      discount: string,
      channel: string,
      store: string,
      city: string,
    ];
    readonly customers: readonly [
      customer: string,
      joined: string,
      programme: string,
      tier: string,
      birthday: string,
      gender: string,
      city: string,
      acquisition: string,
      referredBy: string,
    ];
    readonly answers: readonly [
      customer: string,
      time: string,
      score: string,
      channel: string,
      value: string,
      switching: string,
      comment: string,
    ];
    readonly points: readonly [
      customer: string,
      time: string,
      kind: string,
      points: string,
      order: string,
      expires: string,
      reward: string,
    ];
  };
  /** Comments of detractors, passives and promoters. */
  readonly comments: readonly [readonly string[], readonly string[], readonly string[]];
}

export interface SampleShop {
  readonly truth: ShopTruth;
  readonly words: ShopWords;
}
