// The buttons for theme, size of type and presenter mode. What they do is in appearance.js, in the document's head.

const ICONS = {
  theme: '<path d="M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z"/>',
  presents: '<path d="M3 4h18v12H3zM8 20l4-4 4 4M12 8v4"/>',
  tasks: '<path d="M4 6l2 2 3-3M12 7h8M4 13l2 2 3-3M12 14h8M12 20h8"/>',
  notes: '<path d="M5 3h10l4 4v14H5zM8 9h8M8 13h8M8 17h5"/>',
  reset: '<path d="M4 4v6h6M4.6 15a8 8 0 1 0 1-8.6L4 10"/>',
  invite: '<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2M14 18v2"/>',
  before: '<path d="M15 5l-7 7 7 7"/>',
  after: '<path d="M9 5l7 7-7 7"/>',
}
const OF_THE_PRESENTER = ["before", "after", "tasks", "notes", "reset", "invite"]
const svg = paths =>
  `<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2"
    stroke-linecap="round" stroke-linejoin="round">${paths}</svg>`

/** The page before or after, by the link at the page's end: Streamlit's own way, which keeps the session. */
function go(name) {
  document.querySelector(`.st-key-frame_${name} a`)?.click()
}

/** Take out of the browser what this page keeps in it, so that it opens as it was at first. */
function clear(step) {
  const kept = Object.keys(localStorage).filter(name => name.startsWith(`firstcall:${step}_`))
  kept.forEach(name => localStorage.removeItem(name))
}

function draw(bar, labels, appearance) {
  const { state } = appearance
  for (const button of bar.querySelectorAll("button")) {
    const name = button.dataset.name
    button.hidden = OF_THE_PRESENTER.includes(name) && !state.presents
    const label = labels[name === "presents" && state.presents ? "leaves" : name].replace("{size}", state.size)
    button.title = label
    button.setAttribute("aria-label", label)
    if (["presents", "tasks", "notes"].includes(name)) button.setAttribute("aria-pressed", state[name])
    if (name === "before" || name === "after") button.disabled = !document.querySelector(`.st-key-frame_${name} a`)
  }
}

export default function ({ parentElement, data: [data], setTriggerValue }) {
  const appearance = window.firstCallAppearance
  const bar = parentElement.querySelector("[role=group]")
  if (!appearance) return
  const pressed = {
    theme: appearance.switchTheme,
    size: appearance.nextSize,
    presents: () => appearance.toggle("presents"),
    tasks: () => appearance.toggle("tasks"),
    notes: () => appearance.toggle("notes"),
    before: () => go("before"),
    after: () => go("after"),
    reset: () => {
      clear(data.step)
      setTriggerValue("reset", data.step)
    },
    invite: () => setTriggerValue("invite", `${data.step}?${window.location.search.slice(1)}`),
  }
  if (data.over) {
    window.location.replace(window.location.pathname) // a new session: the page as it opens at first
    return
  }
  bar.setAttribute("aria-label", data.labels.bar)
  for (const button of bar.querySelectorAll("button")) {
    const icon = ICONS[button.dataset.name]
    if (icon && !button.firstChild) button.innerHTML = svg(icon)
    button.onclick = pressed[button.dataset.name]
  }
  const renew = () => draw(bar, data.labels, appearance)
  renew()
  const later = setTimeout(renew, 1500) // the links at the page's end come after this
  appearance.changes.addEventListener("change", renew)
  return () => {
    clearTimeout(later)
    appearance.changes.removeEventListener("change", renew)
  }
}
