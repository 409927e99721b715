// What opens at a value in the code: a slider, a list, a switch or a text area that writes Python into it.

const python = value => (typeof value === "boolean" ? (value ? "True" : "False") : JSON.stringify(value))

/** `messages[0]['content']` is told as `content`. */
const nameOf = path => path.match(/'([^']+)'\]$/)?.[1] ?? path

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

const inputs = {
  number({ value, least, most, step }, write) {
    const decimals = step < 1
    const code = text => (decimals ? String(Number(text)).replace(/^-?\d+$/, "$&.0") : String(Math.round(Number(text))))
    const slider = element("input", { type: "range", min: least, max: most, step, value })
    const box = element("input", { type: "number", min: least, max: most, step, value })
    slider.oninput = () => { box.value = slider.value; write(code(slider.value)) }
    box.oninput = () => { if (box.value !== "") { slider.value = box.value; write(code(box.value)) } }
    slider.setAttribute("aria-label", "Slider")
    box.setAttribute("aria-label", "Number")
    return [slider, box]
  },
  choice({ value, options }, write) {
    const list = element("select", {}, ...options.map(([id, label]) => new Option(label, id, false, id === value)))
    list.onchange = () => write(python(list.value))
    return [list]
  },
  switch({ value }, write) {
    const box = element("input", { type: "checkbox", checked: value })
    box.setAttribute("role", "switch")
    box.onchange = () => write(python(box.checked))
    return [box]
  },
  text({ value }, write) {
    const area = element("textarea", { value, rows: Math.min(6, 2 + Math.floor(value.length / 50)) })
    area.oninput = () => write(python(area.value))
    return [area]
  },
}

/** The panel of one control, as CodeMirror takes a tooltip. */
export function panel(control, { focused, write, close }) {
  const made = inputs[control.kind](control, write)
  const name = element("span", { className: "name", textContent: nameOf(control.path) })
  const dom = element("div", { className: `cm-argument-panel ${control.kind}` }, element("label", {}, name, ...made))
  if (control.link) {
    const [href, textContent] = control.link
    dom.append(element("a", { href, textContent, target: "_blank", rel: "noopener" }))
  }
  dom.setAttribute("role", "group")
  dom.setAttribute("aria-label", `Value of ${nameOf(control.path)}`)
  dom.onkeydown = event => {
    const follows = event.target.tagName === "A"
    if (event.key === "Escape" || (event.key === "Enter" && control.kind !== "text" && !follows)) close()
    if (event.key !== "Tab") event.stopPropagation()
  }
  return { dom, mount: () => focused && made[0].focus() }
}
