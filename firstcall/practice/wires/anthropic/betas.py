"""Fields that Anthropic takes behind a beta header alone, and the header itself.

Which field belongs to which beta: anthropic 2.14.0 `types/beta/message_create_params.py`, `types/anthropic_beta_param.py`.
Without its header a field is one too many, as for any unknown one; the sentence about the header's values is quoted by
public test suites of its callers. Names of betas come and go, so one that ends in a day is taken for a name.

Accepted and without effect: `billing_policy`, `fallbacks` (nothing is declined here), `output_config.task_budget`; no edit
of `context_management` is applied, and the answer says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.anthropic.shapes import CountRequest, OutputConfig, Request

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "billing_policy": ("user-profiles-billing-",),
    "compaction": ("compact-2026-09-04",),
    "context_management": ("context-management-", "compact-2026-01-12"),
    "fallback_credit_token": ("fallback-credit-",),
    "fallbacks": ("server-side-fallback-",),
    "mcp_servers": ("mcp-client-",),
    "output_format": ("structured-outputs-",),
}
"""By field, how the names of betas begin that open it."""
_TASK_BUDGET = ("task-budgets-",)
_NAME = re.compile(r"[a-z0-9-]+-(?:\d{4}-\d\d-\d\d|\d{8})")
_NOT_SERVED = {
    "compaction": "compacts no conversations",
    "fallback_credit_token": "gives out no such tokens",
    "mcp_servers": "connects to no MCP servers",
}

Asked = TypeVar("Asked", bound=CountRequest)


def settled(request: Asked, sent: Mapping[str, str]) -> Asked:
    """The request in the terms of the API without betas. Raises `Refusal` for a field without its header, and for
    what this server does not serve behind it."""
    names = _names(sent.get("anthropic-beta", ""))
    given = [name for name in _FIELDS if name in request.model_fields_set]
    for name in given:
        _check_open(name, _FIELDS[name], names)
    if "task_budget" in request.output_config.model_fields_set:
        _check_open("output_config.task_budget", _TASK_BUDGET, names)
    for name in given:
        if name in _NOT_SERVED and getattr(request, name):
            raise Refusal(400, f"{name}: The practice server {_NOT_SERVED[name]}.")
    if not isinstance(request, Request) or request.output_format is None:
        return request
    if request.output_config.format is not None:
        raise Refusal(400, "output_format: Cannot be combined with `output_config.format`.")
    said = OutputConfig(effort=request.output_config.effort, format=request.output_format)
    return request.model_copy(update={"output_config": said})


def _names(header: str) -> list[str]:
    names = [name.strip() for name in header.split(",") if name.strip()]
    odd = [name for name in names if not _NAME.fullmatch(name)]
    if odd:
        listed = ", ".join(f"`{name[:80]}`" for name in odd[:20])
        message = (
            f"Unexpected value(s) {listed} for the `anthropic-beta` header. Please consult our documentation at "
            "platform.claude.com/docs or try again without the header."
        )
        raise Refusal(400, message)
    return names


def _check_open(field: str, betas: tuple[str, ...], names: list[str]) -> None:
    if not any(name.startswith(betas) for name in names):
        raise Refusal(400, f"{field}: Extra inputs are not permitted")
