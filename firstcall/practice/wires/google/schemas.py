"""Schemas as the API has them: protobuf's own selection of JSON Schema, with types in capitals.

Fields: google-genai 3.6.1 `types.Schema`. A name that JSON Schema has and this has not, such as `$schema`, is unknown
(router-for-me/CLIProxyAPI 97), and a type is one, not a list (zed-industries/zed 44875). `responseJsonSchema` and
`parametersJsonSchema` take any JSON Schema.
"""

from __future__ import annotations

from typing import Any

from firstcall.practice.wires.google.protobuf import (
    ANYTHING,
    FLAG,
    FLOAT,
    INTEGER,
    TEXT,
    Enum,
    Kind,
    Mapped,
    Message,
    Repeated,
)

_TYPES = ("TYPE_UNSPECIFIED", "STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL")
_FIELDS: dict[str, Kind] = {
    "type": Enum("Type", _TYPES),
    **dict.fromkeys(("format", "title", "description", "pattern"), TEXT),
    **dict.fromkeys(("minItems", "maxItems", "minLength", "maxLength"), INTEGER),
    **dict.fromkeys(("minProperties", "maxProperties"), INTEGER),
    **dict.fromkeys(("minimum", "maximum"), FLOAT),
    **dict.fromkeys(("enum", "required", "propertyOrdering"), Repeated(TEXT)),
    **dict.fromkeys(("default", "example", "additionalProperties"), ANYTHING),
    "nullable": FLAG,
}
SCHEMA = Message(_FIELDS)
_FIELDS |= {"items": SCHEMA, "properties": Mapped(SCHEMA), "anyOf": Repeated(SCHEMA)}


def json_schema(schema: Any) -> dict[str, Any]:
    """The JSON schema that says the same as one that was read."""
    found = {name: schema[name] for name in schema if name not in ("nullable", "propertyOrdering", "type")}
    if schema.get("type", _TYPES[0]) != _TYPES[0]:
        found["type"] = schema["type"].lower()
    if "items" in schema:
        found["items"] = json_schema(schema["items"])
    if "anyOf" in schema:
        found["anyOf"] = [json_schema(each) for each in schema["anyOf"]]
    if "properties" in schema:
        properties = {name: json_schema(inner) for name, inner in schema["properties"].items()}
        order = [name for name in schema.get("propertyOrdering", ()) if name in properties]
        found["properties"] = {name: properties[name] for name in dict.fromkeys((*order, *properties))}
    return found
