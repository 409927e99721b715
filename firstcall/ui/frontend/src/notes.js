// What each line does: kept with its line while the learner types, told in a strip under the code.

import { RangeSet, StateEffect, StateField } from "@codemirror/state"
import { EditorView, GutterMarker, gutterLineClass } from "@codemirror/view"
import { tellLine } from "./paths.js"

class Note extends GutterMarker {
  constructor(text) {
    super()
    this.text = text
    this.elementClass = "noted"
  }
  eq(other) {
    return other.text === this.text
  }
}

export const setNotes = StateEffect.define()

function placed(doc, notes) {
  const lines = Object.keys(notes).map(Number).sort((a, b) => a - b)
  return RangeSet.of(
    lines.filter(line => line >= 1 && line <= doc.lines).map(line => new Note(notes[line]).range(doc.line(line).from)),
  )
}

export const notesField = StateField.define({
  create: () => RangeSet.empty,
  update(notes, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setNotes)) return placed(transaction.state.doc, effect.value)
    }
    return notes.map(transaction.changes)
  },
  provide: field => gutterLineClass.from(field),
})

function noteAt(state, position) {
  const line = state.doc.lineAt(Math.min(position, state.doc.length))
  let text = ""
  state.field(notesField).between(line.from, line.to, (_from, _to, note) => {
    text = note.text
  })
  return { line: line.number, text }
}

/** Shows the note of the line under the pointer, else of the line with the cursor. */
export class NoteStrip {
  constructor() {
    this.dom = document.createElement("p")
    this.dom.className = "note"
    this.dom.setAttribute("aria-live", "polite")
    this.dom.hidden = true
    this.hovered = null
    this.visited = false
  }

  extension() {
    const leave = (_event, view) => this.point(view, null)
    const move = (event, view) => this.point(view, view.posAtCoords({ x: event.clientX, y: event.clientY }))
    return EditorView.domEventHandlers({ mousemove: move, mouseleave: leave })
  }

  point(view, position) {
    this.hovered = position
    if (position !== null) tellLine(view.state.doc.lineAt(position).text)
    this.show(view)
  }

  /** Keys move the attention from the pointer to the cursor. */
  follow(view) {
    this.hovered = null
    this.show(view)
  }

  show(view) {
    const { state } = view
    this.dom.hidden = state.field(notesField).size === 0
    this.visited ||= view.hasFocus
    const position = this.hovered ?? (this.visited ? state.selection.main.head : null)
    const { line, text } = position === null ? { text: "" } : noteAt(state, position)
    const wanted = text ? `Line ${line}: ${text}` : "Point at a line with a dotted number to see what it does."
    if (this.dom.textContent !== wanted) this.dom.textContent = wanted
    this.dom.classList.toggle("told", text !== "")
  }
}
