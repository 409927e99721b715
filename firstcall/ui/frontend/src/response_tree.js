// A response as a tree. A clicked value tells its path to the code boxes on the page; a line of code that is
// pointed at tells its text to the trees.

const trees = new WeakMap()

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

class Tree {
  constructor(parentElement) {
    this.dom = parentElement.querySelector(".tree")
    this.picked = parentElement.querySelector(".picked")
    this.abort = new AbortController()
    document.addEventListener("firstcall-line", ({ detail }) => this.point(detail), { signal: this.abort.signal })
  }

  update({ data: [data] }) {
    const wanted = JSON.stringify(data)
    if (wanted === this.shown) return
    this.shown = wanted
    this.data = data
    this.entries = []
    this.dom.setAttribute("aria-label", data.words.label)
    this.dom.replaceChildren(element("ul", {}, ...data.nodes.map(node => this.entry(node, 0))))
    this.picked.textContent = data.words.nothing_picked
  }

  entry(node, depth) {
    const name = element("span", { className: "name", textContent: node.label })
    const item = element("li")
    item.setAttribute("role", "treeitem")
    this.entries.push({ path: node.path, item })
    if (!node.children) {
      const value = element("span", { className: node.kind, textContent: node.text })
      const button = element("button", { type: "button", className: "value" }, name, ": ", value)
      button.onclick = () => this.pick(node, item)
      item.append(button)
      return item
    }
    const kind = element("span", { className: "kind", textContent: ` ${node.kind}` })
    const summary = element("summary", {}, name, kind)
    summary.onclick = () => this.pick(node, item)
    item.append(element("details", { open: depth < 3 }, summary, element("ul", {}, ...node.children.map(child => this.entry(child, depth + 1)))))
    return item
  }

  pick(node, item) {
    this.light([item])
    const { words, notes } = this.data
    const copy = element("button", { type: "button", textContent: words.copy })
    copy.onclick = async () => {
      await navigator.clipboard.writeText(node.path)
      copy.textContent = words.copied
    }
    this.picked.replaceChildren(element("code", { textContent: node.path }), copy, notes[node.path] ?? "")
    document.dispatchEvent(new CustomEvent("firstcall-path", { detail: node.path }))
  }

  /** Lights up the deepest values that a line of code names. */
  point(line) {
    const named = this.entries.filter(({ path }) => mentions(line, path))
    const deepest = named.filter(({ path }) => !named.some(other => other.path !== path && other.path.startsWith(path)))
    const lit = deepest.filter(({ path }) => /[.[]/.test(path)).map(({ item }) => item)
    if (lit.length) this.light(lit)
  }

  light(items) {
    for (const { item } of this.entries) item.classList.toggle("lit", items.includes(item))
    for (const item of items) {
      for (let at = item.closest("details"); at; at = at.parentElement.closest("details")) at.open = true
    }
  }
}

/** Whether a line reads a path: `message.usage` is not read by `message.usage_note`. */
function mentions(line, path) {
  for (let at = line.indexOf(path); at >= 0; at = line.indexOf(path, at + 1)) {
    const before = line[at - 1] ?? " "
    const after = line[at + path.length] ?? " "
    if (!/[\w.]/.test(before) && !/\w/.test(after)) return true
  }
  return false
}

export default function (component) {
  const { parentElement } = component
  let tree = trees.get(parentElement)
  if (!tree) {
    tree = new Tree(parentElement)
    trees.set(parentElement, tree)
  }
  tree.update(component)
  return () => {
    if (parentElement.isConnected) return
    tree.abort.abort()
    trees.delete(parentElement)
  }
}
