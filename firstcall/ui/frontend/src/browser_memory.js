// What the learner wrote, kept in the browser's own storage, one entry for each thing: a tab writes only what
// changed in it, so that two tabs do not undo each other.

const PREFIX = "firstcall:"
const SPACE = 1_000_000

/** What this tab and the storage agreed on last, by entry. */
const agreed = (window.firstCallAgreed ??= new Map())

function stored() {
  const names = Object.keys(localStorage).filter(name => name.startsWith(PREFIX))
  return Object.fromEntries(names.map(name => [name.slice(PREFIX.length), localStorage.getItem(name)]))
}

/** The server asks for the entries only of a browser that has some: the cookie says so with the first request. */
function announce(cookie) {
  const entries = Object.values(stored())
  const age = entries.length ? 365 * 24 * 60 * 60 : 0
  document.cookie = `${cookie}=1; Max-Age=${age}; Path=/; SameSite=Lax`
}

function handOver({ session, most }, setStateValue) {
  if (window.firstCallHanded === session) return
  window.firstCallHanded = session
  let entries = {}
  try {
    entries = Object.fromEntries(Object.entries(stored()).filter(([, text]) => text.length <= most))
  } finally {
    agreed.clear()
    Object.entries(entries).forEach(([name, text]) => agreed.set(name, text))
    setStateValue("came", { session, entries })
  }
}

function keep(entries, cookie) {
  const changed = Object.entries(entries).filter(([name, text]) => (agreed.get(name) ?? null) !== text)
  for (const [name, text] of changed) {
    if (text === null) localStorage.removeItem(PREFIX + name)
    else if (text.length + Object.values(stored()).join("").length < SPACE) localStorage.setItem(PREFIX + name, text)
    agreed.set(name, text)
  }
  if (changed.length) announce(cookie)
}

function forget(cookie) {
  Object.keys(stored()).forEach(name => localStorage.removeItem(PREFIX + name))
  agreed.clear()
  window.firstCallAppearance?.forget()
  announce(cookie)
}

export default function ({ data: [data], setStateValue }) {
  try {
    if (data.forget) forget(data.cookie)
    if (data.ask) handOver(data, setStateValue)
    else keep(data.entries, data.cookie)
  } catch (error) {
    console.warn("First Call keeps nothing in this browser:", error)
  }
}
