"""Batches of responses."""

from __future__ import annotations

from typing import Any

from firstcall.calls import Usage
from firstcall.providers.openai.many import many
from firstcall.providers.openai.responses.usage import usage_of


def _read(body: Any) -> tuple[str, str | None, Usage | None]:
    from openai.types.responses import Response

    response = Response.model_validate(body)
    return response.output_text, response.status, usage_of(response)


MANY = many("/v1/responses", _read)
