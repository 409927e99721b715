// On the way out and in: a click that leads to another page waits for what was typed, and a link's place comes into sight.
//
// Brings a place of the page into sight, which may be drawn some time after this: a heading by its anchor, or what
// stands under a key. A page that is still growing moves it, so it is followed until the reader takes over.

const PATIENCE_MS = 4000
const BETWEEN_MS = 150

function found(place) {
  const name = CSS.escape(place)
  return document.querySelector(`#${name}, .st-key-${name}`)
}

/** Whatever the reader does with the page ends it. */
function untilTouched(end) {
  const signals = ["wheel", "touchstart", "pointerdown", "keydown"]
  signals.forEach(signal => window.addEventListener(signal, end, { once: true, passive: true, capture: true }))
}

const SENT_MS = 60
const HEARD_MS = 20
const LONGEST_MS = 2000

/** Whether a code box has an edit that Python has not seen. Streamlit (1.67) takes a page's message and the change to
 * another page that comes before its script began as one, and drops the callbacks of the page that was left. */
function unheard() {
  return [...(window.firstCallExchanges ?? [])].some(exchange => exchange.isUnheard())
}

/** A field that loses its focus tells the server a moment later (Streamlit 1.67 waits some 20 ms). After the click on a
 * link that would be a message of the page that was left, and a part of it would be drawn over the new one. */
function holdClicks() {
  let left = -Infinity
  let passes = false
  let waiting = null
  const go = link => {
    const { href } = link
    const there = link.isConnected ? link : [...document.links].find(other => other.href === href)
    passes = true
    there?.click()
    passes = false
  }
  window.addEventListener("focusout", () => (left = performance.now()), true)
  window.addEventListener(
    "click",
    event => {
      const link = event.target instanceof Element && event.target.closest("a[href]")
      const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
      if (!link || !plain || link.target === "_blank" || passes) return
      clearTimeout(waiting)
      const until = Math.max(left + SENT_MS, unheard() ? performance.now() + LONGEST_MS : 0)
      if (performance.now() > until) return
      event.preventDefault()
      event.stopImmediatePropagation()
      const look = () => {
        const now = performance.now()
        if (now > until || (now > left + SENT_MS && !unheard())) go(link)
        else waiting = setTimeout(look, HEARD_MS)
      }
      waiting = setTimeout(look, HEARD_MS)
    },
    true,
  )
}

export default function ({ data: [data] }) {
  if (!window.firstCallHoldsClicks) {
    window.firstCallHoldsClicks = true
    holdClicks()
  }
  if (!data.place || (window.firstCallArrived ?? 0) >= data.count) {
    return
  }
  window.firstCallArrived = data.count
  const began = performance.now()
  const timer = setInterval(() => {
    const place = found(data.place)
    const top = place?.getBoundingClientRect().top
    if (place && (top < 0 || top > 120)) {
      place.scrollIntoView({ block: "start" })
    }
    if (performance.now() - began > PATIENCE_MS) {
      clearInterval(timer)
    }
  }, BETWEEN_MS)
  untilTouched(() => clearInterval(timer))
}
