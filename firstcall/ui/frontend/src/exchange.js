// What the box tells Python and which answers it believes.
//
// Every change by the learner gets a number. Python's answer names the last number it has seen
// (`ack`), so an answer that is older than the newest key is recognised and left aside.

const PAUSE_MS = 250

export class Exchange {
  constructor(readCode) {
    this.readCode = readCode
    this.mount = Math.random().toString(36).slice(2)
    this.seq = 0
    this.sent = 0
    this.session = undefined
    this.timer = undefined
    this.component = undefined
  }

  /** Takes the newest setters; a server that was restarted knows nothing, so it is told again. */
  hear(component) {
    this.component = component
    const { session } = component.data
    const restarted = this.session !== undefined && session !== this.session
    this.session = session
    if (restarted && this.seq > 0) {
      this.seq += 1
      this.flush()
    }
  }

  isFresh({ ack }) {
    return (ack?.mount === this.mount ? ack.seq : 0) >= this.seq
  }

  typed() {
    this.seq += 1
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.flush(), PAUSE_MS)
  }

  flush() {
    clearTimeout(this.timer)
    if (this.sent === this.seq) return
    this.sent = this.seq
    this.component.setStateValue("edit", this.edit())
  }

  /** Something that happens once, with the code as it is at this moment. */
  trigger(name, details = {}) {
    clearTimeout(this.timer)
    this.sent = this.seq
    this.component.setTriggerValue(name, { ...this.edit(), ...details })
  }

  edit() {
    return { code: this.readCode(), seq: this.seq, mount: this.mount }
  }

  close() {
    clearTimeout(this.timer)
  }
}
