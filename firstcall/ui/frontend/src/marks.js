// Findings about the code: underlined, dotted in the gutter, and listed below as text.

import { setDiagnostics } from "@codemirror/lint"

const WORDS = { error: "Error", warning: "Warning", info: "Hint" }

/** Python counts characters, CodeMirror counts UTF-16 units: an emoji is one and two. */
function unitsOf(text, characters) {
  return Array.from(text).slice(0, characters).join("").length
}

function lineAt(doc, number) {
  return doc.line(Math.max(1, Math.min(number, doc.lines)))
}

function rangeOf(doc, mark) {
  const first = lineAt(doc, mark.line)
  const last = lineAt(doc, Math.max(mark.end_line ?? mark.line, mark.line))
  const indent = first.text.length - first.text.trimStart().length
  let from = first.from + (mark.column === null ? indent : unitsOf(first.text, mark.column))
  let to = mark.end_column === null ? last.to : last.from + unitsOf(last.text, mark.end_column)
  if (to <= from) to = Math.min(from + 1, first.to)
  if (to <= from) from = Math.max(first.from, to - 1)
  return { from, to: Math.max(from, to) }
}

export function diagnosticsOf(doc, marks, onFix) {
  return marks.map((mark, index) => ({
    ...rangeOf(doc, mark),
    severity: mark.severity,
    message: mark.message,
    actions: mark.fix === null ? [] : [{ name: mark.fix, apply: () => onFix(index, mark) }],
  }))
}

export function showMarks(state, marks, onFix) {
  return setDiagnostics(state, diagnosticsOf(state.doc, marks, onFix))
}

function button(text, className, onClick) {
  const made = document.createElement("button")
  made.type = "button"
  made.className = className
  made.textContent = text
  made.onclick = onClick
  return made
}

/** The list under the editor. Errors interrupt a screen reader, the rest waits its turn. */
export class MarkList {
  constructor({ goTo, onFix }) {
    this.goTo = goTo
    this.onFix = onFix
    this.shown = "[]"
    this.alerts = document.createElement("div")
    this.alerts.setAttribute("role", "alert")
    this.remarks = document.createElement("div")
    this.remarks.setAttribute("role", "status")
    this.dom = document.createElement("div")
    this.dom.className = "marks"
    this.dom.append(this.alerts, this.remarks)
  }

  show(marks) {
    const wanted = JSON.stringify(marks)
    if (wanted === this.shown) return
    this.shown = wanted
    const entries = marks.map((mark, index) => this.entry(mark, index))
    this.alerts.replaceChildren(...entries.filter((_, index) => marks[index].severity === "error"))
    this.remarks.replaceChildren(...entries.filter((_, index) => marks[index].severity !== "error"))
  }

  entry(mark, index) {
    const row = document.createElement("div")
    row.className = `mark ${mark.severity}`
    row.dataset.line = mark.line
    const word = document.createElement("strong")
    word.textContent = WORDS[mark.severity]
    const message = document.createElement("span")
    message.className = "message"
    message.textContent = mark.message
    row.append(word, button(`Line ${mark.line}`, "line", () => this.goTo(mark)), message)
    if (mark.fix !== null) row.append(button(mark.fix, "fix", () => this.onFix(index, mark)))
    return row
  }

  point(line) {
    for (const row of this.dom.querySelectorAll(".mark")) {
      row.classList.toggle("here", Number(row.dataset.line) === line)
    }
  }
}

export { rangeOf }
