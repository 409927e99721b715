"""Sentences to vectors: the program with its controls, and what came of it.

The program is the truth: the controls are set from what it says, and write into it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from firstcall import models, programs
from firstcall.providers import Embedding, Provider, Texts
from firstcall.providers._embedding import SHAPE
from firstcall.running.runs import Run
from firstcall.steps.embeddings import WORDS, embedding_charts, lesson, million, space
from firstcall.ui import (
    apart,
    bench,
    chart_view,
    code_box,
    lint_marks,
    practice_words,
    provider_choice,
    response_tree,
    results,
    session,
    watch,
    wire,
)

SIMILARITY = "Similarity"
MOST_TEXTS = 40
_SHORTER = (1536, 1024, 768, 512, 256, 128)


def key(name: str) -> str:
    return f"embeddings_{name}"


def chosen() -> Provider:
    """The provider that is chosen, in its usual way: vectors have one alone."""
    provider = provider_choice.chosen(key("provider"))
    return session.provider(provider.id)


def maker() -> Provider:
    """Who makes the vectors: the chosen provider, or where that makes none the one that is chosen for it."""
    if chosen().embedding is not None:
        return chosen()
    ids = makers()
    kept = st.session_state.get(key("maker"))
    return session.provider(kept if kept in ids else ids[0])


def makers() -> list[str]:
    """The ids of all providers that make vectors."""
    return [id for id, provider in session.all_providers().items() if provider.embedding]


def draw(step: str) -> None:
    """The bench: the program on one side, the similarities of what it brought on the other."""
    run = watch.run(key("run"))
    works = [run] if run else []
    program, came = bench.panes(key)
    with program:
        _program_side(step, watch.going(works))
    with came:
        bench.draw_tabs(key, lambda: works, WORDS.say("idea"), _tabs(run))


def _program_side(step: str, running: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=key("bench_bar")):
        provider_choice.choose(key("provider"), _carry, (maker().id,), ways=False)
        provider = maker()
        embedding = provider.embedding
        assert embedding is not None
        problem, program = _understand(provider, embedding)
        st.button(
            "Run",
            key=key("go"),
            type="primary",
            icon=":material/play_arrow:",
            disabled=running or program is None,
            on_click=_run,
            args=(step, provider),
        )
    if chosen().embedding is None:
        _lacking(chosen())
    _controls(provider, embedding, program)
    marks = apart.worked_out(
        key("marks"), partial(lint_marks.marks, source(provider), provider.id, problem), ()
    )
    code_box.code_box(
        source(provider),
        key=key(f"{provider.id}_box"),
        label=WORDS.line("program", provider=provider.name),
        marks=marks,
        on_edit=partial(write, provider),
        on_run=partial(_run_typed, step, provider),
    )
    if program is not None:
        _elsewhere(provider, program)


def _lacking(provider: Provider) -> None:
    """That a provider makes no vectors, what it points to, and who makes them in its place."""
    said = provider.words.say("embeddings lacks") or WORDS.line("lacks", provider=provider.name)
    st.markdown(f":material/block: {said}")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.segmented_control(
            WORDS.line("maker"),
            makers(),
            format_func=lambda id: session.provider(id).name,
            key=_shown("maker", maker().id),
            required=True,
            label_visibility="collapsed",
            on_change=_carry,
            args=(maker().id,),
        )
        if instead := provider.words.say("embeddings instead"):
            with st.popover(WORDS.title("label instead"), type="tertiary", key=key("instead")):
                st.markdown(instead)


def _elsewhere(provider: Provider, program: programs.Program) -> None:
    way = provider.making(program.call)
    with st.popover(WORDS.title("label languages"), type="tertiary", key=key("languages")):
        for language, label in (("javascript", "JavaScript"), ("curl", "curl")):
            st.caption(label)
            st.code(
                programs.render(program.call, way, language, shape=SHAPE),
                language="bash" if language == "curl" else language,
            )
    if said := provider.words.say("embeddings way"):
        st.markdown(said)  # a link in a caption is too pale to be read


# The program


def source(provider: Provider) -> str:
    """The program for a provider as it stands in the box."""
    kept = key(f"{provider.id}_code")
    if kept not in st.session_state:
        st.session_state[kept] = fresh(provider, lesson.SENTENCES)
    return str(st.session_state[kept])


def fresh(provider: Provider, sentences: tuple[str, ...]) -> str:
    """The program that makes vectors of these sentences, for a provider that makes any."""
    embedding = provider.embedding
    assert embedding is not None
    call = embedding.compose(embedding.to_be_found(embedding.models[0], sentences), None)
    return programs.render(call, provider.making(call), shape=SHAPE)


def write(provider: Provider, text: str) -> None:
    st.session_state[key(f"{provider.id}_code")] = text


def understood(provider: Provider) -> programs.Program | None:
    """The program in the box, `None` where it is not understood or there is none."""
    return _understand(provider, provider.embedding)[1] if provider.embedding else None


def _understand(
    provider: Provider, embedding: Embedding
) -> tuple[code_box.Mark | None, programs.Program | None]:
    try:
        program = programs.parse(source(provider), provider.id, (embedding.method,))
        if provider.servers is not None:
            programs.held_to(program.source, provider.address.base_url)
    except programs.NotUnderstood as error:
        column = error.column and error.column - 1
        return code_box.Mark(error.line or 1, error.message, "error", column=column), None
    return None, program


def _take_in(provider: Provider) -> None:
    """What was typed into the box comes before what a control writes."""
    code_box.take_typed(key(f"{provider.id}_box"), partial(write, provider))


def change(provider: Provider, **values: Any) -> None:
    """Make the program say something else of its texts."""
    _take_in(provider)
    program, embedding = understood(provider), provider.embedding
    if program is None or embedding is None:
        return
    call = embedding.compose(replace(embedding.read(program.call), **values), program.call)
    write(provider, programs.patch(source(provider), provider.id, (embedding.method,), call))


def _carry(before: str) -> None:
    """Another provider was chosen: it gets the sentences."""
    left, arrived = session.provider(before), maker()
    _take_in(left)
    program = understood(left)
    if program is None or left.embedding is None or arrived.embedding is None:
        return
    source(arrived)
    change(arrived, texts=left.embedding.read(program.call).texts)


def _run(step: str, provider: Provider) -> None:
    _take_in(provider)
    program = understood(provider)
    if program is None:
        return
    run = session.start(program.call, step=step)
    run.program = program.source
    st.session_state[key("run")] = run
    st.session_state[key("tab")] = SIMILARITY


def _run_typed(step: str, provider: Provider, text: str) -> None:
    write(provider, text)
    _run(step, provider)


# The controls


def _controls(provider: Provider, embedding: Embedding, program: programs.Program | None) -> None:
    if program is None:
        st.caption(WORDS.line("waiting"))
        return
    texts = embedding.read(program.call)
    with st.container(horizontal=True, gap="xsmall", key=key("settings")):
        with st.popover(WORDS.title("label sentences"), key=key("setting_0_wide")):
            _sentences(provider, texts)
        with st.popover(WORDS.title("label model"), key=key("setting_1")):
            _model(provider, embedding, texts)
        with st.popover(WORDS.title("label dimensions"), key=key("setting_2")):
            _dimensions(provider, texts)
        if texts.model in embedding.told:
            with st.popover(WORDS.title("label purpose"), key=key("setting_3")):
                _purpose(provider, texts)


def _shown(name: str, value: Any) -> str:
    """The key of a control, set to what the program says."""
    st.session_state[key(name)] = value
    return key(name)


def _sentences(provider: Provider, texts: Texts) -> None:
    st.text_area(
        WORDS.line("sentences_box", most=MOST_TEXTS),
        key=_shown("sentences", "\n".join(" ".join(text.split()) for text in texts.texts)),
        height=330,
        width=480,
        on_change=_put_sentences,
        args=(provider,),
    )


def _put_sentences(provider: Provider) -> None:
    lines = [line.strip() for line in str(st.session_state[key("sentences")]).splitlines()]
    change(provider, texts=tuple(line for line in lines if line)[:MOST_TEXTS])


def _model(provider: Provider, embedding: Embedding, texts: Texts) -> None:
    options = list(dict.fromkeys([*embedding.models, texts.model]))
    st.selectbox(
        WORDS.title("label model"),
        options,
        format_func=partial(million.label, provider),
        key=_shown("model", texts.model),
        on_change=_put_model,
        args=(provider,),
    )


def _put_model(provider: Provider) -> None:
    """Another model: fewer numbers than it makes are asked for anew, and a purpose where it takes one."""
    id, embedding = str(st.session_state[key("model")]), provider.embedding
    assert embedding is not None
    change(provider, model=id, dimensions=None, purpose="document" if id in embedding.told else "")


def _dimensions(provider: Provider, texts: Texts) -> None:
    known = models.vendor(provider.id).embedders.get(texts.model)
    if known is not None and not known.shortens:
        st.caption(WORDS.line("not_shortened", model=wire.code(texts.model), numbers=f"{known.dimensions:,}"))
        return
    most = known.dimensions if known else _SHORTER[0]
    options = [
        None,
        *(size for size in _SHORTER if size < most),
        *([texts.dimensions] if texts.dimensions else []),
    ]
    st.selectbox(
        WORDS.title("label dimensions"),
        list(dict.fromkeys(options)),
        format_func=lambda size: (
            WORDS.line("all_numbers", numbers=f"{most:,}") if size is None else f"{size:,}"
        ),
        key=_shown("dimensions", texts.dimensions),
        on_change=lambda: change(provider, dimensions=st.session_state[key("dimensions")]),
    )
    if known is not None and not known.normalised:
        st.caption(WORDS.line("not_normalised"))


def _purpose(provider: Provider, texts: Texts) -> None:
    st.segmented_control(
        WORDS.title("label purpose"),
        ["document", "query", ""],
        format_func=lambda one: WORDS.line(f"purpose/{one or 'none'}"),
        key=_shown("purpose", texts.purpose),
        required=True,
        on_change=lambda: change(provider, purpose=st.session_state[key("purpose")]),
    )
    st.caption(WORDS.line("purpose"))


# What came of it


def _tabs(run: Run | None) -> bench.Tabs:
    return {
        SIMILARITY: partial(_came, run, _similarity),
        "Picture": partial(_came, run, _picture),
        "Response": partial(_came, run, _response),
        "What travelled": partial(_came, run, partial(wire.exchanges, key=key("wire"))),
        "Price": partial(million.draw, run),
    }


def _came(run: Run | None, show: Any) -> None:
    if run is None or not run.finished:
        st.caption(WORDS.line("nothing_sent" if run is None else "on_its_way"))
    elif run.failure is not None and show in (_similarity, _picture):
        results.failed(run.failure)
    else:
        show(run)


def _similarity(run: Run) -> None:
    found = _vectors(run)
    if found is None:
        return
    texts, vectors = found
    st.markdown(_summary(run, texts, vectors))
    chart_view.draw(embedding_charts.heat_map(texts.texts, vectors), key("heat"))
    st.caption(WORDS.line("heat"))
    _remarks(run, vectors)


def _summary(run: Run, texts: Texts, vectors: space.Matrix) -> str:
    record = run.record
    tokens = record.usage.input_tokens if record and record.usage else 0
    return WORDS.line(
        "summary",
        texts=len(texts.texts),
        numbers=f"{vectors.shape[1]:,}",
        tokens=tokens,
        cost=million.spent(record),
    )


def _remarks(run: Run, vectors: space.Matrix) -> None:
    """What the picture can and cannot tell."""
    long = space.lengths(vectors)
    if max(abs(one - 1) for one in long) > 0.01:
        st.caption(WORDS.line("lengths", least=f"{min(long):.2f}", most=f"{max(long):.2f}"))
    if run.mode == "practice":
        st.caption(WORDS.line("practice/small" if practice_words.spoken_by(run) else "practice/written"))


def _picture(run: Run) -> None:
    found = _vectors(run)
    if found is None:
        return
    texts, vectors = found
    chart_view.draw(embedding_charts.picture(texts.texts, vectors), key("picture"))
    st.caption(WORDS.line("picture", numbers=f"{vectors.shape[1]:,}"))
    st.markdown("  \n".join(f"**{at}** {wire.as_text(text)}" for at, text in enumerate(texts.texts, start=1)))


def _vectors(run: Run) -> tuple[Texts, space.Matrix] | None:
    """What was asked and the vectors of it; a word on what came where these are not one for each text."""
    texts, vectors = space.asked(run), space.matrix(run)
    if texts is not None and len(vectors):
        return texts, vectors
    embedding = run.provider.embedding
    count = len(embedding.made(run.reply.names)) if embedding and run.reply else 0
    asked = len(texts.texts) if texts else 0
    st.warning(WORDS.line("not_each", vectors=count, texts=asked), icon=":material/warning:")
    return None


def _response(run: Run) -> None:
    if run.reply is None:
        st.caption(WORDS.line("nothing_came"))
        return
    response_tree.draw(run, key(f"tree_{id(run)}"))
    results.response_fields(run)
