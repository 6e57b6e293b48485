import { randomBeta, randomExponential, randomGamma, randomLcg } from "d3-random";
import { cumulative, picker } from "./picker.ts";
import { Ledger, type Posting } from "./points.ts";
import type { SimulatedCustomer, SimulatedOrder } from "./simulated.ts";
import type { Channel, SampleShop } from "./shop.ts";

export interface SimulatedAnswer {
  readonly customer: SimulatedCustomer;
  readonly time: number;
  readonly channel: number;
  readonly score: number;
  readonly perceivedValue: number;
  readonly switchingCost: number;
  readonly comment: string;
}

export interface SimulatedShop {
  readonly customers: readonly SimulatedCustomer[];
  /** By time; `number` counts from 1. */
  readonly orders: readonly SimulatedOrder[];
  readonly answers: readonly SimulatedAnswer[];
  readonly postings: readonly Posting[];
}

const daySeconds = 86_400;
/** Orders by hour of the day. */
const hours = [0, 0, 0, 0, 0, 0, 0, 1, 3, 6, 9, 10, 9, 7, 8, 9, 9, 8, 8, 10, 12, 10, 5, 1];

/** Simulates a shop; the same shop gives the same rows at every run. */
export function simulateShop({ truth, words }: SampleShop): SimulatedShop {
  const random = randomLcg(truth.seed / 2 ** 16);
  const days = truth.weeks * 7;
  const channels = words.channels.map((channel) => openDays(channel, truth.firstDay, days));
  const pickHour = picker(hours, random);
  const pickCity = picker(
    words.cities.map(({ share }) => share),
    random,
  );
  const pickAcquisition = picker(
    words.acquisition.map(({ share }) => share),
    random,
  );
  const { purchases, values, promotion } = truth;
  const rateOf = randomGamma.source(random)(purchases.r, 1 / purchases.alpha);
  const leavesOf = randomBeta.source(random)(purchases.a, purchases.b);
  const luredLeavesOf = randomBeta.source(random)(promotion.a, promotion.b);
  const scaleOf = randomGamma.source(random)(values.q, 1 / values.gamma);
  const moneyOf = randomGamma.source(random)(values.p, 1);
  const gapOf = randomExponential.source(random)(1);
  const week = cumulative(truth.weekdays);

  const customers = newcomers();
  rank(customers.filter(({ lured }) => !lured));
  rank(customers.filter(({ lured }) => lured));
  const orders: SimulatedOrder[] = [];
  const answers: SimulatedAnswer[] = [];
  const ledger = new Ledger(truth.points, words.rewards, days * daySeconds, random);
  for (const customer of customers) shopFor(customer);

  return { customers, orders: numbered(orders), answers, postings: ledger.postings() };

  /** First days by the intensity of growth, weekday and promotion; customers in the order of arrival. */
  function newcomers(): SimulatedCustomer[] {
    const intensity = Array.from({ length: days }, (_, day) => {
      const base = (1 + (truth.growth * day) / days) * (truth.weekdays[day % 7] ?? 1);
      return base * (inPromotion(day) ? promotion.lift : 1);
    });
    const pickDay = picker(intensity, random);
    const arrivals = Int32Array.from({ length: truth.customers }, pickDay).sort();
    const lure = (promotion.lift - 1) / promotion.lift;
    return Array.from(arrivals, (joined, index) => {
      const lured = inPromotion(joined) && random() < lure;
      const city = pickCity();
      const referred = index > 100 && random() < truth.referred;
      return {
        index,
        joined,
        lured,
        rate: rateOf() * (lured ? promotion.rate : 1),
        leaves: lured ? luredLeavesOf() : leavesOf(),
        rank: 0,
        city,
        store: Math.floor(random() * (words.cities[city]?.stores.length ?? 1)),
        acquisition: pickAcquisition(),
        referredBy: referred ? Math.floor(random() * index) : null,
        birthday: random() < truth.birthdays ? Math.floor(random() * 365 * 50) : null,
        gender: random() < truth.genders ? (random() < 0.62 ? 0 : 1) : null,
        programme: null,
        spent: 0,
      };
    });
  }

  /** All orders of one customer: the process of purchases, then what stands around each. */
  function shopFor(customer: SimulatedCustomer): void {
    const scale = scaleOf();
    // The process runs in even time, in which every day of the week counts as often as people buy on it.
    let even = evenTime(customer.joined + random());
    let home = pickChannel(customer.joined);
    for (let purchase = 0; even < days; purchase++) {
      const day = dayOf(even);
      if (purchase > 0 && random() > truth.faithful) home = pickChannel(day);
      else if (!isOpen(home, day)) home = pickChannel(day);
      order(customer, purchase, day, home, scale);
      if (purchase > 0 && random() < customer.leaves) return;
      even += (gapOf() / customer.rate) * 7;
    }
  }

  function order(customer: SimulatedCustomer, purchase: number, day: number, channel: number, scale: number) {
    const time = day * daySeconds + pickHour() * 3600 + Math.floor(random() * 3600);
    const amount = Math.max(100, Math.round((moneyOf() / scale) * 100));
    const share = inPromotion(day) ? promotion.discounted : truth.discounted;
    const [least, most] = truth.discount;
    const off = random() < share ? least + random() * (most - least) : 0;
    const discount = Math.round((amount * off) / (1 - off));
    const refund = random() < truth.partlyRefunded ? Math.round(amount * (0.1 + 0.5 * random())) : 0;
    const fate = random();
    if (fate < truth.cancelled + truth.returned) {
      // A try that came to nothing shortly before; the process knows only what was kept.
      const status = fate < truth.cancelled ? "cancelled" : "refunded";
      const before = Math.max(0, time - 600 - Math.floor(random() * 3600));
      const back = status === "refunded" ? amount : 0;
      orders.push({ customer, time: before, status, amount, refund: back, discount, channel, number: 0 });
    }
    const made = {
      customer,
      time,
      status: "completed",
      amount,
      refund,
      discount,
      channel,
      number: 0,
    } as const;
    const kept: SimulatedOrder = { ...made };
    orders.push(kept);
    if (customer.programme === null && random() < (purchase ? truth.joinsLater : truth.joinsFirst))
      customer.programme = day;
    if (customer.programme !== null) {
      customer.spent += amount - refund;
      ledger.order(kept);
    }
    if (purchase === 0 && random() < truth.answered) answer(customer, day, channel);
  }

  function answer(customer: SimulatedCustomer, day: number, channel: number) {
    const time =
      (day + 1 + Math.floor(random() * 7)) * daySeconds + pickHour() * 3600 + Math.floor(random() * 3600);
    if (time >= days * daySeconds) return;
    const { promoters = 0, passives = 0 } = words.channels[channel] ?? {};
    const place = random() < truth.satisfactionWithLoyalty ? 1 - customer.rank : random();
    const detractors = 1 - promoters - passives;
    const band = place < detractors ? 0 : place < detractors + passives ? 1 : 2;
    const score =
      band === 0
        ? detractorScore(place / detractors)
        : band === 1
          ? place < detractors + passives * 0.45
            ? 7
            : 8
          : place < 1 - promoters * 0.45
            ? 9
            : 10;
    const comments = words.comments[band];
    const comment = random() < truth.commented ? comments[Math.floor(random() * comments.length)] : "";
    answers.push({
      customer,
      time,
      channel,
      score,
      perceivedValue: within(1, 7, Math.round(1.5 + score * 0.42 + (random() - 0.5) * 3)),
      switchingCost: within(1, 7, 1 + Math.floor(random() * 7)),
      comment: comment ?? "",
    });
  }

  function inPromotion(day: number): boolean {
    const date = new Date(Date.parse(truth.firstDay) + day * daySeconds * 1000);
    return date.getUTCMonth() === 5 && date.getUTCDate() <= 18;
  }
  function isOpen(channel: number, day: number): boolean {
    const { opens, closes } = channels[channel] ?? { opens: 0, closes: days };
    return day >= opens && day <= closes;
  }
  function pickChannel(day: number): number {
    let total = 0;
    for (const [index, { share }] of words.channels.entries()) if (isOpen(index, day)) total += share;
    let left = random() * total;
    for (const [index, { share }] of words.channels.entries())
      if (isOpen(index, day) && (left -= share) < 0) return index;
    return 0;
  }
  function evenTime(time: number): number {
    const day = Math.floor(time);
    return day - (day % 7) + (week[day % 7] ?? 0) + (time - day) * (truth.weekdays[day % 7] ?? 1);
  }
  function dayOf(even: number): number {
    const monday = Math.floor(even / 7) * 7;
    let weekday = 0;
    while (weekday < 6 && (week[weekday + 1] ?? 7) <= even - monday) weekday++;
    return monday + weekday;
  }
}

function rank(customers: SimulatedCustomer[]): void {
  customers.sort((a, b) => a.leaves - b.leaves);
  for (const [place, customer] of customers.entries()) customer.rank = (place + 0.5) / customers.length;
}

/** Orders by time, with their numbers. Sorting numbers is several times faster than sorting objects. */
function numbered(orders: readonly SimulatedOrder[]): SimulatedOrder[] {
  const places = 2 ** 20;
  return Array.from(
    Float64Array.from(orders, ({ time }, index) => time * places + index).sort(),
    (key, place) => {
      const order = orders[key % places];
      if (!order) throw new Error(`no order at ${key}`);
      order.number = place + 1;
      return order;
    },
  );
}

function openDays({ opens, closes }: Channel, firstDay: string, days: number) {
  const day = (date: string) => Math.round((Date.parse(date) - Date.parse(firstDay)) / (daySeconds * 1000));
  return { opens: opens ? day(opens) : 0, closes: closes ? day(closes) : days };
}

/** Detractors more often just miss than are furious: 0–6 by a falling staircase. */
function detractorScore(place: number): number {
  return Math.min(6, Math.floor(7 * Math.sqrt(place)));
}
function within(least: number, most: number, value: number): number {
  return Math.max(least, Math.min(most, value));
}
