"""The class of the program as a table of its fields: what is changed there is written into the program, and the other
way round."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from zlib import crc32

import streamlit as st

from firstcall import programs
from firstcall.programs import SchemaField, SchemaOf
from firstcall.steps.structured import WORDS
from firstcall.ui import wire
from firstcall.ui.desk import Desk

TYPES = ("str", "int", "float", "bool", "list[str]", "list[int]", "date", "dict[str, int]")
NUMBERS = frozenset({"int", "float"})
Row = dict[str, Any]


def draw(desk: Desk) -> None:
    """The fields to be changed, and the schema that they make."""
    try:
        found = programs.schema_of(desk.source)
    except programs.NotUnderstood as refused:
        st.warning(wire.as_text(refused.message), icon=":material/edit_off:")
        return
    if found is None:
        st.caption(WORDS.line("fields/no_class"))
        return
    st.markdown(WORDS.line("fields/idea", name=wire.code(found.name)))
    if said := st.session_state.pop(desk.key("fields_refused"), ""):
        st.warning(wire.as_text(said), icon=":material/edit_off:")
    _table(desk, found)
    st.markdown(WORDS.line("fields/schema", name=wire.code(found.name)))
    st.code(json.dumps(found.model.model_json_schema(), indent=2), language="json", height=260)


def _table(desk: Desk, found: SchemaOf) -> None:
    rows = [row(field) for field in found.fields]
    key = desk.key(
        f"fields_{crc32(repr(rows).encode())}"
    )  # another table for another class: no edit is left over
    st.data_editor(
        rows,
        key=key,
        num_rows="dynamic",
        hide_index=True,
        column_config={
            "Field": st.column_config.TextColumn(
                required=True, validate=r"^[A-Za-z][A-Za-z0-9_]*$", width=95
            ),
            "Type": st.column_config.SelectboxColumn(
                options=_types(found), required=True, default="str", width=80
            ),
            "Optional": st.column_config.CheckboxColumn(
                default=False, width=75, help=WORDS.line("fields/optional")
            ),
            "Least": st.column_config.NumberColumn(width=62, help=WORDS.line("fields/least")),
            "Most": st.column_config.NumberColumn(width=62, help=WORDS.line("fields/least")),
            "What it is": st.column_config.TextColumn(),
        },
        on_change=_changed,
        args=(desk, key, rows),
    )


def _types(found: SchemaOf) -> list[str]:
    return list(dict.fromkeys([*TYPES, *found.own_types, *(field.type for field in found.fields)]))


def row(field: SchemaField) -> Row:
    """A field as a line of the table."""
    least, most = _bounds(field.type)
    return {
        "Field": field.name,
        "Type": field.type,
        "Optional": field.optional,
        "Least": field.said.get(least),
        "Most": field.said.get(most),
        "What it is": field.said.get("description"),
    }


def _bounds(kind: str) -> tuple[str, str]:
    """What a least and a most are called for a type: of a number its value, of a text or a list its length."""
    return ("ge", "le") if kind in NUMBERS else ("min_length", "max_length")


def field_of(line: Mapping[str, Any], before: SchemaField | None = None) -> SchemaField:
    """A line of the table as a field. What the table does not show stays as it was."""
    kind, optional = str(line.get("Type") or "str"), bool(line.get("Optional"))
    about = dict(before.said) if before else {}
    for name in ("ge", "le", "min_length", "max_length", "description"):
        about.pop(name, None)
    least, most = _bounds(kind)
    given = {least: line.get("Least"), most: line.get("Most"), "description": line.get("What it is")}
    about |= {name: _whole(value) for name, value in given.items() if value not in (None, "")}
    default = before.default if before else ""
    if optional:
        default = default or "None"
    elif default == "None":
        default = ""
    return SchemaField(str(line.get("Field") or ""), kind, optional, default, about)


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value == int(value) else value


def edited(fields: Sequence[SchemaField], rows: Sequence[Row], edits: Mapping[str, Any]) -> list[SchemaField]:
    """The fields after what was done in the table: lines changed, added and taken out."""
    changed = {int(at): change for at, change in edits.get("edited_rows", {}).items()}
    kept = [
        field_of({**rows[at], **changed[at]}, field) if at in changed else field
        for at, field in enumerate(fields)
        if at not in edits.get("deleted_rows", ())
    ]
    return kept + [field_of(line) for line in edits.get("added_rows", ()) if line.get("Field")]


def _changed(desk: Desk, key: str, rows: Sequence[Row]) -> None:
    """Write what was changed in the table into the program; where that makes no class, say why."""
    try:
        found = programs.schema_of(desk.source)
        fields = edited(found.fields, rows, st.session_state[key]) if found else []
        if not found or list(found.fields) == fields:
            return
        desk.write(programs.with_fields(desk.source, fields))
    except programs.NotUnderstood as refused:
        st.session_state[desk.key("fields_refused")] = refused.message
    st.rerun()
