import type { Text } from "../i18n/text.ts";

export interface ToastMessage {
  readonly id: number;
  readonly text: Text;
  readonly tone: "plain" | "fault";
  readonly action: { readonly label: Text; readonly onselect: () => void } | null;
  /** Whether what it offers can still be done; it goes as soon as it cannot. */
  readonly stands: () => boolean;
}

const most = 3;

/** The passing messages that are shown now, oldest first. */
export class ToastList {
  #list = $state.raw<readonly ToastMessage[]>([]);
  #next = 1;

  get list(): readonly ToastMessage[] {
    return this.#list.filter(({ stands }) => stands());
  }
  show(
    text: Text,
    action: ToastMessage["action"] = null,
    tone: ToastMessage["tone"] = "plain",
    stands: ToastMessage["stands"] = () => true,
  ): void {
    this.#list = [...this.list, { id: this.#next, text, action, tone, stands }].slice(-most);
    this.#next += 1;
  }
  close(id: number): void {
    this.#list = this.#list.filter((toast) => toast.id !== id);
  }
}
