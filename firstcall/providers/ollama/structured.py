"""JSON by a schema: `format` takes it as it is. There is no helper: the class gives the schema, and reads the reply.

https://docs.ollama.com/capabilities/structured-outputs, `ollama/_client.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from firstcall.calls.written import Written
from firstcall.providers._arrange import changed
from firstcall.providers._structured import Structured

if TYPE_CHECKING:
    from pydantic import BaseModel

    from firstcall.calls import Call


def add(call: Call, name: str, schema: Written) -> Call:
    return changed(call, format=schema)


def helped(call: Call, model: type[BaseModel]) -> Call:
    return add(call, model.__name__, STRUCTURED.schema(model))


STRUCTURED = Structured(
    add=add,
    helped=helped,
    helper="client.chat(…, format={name}.model_json_schema())",
    travels=("format",),
)
