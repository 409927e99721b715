"""Anthropic's model list: the catalogue's Claude models in the shape of `types/model_info.py`.

Capabilities say what the model is documented to take; the practice model behind it reads text only.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from firstcall.models import Model, find, of
from firstcall.models import vendor as catalogue
from firstcall.practice.exchange import Exchange, as_json
from firstcall.practice.learners import Learners
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.anthropic.errors import authenticate, headers, new_id
from firstcall.practice.wires.anthropic.shapes import version_of

_LINES = ("haiku", "sonnet", "opus", "fable", "mythos")


async def listed(vendor: str, learners: Learners, exchange: Exchange) -> None:
    admit(exchange)
    query = parse_qsl(exchange.scope["query_string"].decode("latin-1"))
    stages = [value for name, value in query if name in ("lifecycle", "lifecycle[]")] or [
        "active",
        "deprecated",
    ]
    every = of(vendor) + catalogue(vendor).served
    found = [shape for shape in map(shape_of, every) if shape["lifecycle"] in stages]
    await answer(exchange, page(found, dict(query)))


async def one(vendor: str, learners: Learners, exchange: Exchange) -> None:
    admit(exchange)
    id = exchange.path_params["id"]
    model = find(id)
    if model is None or model.provider != vendor:
        raise Refusal(404, f"model: {id[:200]}", "not_found_error")
    await answer(exchange, shape_of(model))


def admit(exchange: Exchange) -> str:
    """The practice key of a request that says under which version of the API it comes. Raises `Refusal`."""
    key = authenticate(exchange)
    version_of(exchange.headers)
    return key


async def answer(exchange: Exchange, value: dict[str, Any]) -> None:
    fields = {"content-type": "application/json", **headers(new_id("req_011", 21))}
    await exchange.answer(200, as_json(value), fields)


def page(found: list[dict[str, Any]], query: Mapping[str, str]) -> dict[str, Any]:
    """The part of a list that the query asks for. Raises `Refusal`."""
    limit = query.get("limit", "20")
    if not (limit.isascii() and limit.isdigit() and len(limit) <= 6 and 1 <= int(limit) <= 1000):
        raise Refusal(400, "limit: Input should be between 1 and 1000")
    ids = [shape["id"] for shape in found]
    if query.get("after_id") in ids:
        found = found[ids.index(query["after_id"]) + 1 :]
    elif query.get("before_id") in ids:
        found = found[: ids.index(query["before_id"])]
    page = found[: int(limit)]
    return {
        "data": page,
        "has_more": len(found) > len(page),
        "first_id": page[0]["id"] if page else None,
        "last_id": page[-1]["id"] if page else None,
    }


def shape_of(model: Model) -> dict[str, Any]:
    retires = _moment(model.retires)
    lifecycle = "retired" if model.retired() else "deprecated" if model.retires else "active"
    return {
        "type": "model",
        "id": model.id,
        "display_name": _display_name(model.id),
        "created_at": _moment(model.released) or "1970-01-01T00:00:00Z",
        "lifecycle": lifecycle,
        "deprecated_at": None,
        "retires_at": retires,
        "line": next((line for line in _LINES if line in model.id), None),
        "max_input_tokens": model.context_tokens,
        "max_tokens": model.output_tokens,
        "capabilities": _capabilities(model),
    }


def _display_name(id: str) -> str:
    """`claude-haiku-5-5` → `Claude Haiku 5.5`."""
    words = [word for word in id.split("-") if len(word) < 8 or not word.isdigit()]
    numbers = ".".join(word for word in words if word.isdigit())
    return " ".join([*(word.capitalize() for word in words if not word.isdigit()), numbers]).strip()


def _moment(day: date | None) -> str | None:
    return None if day is None else f"{day.isoformat()}T00:00:00Z"


def _yes(supported: bool) -> dict[str, Any]:
    return {"supported": supported}


def _capabilities(model: Model) -> dict[str, Any]:
    efforts = {level: _yes(level in model.effort) for level in ("low", "medium", "high", "xhigh", "max")}
    kinds = {
        kind: _yes(kind in model.thinking_types)
        for kind in ("adaptive", "between_tools", "disabled", "enabled")
    }
    return {
        "batch": _yes(True),
        "citations": _yes(True),
        "code_execution": _yes(True),
        "context_management": _yes(True)
        | {
            name: _yes(True)
            for name in ("clear_thinking_20251015", "clear_tool_uses_20250919", "compact_20260112")
        },
        "effort": _yes(bool(model.effort)) | efforts,
        "image_input": _yes(True),
        "pdf_input": _yes(True),
        "server_tools": _yes(True) | {"code_execution": _yes(True), "web_search": _yes(True)},
        "structured_outputs": _yes(True),
        "thinking": _yes(True) | {"types": kinds},
    }
