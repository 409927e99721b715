// Values in the code that have a control: a click on one, or Alt+Enter at it, opens the control at its line.
//
// The control writes into the code itself, as typing does, so that there is one way from the learner to Python.

import { Annotation, StateEffect, StateField } from "@codemirror/state"
import { Decoration, EditorView, keymap, showTooltip } from "@codemirror/view"
import { panel } from "./argument_panel.js"

export const setArguments = StateEffect.define()
const setOpen = StateEffect.define()
const byControl = Annotation.define()

/** Python counts characters, CodeMirror counts UTF-16 units. */
function offsets(text) {
  const found = [0]
  for (const character of text) found.push(found[found.length - 1] + character.length)
  return found
}

function placed(text, controls) {
  const units = offsets(text)
  const marks = controls
    .filter(({ start, end }) => start < end && end < units.length)
    .map(control => {
      // Inclusive: a value that is written over as a whole keeps its mark.
      const mark = Decoration.mark({ class: "cm-argument", inclusive: true, control })
      return mark.range(units[control.start], units[control.end])
    })
  return Decoration.set(marks, true)
}

const marked = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    const told = transaction.effects.find(effect => effect.is(setArguments))
    return told ? placed(transaction.state.doc.toString(), told.value) : marks.map(transaction.changes)
  },
  provide: field => EditorView.decorations.from(field),
})

function find(state, fits, from = 0, to = state.doc.length) {
  let found = null
  state.field(marked).between(from, to, (start, end, { spec }) => {
    if (fits(spec.control)) found = { from: start, to: end, control: spec.control }
    return found === null
  })
  return found
}

const opened = StateField.define({
  create: () => null,
  update(open, transaction) {
    for (const effect of transaction.effects) if (effect.is(setOpen)) return effect.value
    const typed = transaction.docChanged && transaction.isUserEvent("input") && !transaction.annotation(byControl)
    return typed || transaction.isUserEvent("delete") ? null : open
  },
  provide: field => showTooltip.compute([field, marked], state => {
    const open = state.field(field)
    const at = open && find(state, control => control.path === open.path)
    return at ? { pos: at.from, end: at.to, create: open.create } : null
  }),
})

/** Writes another value where the control's value stands now. */
function write(view, path, code) {
  const at = find(view.state, control => control.path === path)
  if (!at || view.state.readOnly) return
  view.dispatch({
    changes: { from: at.from, to: at.to, insert: code },
    annotations: byControl.of(true),
    userEvent: "input",
  })
}

/** Closes the control when the learner goes elsewhere. */
export function leave(view) {
  if (view.state.field(opened)) view.dispatch({ effects: setOpen.of(null) })
}

function close(view) {
  view.dispatch({ effects: setOpen.of(null) })
  view.focus()
}

function openAt(view, position, focused) {
  const at = find(view.state, () => true, position, position)
  if (!at || view.state.readOnly) return false
  const { control } = at
  const create = () => panel(control, {
    focused,
    write: code => write(view, control.path, code),
    close: () => close(view),
  })
  view.dispatch({ effects: setOpen.of({ path: control.path, create }) })
  return true
}

export const argumentControls = [
  marked,
  opened,
  keymap.of([
    { key: "Alt-Enter", run: view => openAt(view, view.state.selection.main.head, true) },
    { key: "Escape", run: view => view.state.field(opened) !== null && (close(view), true) },
  ]),
  EditorView.domEventHandlers({
    click(event, view) {
      const position = view.posAtCoords({ x: event.clientX, y: event.clientY })
      const onValue = event.target.closest?.(".cm-argument") && position !== null
      if (onValue && view.state.selection.main.empty) openAt(view, position, false)
      else leave(view)
    },
  }),
]
