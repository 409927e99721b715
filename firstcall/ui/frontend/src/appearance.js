// How the app looks in this browser: theme, size of type, presenter mode. A script of the document's head, so that
// it is decided before anything is drawn, and before Streamlit asks which theme the system prefers.

(() => {
  const KEPT = "first_call_appearance"
  const SIZES = [100, 115, 130, 150]
  const DARK = "(prefers-color-scheme: dark)"
  const root = document.documentElement
  const changes = new EventTarget()

  /** What a storage holds under our name; nothing where the browser lets no page keep anything. */
  function read(storage) {
    try {
      return JSON.parse(window[storage].getItem(KEPT)) ?? {}
    } catch {
      return {}
    }
  }

  function write(storage, value) {
    try {
      window[storage].setItem(KEPT, JSON.stringify(value))
    } catch (error) {
      console.warn("First Call keeps nothing in this browser:", error)
    }
  }

  const { theme, size } = read("localStorage")
  const state = {
    theme: ["light", "dark"].includes(theme) ? theme : null,
    size: SIZES.includes(size) ? size : SIZES[0],
    presents: false,
    tasks: false,
    notes: false,
    ...read("sessionStorage"),
  }

  const ask = window.matchMedia.bind(window)
  const system = ask(DARK)

  /** What the system prefers, unless the learner has chosen: Streamlit follows it, and a change of it. */
  class Preference extends EventTarget {
    media = DARK
    onchange = null
    get matches() {
      return state.theme ? state.theme === "dark" : system.matches
    }
    addListener(listener) {
      this.addEventListener("change", listener)
    }
    removeListener(listener) {
      this.removeEventListener("change", listener)
    }
    tell() {
      const event = new MediaQueryListEvent("change", { media: DARK, matches: this.matches })
      this.dispatchEvent(event)
      this.onchange?.(event)
    }
  }
  const preference = new Preference()
  system.addEventListener("change", () => state.theme || preference.tell())
  window.matchMedia = query => (query === DARK ? preference : ask(query))

  function show() {
    root.style.setProperty("--first-call-size", state.size / 100)
    for (const name of ["presents", "tasks", "notes"]) {
      root.toggleAttribute(`data-${name}`, state.presents && (name === "presents" || state[name]))
    }
  }

  function set(changed) {
    const before = preference.matches
    Object.assign(state, changed)
    write("localStorage", { theme: state.theme, size: state.size })
    write("sessionStorage", { presents: state.presents, tasks: state.tasks, notes: state.notes })
    show()
    if (preference.matches !== before) preference.tell()
    changes.dispatchEvent(new Event("change"))
    window.dispatchEvent(new Event("resize")) // pictures and the editor measure themselves again
  }

  const toggle = name => set({ [name]: !state[name] })
  const KEYS = { p: () => toggle("presents"), t: () => state.presents && toggle("tasks"), n: () => state.presents && toggle("notes") }

  /** Whether what is typed goes into a text, or a dialog stands before the page. */
  const isTaken = ({ target, path }) =>
    path.some(one => one.matches?.("input, textarea, select, [contenteditable='true'], [role='dialog']")) || target.isContentEditable

  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat || event.defaultPrevented) return
    if (!KEYS[event.key] || isTaken({ target: event.target, path: event.composedPath() })) return
    KEYS[event.key]()
  })

  window.firstCallAppearance = {
    state,
    changes,
    get isDark() {
      return preference.matches
    },
    toggle,
    switchTheme: () => set({ theme: preference.matches ? "light" : "dark" }),
    nextSize: () => set({ size: SIZES[(SIZES.indexOf(state.size) + 1) % SIZES.length] }),
    forget: () => {
      set({ theme: null, size: SIZES[0] })
      try {
        window.localStorage.removeItem(KEPT)
      } catch (error) {
        console.warn("First Call keeps nothing in this browser:", error)
      }
    },
  }
  show()
})()
