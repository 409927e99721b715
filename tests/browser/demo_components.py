"""A page with the two components and nothing else, slow on purpose, for the browser tests."""

from __future__ import annotations

import re
import threading
import time

import streamlit as st

from firstcall.running.growing_text import GrowingText
from firstcall.server.assets import server_url
from firstcall.ui.code_box import Mark, code_box
from firstcall.ui.live_text import live_text
from tests.browser.demo_streams import STREAMS

PROGRAM = """\
import anthropic

client = anthropic.Anthropic()  # reads the key from the environment
message = client.messages.create(
    model="claude-haiku-5-5",
    max_tokens=200,
    messages=[{"role": "user", "content": "Hello, world: name three animals that live in the deep sea."}],
)
print(message.content[0].text)
"""
NOTES = {
    1: "Loads the official SDK.",
    3: "Makes a client. It finds the key in ANTHROPIC_API_KEY.",
    6: "The most tokens the reply may have.",
}
HOSTILE = (
    "<script>window.__ran = 1</script><img src=x onerror='window.__ran = 2'>\n"
    "**not bold** $x^2$ `tick`\n</div>"
)
NUMBER = re.compile(r"max_tokens=(\d+)")

st.set_page_config(page_title="Components", page_icon="🧪")
state = st.session_state
if state.pop(
    "over", False
):  # at the next message: what the controls that are gone still sent has been taken by then
    state.clear()
state.setdefault("program", PROGRAM)
state.setdefault("limit", 200)
state.setdefault("edits", 0)
state.setdefault("events", [])


def edited(code: str) -> None:
    time.sleep(0.15)
    state.program = code.replace("teh", "the")
    state.edits += 1
    state.events = [*state.events, "edit"]
    found = NUMBER.search(code)
    if found and 1 <= int(found[1]) <= 4096:
        state.limit = int(found[1])


def ran(code: str) -> None:
    state.ran_with = code
    state.events = [*state.events, "run"]


def mended(index: int) -> None:
    state.program = state.program.replace("max_tokens=0", "max_tokens=100")
    state.limit = 100


def moved() -> None:
    state.program = NUMBER.sub(f"max_tokens={state.limit}", state.program)


def marks() -> list[Mark]:
    rows = enumerate(state.program.split("\n"), 1)
    found = []
    for number, line in rows:
        if "max_tokens=0," in line:
            column = line.index("0,")
            found.append(
                Mark(
                    number,
                    "A reply needs at least one token.",
                    "error",
                    column,
                    number,
                    column + 1,
                    fix="Use 100",
                )
            )
        if ".text" in line and "print" in line:
            column = line.index("content[0]")
            found.append(
                Mark(
                    number,
                    "The first block is not always text: a model that thinks puts its thoughts there.",
                    "warning",
                    column,
                    number,
                    column + len("content[0].text"),
                )
            )
    return found


def reply_in_pieces(pieces: list[str], seconds: float) -> None:
    growing = GrowingText()
    state.growing_text, state.url, state.whole = (
        growing,
        server_url(f"/streams/{STREAMS.publish(growing)}"),
        "".join(pieces),
    )
    ready = state.ready = threading.Event()

    def write() -> None:
        ready.wait(10)
        for piece in pieces:
            growing.add(piece)
            time.sleep(seconds)
        growing.close()

    threading.Thread(target=write, daemon=True).start()


def code_page() -> None:
    if st.checkbox("Something above"):
        st.info("Here it is.")
    st.slider("Token limit", 1, 4096, key="limit", on_change=moved)
    code_box(
        state.program,
        key="main",
        label="Program",
        marks=marks(),
        notes=NOTES,
        on_edit=edited,
        on_run=ran,
        on_fix=mended,
        min_lines=9,
    )
    st.text(f"edits {state.edits} limit {state.limit} events {' '.join(state.events)}")
    with st.container(key="seen"):
        st.code(state.program)
    if "ran_with" in state:
        with st.container(key="ran"):
            st.code(state.ran_with)


def other_page() -> None:
    code_box(
        "echo $HOME  # shell\nexport KEY='x'",
        key="sh",
        label="Shell",
        language="shell",
        read_only=True,
        min_lines=2,
    )
    code_box(
        "const reply = await client.send({ n: 1 }) // wait",
        key="js",
        label="JavaScript",
        language="javascript",
        min_lines=1,
    )


def reply_page() -> None:
    words = st.number_input("Tokens", value=100)
    if st.button("Write"):
        reply_in_pieces([f"word{number:04} " for number in range(words)], 0.005)
    if st.button("Write HTML"):
        reply_in_pieces(list(HOSTILE), 0.002)
    if st.button("Wait"):
        reply_in_pieces(["late"], 0)
    if st.button("Go on"):
        state.ready.set()
    growing: GrowingText | None = state.get("growing_text")
    if growing is not None:
        live_text(
            key="reply", url=state.url, text=growing.text, done=growing.closed, on_end=lambda: None,
            max_height=300, placeholder="Waiting for the first token…",
        )  # fmt: skip
        st.text(f"closed {growing.closed}")


def again_page() -> None:
    """What a visitor has done is forgotten: the next test finds the other pages as a new visitor does."""
    state.over = True
    st.text("The visit is over")


@st.fragment(run_every=0.2)
def watch() -> None:
    """Says on every page whether somebody is still reading, and whether the thread has written all."""
    st.text(f"readers {state.growing_text.readers}")
    st.text(f"written {state.growing_text.closed}")


st.navigation(
    [
        st.Page(code_page, title="Code", url_path="code", default=True),
        st.Page(other_page, title="Other", url_path="other"),
        st.Page(reply_page, title="Reply", url_path="reply"),
        st.Page(again_page, title="Begin again", url_path="again"),
    ]
).run()
if "growing_text" in state:
    with st.sidebar:
        watch()
