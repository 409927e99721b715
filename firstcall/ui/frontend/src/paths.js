// What the code box and a response's tree tell each other: a path that was picked, a line that is pointed at.

import { StateEffect, StateField } from "@codemirror/state"
import { Decoration, EditorView } from "@codemirror/view"

const setLit = StateEffect.define()
const lit = Decoration.mark({ class: "cm-lit" })

export const litField = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setLit)) return Decoration.set(effect.value.map(([from, to]) => lit.range(from, to)))
    }
    return marks.map(transaction.changes)
  },
  provide: field => EditorView.decorations.from(field),
})

/** `a.b[0].c`, `a.b[0]`, `a.b`: what a program may name of a path, the nearest first; never the bare variable. */
function* prefixes(path) {
  for (let rest = path; /[.[]/.test(rest); rest = rest.replace(/(\.\w+|\[[^\]]*\])$/, "")) {
    yield rest
    if (!/(\.\w+|\[[^\]]*\])$/.test(rest)) return
  }
}

function places(text, name) {
  const found = []
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const standsAlone = !/[\w.]/.test(text[at - 1] ?? " ") && !/\w/.test(text[at + name.length] ?? " ")
    if (standsAlone) found.push([at, at + name.length])
  }
  return found
}

/** Lights up where the program reads a path. */
export function lightUp(view, path) {
  const text = view.state.doc.toString()
  for (const name of prefixes(path)) {
    const found = places(text, name)
    if (found.length === 0) continue
    view.dispatch({ effects: [setLit.of(found), EditorView.scrollIntoView(found[0][0])] })
    return
  }
  view.dispatch({ effects: setLit.of([]) })
}

/** Tells the trees on the page which line is pointed at. */
export function tellLine(text) {
  document.dispatchEvent(new CustomEvent("firstcall-line", { detail: text }))
}
