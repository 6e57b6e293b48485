import { titleIn } from "../document/save-file.ts";
import { type Text, locales } from "../i18n/text.ts";
import { messages } from "./messages.ts";
import type { Workspace } from "./workspace.svelte.ts";

/** What the command palette offers. */
export interface AppCommand {
  readonly id: string;
  readonly label: Text;
  readonly keys?: string;
  readonly run: () => void;
}

/** The commands that make sense now: views first, then what can be done. */
export function commandsOf(
  workspace: Workspace,
  dialogs: { readonly share: () => void; readonly receipts: () => void; readonly shortcuts: () => void },
): AppCommand[] {
  const { document } = workspace;
  const commands: AppCommand[] = [];
  const add = (id: string, label: Text, run: () => void, keys?: string) =>
    commands.push({ id, label, run, ...(keys && { keys }) });
  if (document) {
    const show = (tab: string) => () => workspace.go({ view: "document", id: document.id, tab });
    add("notebook", messages.notebook, show("notebook"));
    for (const dashboard of document.dashboards) {
      const name = (locale: (typeof locales)[number]) =>
        titleIn(dashboard.title, locale) || messages.untitled[locale];
      add(`dashboard ${dashboard.id}`, { en: name("en"), "zh-CN": name("zh-CN") }, show(dashboard.id));
    }
  }
  add("start", messages.toStart, () => workspace.go({ view: "start" }));
  if (workspace.recognitions.length)
    add("import", messages.importing, () => workspace.go({ view: "import" }));
  if (document) {
    add("share", messages.share, dialogs.share);
    add("save", messages.downloadDocument, () => workspace.saveFile(), "Ctrl S");
    add("duplicate", messages.duplicate, () => workspace.opening.duplicate());
    if (workspace.loaded) add("receipts", messages.dataAndReceipts, dialogs.receipts);
    if (workspace.canUndo) add("undo", messages.undo, () => workspace.undo(), "Ctrl Z");
    if (workspace.canRedo) add("redo", messages.redo, () => workspace.redo(), "Ctrl Shift Z");
  }
  add("language", messages.otherLanguage, () =>
    workspace.setLocale(workspace.locale === "en" ? "zh-CN" : "en"),
  );
  for (const theme of ["system", "light", "dark"] as const)
    add(`theme ${theme}`, messages.themeNamed(messages.themes[theme]), () => workspace.setTheme(theme));
  add("shortcuts", messages.shortcuts, dialogs.shortcuts, "?");
  return commands;
}
