"""The controls at the arguments: where they stand, and what they may be changed to."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from firstcall import models, programs
from firstcall.calls import Message, Settings
from firstcall.providers import Provider
from firstcall.ui import argument_controls

SETTINGS = Settings(
    model="",
    messages=(Message("user", "Où est 😀 Oslo?"), Message("assistant", "There.")),
    system="Be short.",
    max_tokens=300,
    stream=True,
)


def controls(provider: Provider) -> tuple[str, dict[str, dict[str, Any]]]:
    model = models.DEFAULT[provider.id]
    effort = found.effort[0] if (found := models.find(model)) and found.effort else None
    settings = Settings(model, SETTINGS.messages, SETTINGS.system, 300, effort=effort)
    source = programs.render(provider.compose(settings, None), provider)
    program = programs.parse(source, provider.id, provider.sdk.methods)
    return source, {control["path"]: control for control in argument_controls.controls(provider, program)}


def test_each_control_stands_at_its_value(provider: Provider) -> None:
    source, found = controls(provider)
    for control in found.values():
        assert eval(source[control["start"] : control["end"]], {}) == control["value"]


def test_every_kind_of_setting_has_its_control(provider: Provider) -> None:
    _, found = controls(provider)
    by_value = {str(control["value"]): control for control in found.values()}
    assert by_value[models.DEFAULT[provider.id]]["kind"] == "choice"
    offered = [id for id, _ in by_value[models.DEFAULT[provider.id]]["options"]]
    assert offered == models.ids(models.of(provider.id))
    limit = by_value["300"]
    assert (limit["kind"], limit["least"], limit["most"]) == ("number", 1, 2048)
    assert by_value["Où est 😀 Oslo?"]["kind"] == "text"
    assert by_value["Be short."]["kind"] == "text"


def test_at_the_model_there_is_a_way_to_all_of_them(provider: Provider) -> None:
    _, found = controls(provider)
    linked = {control["value"]: control["link"][0] for control in found.values() if control["link"]}
    model = models.DEFAULT[provider.id]
    assert linked == {model: f"/catalogue?catalogue_model={quote(model)}"}


def test_a_value_out_of_the_usual_range_widens_its_slider(provider: Provider) -> None:
    source, _ = controls(provider)
    program = programs.parse(source.replace("300", "5000"), provider.id, provider.sdk.methods)
    [limit] = [c for c in argument_controls.controls(provider, program) if c["value"] == 5000]
    assert limit["most"] == 5000


def test_a_very_long_text_is_left_to_the_editor(provider: Provider) -> None:
    source, _ = controls(provider)
    long = "x" * (argument_controls.LONGEST_TEXT + 1)
    program = programs.parse(source.replace("There.", long), provider.id, provider.sdk.methods)
    assert long not in {c["value"] for c in argument_controls.controls(provider, program)}
