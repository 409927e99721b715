// Shows a reply while it arrives, as text and nothing but text.

const replies = new WeakMap()
const AGAIN = 2000 // milliseconds

class Gone extends Error {}

const pause = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds))

/** Yields the pieces of a reply; see firstcall/server/event_stream.py for what travels. */
async function* pieces(url, signal) {
  const response = await fetch(new URL(url, document.baseURI), { signal })
  if (response.status === 404) throw new Gone("it is not there any more")
  if (!response.ok) throw new Error(`the server answered ${response.status}`)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ""
  for (;;) {
    const { value, done } = await reader.read()
    if (done) throw new Error("the line broke")
    const events = (rest + value).split("\n\n")
    rest = events.pop()
    for (const event of events) {
      if (event.startsWith("event: end")) return
      if (event.startsWith("data: ")) yield JSON.parse(event.slice(6))
    }
  }
}

class Reply {
  constructor(parentElement) {
    this.pane = parentElement.querySelector(".pane")
    this.words = parentElement.querySelector(".words")
    this.wait = parentElement.querySelector(".wait")
    this.node = document.createTextNode("")
    this.words.append(this.node)
    this.pending = ""
    this.url = null
  }

  update({ data: [data], setTriggerValue }) {
    this.notify = data.ends ? setTriggerValue : () => {}
    this.pane.setAttribute("aria-label", data.label)
    this.pane.style.maxHeight = data.max_height ?? "none"
    this.wait.querySelector("span").textContent = data.placeholder
    if (data.url !== this.url) this.start(data.url, data.done)
    if (data.done) this.stop()
    if (data.done || data.url === null) this.reconcile(data.text)
    this.words.setAttribute("aria-busy", String(!data.done))
    this.wait.hidden = data.done || this.node.length > 0
    this.focusable()
  }

  start(url, done) {
    this.stop()
    this.url = url
    this.reconcile("")
    if (url === null || done) return
    this.comeIntoView()
    this.follow(url, this.abort.signal)
  }

  /** On a phone the reply stands below the program. */
  comeIntoView() {
    const { top } = this.pane.getBoundingClientRect()
    if (top > window.innerHeight - 150) this.pane.scrollIntoView({ block: "center" })
  }

  stop() {
    this.abort?.abort()
    this.abort = new AbortController()
    cancelAnimationFrame(this.frame)
    this.frame = undefined
    this.pending = ""
  }

  /** Nobody else asks whether the reply has ended: a line that broke is taken up again, and the end is told until
   * Python has taken it in. */
  async follow(url, signal) {
    while (!(await this.read(url, signal)) && !signal.aborted) {
      await pause(AGAIN)
      if (!signal.aborted) this.reconcile("")
    }
    for (let time = 0; !signal.aborted && this.pane.isConnected; time++) {
      this.notify("end", `${url} ${time}`)
      await pause(AGAIN)
    }
  }

  /** Whether there is nothing more to come: the text has ended, or is not there any more. */
  async read(url, signal) {
    try {
      for await (const piece of pieces(url, signal)) this.add(piece)
      this.paint()
      return true
    } catch (error) {
      if (!signal.aborted) console.warn(`The reply could not be followed (${error.message}).`)
      return error instanceof Gone
    }
  }

  /** The first piece is painted at once, the others at most once per frame. */
  add(piece) {
    this.pending += piece
    if (this.node.length === 0) this.paint()
    else this.frame ??= requestAnimationFrame(() => this.paint())
  }

  paint() {
    cancelAnimationFrame(this.frame)
    this.frame = undefined
    if (this.pending) this.write(() => this.node.appendData(this.pending))
    this.pending = ""
  }

  reconcile(text) {
    if (this.node.data === text) return
    const shown = this.node.data
    this.write(() => {
      if (shown && text.startsWith(shown)) this.node.appendData(text.slice(shown.length))
      else this.node.data = text
    })
  }

  /** Follows the end of the text, unless the reader has scrolled up. */
  write(change) {
    const { pane } = this
    const atEnd = pane.scrollHeight - pane.scrollTop - pane.clientHeight < 24
    change()
    this.wait.hidden = this.node.length > 0
    if (atEnd) pane.scrollTop = pane.scrollHeight
    this.focusable()
  }

  focusable() {
    if (this.pane.scrollHeight > this.pane.clientHeight) this.pane.tabIndex = 0
    else this.pane.removeAttribute("tabindex")
  }
}

export default function (component) {
  const { parentElement } = component
  let reply = replies.get(parentElement)
  if (!reply) {
    reply = new Reply(parentElement)
    replies.set(parentElement, reply)
  }
  reply.update(component)
  // Streamlit also calls the clean-up of a call that a newer one overtook, while the reply is still shown.
  return () => {
    if (parentElement.isConnected) return
    reply.stop()
    replies.delete(parentElement)
  }
}
