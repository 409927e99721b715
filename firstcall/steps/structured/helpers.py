"""What the SDKs' own helpers do with the class: the schema as it was written beside the one that travelled, and what
they give where a reply is cut off."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from firstcall import programs
from firstcall.calls import Message, Settings
from firstcall.programs import SchemaOf
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.structured import WORDS, lesson
from firstcall.ui import session, table_view, watch, wire
from firstcall.ui.desk import Desk

ENOUGH, TOO_FEW = 1024, 20
"""Token limits: more than any object of this page takes, and less."""


def draw(desk: Desk) -> None:
    """The button for each of both, and what came of it."""
    runs: Mapping[str, Run] = st.session_state.get(desk.key("helped"), {})
    going = watch.going(runs.values())
    with st.container(horizontal=True):
        for name, icon in (("whole", "group"), ("cut", "content_cut"), ("declined", "block")):
            st.button(
                WORDS.title(f"label ask_{name}"), key=desk.key(f"helper_{name}"), icon=f":material/{icon}:",
                disabled=going or _only_in_practice(name), on_click=_ask, args=(desk, name),
                help=WORDS.line("helpers/only_in_practice") if _only_in_practice(name) else None,
            )  # fmt: skip
    if said := st.session_state.pop(desk.key("helper_refused"), ""):
        st.warning(wire.as_text(said), icon=":material/edit_off:")
    watch.part(desk.key("helpers"), list(runs.values()), lambda: _shown(desk, runs))


def _only_in_practice(how: str) -> bool:
    """Whether it is not sent now: a provider may hold a dangerous request against the owner of the key."""
    return how == "declined" and any(
        session.mode_of(way) == "live" for way in session.all_ways().values() if way.structured
    )


def _ask(desk: Desk, how: str) -> None:
    """Hand the class of the box to every helper, each provider asked in its own way: for a `whole` object, one that is
    `cut` off, or what a model `declined`."""
    if _only_in_practice(how):
        return
    try:
        found = programs.schema_of(desk.source)
    except programs.NotUnderstood as refused:
        st.session_state[desk.key("helper_refused")] = refused.message
        return
    if found is None:
        st.session_state[desk.key("helper_refused")] = WORDS.line("fields/no_class")
        return
    messages = (Message("user", WORDS.line("helpers/dangerous")),) if how == "declined" else _messages(desk)
    asked = Settings("", messages, max_tokens=TOO_FEW if how == "cut" else ENOUGH, stream=False)
    st.session_state[desk.key("helped")] = {
        way.handle: session.start(helped(way, asked, found, declines=how == "declined"), step=desk.step)
        for way in session.all_ways().values()
        if way.structured and session.may_call(way)
    }
    st.session_state[desk.key("helped_class")] = found


def helped(way: Provider, asked: Settings, found: SchemaOf, *, declines: bool = False) -> Any:
    """The call by a provider's helper, with a model that does not think where it has one; with what a provider needs for
    it where the model `declines`."""
    assert way.structured is not None
    quiet = next((model.id for model in way.offered if not model.thinks), way.default)
    call = way.compose(replace(asked, model=quiet), None)
    call = way.structured.helped(call, found.model)
    return way.structured.declines(call) if declines else call


def _messages(desk: Desk) -> tuple[Message, ...]:
    """What the program in the box asks; the page's own question where it is not understood."""
    try:
        return desk.provider.read(desk.parse().call).messages or lesson.OPENING.messages
    except programs.NotUnderstood:
        return lesson.OPENING.messages


def _shown(desk: Desk, runs: Mapping[str, Run]) -> None:
    if not runs:
        st.caption(WORDS.line("helpers/nothing_yet"))
        return
    found: SchemaOf = st.session_state[desk.key("helped_class")]
    rows = [_outcome(run, found.name) for run in runs.values()]
    table_view.draw(rows, alt=WORDS.title("table outcomes"))
    ended = {handle: run for handle, run in runs.items() if run.finished and sent_schema(run)}
    if not ended:
        return
    mine = desk.provider.handle if desk.provider.handle in ended else next(iter(ended))
    chosen = st.segmented_control(
        WORDS.title("label whose"), list(ended), default=mine, key=desk.key("whose"), required=True,
        format_func=lambda handle: ended[handle].provider.title,
    )  # fmt: skip
    _beside(found, ended[chosen or mine])


def _outcome(run: Run, name: str) -> Mapping[str, object]:
    """What the helper of one provider gave."""
    how = run.provider.structured
    assert how is not None
    if not run.finished:
        return {"API": f"**{run.provider.title}**", "The helper gives": "…"}
    gave = ":red[" + wire.code(run.failure.error) + "]" if run.failure else _object(run)
    return {
        "API": f"**{run.provider.title}**",
        "The helper gives": gave,
        "Stop reason": wire.code(run.reply.stop_reason) if run.reply else WORDS.line("helpers/lost"),
        "Text": _said(run) if run.reply else "—",
        "How": wire.code(how.helper.format(name=name)),
    }


def _said(run: Run) -> str:
    """The text, or what stands in its place."""
    if declined := lesson.declined(run):
        return WORDS.line("helpers/declined", said=wire.code(declined))
    return wire.code(run.text)


def _object(run: Run) -> str:
    how = run.provider.structured
    assert how is not None and run.reply is not None
    if not how.parsed:
        return WORDS.line("helpers/text_alone")
    return wire.code(programs.evaluate(how.parsed, run.reply.names))


def sent_schema(run: Run) -> Any:
    """The schema in the body of a run's request, nothing where it has none."""
    if not run.recorder.exchanges or run.provider.structured is None:
        return None
    try:
        found = json.loads(run.recorder.exchanges[0].request_body)
        for name in run.provider.structured.travels:
            found = found[name]
    except (ValueError, KeyError, TypeError):
        return None
    return found


def _beside(found: SchemaOf, run: Run) -> None:
    left, right = st.columns(2)
    written, travelled = found.model.model_json_schema(), sent_schema(run)
    path = ".".join(run.provider.structured.travels if run.provider.structured else ())
    with left:
        st.markdown(WORDS.line("helpers/written"))
        st.code(json.dumps(written, indent=2), language="json", height=340)
    with right:
        st.markdown(WORDS.line("helpers/travelled", path=wire.code(path)))
        st.code(json.dumps(travelled, indent=2), language="json", height=340)
    changes = differences(written, travelled)
    for change in changes:
        st.markdown(f"- {change}")
    if not changes:
        st.caption(WORDS.line("helpers/the_same"))


_BOUNDS = (
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "maxItems",
    "pattern",
    "exclusiveMinimum",
    "exclusiveMaximum",
)


def differences(written: Any, travelled: Any) -> Sequence[str]:
    """What was done to a schema on its way, in sentences."""
    before, after = _nodes(written), _nodes(travelled)
    lost = sorted(
        {key for node in before for key in _BOUNDS if key in node} - {key for node in after for key in node}
    )
    said = [WORDS.line("change/words", names=", ".join(map(wire.code, lost)))] if lost else []
    need = {name for node in before for name in node.get("required", ())}
    forced = sorted({name for node in after for name in node.get("required", ())} - need)
    said += [WORDS.line("change/required", names=", ".join(map(wire.code, forced)))] if forced else []
    closed = sum(node.get("additionalProperties") is False for node in after)
    if closed > sum(node.get("additionalProperties") is False for node in before):
        said.append(WORDS.line("change/closed"))
    if any(str(node.get("type", "")).isupper() for node in after):
        said.append(WORDS.line("change/capitals"))
    if any(node.get("nullable") for node in after):
        said.append(WORDS.line("change/nullable"))
    if any("default" in node for node in before) and not any("default" in node for node in after):
        said.append(WORDS.line("change/default"))
    if any("$ref" in node for node in before) and not any("$ref" in node for node in after):
        said.append(WORDS.line("change/inlined"))
    if any(_open_dict(node) for node in before) and not any(_open_dict(node) for node in after):
        said.append(WORDS.line("change/dict"))
    return said


def _open_dict(node: Mapping[str, Any]) -> bool:
    return isinstance(node.get("additionalProperties"), Mapping)


def _nodes(schema: Any) -> list[Mapping[str, Any]]:
    """A schema and all schemas inside it; what a field is called is no part of any."""
    if isinstance(schema, list):
        return [node for one in schema for node in _nodes(one)]
    if not isinstance(schema, Mapping):
        return []
    inside = [
        node
        for key in ("properties", "$defs")
        for one in (schema.get(key) or {}).values()
        for node in _nodes(one)
    ]
    inside += [node for key in ("items", "anyOf", "any_of", "anyof") for node in _nodes(schema.get(key))]
    return [schema, *inside]
