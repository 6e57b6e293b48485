import type { Text } from "../i18n/text.ts";

export interface ToastMessage {
  readonly id: number;
  readonly text: Text;
  readonly tone: "plain" | "fault";
  readonly action: { readonly label: Text; readonly onselect: () => void } | null;
}

const most = 3;

/** The passing messages that are shown now, oldest first. */
export class ToastList {
  #list = $state.raw<readonly ToastMessage[]>([]);
  #next = 1;

  get list(): readonly ToastMessage[] {
    return this.#list;
  }
  show(text: Text, action: ToastMessage["action"] = null, tone: ToastMessage["tone"] = "plain"): void {
    this.#list = [...this.#list, { id: this.#next, text, action, tone }].slice(-most);
    this.#next += 1;
  }
  close(id: number): void {
    this.#list = this.#list.filter((toast) => toast.id !== id);
  }
}
