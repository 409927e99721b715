// Waits for the news that something on its way has ended, and passes it on. Draws nothing.

const waiting = new WeakMap()
const AGAIN = 2000 // milliseconds: after a broken line, and while Python has not taken the news in

const pause = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds))

/** Calls `each` for each event of the stream that is not its end; see firstcall/server/event_stream.py. */
async function events(url, signal, each) {
  const response = await fetch(new URL(url, document.baseURI), { signal })
  if (!response.ok) return
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ""
  for (;;) {
    const { value, done } = await reader.read()
    if (done) throw new Error("the line broke")
    const whole = (rest + value).split("\n\n")
    rest = whole.pop()
    for (const event of whole) {
      if (event.startsWith("event: end")) return
      each(event)
    }
  }
}

class Waiting {
  constructor(url, place) {
    this.url = url
    this.place = place
    this.abort = new AbortController()
    this.follow()
  }

  async follow() {
    const { signal } = this.abort
    for (;;) {
      try {
        await events(this.url, signal, (event) => this.tell("one", event))
        break
      } catch {
        if (signal.aborted) return
        await pause(AGAIN)
      }
    }
    for (let time = 0; !signal.aborted && this.place.isConnected; time++) {
      this.tell("end", `${this.url} ${time}`)
      await pause(AGAIN)
    }
  }
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  let here = waiting.get(parentElement)
  if (here?.url !== data.url) {
    here?.abort.abort()
    here = new Waiting(data.url, parentElement)
    waiting.set(parentElement, here)
  }
  here.tell = setTriggerValue
  return () => {
    if (parentElement.isConnected) return
    here.abort.abort()
    waiting.delete(parentElement)
  }
}
