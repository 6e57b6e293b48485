import type { Shop } from "../../src/shop/shop.ts";

/** A shop that answers only what a test gives it. */
export function stubShop(given: Partial<Shop> = {}): Shop {
  return new Proxy(given, {
    get(target, name) {
      // What has a `then` would be taken for a promise.
      if (name === "then") return undefined;
      return (
        target[name as keyof Shop] ?? (() => Promise.reject(new Error(`the test gives no ${String(name)}`)))
      );
    },
  }) as Shop;
}
