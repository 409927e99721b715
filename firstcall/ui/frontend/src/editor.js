// The CodeMirror side: languages, keys and colours. Colours are Streamlit's own CSS variables.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands"
import { javascriptLanguage } from "@codemirror/lang-javascript"
import { pythonLanguage } from "@codemirror/lang-python"
import { HighlightStyle, StreamLanguage, bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language"
import { shell } from "@codemirror/legacy-modes/mode/shell"
import { lintGutter } from "@codemirror/lint"
import { EditorState } from "@codemirror/state"
import { EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view"
import { tags } from "@lezer/highlight"

const LANGUAGES = {
  python: () => [pythonLanguage, indentUnit.of("    ")],
  javascript: () => [javascriptLanguage, indentUnit.of("  ")],
  json: () => [javascriptLanguage, indentUnit.of("  ")],
  shell: () => [StreamLanguage.define(shell), indentUnit.of("  ")],
}

export const languageOf = name => LANGUAGES[name]?.() ?? []

export function settingsOf({ label, read_only: readOnly, runs }) {
  const hints = readOnly
    ? ["Read only."]
    : ["Tab leaves the editor.", "Control or Command with a right bracket indents, with a left bracket outdents."]
  if (runs) hints.push("Control or Command with Enter runs the code.")
  if (!readOnly) hints.push("Alt with Enter at an underlined value opens its control.")
  return [
    EditorState.readOnly.of(readOnly),
    EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", "aria-description": hints.join(" ") }),
  ]
}

const muted = "color-mix(in srgb, var(--st-text-color) 74%, var(--st-code-background-color))"

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--st-violet-text-color)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--st-green-text-color)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--st-blue-text-color)" },
  { tag: [tags.standard(tags.name), tags.standard(tags.variableName), tags.meta], color: "var(--st-blue-text-color)" },
  { tag: [tags.comment], color: muted, fontStyle: "italic" },
  { tag: [tags.invalid], color: "var(--st-red-text-color)" },
])

const lines = count => `calc(${count} * 1.5em + 1.25rem)`
const wavy = name => ({ backgroundImage: "none", textDecoration: `underline wavy var(--st-${name}-color) 1px`, textUnderlineOffset: "3px", paddingBottom: "0" })

const theme = EditorView.theme({
  "&": { color: "var(--st-text-color)", backgroundColor: "transparent", fontSize: "var(--st-code-font-size)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--st-code-font)", lineHeight: "1.5", minHeight: `min(${lines("clamp(var(--min-lines), var(--lines), var(--max-lines))")}, var(--max-height, 100vh))`, maxHeight: `min(${lines("var(--max-lines)")}, var(--max-height, 100vh))`, overflow: "auto" },
  ".cm-content": { padding: "0.625rem 0", caretColor: "var(--st-text-color)" },
  ".cm-line": { padding: "0 1rem 0 0.5rem" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--st-text-color) 6%, transparent)" },
  ".cm-gutters": { backgroundColor: "var(--st-code-background-color)", color: muted, border: "none" },
  ".cm-gutter-lint": { width: "1.1em", paddingLeft: "0.25rem" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "1.6rem", padding: "0 0.375rem 0 0" },
  ".cm-lineNumbers .noted": { textDecoration: "underline dotted", textUnderlineOffset: "3px" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "color-mix(in srgb, var(--st-primary-color) 25%, transparent)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--st-red-background-color)" },
  ".cm-lintRange-error": wavy("red"),
  ".cm-lintRange-warning": wavy("orange"),
  ".cm-lintRange-info": wavy("blue"),
  ".cm-lint-marker": { content: "none", width: "0.55em", height: "0.55em", borderRadius: "50%", margin: "0.52em auto" },
  ".cm-lint-marker-error": { content: "none", backgroundColor: "var(--st-red-color)" },
  ".cm-lint-marker-warning": { content: "none", backgroundColor: "var(--st-orange-color)", borderRadius: "0", transform: "rotate(45deg)" },
  ".cm-lint-marker-info": { content: "none", backgroundColor: "var(--st-blue-color)", borderRadius: "1px" },
  ".cm-lit": { backgroundColor: "color-mix(in srgb, var(--st-primary-color) 25%, transparent)", outline: "1px solid var(--st-primary-color)", borderRadius: "3px" },
  ".cm-argument": { textDecoration: "underline dotted", textUnderlineOffset: "4px", cursor: "pointer", borderRadius: "3px" },
  ".cm-argument:hover": { backgroundColor: "color-mix(in srgb, var(--st-primary-color) 14%, transparent)" },
  ".cm-argument-panel": { fontFamily: "var(--st-font)", fontSize: "0.875rem", padding: "0.5rem 0.75rem" },
  ".cm-argument-panel label": { display: "flex", alignItems: "center", gap: "0.6rem" },
  ".cm-argument-panel .name": { fontFamily: "var(--st-code-font)" },
  ".cm-argument-panel input, .cm-argument-panel select, .cm-argument-panel textarea": { font: "inherit", color: "inherit", backgroundColor: "var(--st-secondary-background-color)", border: "1px solid var(--st-border-color)", borderRadius: "var(--st-base-radius)", padding: "0.2rem 0.4rem", accentColor: "var(--st-primary-color)" },
  ".cm-argument-panel.text label": { alignItems: "stretch", flexDirection: "column" },
  ".cm-argument-panel textarea": { width: "min(24rem, 70vw)" },
  ".cm-argument-panel input[type=range]": { width: "12rem", padding: "0" },
  ".cm-argument-panel input[type=number]": { width: "5.5rem" },
  ".cm-argument-panel select": { maxWidth: "20rem" },
  ".cm-argument-panel a": { display: "block", marginTop: "0.4rem", color: "var(--st-link-color)" },
  ".cm-tooltip": { color: "var(--st-text-color)", backgroundColor: "var(--st-background-color)", border: "1px solid var(--st-border-color)", borderRadius: "var(--st-base-radius)", maxWidth: "min(28rem, 90vw)", boxShadow: "0 4px 16px rgb(0 0 0 / 18%)", zIndex: "10" },
  ".cm-diagnostic": { padding: "0.4rem 0.7rem", whiteSpace: "pre-wrap", fontFamily: "var(--st-font)", fontSize: "0.875rem" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--st-red-color)" },
  ".cm-diagnostic-warning": { borderLeft: "4px solid var(--st-orange-color)" },
  ".cm-diagnostic-info": { borderLeft: "4px solid var(--st-blue-color)" },
  ".cm-diagnosticAction": { font: "inherit", color: "var(--st-text-color)", backgroundColor: "transparent", border: "1px solid currentColor", borderRadius: "var(--st-button-radius)", padding: "0 0.5rem", marginLeft: "0.5rem" },
})

/** Without the default for Mod-Enter, which would insert a line where the learner means "run". */
const keys = defaultKeymap.filter(({ key }) => key !== "Mod-Enter")

export const setup = [
  EditorView.lineWrapping,
  lintGutter(),
  lineNumbers(),
  highlightSpecialChars(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  history(),
  bracketMatching(),
  syntaxHighlighting(colours),
  theme,
  keymap.of([...keys, ...historyKeymap]),
]
