/** The page's settings in the address bar, and a button that copies that address and says so where the pointer is. */

const SHOWN_MS = 1600;

/** The address with this query, the rest of it kept; nothing where the browser has gone on to another page. */
function address({ query, names, others }) {
  const at = new URL(window.location.href);
  const path = at.pathname.replace(/\/+$/, "");
  if (others.includes(path.slice(path.lastIndexOf("/") + 1))) {
    return null;
  }
  names.forEach(name => at.searchParams.delete(name));
  at.search = [at.searchParams.toString(), query].filter(Boolean).join("&");
  at.hash = "";
  return at.href;
}

/** Without a secure context, as on another machine of the room, there is no clipboard to write to but this way. */
function copyByHand(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyByHand(text); // the browser was told to ask first, and the answer was no
    }
  }
  return copyByHand(text);
}

export default function ({ parentElement, data: [data] }) {
  const button = parentElement.querySelector("button");
  const label = button.querySelector("span");
  button.title = data.title;
  const url = address(data);
  if (url) {
    button.dataset.url = url;
    if (url !== window.location.href) {
      history.replaceState(history.state, "", url); // a step back leads to another page, not to another letter
    }
  }
  if (!button.dataset.copied) {
    label.textContent = data.label;
  }
  button.onclick = async () => {
    const done = await copy(button.dataset.url);
    if (!done) {
      window.prompt(data.label, button.dataset.url); // to be copied by hand
      return;
    }
    button.dataset.copied = "yes";
    label.textContent = data.copied;
    setTimeout(() => {
      delete button.dataset.copied;
      label.textContent = data.label;
    }, SHOWN_MS);
  };
}
