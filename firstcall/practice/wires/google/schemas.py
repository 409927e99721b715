"""Schemas as the API has them: protobuf's own selection of JSON Schema, with types in capitals.

Fields: google-genai 3.6.1 `types.Schema`. A name that JSON Schema has and this has not, such as `$schema`, is unknown
(router-for-me/CLIProxyAPI 97), and a type is one, not a list (zed-industries/zed 44875). `responseJsonSchema` and
`parametersJsonSchema` take any JSON Schema.
"""

from __future__ import annotations

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
