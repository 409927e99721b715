"""The list that a conversation keeps, and what a learner does to it. One per session.

The provider holds nothing: each turn is a call of its own with the whole list, and it may go to another
provider than the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st
from pydantic import TypeAdapter, ValidationError

from firstcall import models
from firstcall.calls import Call, Message, Role, Settings, Usage
from firstcall.ledger import prices
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.conversation import WORDS, history
from firstcall.steps.conversation.turn_chart import Turn
from firstcall.ui import browser_memory, provider_choice, session, translate, watch
from firstcall.ui.desk import usual

STEP = "conversation"
TOKEN_LIMIT = 1024
SUMMARY = "summary"
_TURNS_KEPT = 100
_SAID = f"{STEP}_said"
_LIST = TypeAdapter(list[Message])


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of the list, with the run that brought it if it is a reply."""

    role: Role
    content: str
    run: Run | None = None

    @property
    def message(self) -> Message:
        return Message(self.role, self.content)


@dataclass
class Memory:
    """`run` is the newest call, on its way or finished; `settled` the last one whose reply was taken in.
    `before` is the list as it was before it was made shorter, `note` says how."""

    said: tuple[Said, ...] = ()
    run: Run | None = None
    settled: Run | None = None
    turns: list[Turn] = field(default_factory=list)
    before: tuple[Said, ...] | None = None
    note: str = ""
    editing: int | None = None

    @property
    def running(self) -> bool:
        return self.run is not None and not self.run.finished

    @property
    def messages(self) -> tuple[Message, ...]:
        return tuple(one.message for one in self.said)

    @property
    def unanswered(self) -> bool:
        """Whether the list ends with a user message that no reply followed."""
        return bool(self.said) and self.said[-1].role == "user" and self.run is not None and not self.running


def memory() -> Memory:
    name = f"{STEP}_memory"
    if name not in st.session_state:
        st.session_state[name] = Memory(_kept(browser_memory.found(_SAID) or "[]"))
    found: Memory = st.session_state[name]
    return found


def _kept(text: str) -> tuple[Said, ...]:
    """The list as the browser kept it; nothing where it is no list of messages."""
    try:
        return tuple(Said(message.role, message.content) for message in _LIST.validate_json(text))
    except ValidationError:
        return ()


def keep() -> None:
    """Let the browser keep the list and the system prompt as they are now."""
    said = _LIST.dump_json(list(memory().messages)).decode()
    prompt = system()
    browser_memory.keep(
        STEP,
        {
            _SAID: said if memory().said else None,
            key("system"): None if prompt == WORDS.say("system") else prompt,
        },
    )


def key(name: str) -> str:
    return f"{STEP}_{name}"


# Whom to ask


def provider() -> Provider:
    return provider_choice.chosen(key("provider"))


def model() -> str:
    chosen: str | None = st.session_state.get(key(f"{provider().id}_model"))
    return chosen or provider().default


def system() -> str:
    said: str | None = st.session_state.get(key("system"))
    return WORDS.say("system") if said is None else said


def settings(messages: Sequence[Message]) -> Settings:
    said = Settings("", tuple(messages), system(), TOKEN_LIMIT, stream=True)
    return translate.for_provider(said, provider(), model())


def now() -> Settings:
    """The conversation as it stands."""
    return settings(memory().messages)


def opening(provider: Provider, model: str | None = None) -> Settings:
    """A conversation in which nothing has been said yet."""
    said = Settings("", (), WORDS.say("system"), TOKEN_LIMIT, stream=True)
    return translate.for_provider(said, provider, model or provider.default)


def open_with(wanted: Settings) -> None:
    """Go on with another conversation than the one that is kept. A model that is not offered stays unchosen."""
    st.session_state[key("memory")] = Memory(
        tuple(Said(message.role, message.content) for message in wanted.messages if message.content)
    )
    st.session_state[key("system")] = wanted.system
    if wanted.model in models.ids(provider().offered):
        st.session_state[key(f"{provider().id}_model")] = wanted.model


def call(messages: Sequence[Message]) -> Call:
    return provider().compose(settings(messages), None)


def listed(messages: Sequence[Message]) -> int:
    """How many entries the list of the next call has with these messages."""
    return len(history.listed(provider(), call(messages)))


# What a list would cost


def about_tokens(messages: Sequence[Message]) -> int:
    """About how many input tokens a list has, measured against the newest turn with the same model."""
    last = memory().settled
    measured = None
    if last is not None and last.record and last.record.usage and last.call.model == model():
        said = last.provider.read(last.call)
        measured = (said.messages, said.system, last.record.usage.input_tokens)
    return history.about_tokens(messages, system(), measured)


def about_price(tokens: int) -> str:
    """What so many input tokens cost with the chosen model."""
    known = not session.server_of(provider())
    price = prices.price_of(provider().id, model(), Usage(input_tokens=tokens)) if known else None
    return prices.money(price.total_usd if price else None)


# What comes back


def settle() -> None:
    """Take in what the newest run brought, if that was not done yet."""
    kept = memory()
    run = kept.run
    if run is None or not run.finished or kept.settled is run:
        return
    kept.settled = run
    if run.record is not None:
        note = "asked for a summary" if run.batch == SUMMARY else kept.note
        kept.turns[:] = [*kept.turns, Turn(run.record, len(history.listed(run.provider, run.call)), note)][
            -_TURNS_KEPT:
        ]
    if run.batch == SUMMARY:
        _put_summary(kept, run)
    elif run.failure is None:
        kept.note, kept.before = "", None
        if run.text.strip():
            kept.said = (*kept.said, Said("assistant", run.text, run))


def _put_summary(kept: Memory, run: Run) -> None:
    if run.reply is None or not run.text.strip():
        return
    summary, *_ = history.with_summary(run.text)
    _shorten(kept, (Said("user", summary.content), *history.last_turns(kept.said, 1)), "summarised")


# What is drawn anew


_PARTS = (key("chat"), key("results"), key("shorten"))
"""The parts of the page that show the list, or wait for its next reply. The program and the question asked both ways have
the new message with that reply."""


def parts_after() -> Sequence[str]:
    """The parts that say something of a turn that has ended."""
    return usual(STEP, *_PARTS, key("both_ways"), key("programs"))


# What the learner does


def _send(kept: Memory, messages: Sequence[Message], batch: str = "") -> None:
    kept.editing = None
    kept.run = session.start(call(messages), step=STEP)
    kept.run.batch = batch
    watch.again(() if batch else _PARTS)


def say(text: str) -> None:
    """Append a user message and send the whole list."""
    kept = memory()
    if kept.running or not text.strip():
        return
    settle()
    kept.said = (*kept.said, Said("user", text))
    _send(kept, kept.messages)


def again() -> None:
    """Send the list as it stands once more, after a turn that brought nothing."""
    kept = memory()
    if not kept.running and kept.unanswered:
        _send(kept, kept.messages)


def say_instead(at: int, text: str) -> None:
    """Replace the user message at `at`, drop everything after it, and send."""
    kept = memory()
    if kept.running or not text.strip():
        return
    kept.before, kept.note = kept.said, "edited"
    kept.said = (*kept.said[:at], Said("user", text))
    _send(kept, kept.messages)


def remove(at: int) -> None:
    """Take out the turn that begins at `at`: the question and its reply."""
    kept = memory()
    gone = history.turn_at(kept.said, at)
    _shorten(kept, tuple(one for place, one in enumerate(kept.said) if place not in gone), "turn removed")
    st.rerun()


def drop() -> None:
    _shorten(memory(), (), "dropped")
    st.rerun()


def trim(turns: int) -> None:
    kept = memory()
    _shorten(kept, history.last_turns(kept.said, turns), "trimmed")
    st.rerun()


def summarise() -> None:
    """Ask for a summary of everything before the last turn; `settle` puts it in its place."""
    kept = memory()
    if not kept.running:
        older = kept.messages[: -len(history.last_turns(kept.said, 1))]
        _send(kept, history.summary_request(older), SUMMARY)


def undo() -> None:
    """The list as it was before it was last made shorter."""
    kept = memory()
    if kept.before is not None and not kept.running:
        kept.said, kept.before, kept.note = kept.before, None, ""
        st.rerun()


def stop() -> None:
    run = memory().run
    if run is not None and run.batch == SUMMARY:
        watch.stop([run], shown_in=key("shorten"))
    else:
        watch.stop([run], parts_after(), shown_in=key("chat"))


def start_over() -> None:
    """A new conversation. What its calls cost stays in the ledger."""
    kept = memory()
    if not kept.running:
        st.session_state[key("memory")] = Memory()
        st.rerun()


def edit(at: int | None) -> None:
    memory().editing = at


def _shorten(kept: Memory, said: tuple[Said, ...], note: str) -> None:
    if kept.running:
        return
    kept.before, kept.said, kept.note, kept.editing = kept.said, said, note, None
