import type { Choice, Meeting } from "./again.ts";

/** The question that is put to the user while files wait; one at a time. */
export class Asking {
  #open = $state.raw<{
    readonly meetings: readonly Meeting[];
    readonly answer: (choice: Choice) => void;
  } | null>(null);

  get open() {
    return this.#open;
  }

  /** Asks what shall become of tables that are there already. A question that was open is given up. */
  ask(meetings: readonly Meeting[]): Promise<Choice> {
    this.#open?.answer(null);
    return new Promise((resolve) => {
      const answer = (choice: Choice) => {
        if (this.#open?.answer === answer) this.#open = null;
        resolve(choice);
      };
      this.#open = { meetings, answer };
    });
  }
}
