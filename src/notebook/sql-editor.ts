import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionStatus,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { sql } from "@codemirror/lang-sql";
import { HighlightStyle, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { Annotation, Compartment, EditorState, Prec } from "@codemirror/state";
import { EditorView, drawSelection, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { duckdb } from "./dialect.ts";

export type SqlNames = Readonly<Record<string, readonly string[]>>;
export interface SqlEditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly label: string;
  readonly names: SqlNames;
  readonly onchange: (text: string) => void;
  readonly onfocus: () => void;
  readonly onleave: () => void;
  readonly onrun: (then: "stay" | "next" | "insert") => void;
}
export interface SqlEditor {
  setText(text: string): void;
  setLabel(label: string): void;
  /** Columns by table or cell, for completion. */
  setNames(names: SqlNames): void;
  /** Marks a place as faulty; null takes the mark away. */
  mark(place: { from: number; to: number; message: string } | null): void;
  replace(from: number, to: number, text: string): void;
  insert(text: string): void;
  focus(): void;
  destroy(): void;
}

const outside = Annotation.define<true>();

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.typeName], color: "var(--code-key)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-str)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-num)" },
  { tag: [tags.standard(tags.name), tags.function(tags.name)], color: "var(--code-fn)" },
  { tag: tags.comment, color: "var(--code-com)", fontStyle: "italic" },
]);

const theme = EditorView.theme({
  "&": { backgroundColor: "transparent", color: "var(--text)", fontSize: "12.5px" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "20px" },
  ".cm-content": { padding: "6px 0", caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "transparent", border: "0", color: "var(--text-3)" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "28px", paddingRight: "8px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--accent-line)",
  },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--surface-3)",
    outline: "1px solid var(--line-strong)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--overlay)",
    color: "var(--text)",
    border: "0",
    borderRadius: "var(--r-2)",
    boxShadow: "var(--e-2)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px", fontFamily: "var(--font-mono)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent)",
    color: "var(--text-on-accent)",
  },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    backgroundColor: "var(--negative-soft)",
    textDecoration: "underline wavy var(--negative) 1px",
    textUnderlineOffset: "3px",
  },
  ".cm-diagnostic-error": { borderLeftColor: "var(--negative)" },
});

/** An editor for the SQL of a cell. Escape leaves it, so that Tab goes on from there. */
export function openSqlEditor(options: SqlEditorOptions): SqlEditor {
  const language = new Compartment();
  const attributes = new Compartment();
  const languageOf = (names: SqlNames) =>
    sql({ dialect: duckdb, schema: names as Record<string, string[]>, upperCaseKeywords: true });
  const labelled = (label: string) => EditorView.contentAttributes.of({ "aria-label": label });
  const run = (then: "stay" | "next" | "insert") => () => {
    options.onrun(then);
    return true;
  };
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ icons: false }),
        syntaxHighlighting(colours),
        theme,
        EditorView.lineWrapping,
        language.of(languageOf(options.names)),
        attributes.of(labelled(options.label)),
        Prec.high(
          keymap.of([
            { key: "Shift-Enter", run: run("next") },
            { key: "Mod-Enter", run: run("stay") },
            { key: "Alt-Enter", run: run("insert") },
            // With a list of completions open, Tab takes one; else it goes to the next control.
            { key: "Tab", run: acceptCompletion },
          ]),
        ),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        Prec.highest(
          keymap.of([
            {
              key: "Escape",
              run: (target) => {
                // A list of completions that is seen is closed first; one still being made holds nobody.
                if (completionStatus(target.state) === "active") return false;
                closeCompletion(target);
                options.onleave();
                return true;
              },
            },
          ]),
        ),
        EditorView.updateListener.of((update) => {
          if (update.focusChanged && update.view.hasFocus) options.onfocus();
          const own = update.transactions.some((transaction) => transaction.annotation(outside));
          if (update.docChanged && !own) options.onchange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    setText(text) {
      const before = view.state.doc.toString();
      if (before === text) return;
      // Only what differs is replaced, so that the cursor stays where it can.
      let from = 0;
      while (from < before.length && from < text.length && before[from] === text[from]) from += 1;
      let end = 0;
      while (
        end < before.length - from &&
        end < text.length - from &&
        before[before.length - 1 - end] === text[text.length - 1 - end]
      )
        end += 1;
      view.dispatch({
        changes: { from, to: before.length - end, insert: text.slice(from, text.length - end) },
        annotations: outside.of(true),
      });
    },
    setLabel: (label) => view.dispatch({ effects: attributes.reconfigure(labelled(label)) }),
    setNames: (names) => view.dispatch({ effects: language.reconfigure(languageOf(names)) }),
    mark(place) {
      const length = view.state.doc.length;
      const diagnostics =
        place && place.to <= length
          ? [{ from: place.from, to: place.to, message: place.message, severity: "error" as const }]
          : [];
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
    replace(from, to, text) {
      view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + text.length } });
      view.focus();
    },
    insert(text) {
      view.dispatch(view.state.replaceSelection(text));
      view.focus();
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
