// Shows a text cut into tokens, in colour. Everything from the text is put in as text, never as HTML.

const chip = (text, hue, title) => {
  const span = document.createElement("span")
  span.className = `token hue${hue}`
  span.textContent = text
  span.title = title
  return span
}

/** A character that several tokens share: the character first, then the bytes of each token. */
const split = (piece, hue) => {
  const span = document.createElement("span")
  span.className = "split"
  const sign = document.createElement("span")
  sign.className = "sign"
  sign.textContent = piece.text
  span.append(sign, ...piece.tokens.map(({ id, hex }, at) => chip(hex, (hue + at) % 4, `token ${id}: bytes ${hex}`)))
  return span
}

export default function ({ data: [data], parentElement }) {
  const pane = parentElement.querySelector(".pane")
  const said = parentElement.querySelector(".said")
  const words = parentElement.querySelector(".words")
  pane.setAttribute("aria-label", data.label)
  said.textContent = data.said
  const nodes = []
  let hue = 0
  for (const piece of data.pieces) {
    const [{ id, hex }] = piece.tokens
    nodes.push(piece.tokens.length > 1 ? split(piece, hue) : chip(piece.text, hue, `token ${id}: bytes ${hex}`))
    for (let at = 0; at < piece.breaks; at++) nodes.push(document.createElement("br"))
    hue = (hue + piece.tokens.length) % 4
  }
  words.replaceChildren(...nodes)
  if (pane.scrollHeight > pane.clientHeight) pane.tabIndex = 0
  else pane.removeAttribute("tabindex")
}
