"""Arguments that the SDK's method does not have: misspelt, another provider's, or missing.

The accepted names are read from the installed SDK's own signatures, and only when a program uses a
name that the tutorial does not teach.
"""

from __future__ import annotations

import ast
import difflib
import importlib
import inspect
from collections.abc import Iterator
from functools import cache, partial

from firstcall import models
from firstcall.programs.change import edits, fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program
from firstcall.programs.lint.rules.sampling import SAMPLING
from firstcall.programs.read import vendors
from firstcall.programs.read.spelling import called
from firstcall.programs.read.whole_program import ApiCall

_RULE = "unknown-argument"
_TAUGHT = {
    "message": frozenset(
        "model max_tokens messages system stop_sequences output_config extra_body extra_headers thinking tools "
        "tool_choice metadata timeout".split()
    ),
    "chat": frozenset(
        "model messages max_completion_tokens max_tokens temperature top_p stop stream stream_options n seed tools "
        "reasoning_effort tool_choice extra_body extra_headers timeout".split()
    ),
    "response": frozenset("model input instructions max_output_tokens reasoning temperature timeout".split()),
}
_CLIENT_TAUGHT = frozenset("api_key base_url timeout max_retries default_headers http_client".split())
_MEANT = {
    "message": {
        "max_completion_tokens": "max_tokens", "max_output_tokens": "max_tokens", "max_tokens_to_sample": "max_tokens",
        "stop": "stop_sequences", "engine": "model", "instructions": "system", "system_prompt": "system",
        "system_instruction": "system",
    },
    "chat": {
        "stop_sequences": "stop", "engine": "model", "deployment_id": "model",
        "max_output_tokens": "max_completion_tokens", "max_tokens_to_sample": "max_completion_tokens",
    },
    "response": {
        "messages": "input", "system": "instructions", "max_tokens": "max_output_tokens",
        "max_completion_tokens": "max_output_tokens",
    },
}  # fmt: skip
_REQUIRED = {"message": ("model", "messages"), "chat": ("model", "messages"), "response": ()}


def unknown_argument(program: Program) -> Iterator[Fault]:
    for call in program.calls:
        strangers = set(call.words) - _TAUGHT.get(call.kind, frozenset())
        if not strangers or call.legacy or call.kind not in _MEANT or _is_beta(call):
            continue
        accepted = _accepted(*_home(call))
        if accepted is None:
            continue
        for name in call.words:
            if (
                name in strangers
                and name not in accepted
                and not (name in SAMPLING and call.kind == "message")
            ):
                yield _fault(program, call, name, accepted)


def _home(call: ApiCall) -> tuple[str, str, str]:
    """Module, class and name of a method in its SDK, both of which lay their resources out like their paths."""
    *path, name = call.method.split(".")
    return ".".join([call.provider.sdk.package, "resources", *path]), path[-1].capitalize(), name


def _is_beta(call: ApiCall) -> bool:
    return ".beta." in ast.unparse(call.node.func)


@cache
def _accepted(module: str, owner: str, method: str) -> frozenset[str] | None:
    """The argument names of an SDK's method; `None` where the SDK is not installed or takes any."""
    try:
        found = getattr(getattr(importlib.import_module(module), owner), method)
        parameters = inspect.signature(found).parameters.values()
    except (ImportError, AttributeError, ValueError):
        return None
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return None
    return frozenset(parameter.name for parameter in parameters) - {"self"}


def _fault(program: Program, call: ApiCall, name: str, accepted: frozenset[str]) -> Fault:
    close = difflib.get_close_matches(name, accepted, 1, 0.75)
    better = _MEANT[call.kind].get(name) or (close[0] if close else None)
    better = better if better not in call.words else None
    why = "The SDK raises a TypeError and nothing is sent: it only takes names that it knows."
    if call.kind == "chat" and name == "system":
        return Fault(
            _RULE, call.words[name], "error", f"{call.provider.name}'s SDK has no `system` argument.",
            "Here the system prompt is the first message of the list, with the role `system`.",
            "Make it the first message", partial(_system, program, call),
        )  # fmt: skip
    message = f"The SDK has no argument `{name[:40]}`." + (f" It is called `{better}`." if better else "")
    mend = (
        partial(_renamed, program, call, name, better)
        if better
        else partial(fixes.remove_word, program, call.node, name)
    )
    label = f"Rename it to {better}" if better else f"Remove {name[:40]}"
    return Fault(_RULE, call.words[name], "error", message, why, label, mend)


def _renamed(program: Program, call: ApiCall, name: str, better: str) -> list[Edit]:
    value = fixes.written(program, call.words[name])
    if better == "stop_sequences" and isinstance(program.value(call.words[name]), str):
        value = f"[{value}]"
    return fixes.replace_word(program, call.node, name, f"{better}={value}")


def _system(program: Program, call: ApiCall) -> list[Edit]:
    messages = program.origin(call.words["messages"]) if "messages" in call.words else None
    if not isinstance(messages, ast.List) or not messages.elts:
        raise NoFix
    entry = f'{{"role": "system", "content": {fixes.written(program, call.words["system"])}}}'
    brackets = edits.of_list(program.text, messages)
    return [
        *brackets.insert(None, brackets.items[0], [entry]),
        *fixes.remove_word(program, call.node, "system"),
    ]


def unknown_client_argument(program: Program) -> Iterator[Fault]:
    for client, provider in program.clients:
        words, _ = program.words_of(client)
        strangers = set(words) - _CLIENT_TAUGHT
        accepted = _accepted(vendors.module_of(provider), called(client), "__init__") if strangers else None
        for word in words:
            if accepted is None or word in accepted:
                continue
            close = difflib.get_close_matches(word, sorted(accepted), 1, 0.7)
            better = close[0] if close and close[0] not in words else None
            yield Fault(
                _RULE, words[word], "error",
                f"The client has no argument `{word[:40]}`." + (f" It is called `{better}`." if better else ""),
                "The SDK raises a TypeError when the client is made.",
                f"Rename it to {better}" if better else f"Remove {word[:40]}",
                partial(_client_word, program, client, word, better),
            )  # fmt: skip


def _client_word(program: Program, client: ast.Call, word: str, better: str | None) -> list[Edit]:
    if better is None:
        return fixes.remove_word(program, client, word)
    value = fixes.written(program, program.words_of(client)[0][word])
    return fixes.replace_word(program, client, word, f"{better}={value}")


def missing_argument(program: Program) -> Iterator[Fault]:
    for call in program.calls:
        if call.legacy or not call.whole or call.node.args or (call.elsewhere and "model" not in call.words):
            continue
        for name in _REQUIRED.get(call.kind, ()):
            meant = {word for word, better in _MEANT[call.kind].items() if better == name}
            if name in call.words or meant & set(call.words):
                continue
            mend = f'model="{models.DEFAULT[call.provider.id]}"' if name == "model" else None
            yield Fault(
                "missing-argument", call.node.func, "error", f"There is no `{name}`.",
                "The SDK wants it in every call and raises a TypeError.",
                f"Add {mend}" if mend else None,
                partial(fixes.add_word, program, call.node, mend) if mend else None,
            )  # fmt: skip


def wrong_method(program: Program) -> Iterator[Fault]:
    """`OpenAI().messages.create(…)`."""
    made = {id(client): provider for client, provider in program.clients}
    for call in program.calls:
        provider = made.get(id(call.client)) if call.client is not None else None
        if provider is not None and provider.sdk != call.provider.sdk and not call.legacy:
            right = f"client.{provider.sdk.methods[0]}"
            yield Fault(
                "wrong-method", call.node.func, "error", f"This client has no `{call.method}`.",
                f"It is the other provider's method: an AttributeError. This client's call is `{right}(…)`.",
            )  # fmt: skip


RULES = (unknown_argument, unknown_client_argument, missing_argument, wrong_method)
