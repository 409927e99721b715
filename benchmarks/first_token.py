"""How long until the first token is painted, and how many bytes that takes. Run: `python benchmarks/first_token.py`.

Three ways to the same practice server, in turn, in one run: the bare SDK loop (no browser), a page with
nothing but `st.write_stream`, and the app's own first-call page. Times run from the click (for the bare
loop: from the call) to the first painted text (for the bare loop: to the first piece). Bytes are what the
browser received from the click to the end of the reply. Medians over the rounds, and the ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import anthropic
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import FLAGS, chromium, free_port, healthy, start_app  # noqa: E402

KEY = "sk-practice-benchmark"
PROMPT = "Write a {words} word story about a lighthouse."

BARE_PAGE = """
import os
import anthropic
import streamlit as st

st.title("bare")
prompt = st.text_input("Prompt", "Hello")
if st.button("Run"):
    client = anthropic.Anthropic()
    with client.messages.stream(model="claude-haiku-4-5", max_tokens=2000,
                                messages=[{"role": "user", "content": prompt}]) as stream:
        with st.container(key="reply"):
            st.write_stream(stream.text_stream)
    st.session_state.done = st.session_state.get("done", 0) + 1
    st.write(f"DONE {st.session_state.done}")
"""

WATCH = """
window.painted = null; window.clicked = null;
document.addEventListener("click", event => {
  if (event.target.closest("button")?.innerText.includes("Run")) {
    window.clicked = performance.now(); window.painted = null; window.before = reply();
  }
}, true);
const reply = () => {
  const bare = document.querySelector(".st-key-reply");
  if (bare) return bare.innerText.trim();
  for (const host of document.querySelectorAll("*"))
    if (host.shadowRoot?.querySelector(".words")) return host.shadowRoot.querySelector(".words").innerText.trim();
  return "";
};
const frame = () => {
  if (window.clicked && !window.painted) {
    const text = reply();
    if (text && text !== window.before) window.painted = performance.now();
  }
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
"""


def bare_sdk(practice: str, prompt: str) -> float:
    """Seconds from the call to the first piece, the client made each time as the pages do."""
    started = time.perf_counter()
    client = anthropic.Anthropic(api_key=KEY, base_url=f"{practice}/anthropic")
    with client.messages.stream(
        model="claude-haiku-4-5", max_tokens=2000, messages=[{"role": "user", "content": prompt}]
    ) as stream:
        next(iter(stream.text_stream))
        seconds = time.perf_counter() - started
        stream.until_done()
    return seconds


class Bytes:
    """What a page receives: websocket frames and response bodies, as the browser counts them."""

    def __init__(self, page: Page) -> None:
        self.count = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.webSocketFrameReceived", self._frame)
        session.on("Network.dataReceived", self._data)

    def _frame(self, event: dict[str, dict[str, str]]) -> None:
        self.count += len(event["response"]["payloadData"]) * 3 // 4  # binary frames arrive as base64

    def _data(self, event: dict[str, int]) -> None:
        self.count += event["dataLength"]


def round_in(page: Page, heard: Bytes, ended: Callable[[], None]) -> tuple[float, int]:
    """One click on Run: milliseconds to the first painted text, bytes until the end."""
    heard.count = 0
    page.evaluate("window.painted = null; window.clicked = null")
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_function("window.painted !== null", timeout=30_000)
    ended()
    return page.evaluate("window.painted - window.clicked"), heard.count


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument(
        "--words", type=int, nargs=2, default=(100, 400), help="the two lengths for the bytes"
    )
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    process, app = start_app(folder)
    practice = f"{app.url}/practice"
    page_file = folder / "bare.py"
    page_file.write_text(BARE_PAGE)
    port = free_port()
    environment = os.environ | {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": f"{practice}/anthropic"}
    bare = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", page_file, f"--server.port={port}", "--server.headless=true",
         "--browser.gatherUsageStats=false", "--server.fileWatcherType=none"],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while not healthy(f"http://127.0.0.1:{port}"):
            time.sleep(0.1)
        with sync_playwright() as running:
            browser = running.chromium.launch(executable_path=chromium(), args=FLAGS)
            report = measure(browser, app.url, f"http://127.0.0.1:{port}", practice, options)
            browser.close()
    finally:
        for started in (process, bare):
            started.terminate()
            started.wait(10)
    print(json.dumps(report, indent=2))


def open_app(browser: object, url: str) -> Page:
    """The app's first-call page, ready to run."""
    page = browser.new_page()  # type: ignore[attr-defined]
    page.add_init_script(WATCH)
    page.goto(f"{url}/first_call")
    page.get_by_role("button", name="Run", exact=True).wait_for()
    page.get_by_role("textbox", name="Python program for").wait_for()
    return page


def program(prompt: str) -> str:
    return (
        "import anthropic\nclient = anthropic.Anthropic()\n"
        'with client.messages.stream(\n    model="claude-haiku-4-5",\n    max_tokens=2000,\n'
        f'    messages=[{{"role": "user", "content": "{prompt}"}}],\n) as stream:\n    pass\n'
    )


def measure(
    browser: object, app: str, bare: str, practice: str, options: argparse.Namespace
) -> dict[str, object]:
    ours = open_app(browser, app)
    plain = browser.new_page()  # type: ignore[attr-defined]
    plain.add_init_script(WATCH)
    plain.goto(bare)
    plain.get_by_role("button", name="Run", exact=True).wait_for()
    heard = {"app": Bytes(ours), "write_stream": Bytes(plain)}

    def our_end() -> None:
        ours.get_by_role("button", name="Run", exact=True).and_(ours.locator(":enabled")).wait_for()
        ours.wait_for_timeout(300)

    done = 0

    def plain_end() -> None:
        nonlocal done
        done += 1
        plain.get_by_text(f"DONE {done}", exact=True).wait_for()

    def ask(words: int) -> str:
        prompt = PROMPT.format(words=words)
        box = ours.get_by_role("textbox", name="Python program for")
        box.click()
        ours.keyboard.press("ControlOrMeta+a")
        ours.keyboard.insert_text(program(prompt))
        ours.get_by_role("heading", level=1).click()
        plain.get_by_label("Prompt").fill(prompt)
        plain.keyboard.press("Enter")
        ours.wait_for_timeout(800)
        return prompt

    times: dict[str, list[float]] = {"bare_sdk": [], "write_stream": [], "app": []}
    volumes: dict[str, dict[int, list[int]]] = {"write_stream": {}, "app": {}}
    for words in options.words:
        prompt = ask(words)
        rounds = options.rounds if words == options.words[0] else 3
        for number in range(rounds + 1):
            sdk = bare_sdk(practice, prompt) * 1000
            stream = round_in(plain, heard["write_stream"], plain_end)
            own = round_in(ours, heard["app"], our_end)
            if number == 0:
                continue  # the first round imports and compiles
            if words == options.words[0]:
                times["bare_sdk"].append(sdk)
                times["write_stream"].append(stream[0])
                times["app"].append(own[0])
            volumes["write_stream"].setdefault(words, []).append(stream[1])
            volumes["app"].setdefault(words, []).append(own[1])
    median = {name: round(statistics.median(values), 1) for name, values in times.items()}
    small, large = options.words
    sizes = {
        name: {words: int(statistics.median(v)) for words, v in by.items()} for name, by in volumes.items()
    }
    return {
        "first_token_ms_median": median,
        "over_the_bare_sdk_ms": {
            name: round(median[name] - median["bare_sdk"], 1) for name in ("write_stream", "app")
        },
        "ratio_to_the_bare_sdk": {
            name: round(median[name] / median["bare_sdk"], 3) for name in ("write_stream", "app")
        },
        "bytes": sizes,
        f"growth_of_bytes_when_the_reply_grows_{large / small:g}_times": {
            name: round(by[large] / by[small], 2) for name, by in sizes.items()
        },
        "bytes_for_each_further_word": {
            name: round((by[large] - by[small]) / (large - small)) for name, by in sizes.items()
        },
        "rounds": options.rounds,
    }


if __name__ == "__main__":
    main()
