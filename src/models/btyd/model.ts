import type { Histories } from "./history.ts";

export type Parameters = readonly [number, number, number, number];

/** A model of buying until an unseen dropout. Time is in weeks. */
export interface PurchaseModel {
  readonly id: "bg-nbd" | "mbg-nbd" | "pareto-nbd";
  readonly parameters: readonly [string, string, string, string];
  /** The log-likelihood of all histories, weighted. */
  logLikelihood(parameters: Parameters, histories: Histories): number;
  /** The probability that a customer with this history is still a customer. */
  alive(parameters: Parameters, x: number, tx: number, age: number): number;
  /** Expected purchases in the next `weeks` of one who is still there. When the last one was does not matter. */
  expectedAlive(parameters: Parameters, x: number, age: number, weeks: number): number;
  /** Expected purchases of such a customer in the next `weeks`, gone or not. */
  expected(parameters: Parameters, x: number, tx: number, age: number, weeks: number): number;
  /** The probability that such a customer buys nothing in the next `weeks`, gone or not. */
  quiet(parameters: Parameters, x: number, tx: number, age: number, weeks: number): number;
  /** Expected repeat purchases of a new customer within `weeks` of the first purchase. */
  expectedNew(parameters: Parameters, weeks: number): number;
}
