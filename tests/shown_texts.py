"""Every text that the pages show, before and after they have done what they are for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest

from firstcall import programs
from firstcall.course import questions, steps
from firstcall.programs.lint.findings import lint
from firstcall.steps.good_habits import exercises
from firstcall.steps.own_code.samples import OLD_PROGRAMS
from tests.page_actions import ACTIONS, drawn
from tests.steps.conftest import open_page, table_in

PROVIDER = "anthropic"
_NO_WORDS = {"code", "bidi_component"}
"""Elements that show programs, and what a model wrote."""

_CHART_WORDS = {"text", "hovertext", "name", "ticktext", "hovertemplate"}


def visit() -> str:
    """What each page shows, by slug, as JSON: as it opens, and after every run of its script from then on."""
    seen: dict[str, set[str]] = {step.slug: set() for step in steps.every()}
    for slug, texts in seen.items():
        watched = _watch(texts)
        try:
            at = open_page(slug)
            if slug in ACTIONS:
                ACTIONS[slug](at, PROVIDER)
            _press_the_rest(at)
            _open_tabs(at, slug)
            said = _said(at)
        finally:
            AppTest._run = watched
        seen[slug] = {text for text in texts if not any(_quotes(text, one) for one in said)}
    seen |= {"the linter": _of_the_linter(), "refusals": set(_refusals())}
    return json.dumps({slug: sorted(texts) for slug, texts in seen.items()})


def _of_the_linter() -> set[str]:
    """What it says of every program with a fault that a step shows."""
    sources = [*(bug.source for bug in exercises.BUGS), *(old.source for old in OLD_PROGRAMS)]
    found = [one for source in sources for one in lint(source)]
    return {text for one in found for text in (one.message, one.why, one.fix_label) if text}


def _refusals() -> Iterator[str]:
    """What is said of code that is not understood."""
    for source in (
        "x = (",
        "x = 1",
        "client.messages.create(m=f())",
        "Anthropic(base_url='x').messages.create()",
    ):
        try:
            programs.parse(source, PROVIDER, ("messages.create",))
        except programs.NotUnderstood as error:
            yield error.message


def _watch(texts: set[str]) -> Any:
    """From here on every run of a script adds what it shows. Gives the method that stood there before."""
    before = AppTest._run

    def run(at: AppTest, *args: Any, **more: Any) -> AppTest:
        done = before(at, *args, **more)
        texts.update(_texts(done._tree))
        return done

    AppTest._run = run
    return before


def _press_the_rest(at: AppTest) -> None:
    """Press every other button that makes a call, such as those of the parts further down a page."""
    for key in [str(button.key) for button in at.button if str(button.key).endswith("_go")]:
        button = next((one for one in at.button if one.key == key and not one.disabled), None)
        if button:
            drawn(button.click().run())
            for runs in at.session_state["made"].values():
                assert all(run.wait(60) for run in runs)
            drawn(at.run())


def _open_tabs(at: AppTest, slug: str) -> None:
    """Open what is drawn only then: the charts, each tab of what came back."""
    at.session_state[f"{slug}_costs_box"] = True
    at.session_state["frame_keys"] = True
    for question in questions.of(steps.find(slug)):
        at.session_state[f"{slug}_faq_{question.id}"] = True
    drawn(at.run())
    keys = [f"{slug}_{name}" for name in ("tab", "views", "price_tab", "happen_tab", "lab_tab")]
    for key in [one for one in keys if one in at.session_state]:
        for label in list(_labels(at.main, key)):
            at.session_state[key] = label
            drawn(at.run())


def _labels(block: Any, key: str) -> Iterator[str]:
    """Of the tabs that are drawn under this key, wherever they stand."""
    for child in block.children.values():
        if not hasattr(child, "children"):
            continue
        if child.type == "tab_container" and child.proto.tab_container.id.endswith(f"-{key}"):
            yield from (tab.label for tab in child.children.values())
        yield from _labels(child, key)


def _said(at: AppTest) -> set[str]:
    """What went to models and came from them: it is in the language of whoever asked."""
    found = {"Explain it to a beginner"}
    for runs in at.session_state["made"].values():
        for run in runs:
            settings = run.provider.read(run.call)
            found |= {run.text, settings.system, *(message.content for message in settings.messages)}
    return {text for text in found if text}


def _quotes(text: str, said: str) -> bool:
    return said in text or (len(text) > 20 and text in said)


def _texts(block: Any) -> Iterator[str]:
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from _texts(child)
        proto = getattr(child, "proto", None)
        kind = getattr(child, "type", "")
        if proto is None or kind in _NO_WORDS or (kind == "html" and proto.body.startswith("<style>")):
            continue
        told = MessageToDict(proto)
        if kind == "plotly_chart":
            figure = told.pop("figure", {}).get("spec", "") or told.pop("spec", "")
            yield from _in_chart(json.loads(figure)) if figure else ()
        if kind == "arrow_data_frame":
            yield from _in_table(child.value)
            told.pop("data", None)
        if kind == "markdown" and (table := table_in(proto.body)):
            yield table[0]
            yield from {text for row in table[1] for cell in row.items() for text in cell}
            continue
        yield from _strings(told)


def _in_chart(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _in_chart(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from _in_chart(one, key)
    elif isinstance(value, str) and key in _CHART_WORDS:
        yield value


def _in_table(frame: Any) -> Iterator[str]:
    yield from map(str, frame.columns)
    for column in frame.columns:
        yield from (one for one in frame[column] if isinstance(one, str))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, str) and value.startswith('{"'):  # how the columns of a table are shown, as JSON
        yield from _strings(json.loads(value))
    elif isinstance(value, str) and not value.startswith("$$"):  # ids of elements
        yield value
