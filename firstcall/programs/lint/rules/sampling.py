"""Temperature, top_p, top_k, stop, effort: what each model takes, and how it is passed today.

Sources: the catalogue (`firstcall.models`); anthropic 2.x has none of the three in its signatures
(`anthropic/resources/messages/messages.py`), and API version 2026-10-21 refuses them for every model
(https://platform.claude.com/docs/en/api/migration-2026-10-21).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.lint.rules import Fault, Program
from firstcall.programs.read.tree import UNKNOWN
from firstcall.programs.read.whole_program import ApiCall

SAMPLING = ("temperature", "top_p", "top_k")

_VERSION = "anthropic-version"
_OLD = "2023-06-01"
_RULE = "refused-parameter"


def removed_from_sdk(program: Program) -> Iterator[Fault]:
    """`temperature=` as an argument of Anthropic's SDK."""
    for call in _calls(program, "message"):
        for name in SAMPLING:
            if name not in call.words:
                continue
            old = call.model is not None and call.model.temperature == "old-version" and name == "temperature"
            free = old and not {"extra_body", "extra_headers"} & set(call.words)
            why = (
                "It raises a TypeError. This model takes it only in `extra_body` and under the API version of 2023."
                if old
                else "It raises a TypeError and nothing is sent"
                + ("; today's Claude models refuse it on the wire as well." if call.of_sdk else ".")
            )
            yield Fault(
                _RULE, call.words[name], "error", f"{call.provider.name}'s SDK has no `{name}` any more.", why,
                "Send it under the old API version" if free else f"Remove {name}",
                partial(_moved if free else _removed, program, call, name),
            )  # fmt: skip


def _removed(program: Program, call: ApiCall, name: str) -> list[Edit]:
    return fixes.remove_word(program, call.node, name)


def _moved(program: Program, call: ApiCall, name: str) -> list[Edit]:
    value = fixes.written(program, call.words[name])
    return fixes.replace_word(
        program,
        call.node,
        name,
        f'extra_body={{"{name}": {value}}}',
        f'extra_headers={{"{_VERSION}": "{_OLD}"}}',
    )


def refused_in_body(program: Program) -> Iterator[Fault]:
    """`extra_body={"temperature": …}` for a model or an API version that refuses it."""
    for call in _calls(program, "message"):
        entries = program.entries(call.words.get("extra_body"))
        given = [name for name in SAMPLING if name in entries]
        if not given or call.elsewhere:
            continue
        version = _version(program, call)
        takes = call.model is not None and call.model.temperature == "old-version"
        node = entries[given[0]]
        if version != _OLD and version is not UNKNOWN and takes and "extra_headers" not in call.words:
            yield Fault(
                _RULE, node, "error", f"`{given[0]}` is refused under today's API version.",
                f"The SDK asks for version 2026-10-21, which answers 400. {call.model_id} takes it under {_OLD}.",
                "Ask for the old version",
                partial(fixes.add_word, program, call.node, f'extra_headers={{"{_VERSION}": "{_OLD}"}}', "extra_body"),
            )  # fmt: skip
        elif version != _OLD and version is not UNKNOWN:
            yield _out_of_body(program, call, given, "Under today's API version every model answers 400.")
        elif call.model is not None and not takes and program.value(node) != 1:
            yield _out_of_body(program, call, given, f"{call.model_id} takes none under any version: 400.")
        elif {"temperature", "top_p"} <= set(given):
            yield _out_of_body(
                program, call, ["top_p"], "Only one of temperature and top_p may be sent: 400."
            )


def _out_of_body(program: Program, call: ApiCall, names: list[str], why: str) -> Fault:
    node = program.entries(call.words["extra_body"])[names[0]]
    return Fault(
        _RULE, node, "error", f"`{names[0]}` is refused.", why, f"Remove {' and '.join(names)}",
        partial(fixes.remove_entry, program, call, "extra_body", *names),
    )  # fmt: skip


def _version(program: Program, call: ApiCall) -> object:
    """The API version that a call asks for: a text, `None` for the SDK's own, `UNKNOWN`."""
    client = program.words_of(call.client)[0] if call.client else {}
    for headers in (call.words.get("extra_headers"), client.get("default_headers")):
        if headers is None:
            continue
        if not isinstance(program.origin(headers), ast.Dict):
            return UNKNOWN
        for name, value in program.entries(headers).items():
            if name.lower() == _VERSION:
                return program.value(value)
    return None


def refused_while_thinking(program: Program) -> Iterator[Fault]:
    """A temperature for an OpenAI model that takes it never, or only without reasoning."""
    for call in _calls(program, "chat", "response"):
        model = call.model
        for name in ("temperature", "top_p"):
            if model is None or name not in call.words or program.value(call.words[name]) is None:
                continue
            if model.temperature == "refused":
                if program.value(call.words[name]) != 1:
                    yield _refused(
                        program,
                        call,
                        name,
                        f"{call.model_id} takes only its default: anything else is a 400.",
                    )
            elif _reasons(program, call):
                yield _reasoning(program, call, name)


def _reasons(program: Program, call: ApiCall) -> bool:
    """Whether the model surely reasons about this call."""
    assert call.model is not None
    if call.kind == "response":
        entries = program.entries(call.words.get("reasoning"))
        given = entries.get("effort")
        if "reasoning" in call.words and given is None:
            return False
    else:
        given = call.words.get("reasoning_effort")
    said = program.value(given) if given is not None else call.model.default_effort
    return said is not UNKNOWN and said not in (None, "none")


def _reasoning(program: Program, call: ApiCall, name: str) -> Fault:
    why = f'{call.model_id} takes a {name} only with reasoning effort "none"; otherwise it answers 400.'
    assert call.model is not None
    silent = "reasoning_effort" not in call.words and call.kind == "chat" and "none" in call.model.effort
    if not silent:
        return _refused(program, call, name, why)
    return Fault(
        _RULE, call.words[name], "error", f"{call.model_id} refuses `{name}` while it reasons.", why,
        'Add reasoning_effort="none"',
        partial(fixes.add_word, program, call.node, 'reasoning_effort="none"'),
    )  # fmt: skip


def _refused(program: Program, call: ApiCall, name: str, why: str) -> Fault:
    return Fault(
        _RULE, call.words[name], "error", f"{call.model_id} refuses `{name}`.", why,
        f"Remove {name}", partial(_removed, program, call, name),
    )  # fmt: skip


def out_of_range(program: Program) -> Iterator[Fault]:
    for call in _calls(program, "message", "chat"):
        node = call.words.get("temperature") if call.kind == "chat" else (
            program.entries(call.words.get("extra_body")).get("temperature")
        )  # fmt: skip
        top = call.model.temperature_max if call.model else None
        value = program.value(node)
        if node is None or top is None or type(value) not in (int, float) or 0 <= value <= top:
            continue
        nearest = f"{min(max(value, 0), top):g}"
        yield Fault(
            "out-of-range", program.origin(node), "error", f"The temperature of {call.model_id} goes from 0 to {top:g}.",
            "Anything else is a 400. The range differs between providers.",
            f"Set it to {nearest}", partial(fixes.replace, program, program.origin(node), nearest),
        )  # fmt: skip


def refused_stop(program: Program) -> Iterator[Fault]:
    for call in _calls(program, "chat"):
        if "stop" not in call.words:
            continue
        stops = program.value(call.words["stop"])
        if call.model is not None and call.model.stop is False and stops is not None:
            who = "GPT-5 up to 5.4 answer" if call.of_sdk else "It answers"
            why = f"{who} 400. Cut the text yourself, or take another model."
            yield _refused(program, call, "stop", why)
        elif isinstance(stops, list) and len(stops) > 4:
            yield Fault(
                "out-of-range", call.words["stop"], "error",
                f"{call.provider.name} takes at most four stop sequences.", "More are a 400.",
            )  # fmt: skip


def blank_stop(program: Program) -> Iterator[Fault]:
    r"""A stop sequence such as `"\n"` on Anthropic."""
    for call in _calls(program, "message"):
        node = program.origin(call.words["stop_sequences"]) if "stop_sequences" in call.words else None
        if not isinstance(node, ast.List):
            continue
        for place, element in enumerate(node.elts):
            said = program.value(element)
            if isinstance(said, str) and not said.strip():
                alone = len(node.elts) == 1
                yield Fault(
                    "blank-stop", element, "error", "A stop sequence needs a character that can be seen.",
                    f"{call.provider.name} answers 400 to one that is only blanks or line breaks.", "Remove it",
                    partial(_removed, program, call, "stop_sequences")
                    if alone
                    else partial(fixes.remove_element, program, node, place),
                )  # fmt: skip
                break


def _calls(program: Program, *kinds: str) -> Iterator[ApiCall]:
    return (call for call in program.calls if call.kind in kinds and not call.legacy)


RULES = (removed_from_sdk, refused_in_body, refused_while_thinking, out_of_range, refused_stop, blank_stop)
