"""Why another model id alone does not mend a call: the new model does other work, is asked elsewhere, or refuses
what the call sets."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from firstcall.models import Model
from firstcall.programs.change.replacement import takes_tools
from firstcall.programs.read import vendors
from firstcall.programs.read.model_id import ModelId
from firstcall.programs.read.other_calls import OtherCall, body_of, urls_of
from firstcall.programs.read.spelling import called, method_of
from firstcall.programs.read.whole_program import ApiCall, WholeProgram, known_model
from firstcall.providers import Kind

_SAMPLING = ("temperature", "top_p")


@dataclass(frozen=True)
class Unfit:
    """`why` an id alone will not do; `name` is the argument that the new model refuses, `path` where it is asked."""

    why: Literal["other-work", "old-endpoint", "refuses"]
    name: str = ""
    path: str = ""


def unfit(
    program: WholeProgram, node: ast.expr, found: ModelId, better: str, calls: list[ApiCall | OtherCall]
) -> Unfit | None:
    """What is in the way of `better` where `node` names a model; `calls` are those that are seen to use it. `None`
    where nothing is known to be."""
    others = [call for call in calls if isinstance(call, OtherCall)]
    if any(part in found.id for part in found.vendor.other_work) or (not calls and _is_unread(program, node)):
        return Unfit("other-work")
    kind = vendors.first_kind(found.vendor.id)
    if kind is not None and any(_completes(program, call, kind) for call in others):
        return Unfit("old-endpoint", path=kind.path)
    model = known_model(better)
    if model is None or kind is None:
        return None
    refused = _refused(program, others, model, kind)
    if not calls:
        by = (_by(program, call.words, model, tools=call.kind == kind) for call in _unknown(program, found))
        refused = next(filter(None, by), "")
    return Unfit("refuses", name=refused) if refused else None


def _is_unread(program: WholeProgram, node: ast.expr) -> bool:
    """Whether a model is given to a method of a client which is none that chats: `client.images.generate`."""
    word = program.parent(node)
    call = program.parent(word) if isinstance(word, ast.keyword) and word.arg == "model" else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return False
    names = program.names_of(call.func)
    return len(names) > 2 and called(call)[:1].islower() and method_of(names, vendors.methods()) is None


def _completes(program: WholeProgram, call: OtherCall, kind: Kind) -> bool:
    """Whether a class or an address is asked that completes a prompt: `/completions` (`openai/resources/completions.py`),
    `/v1/complete` (`anthropic/resources/completions.py` before version 1)."""
    if called(call.node) in call.other.completes:
        return True
    if not call.other.raw:
        return False
    paths = [urlsplit(url).path.rstrip("/") for url in urls_of(program, call.node)]
    return any(
        path.endswith(("/complete", "/completions")) and not path.endswith(kind.path) for path in paths
    )


def _refused(program: WholeProgram, calls: list[OtherCall], model: Model, kind: Kind) -> str:
    for call in calls:
        words: Mapping[str, ast.expr] = program.words_of(call.node)[0]
        here = False
        if call.other.raw:
            words = body_of(program, words)
            here = any(kind.path in url for url in urls_of(program, call.node))
        if name := _by(program, words, model, tools=here):
            return name
    return ""


def _by(program: WholeProgram, words: Mapping[str, ast.expr], model: Model, *, tools: bool) -> str:
    """The first of these arguments that the model refuses where nothing keeps it from reasoning. `tools` says that
    these are asked for where a model may not take them while it reasons."""
    quiet = program.value(words.get("reasoning_effort")) == model.quiet_effort
    if "reasoning" in words or (model.quiet_effort and quiet):
        return ""
    if model.temperature not in ("accepted", "ignored"):
        for name in _SAMPLING:
            if name in words:
                return name
    offered = next((word for word in words if takes_tools([word])), "")
    return offered if tools and not model.tools_while_reasoning else ""


def _unknown(program: WholeProgram, found: ModelId) -> list[ApiCall]:
    """The calls to the model's vendor of which nobody can tell which model they name: it may be this one."""
    return [
        call for call in program.calls
        if call.provider.id == found.vendor.id and call.model_id is None and call.model_node is not None
    ]  # fmt: skip
