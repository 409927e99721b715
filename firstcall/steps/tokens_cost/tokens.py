"""The learner's own text as tokens: in colour, counted, asked from the provider, compared."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from firstcall.calls import Failure, Mode
from firstcall.providers import Provider
from firstcall.steps.tokens_cost import WORDS, cost_charts, lesson, token_count, tokenizers
from firstcall.steps.tokens_cost.token_text import readable, token_text
from firstcall.steps.tokens_cost.tokenizers import Cut
from firstcall.ui import chart_view, provider_choice, results, session, table_view, watch, widget_keys
from firstcall.ui.code_box import code_box, take_typed

LONGEST = 1_000_000
"""Characters of the text; what is typed or pasted beyond them is cut off."""
_IN_TABLE = 500
_CACHED = 32


@st.cache_data(max_entries=_CACHED, show_spinner=WORDS.title("label cutting"))
def _cut(text: str) -> Cut:
    return tokenizers.cut(text)


def draw(step: str) -> None:
    """The whole part as a fragment: another text reruns only this."""
    asking: token_count.Count | None = st.session_state.get(f"{step}_count")
    watch.part(f"{step}_tokens", [asking], partial(_draw, step))


def _draw(step: str) -> None:
    text, model = _input(step)
    cut = _cut(text)
    with st.container(border=True):
        if cut.count:
            token_text(cut, key=f"{step}_coloured", label=WORDS.title("label tokens"))
        else:
            st.caption(WORDS.line("tokens/nothing_typed"))
    if cut.count > len(cut.tokens):
        shown, every = f"{len(cut.tokens):,}", f"{cut.count:,}"
        st.caption(WORDS.line("tokens/first_shown", shown=shown, all=every))
    _numbers(text, model, cut)
    _ask(step, text, model)
    with st.expander(WORDS.title("box tokens"), icon=":material/table_rows:"):
        _table(cut)
    with st.expander(WORDS.title("box writings"), icon=":material/translate:"):
        st.markdown(WORDS.say("why_different"))
        _samples(step)


def _input(step: str) -> tuple[str, str]:
    box, choice = f"{step}_text", f"{step}_sample"
    st.session_state.setdefault(box, lesson.SAMPLES["English"])
    st.pills("Take a sample", list(lesson.SAMPLES), key=choice, on_change=_take_sample, args=(box, choice))
    text: str = st.session_state[box]
    code_box(
        text,
        key=_box(step),
        label="Your text",
        on_edit=partial(_typed, box),
        language="text",
        min_lines=3,
        max_lines=8,
    )
    offered, called = _offered(), provider_choice.chosen(f"{step}_provider")
    counted = called.default if _counted(called) else next(iter(offered))
    key = widget_keys.opening(f"{step}_counted_for", counted)
    model = st.selectbox(
        "As counted for", list(offered), key=key, persist_state="session",
        format_func=lambda id: f"{id} · {offered[id].name}" if id in offered else id,
    )  # fmt: skip
    return text, str(model)


def _offered() -> Mapping[str, Provider]:
    """Every model that can be counted for, with its provider; those whose count is only an estimate come last."""
    by_certainty = sorted(session.all_providers().values(), key=_estimated)
    found: dict[str, Provider] = {}
    for provider in by_certainty:
        found |= {model.id: provider for model in provider.offered if model.id not in found}
    return found


def _estimated(provider: Provider) -> bool:
    return tokenizers.certainty(provider.default) == "estimate"


def _counted(provider: Provider) -> bool:
    """Whether more than a rule of thumb can be had here: a tokenizer, or the provider's own count."""
    return provider.calling.count_tokens is not None or not _estimated(provider)


def _box(step: str) -> str:
    return f"{step}_text_box"


def _typed(box: str, text: str) -> None:
    st.session_state[box] = text[:LONGEST]


def _take_sample(box: str, choice: str) -> None:
    if chosen := widget_keys.chosen(choice, lesson.SAMPLES):
        st.session_state[box] = lesson.SAMPLES[chosen]


def _numbers(text: str, model: str, cut: Cut) -> None:
    tokens, sure = tokenizers.tokens_in(model, text) if text else (0, tokenizers.certainty(model))
    about = "about " if sure == "estimate" else ""
    size = len(text.encode("utf-8", "replace"))
    with st.container(horizontal=True, gap="large"):
        st.metric(
            f"Tokens, {WORDS.section(f'certainty {sure}').title}", f"{about}{tokens:,}", width="content"
        )
        st.metric("Characters", f"{len(text):,}", width="content")
        st.metric("Bytes (UTF-8)", f"{size:,}", width="content")
        st.metric("Characters per token", f"{len(text) / tokens:.1f}" if tokens else "—", width="content")
    st.caption(WORDS.line(f"certainty {sure}", model=model, pieces=f"{cut.count:,}"))


def _ask(step: str, text: str, model: str) -> None:
    """The provider's own count, through its SDK, for the chosen model and another one beside it."""
    provider = _offered().get(model)
    if provider is None or provider.calling.count_tokens is None:
        return
    count: token_count.Count | None = st.session_state.get(f"{step}_count")
    st.code(provider.words.code("token count").replace("<model>", model), language="python")
    st.button(
        f"Ask {provider.name}", key=f"{step}_ask", icon=":material/tag:",
        disabled=not text.strip() or (count is not None and not count.finished),
        help=WORDS.line("counted/free"), on_click=_start, args=(step,),
    )  # fmt: skip
    if count is None:
        return
    if not count.finished:
        st.caption("Asking…")
        return
    _answers(count, text, model, st.session_state[f"{step}_count_mode"])


def _start(step: str) -> None:
    take_typed(_box(step), partial(_typed, f"{step}_text"))
    text, model = st.session_state[f"{step}_text"], st.session_state[f"{step}_counted_for"]
    provider = _offered()[model]
    _, beside, *_ = provider.offered
    asked = list(dict.fromkeys([model, beside.id]))
    st.session_state[f"{step}_count_mode"] = session.mode_of(provider)
    mode = session.mode_of(provider)
    access = session.access_to(provider, mode)
    st.session_state[f"{step}_count"] = token_count.start(provider, access, asked, text, mode)
    st.rerun()


def _answers(count: token_count.Count, text: str, model: str, mode: Mode) -> None:
    if count.text != text or model not in count.models:
        st.caption(WORDS.line("counted/changed"))
        return
    with st.container(horizontal=True, gap="large"):
        for name, answer in count.answers.items():
            if not isinstance(answer, Failure):
                st.metric(name, f"{answer:,} tokens", width="content")
    failures = [answer for answer in count.answers.values() if isinstance(answer, Failure)]
    if failures:
        results.failed(failures[0])
        return
    st.caption(WORDS.line(f"counted/{mode}", provider=count.provider.name))


def _table(cut: Cut) -> None:
    rows = [
        {"number": number, "text": text, "token id": token.id, "bytes": token.bytes.hex(" ").upper()}
        for number, (token, text) in enumerate(_texts(cut)[:_IN_TABLE], start=1)
    ]
    table_view.grid(rows, WORDS.title("table tokens"), height=280)
    if cut.count > _IN_TABLE:
        st.caption(WORDS.line("tokens/in_table", count=_IN_TABLE))


def _texts(cut: Cut) -> list[tuple[tokenizers.Token, str]]:
    return [
        (token, readable(piece.text) if len(piece.tokens) == 1 else f"part {at} of {readable(piece.text)}")
        for piece in cut.pieces
        for at, token in enumerate(piece.tokens, start=1)
    ]


def _samples(step: str) -> None:
    counts = {name: (_cut(text).count, len(text)) for name, text in lesson.SAMPLES.items()}
    st.markdown(WORDS.line("rate"))
    chart_view.draw(cost_charts.texts_compared(counts), f"{step}_samples_chart")
    st.caption(WORDS.line("tokens/samples"))
