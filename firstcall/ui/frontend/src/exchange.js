// What the box tells Python and which answers it believes.
//
// Every change by the learner gets a number. Python's answer names the last number it has seen
// (`ack`), so an answer that is older than the newest key is recognised and left aside.

const PAUSE_MS = 250
const PATIENCE_MS = 3000
const LONGEST_PATIENCE_MS = 60000

export class Exchange {
  constructor(readCode) {
    this.readCode = readCode
    this.mount = Math.random().toString(36).slice(2)
    this.seq = 0
    this.sent = 0
    this.session = undefined
    this.timer = undefined
    this.reminder = undefined
    this.component = undefined
    this.left = false
    this.whenLeft = () => this.leave()
    window.addEventListener("popstate", this.whenLeft)
    window.firstCallExchanges ??= new Set() // read by `arrival.js`
    window.firstCallExchanges.add(this)
  }

  /** Takes the newest setters; a server that was restarted knows nothing, so it is told again. */
  hear(component) {
    this.component = component
    const { session } = component.data
    const restarted = this.session !== undefined && session !== this.session
    this.session = session
    if (this.acknowledged() >= this.sent) clearTimeout(this.reminder)
    if (restarted && this.seq > 0) {
      this.seq += 1
      this.flush()
    }
  }

  /** The newest of our edits that Python has seen. */
  acknowledged() {
    const { ack } = this.component.data
    return ack.mount === this.mount ? ack.seq : 0
  }

  isFresh() {
    return this.acknowledged() >= this.seq
  }

  /** Whether an edit is on its way that Python has not answered. */
  isUnheard() {
    return !this.left && this.seq > 0 && !this.isFresh()
  }

  typed() {
    this.left = false
    this.seq += 1
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.flush(), PAUSE_MS)
  }

  flush() {
    clearTimeout(this.timer)
    if (this.left || this.sent === this.seq) return
    this.sent = this.seq
    this.component.setStateValue("edit", this.edit())
    this.remind(PATIENCE_MS)
  }

  /** Streamlit drops what is sent while its connection is being restored, so an unanswered edit is repeated. */
  remind(patience) {
    clearTimeout(this.reminder)
    this.reminder = setTimeout(() => {
      if (this.acknowledged() >= this.sent) return
      this.component.setStateValue("edit", this.edit())
      this.remind(Math.min(2 * patience, LONGEST_PATIENCE_MS))
    }, patience)
  }

  /** Something that happens once, with the code as it is at this moment. */
  trigger(name, details = {}) {
    clearTimeout(this.timer)
    this.sent = this.seq
    this.component.setTriggerValue(name, { ...this.edit(), ...details })
    this.remind(PATIENCE_MS)
  }

  edit() {
    return { code: this.readCode(), seq: this.seq, mount: this.mount }
  }

  /** The reader has gone back or forward: what is sent now would reach the server as a message of the page that was
   * left, and Streamlit (1.67) would draw a part of it over the other one. Where the page stays, the next key sends. */
  leave() {
    clearTimeout(this.timer)
    clearTimeout(this.reminder)
    this.left = true
  }

  close() {
    this.leave()
    window.removeEventListener("popstate", this.whenLeft)
    window.firstCallExchanges.delete(this)
  }
}
