"""The four labs of "Tune the output": their controls, their pictures, the facts that stand beside them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from firstcall import models, prices, temperature_charts, tuning_charts
from firstcall.batches import Batch, Part
from firstcall.calls import Call
from firstcall.figures import CONFIG
from firstcall.lessons import first_call
from firstcall.lessons import tune as lesson
from firstcall.providers import Provider
from firstcall.runs import Run
from firstcall.ui import broken_lines, labs, next_token, results, side_by_side, wire
from firstcall.ui.labs import Lab

_MOST_MODELS = 3


def model_lab(step: str) -> None:
    """Small against large: the same prompt to two or three models, side by side."""
    st.markdown(lesson.MODEL_IDEA)
    lab = Lab(
        step,
        lesson.OPENINGS["model"],
        controls=("prompt", "max_tokens"),
        notes=first_call.notes,
        name="models",
        plan=lambda provider, call: lesson.each_model(provider, call, _compared_models(lab)),
        extra=_models_to_compare,
        gives_up=False,
    )
    labs.draw(lab, _models_picture)
    st.markdown(lesson.MODEL_IDS.format(checked=f"{models.CHECKED:%d %B %Y}"))
    st.dataframe(
        lesson.table(lab.provider),
        hide_index=True,
        alt=f"The models of {lab.provider.name} and what they take",
    )
    _broken(step, "model", lab.provider)


def _compared_key(lab: Lab) -> str:
    return lab.key(f"{lab.provider.id}_compared")


def _compared_models(lab: Lab) -> list[str]:
    known = models.ids(models.offered(lab.provider.id))
    return st.session_state.get(_compared_key(lab)) or lesson.COMPARED.get(lab.provider.id, known[:2])


def _models_to_compare(lab: Lab) -> None:
    st.session_state.setdefault(_compared_key(lab), _compared_models(lab))
    st.multiselect(
        "Models to compare",
        models.ids(models.of(lab.provider.id)),
        key=_compared_key(lab),
        max_selections=_MOST_MODELS,
        persist_state="session",
        help="`model=` in the code is replaced by each of these, and what one of them refuses is left out.",
    )


def _models_picture(lab: Lab, batch: Batch) -> None:
    side_by_side.show(
        [side_by_side.Column(part.label, run) for part, run in batch.made], key=lab.key("columns"), height=260
    )
    calls = labs.records(batch)
    if not batch.finished or not calls:
        return
    st.plotly_chart(
        tuning_charts.compared(calls),
        key=lab.key("chart"),
        alt=tuning_charts.compared_alt(calls),
        config=CONFIG,
    )
    if any(record.mode == "practice" for _, record in calls):
        st.caption(
            "In practice every model writes at the same pace and equally well; the price is the real one's. "
            "Live, compare all three: price, speed, and whether the small model's answer is good enough."
        )


def ceiling_lab(step: str) -> None:
    """The same prompt under a ladder of ceilings."""
    st.markdown(lesson.CEILING_IDEA)
    lab = Lab(
        step,
        lesson.OPENINGS["max_tokens"],
        controls=("model", "prompt", "effort"),
        notes=first_call.notes,
        name="ceilings",
        plan=lambda provider, call: lesson.each_ceiling(provider, call, _chosen_ceilings(lab)),
        extra=_ceilings,
    )
    labs.draw(lab, _ceilings_picture)
    st.caption(lesson.CEILING_THINKS)
    _output_price(lab)
    _broken(step, "max_tokens", lab.provider)


def _chosen_ceilings(lab: Lab) -> Sequence[int]:
    return st.session_state.get(lab.key("ladder")) or lesson.LADDER


def _ceilings(lab: Lab) -> None:
    st.session_state.setdefault(lab.key("ladder"), list(lesson.LADDER))
    st.pills(
        "Ceilings, in tokens",
        lesson.CEILING_CHOICES,
        selection_mode="multi",
        key=lab.key("ladder"),
        wrap=True,
        persist_state="session",
        help="The token limit in the code is replaced by each of these.",
    )


def _ceilings_picture(lab: Lab, batch: Batch) -> None:
    calls = [(int(label), record) for label, record in labs.records(batch)]
    if calls:
        st.plotly_chart(
            tuning_charts.ceilings(calls),
            key=lab.key("chart"),
            alt=tuning_charts.ceilings_alt(calls),
            config=CONFIG,
        )
    _one_model(batch)
    labs.failure(batch)
    if calls:
        with st.expander("The replies", icon=":material/subject:"):
            for part, run in labs.answered(batch):
                st.caption(f"Ceiling {part.label} · {' · '.join(side_by_side.facts(run))}")
                st.code(run.text or "(no text)", language=None, wrap_lines=True)


def _one_model(batch: Batch) -> None:
    st.caption(f"All by {wire.code(batch.parts[0].call.model)}.")


def _output_price(lab: Lab) -> None:
    found = [
        (model.id, rates)
        for model in models.offered(lab.provider.id)[:3]
        if (rates := prices.rates(model.provider, model.id)) and rates.input_usd
    ]
    said = [
        f"{wire.code(id)} {rates.output_usd / rates.input_usd:.0f} times as much (\\${rates.output_usd:.2f} "
        f"against \\${rates.input_usd:.2f} per million)"
        for id, rates in found
    ]
    if said:
        st.caption(f"A token out costs more than a token in: with {', with '.join(said)}.")


def temperature_lab(step: str) -> None:
    """Five replies at each of two temperatures, and what temperature does to the next token."""
    st.markdown(lesson.TEMPERATURE_IDEA)
    lab = Lab(
        step,
        lesson.OPENINGS["temperature"],
        controls=("model", "prompt", "effort", "temperature"),
        notes=first_call.notes,
        name="temperatures",
        plan=lambda provider, call: _two_temperatures(lab, provider, call),
        extra=_other_temperature,
        models=lesson.TAKES_TEMPERATURE,
    )
    labs.draw(lab, _temperatures_picture)
    st.markdown(lesson.TEMPERATURE_USE)
    with st.container(border=True):
        next_token.draw(lab)
    with st.expander("Which model takes a temperature, and how it is passed", icon=":material/thermostat:"):
        _temperature_table(lab.provider)
        st.table(
            list(lesson.RANGES), border="horizontal", hide_index=True, alt="Temperature at each provider"
        )
        st.markdown(lesson.SEEDS)
    _broken(step, "temperature", lab.provider)


def _two_temperatures(lab: Lab, provider: Provider, call: Call) -> list[Part]:
    said = provider.read(call).temperature
    other = st.session_state.get(lab.key("other"), 0.0)
    mine = float(said) if isinstance(said, int | float) else 1.0
    return lesson.each_temperature(provider, call, (mine, other))


def _other_temperature(lab: Lab) -> None:
    st.session_state.setdefault(lab.key("other"), 0.0)
    st.slider(
        "Compare with temperature",
        0.0,
        2.0,
        step=0.1,
        key=lab.key("other"),
        persist_state="session",
        help="Five replies at the temperature in the code (1.0 where it says none), five at this one. "
        "Anthropic's range ends at 1, OpenAI's at 2.",
    )


def _temperatures_picture(lab: Lab, batch: Batch) -> None:
    found = labs.answered(batch)
    groups: dict[str, list[str]] = {}
    for part, run in found:
        groups.setdefault(f"at {part.label}", []).append(run.text)
    if any(len(texts) > 1 for texts in groups.values()):
        st.plotly_chart(
            temperature_charts.alike(groups),
            key=lab.key("chart"),
            alt=temperature_charts.alike_alt(groups),
            config=CONFIG,
        )
        st.caption(lesson.LIKENESS)
    labs.failure(batch)
    if batch.failure is not None:
        model = models.find(batch.failure.call.model)
        if model is not None:
            st.caption(
                f"Does {wire.code(model.id)} take a temperature? {lesson.takes_temperature(model).capitalize()}."
            )
    if groups:
        for place, (label, texts) in zip(st.columns(len(groups)), groups.items(), strict=True):
            with place:
                different = len(set(texts))
                said = "all the same" if different == 1 else f"{different} different ones"
                st.markdown(f"**{label.capitalize()}**: {len(texts)} replies, {said}")
                for text in texts:
                    st.code(text or "(no text)", language=None, wrap_lines=True)


def _temperature_table(provider: Provider) -> None:
    st.table(
        [
            {
                "model": wire.code(model.id),
                "takes a temperature": lesson.takes_temperature(model),
                "passed as": wire.code(lesson.pass_temperature(model))
                if lesson.pass_temperature(model)
                else "—",
            }
            for model in models.offered(provider.id)
        ],
        border="horizontal",
        hide_index=True,
        alt=f"Which models of {provider.name} take a temperature",
    )


def stop_lab(step: str) -> None:
    """The same list with and without a stop sequence."""
    st.markdown(lesson.STOP_IDEA)
    lab = Lab(
        step,
        lesson.OPENINGS["stop"],
        controls=("model", "prompt", "max_tokens", "stops", "stream"),
        notes=first_call.notes,
        name="stops",
        plan=lesson.with_and_without_stop,
        gives_up=False,
    )
    labs.draw(lab, _stops_picture)
    st.markdown(lesson.STOP_REASONS)
    _who_takes_stop(lab.provider)
    _broken(step, "stop", lab.provider)


def _stops_picture(lab: Lab, batch: Batch) -> None:
    columns = [side_by_side.Column(part.label, run) for part, run in batch.made]
    side_by_side.show(columns, key=lab.key("columns"), height=300)
    found = labs.answered(batch)
    if batch.finished and found:
        st.table(
            [
                {
                    "call": wire.as_text(part.label),
                    "read it with": wire.code(path),
                    "gave": results.value_at(run, path),
                }
                for part, run in found
                for path in _stop_paths(run)
            ],
            border="horizontal",
            hide_index=True,
            alt="Why each reply stopped",
        )


def _stop_paths(run: Run) -> list[str]:
    field = next(field for field in run.provider.fields if field.label == "Stop reason")
    paths = [field.path_in(run.call)]
    if run.reply is not None and hasattr(run.reply.names.get("message"), "stop_sequence"):
        paths.append("message.stop_sequence")
    return paths


def _who_takes_stop(provider: Provider) -> None:
    for answer, said in (("yes", "Take"), ("no", "Refuse"), ("not confirmed", "Not confirmed for")):
        ids = [model.id for model in models.offered(provider.id) if lesson.takes_stop(model) == answer]
        if ids:
            st.caption(f"{said} stop sequences: {', '.join(map(wire.code, ids))}.")


def _broken(step: str, lab: str, provider: Provider) -> None:
    lines = lesson.BROKEN[lab].get(provider.id, ())
    if lines:
        broken_lines.draw(step, lines)
