// Sent with the page: shows the code at once, fetches the editor, and hands it every change.

const boxes = new WeakMap()

function plain(parentElement) {
  const pre = parentElement.querySelector("pre")
  const warning = parentElement.querySelector("p")
  return {
    show: ({ data }) => { pre.textContent = data.code },
    hide: () => { pre.hidden = true },
    fail: () => { warning.hidden = false },
  }
}

function load(parentElement, box, { asset }) {
  import(new URL(asset, document.baseURI).href).then(({ CodeBox }) => {
    if (!parentElement.isConnected) return
    box.editor = new CodeBox(parentElement, box.latest)
    box.plain.hide()
  }, () => box.plain.fail())
}

export default function (told) {
  const { parentElement, data: [data] } = told
  const component = { ...told, data }
  let box = boxes.get(parentElement)
  if (!box) {
    box = { plain: plain(parentElement), latest: component }
    boxes.set(parentElement, box)
    load(parentElement, box, data)
  }
  box.latest = component
  if (box.editor) box.editor.update(component)
  else box.plain.show(component)
  // Streamlit also calls the clean-up of a call that a newer one overtook, while the box is still in use.
  return () => {
    if (parentElement.isConnected) return
    box.editor?.destroy()
    boxes.delete(parentElement)
  }
}
