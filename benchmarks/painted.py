"""What a browser paints, and when: the first token after Run over the SDK's own, the last of many that come at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import anthropic
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import served
from benchmarks.served import Served
from tests.browser.conftest import FLAGS, chromium

WATCH = """
const reply = () => {
  const every = document.querySelectorAll(".st-key-reply, #reply textarea, [data-step-type=assistant_message]");
  const plain = every[every.length - 1];
  if (plain) return (plain.value ?? plain.innerText).trim();
  for (const host of document.querySelectorAll("*"))
    if (host.shadowRoot?.querySelector(".words")) return host.shadowRoot.querySelector(".words").innerText.trim();
  return "";
};
window.begin = () => Object.assign(window, { pressed: null, first: null, last: null, before: reply(), seen: reply() });
window.begin();
for (const event of ["pointerup", "keydown"])
  document.addEventListener(event, ({ type, key, target }) => {
    if (type === "keydown" ? key === "Enter" : target.closest("button")?.innerText.includes("Run"))
      window.pressed ??= performance.now();
  }, true);
const frame = () => {
  const text = reply();
  if (window.pressed && text !== window.seen && text) {
    window.first ??= performance.now();
    window.last = performance.now();
  }
  window.seen = text;
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
"""
WORDS = 220
"""Of a story of some 300 tokens."""

Add = Callable[[str, str, float], None]


class Received:
    """The bytes that a page has received: frames of its websocket, and bodies, as its browser counts them."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.webSocketFrameReceived", self._frame)
        session.on("Network.dataReceived", self._data)

    def _frame(self, event: dict[str, dict[str, str]]) -> None:
        self.bytes += len(event["response"]["payloadData"]) * 3 // 4  # binary frames arrive as base64

    def _data(self, event: dict[str, int]) -> None:
        self.bytes += event["dataLength"]


@dataclass(frozen=True)
class Opened:
    """An app in a tab of its own."""

    page: Page
    press: Callable[[], None]
    received: Received

    def once(self) -> tuple[float, float]:
        """Press Run and wait until nothing more is painted: milliseconds to the first text, and to the last."""
        self.received.bytes = 0
        self.page.evaluate("window.begin()")
        self.press()
        self.page.wait_for_function("window.first !== null", timeout=60_000)
        self.page.wait_for_function("performance.now() - window.last > 1200", timeout=60_000)
        first, last = self.page.evaluate("[window.first - window.pressed, window.last - window.pressed]")
        return first, last


def measure(add: Add, rounds: int, *, gradio: str, chainlit: str) -> None:
    """`add` is given a row, the app and a figure, again in each round."""
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium(), args=FLAGS)
        with _opened(browser, 0.2, 60, gradio, chainlit) as (apps, model):
            # The first time in each process apart: whoever presses first should not wait for what is loaded then.
            for row in ("first token painted, first press, ms", *["first token painted, ms"] * rounds):
                sdk = _bare_sdk(model.url)
                add(row.replace(" painted", ""), "bare SDK", sdk)
                for kind, app in apps.items():
                    add(row, kind, app.once()[0])
        with _opened(browser, 0, 0, gradio, chainlit) as (apps, _):
            for number in range(rounds + 1):
                for kind, app in apps.items():
                    _, last = app.once()
                    if number:
                        add("300 tokens at once: the last painted, ms", kind, last)
                        add("bytes to the browser from the press to the end", kind, app.received.bytes)
        browser.close()


@contextmanager
def _opened(
    browser: Browser, first_token: float, per_second: float, gradio: str, chainlit: str
) -> Iterator[tuple[dict[str, Opened], Served]]:
    with ExitStack() as running:
        model = running.enter_context(served.practice(first_token=first_token, per_second=per_second))
        bare = running.enter_context(served.bare(model))
        ours = running.enter_context(served.ours(served.ROOT, first_token=first_token, per_second=per_second))
        apps = {
            "bare Streamlit": _with_button(browser, f"{bare.url}/?words={WORDS}"),
            "ours": _with_button(
                browser,
                f"{ours.url}/first_call?model=claude-haiku-4-5&stream=yes&prompt=Write+a+{WORDS}+word+story.",
            ),
        }
        if gradio:
            apps["Gradio"] = _with_button(browser, running.enter_context(served.gradio(model, gradio)).url)
        if chainlit:
            apps["Chainlit"] = _with_box(browser, running.enter_context(served.chainlit(model, chainlit)).url)
        yield apps, model


def _with_button(browser: Browser, url: str) -> Opened:
    page = _page(browser, url)
    button = page.get_by_role("button", name="Run", exact=True)
    button.wait_for()
    page.wait_for_timeout(1500)
    return Opened(page, button.click, Received(page))


def _with_box(browser: Browser, url: str) -> Opened:
    page = _page(browser, url)
    box = page.locator("#chat-input")
    box.wait_for()
    page.wait_for_timeout(1500)

    def press() -> None:
        box.click()
        page.keyboard.insert_text(f"Write a {WORDS} word story.")
        page.keyboard.press("Enter")

    return Opened(page, press, Received(page))


def _page(browser: Browser, url: str) -> Page:
    page = browser.new_page()
    page.add_init_script(WATCH)
    page.goto(url)
    return page


def _bare_sdk(model: str) -> float:
    """Milliseconds from the call to the first piece, with a client made for it."""
    started = time.perf_counter()
    client = anthropic.Anthropic(api_key=served.KEY, base_url=f"{model}/anthropic")
    asked = f"Write a {WORDS} word story."
    with client.messages.stream(
        model="claude-haiku-4-5", max_tokens=1024, messages=[{"role": "user", "content": asked}]
    ) as stream:
        next(iter(stream.text_stream))
        seconds = time.perf_counter() - started
        stream.until_done()
    return seconds * 1000
