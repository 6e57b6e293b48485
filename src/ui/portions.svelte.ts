import { inTurn } from "./turns.ts";

/**
 * How many of a long list are drawn so far: a portion at once, one more each turn. To be called while a
 * component is set up.
 */
export function portions(total: () => number, portion: () => number): { readonly drawn: number } {
  let drawn = $state(portion());
  $effect(() => {
    if (drawn < total()) return inTurn(() => (drawn += portion()));
  });
  return {
    get drawn() {
      return drawn;
    },
  };
}
