"""The table of fields, the helpers' schemas in sentences, the picture of the limit: without a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from firstcall import programs, providers
from firstcall.calls import Settings
from firstcall.programs import SchemaField
from firstcall.providers import Access, Provider
from firstcall.running import runs
from firstcall.steps.structured import WORDS, fields_table, helpers, lesson, limit_chart

OPENING = programs.schema_of(programs.SCHEMA_CLASS)
WAYS = [way for provider in providers.every().values() for way in provider.ways]
ODD = """from pydantic import BaseModel, Field

class Place(BaseModel):
    lat: float

class Order(BaseModel):
    many: int = Field(le=8)
    nick: str | None = None
    rates: dict[str, int]
    place: Place
"""


def test_a_field_comes_back_from_its_line_as_it_was() -> None:
    assert OPENING is not None
    for field in OPENING.fields:
        assert fields_table.field_of(fields_table.row(field), field) == field


@pytest.mark.parametrize(
    ("edits", "names"),
    [
        ({"deleted_rows": [0, 2]}, ["city", "date"]),
        (
            {"added_rows": [{"Field": "phone", "Type": "str"}]},
            ["customer", "city", "tickets", "date", "phone"],
        ),
        ({"added_rows": [{"Type": "str"}]}, ["customer", "city", "tickets", "date"]),
        ({"edited_rows": {"1": {"Field": "town"}}}, ["customer", "town", "tickets", "date"]),
    ],
)
def test_lines_are_changed_added_and_taken_out(edits: Mapping[str, Any], names: list[str]) -> None:
    assert OPENING is not None
    rows = [fields_table.row(field) for field in OPENING.fields]
    found = fields_table.edited(OPENING.fields, rows, edits)
    assert [field.name for field in found] == names
    source = programs.with_fields(
        f"from pydantic import BaseModel, ConfigDict, Field\n\n\n{programs.SCHEMA_CLASS}\n", found
    )
    again = programs.schema_of(source)
    assert again is not None and list(again.fields) == found


def test_what_may_be_missing_has_a_default_and_bounds_follow_the_type() -> None:
    line = {"Field": "a", "Type": "int", "Optional": True, "Least": 1.0, "Most": 8, "What it is": ""}
    assert fields_table.field_of(line) == SchemaField("a", "int", True, "None", {"ge": 1, "le": 8})
    text = fields_table.field_of(line | {"Type": "str"}, fields_table.field_of(line))
    assert text.said == {"min_length": 1, "max_length": 8}
    sure = fields_table.field_of(line | {"Optional": False}, text)
    assert not sure.default


def sentences(*ids: str) -> set[str]:
    return {WORDS.section(f"change/{id}").body.partition(":**")[0] for id in ids}


SAYS = {
    "anthropic": {"words", "closed", "default", "dict"},
    "openai": {"required", "closed", "default"},
    "openai_responses": {"required", "closed", "default"},
    "ollama": set[str](),
}


@pytest.mark.parametrize("handle", SAYS)
def test_what_a_helper_does_to_a_schema_is_said(handle: str, practice: str) -> None:
    way, found = providers.get(handle), programs.schema_of(ODD)
    assert found is not None
    call = helpers.helped(way, Settings("", lesson.OPENING.messages, max_tokens=600, stream=False), found)
    access = Access("sk-practice-structured", practice + way.address.practice_path)
    run = runs.start(call, way, access, step="structured", mode="practice")
    assert run.wait(30)
    written, travelled = found.model.model_json_schema(), helpers.sent_schema(run)
    assert travelled, run.failure
    said = {sentence.partition(":**")[0] for sentence in helpers.differences(written, travelled)}
    assert said == sentences(*SAYS[handle])


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.handle)
@pytest.mark.parametrize("limit", [helpers.ENOUGH, helpers.TOO_FEW])
def test_each_helper_gives_the_object_and_has_its_own_way_with_half_of_one(
    way: Provider, limit: int, practice: str
) -> None:
    assert OPENING is not None and way.structured is not None
    call = helpers.helped(way, Settings("", lesson.OPENING.messages, max_tokens=limit, stream=False), OPENING)
    access = Access("sk-practice-structured", practice + way.address.practice_path)
    run = runs.start(call, way, access, step="structured", mode="practice")
    assert run.wait(30)
    got = run.failure.error if run.failure else helpers._object(run)
    whole = "customer='Ada Lovelace'"
    if not way.structured.parsed:
        assert got == WORDS.line("helpers/text_alone")
    elif limit == helpers.ENOUGH:
        assert whole in got
    else:
        assert got in CUT[way.handle]


CUT = {
    "anthropic": ("pydantic_core.ValidationError",),
    "openai": ("openai.LengthFinishReasonError",),
    "openai_compatible": ("openai.LengthFinishReasonError",),
    "openai_responses": ("pydantic_core.ValidationError",),
    "google": ("`None`",),
}


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ('{"a": 1, "b": {"c": 2}}', [("a", 1, 7), ("b", 9, 22)]),
        ('{"a": 1, "b": "unfin', [("a", 1, 7), ("b", 9, 20)]),
        ('{"a', []),
        ("", []),
    ],
)
def test_fields_are_found_in_an_object_and_in_half_of_one(
    text: str, fields: list[tuple[str, int, int]]
) -> None:
    assert limit_chart.fields_in(text) == fields
