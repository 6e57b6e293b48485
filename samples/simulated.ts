/** A customer of a simulated shop. Days count from the shop's first day. */
export interface SimulatedCustomer {
  readonly index: number;
  readonly joined: number;
  /** Came for the June promotion alone. */
  readonly lured: boolean;
  /** Purchases a week, and the probability to leave after a repeat purchase. */
  readonly rate: number;
  readonly leaves: number;
  /** Rank by that probability among customers of the same kind, 0–1. */
  rank: number;
  readonly city: number;
  readonly store: number;
  readonly acquisition: number;
  readonly referredBy: number | null;
  readonly birthday: number | null;
  readonly gender: number | null;
  programme: number | null;
  /** Money since joining the programme, in cents. */
  spent: number;
}

/** Money in cents, time in seconds from the shop's first day. */
export interface SimulatedOrder {
  readonly customer: SimulatedCustomer;
  readonly time: number;
  readonly status: "completed" | "cancelled" | "refunded";
  readonly amount: number;
  readonly refund: number;
  readonly discount: number;
  readonly channel: number;
  number: number;
}
