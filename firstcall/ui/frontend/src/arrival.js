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

export default function ({ data }) {
  if ((window.firstCallArrived ?? 0) >= data.count) {
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
