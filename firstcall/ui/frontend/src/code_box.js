// One code box: a CodeMirror editor that Python and the learner both write to.

import { Compartment, Prec, Transaction } from "@codemirror/state"
import { EditorView, keymap } from "@codemirror/view"
import { argumentControls, leave, setArguments } from "./arguments.js"
import { smallestChanges } from "./change.js"
import styles from "./code_box.css"
import { languageOf, settingsOf, setup } from "./editor.js"
import { Exchange } from "./exchange.js"
import { MarkList, rangeOf, showMarks } from "./marks.js"
import { NoteStrip, notesField, setNotes } from "./notes.js"
import { lightUp, litField, tellLine } from "./paths.js"

export class CodeBox {
  constructor(parentElement, component) {
    this.exchange = new Exchange(() => this.view.state.doc.toString())
    this.language = new Compartment()
    this.settings = new Compartment()
    this.shown = {}
    this.strip = new NoteStrip()
    this.list = new MarkList({ goTo: mark => this.goTo(mark), onFix: (index, mark) => this.fix(index, mark) })
    this.dom = this.frame(parentElement)
    this.view = new EditorView({
      doc: component.data.code,
      parent: this.dom.querySelector(".frame"),
      root: parentElement,
      extensions: this.extensions(),
    })
    this.abort = new AbortController()
    document.addEventListener("firstcall-path", ({ detail }) => lightUp(this.view, detail), { signal: this.abort.signal })
    this.dom.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.dom.contains(relatedTarget)) leave(this.view)
    })
    this.update(component)
  }

  frame(parentElement) {
    const style = document.createElement("style")
    style.textContent = styles
    const frame = document.createElement("div")
    frame.className = "frame"
    const box = document.createElement("div")
    box.className = "box"
    box.append(style, frame, this.list.dom, this.strip.dom)
    parentElement.append(box)
    return box
  }

  extensions() {
    return [
      Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => this.run() }])),
      setup,
      this.language.of([]),
      this.settings.of([]),
      argumentControls,
      litField,
      notesField,
      this.strip.extension(),
      EditorView.updateListener.of(update => this.changed(update)),
      EditorView.domEventHandlers({
        blur: () => void this.exchange.flush(),
        compositionend: () => void setTimeout(() => this.accept()),
      }),
    ]
  }

  changed(update) {
    const byPython = update.transactions.some(each => each.annotation(Transaction.remote))
    if (update.docChanged) this.keepHeight()
    if (update.docChanged && !byPython) this.exchange.typed()
    if (!update.docChanged && !update.selectionSet && !update.focusChanged && !byPython) return
    if (byPython) this.strip.show(update.view)
    else this.strip.follow(update.view)
    this.list.point(update.view.hasFocus ? this.cursorLine(update.state) : 0)
    if (update.view.hasFocus) tellLine(update.state.doc.line(this.cursorLine(update.state)).text)
  }

  cursorLine(state) {
    return state.doc.lineAt(state.selection.main.head).number
  }

  /** Streamlit calls this with every change of `data` or of the theme. */
  update(component) {
    this.data = component.data
    this.exchange.hear(component)
    this.configure()
    this.accept()
  }

  configure() {
    const { language, label, read_only, runs, min_lines, max_lines } = this.data
    this.dom.style.setProperty("--min-lines", min_lines)
    this.dom.style.setProperty("--max-lines", max_lines)
    this.keepHeight()
    const settings = JSON.stringify([label, read_only, runs])
    const effects = []
    if (language !== this.shown.language) effects.push(this.language.reconfigure(languageOf(language)))
    if (settings !== this.shown.settings) effects.push(this.settings.reconfigure(settingsOf(this.data)))
    if (effects.length) this.view.dispatch({ effects })
    Object.assign(this.shown, { language, settings })
  }

  /** CodeMirror guesses the height of what is not on the screen; told, the page does not jump when it scrolls there. */
  keepHeight() {
    this.dom.style.setProperty("--lines", this.view.state.doc.lines)
  }

  /** Writes what Python wants shown, unless the learner has typed since, or is composing a character. */
  accept() {
    const { code, marks, notes, controls } = this.data
    if (!this.exchange.isFresh() || this.view.composing) return
    const wanted = JSON.stringify([code, marks, notes, controls])
    const current = this.view.state.doc.toString()
    if (current === code && this.shown.answer === wanted) return
    this.shown.answer = wanted
    this.view.dispatch({
      changes: smallestChanges(current, code),
      effects: [setNotes.of(notes), setArguments.of(controls)],
      annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(false)],
    })
    this.view.dispatch(showMarks(this.view.state, marks, (index, mark) => this.fix(index, mark)))
    this.list.show(marks)
  }

  run() {
    leave(this.view)
    if (this.data.runs) this.exchange.trigger("run")
    else this.exchange.flush()
    return this.data.runs
  }

  fix(index, mark) {
    this.exchange.trigger("fix", { index, message: mark.message })
  }

  goTo(mark) {
    const { from } = rangeOf(this.view.state.doc, mark)
    this.view.dispatch({ selection: { anchor: from }, scrollIntoView: true })
    this.view.focus()
  }

  destroy() {
    this.exchange.flush()
    this.exchange.close()
    this.abort.abort()
    this.view.destroy()
    this.dom.remove()
  }
}
