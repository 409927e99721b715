"""Temperature, top_p, top_k, stop: what each model takes, and how it is passed today.

What a model takes is in the catalogue; what a method has, had, and where it is passed now is said by the wire
(`Sampling`, `Stop`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.lint.rules import Fault, Program, fault, own_words
from firstcall.programs.read.tree import UNKNOWN
from firstcall.programs.read.whole_program import ApiCall
from firstcall.providers import OldVersion


def removed_from_sdk(program: Program) -> Iterator[Fault]:
    """`temperature=` as an argument that the SDK had once."""
    for call in program.todays_calls:
        version = call.kind.sampling.version
        for name in call.kind.sampling.gone:
            if name not in call.words:
                continue
            old = version is not None and _takes_old(call) and name == version_parameter(call)
            free = old and version is not None and not {version.body, version.headers} & set(call.words)
            mend = partial(_moved, program, call, name, version) if free and version else partial(
                fixes.remove_word, program, call.node, name
            )  # fmt: skip
            says = "refused-parameter gone-from-sdk"
            if old and version is not None:
                says = "refused-parameter old-version" if free else "refused-parameter old-version-taken"
            yield fault(
                says, call.words[name], "error", mend, name=name, provider=call.provider.name,
                body=version.body if version else "", version=version.old if version else "",
                own=own_words(call, says),
            )  # fmt: skip


def version_parameter(call: ApiCall) -> str:
    """The one parameter that older models still take under the old version of the API."""
    return call.kind.sampling.temperature[-1]


def _takes_old(call: ApiCall) -> bool:
    return call.model is not None and call.model.temperature == "old-version"


def _header(version: OldVersion) -> str:
    return f'{version.headers}={{"{version.header}": "{version.old}"}}'


def _moved(program: Program, call: ApiCall, name: str, version: OldVersion) -> list[Edit]:
    value = fixes.written(program, call.words[name])
    return fixes.replace_word(
        program, call.node, name, f'{version.body}={{"{name}": {value}}}', _header(version)
    )


def refused_in_body(program: Program) -> Iterator[Fault]:
    """`extra_body={"temperature": …}` for a model or an API version that refuses it."""
    for call in program.todays_calls:
        version = call.kind.sampling.version
        entries = program.entries(call.words.get(version.body)) if version else {}
        given = [name for name in call.kind.sampling.gone if name in entries]
        if version is not None and given and not call.elsewhere:
            yield from _in_body(program, call, version, given)


def _in_body(program: Program, call: ApiCall, version: OldVersion, given: list[str]) -> Iterator[Fault]:
    node = program.at(call, (version.body, given[0]))
    asked = _version(program, call, version)
    todays = asked != version.old and asked is not UNKNOWN
    assert node is not None
    if todays and _takes_old(call) and version.headers not in call.words:
        yield fault(
            "refused-parameter todays-version", node, "error",
            partial(fixes.add_word, program, call.node, _header(version), version.body),
            name=given[0], model=call.model_id, today=version.today, old=version.old,
        )  # fmt: skip
    elif todays:
        yield _out_of_body(program, call, version, "refused-parameter every-model", given)
    elif call.model is not None and not _takes_old(call) and program.value(node) != 1:
        yield _out_of_body(program, call, version, "refused-parameter every-version", given)
    elif {"temperature", "top_p"} <= set(given):
        yield _out_of_body(program, call, version, "refused-parameter only-one", ["top_p"])


def _out_of_body(program: Program, call: ApiCall, version: OldVersion, says: str, names: list[str]) -> Fault:
    node = program.at(call, (version.body, names[0]))
    assert node is not None
    return fault(
        says, node, "error", partial(fixes.remove_entry, program, call, version.body, *names),
        name=names[0], names=", ".join(names), model=call.model_id,
    )  # fmt: skip


def _version(program: Program, call: ApiCall, version: OldVersion) -> object:
    """The API version that a call asks for: a text, `None` for the SDK's own, `UNKNOWN`."""
    client = program.words_of(call.client)[0] if call.client else {}
    for headers in (call.words.get(version.headers), client.get("default_headers")):
        if headers is None:
            continue
        if not isinstance(program.origin(headers), ast.Dict):
            return UNKNOWN
        for name, value in program.entries(headers).items():
            if name.lower() == version.header:
                return program.value(value)
    return None


def refused_while_thinking(program: Program) -> Iterator[Fault]:
    """A temperature for a model that takes it never, or only without reasoning."""
    for call in program.todays_calls:
        for name in call.kind.sampling.arguments:
            if call.model is None or name not in call.words or program.value(call.words[name]) is None:
                continue
            if call.model.temperature == "refused":
                if program.value(call.words[name]) != 1:
                    yield _refused(program, call, name, "refused-parameter default-only")
            elif _minds(call) and reasons(program, call):
                yield _reasoning(program, call, name)
        for name in call.kind.sampling.shows:
            asked = program.value(call.words.get(name))
            if asked not in (UNKNOWN, None, False) and _minds(call) and reasons(program, call):
                yield _reasoning(program, call, name)


def _minds(call: ApiCall) -> bool:
    """Whether the model takes a temperature, and what goes with it, only where it does not reason."""
    return call.model is not None and call.model.temperature not in ("accepted", "ignored", "refused")


def reasons(program: Program, call: ApiCall) -> bool:
    """Whether the model surely reasons about this call."""
    assert call.model is not None
    given = program.at(call, call.kind.effort)
    if given is None and call.kind.effort[:1] and call.kind.effort[0] in call.words:
        return False
    said = program.value(given) if given is not None else call.model.default_effort
    return said is not UNKNOWN and said not in (None, "none")


def _reasoning(program: Program, call: ApiCall, name: str) -> Fault:
    assert call.model is not None
    effort = call.kind.effort
    if len(effort) != 1 or effort[0] in call.words or "none" not in call.model.effort:
        return _refused(program, call, name, "refused-parameter reasoning")
    entry = f'{effort[0]}="none"'
    return fault(
        "refused-parameter reasons-by-itself", call.words[name], "error",
        partial(fixes.add_word, program, call.node, entry), name=name, model=call.model_id, entry=entry,
    )  # fmt: skip


def _refused(program: Program, call: ApiCall, name: str, says: str) -> Fault:
    mend = partial(fixes.remove_word, program, call.node, name)
    own = own_words(call, says)
    return fault(says, call.words[name], "error", mend, name=name, model=call.model_id, own=own)


def out_of_range(program: Program) -> Iterator[Fault]:
    for call in program.todays_calls:
        node = program.at(call, call.kind.sampling.temperature)
        top = call.model.temperature_max if call.model else None
        value = program.value(node)
        if node is None or top is None or type(value) not in (int, float) or 0 <= value <= top:
            continue
        nearest = f"{min(max(value, 0), top):g}"
        written = program.origin(node)
        yield fault(
            "out-of-range temperature", written, "error", partial(fixes.replace, program, written, nearest),
            model=call.model_id, most=f"{top:g}", to=nearest,
        )  # fmt: skip


def refused_stop(program: Program) -> Iterator[Fault]:
    for call in program.todays_calls:
        stop = call.kind.stop
        if stop is None or stop.argument not in call.words:
            continue
        stops = program.value(call.words[stop.argument])
        if call.model is not None and call.model.stop is False and stops is not None:
            yield _refused(program, call, stop.argument, "refused-parameter stop")
        elif stop.most is not None and isinstance(stops, list) and len(stops) > stop.most:
            yield fault(
                "out-of-range stop", call.words[stop.argument], "error",
                provider=call.provider.name, most=stop.most,
            )  # fmt: skip


def blank_stop(program: Program) -> Iterator[Fault]:
    r"""A stop sequence such as `"\n"` where the wire wants one that can be seen."""
    for call in program.todays_calls:
        stop = call.kind.stop
        given = call.words.get(stop.argument) if stop and not stop.blank else None
        node = program.origin(given) if given is not None else None
        if stop is None or not isinstance(node, ast.List):
            continue
        said = [program.value(element) for element in node.elts]
        place = next((at for at, one in enumerate(said) if isinstance(one, str) and not one.strip()), None)
        if place is not None:
            yield fault(
                "blank-stop", node.elts[place], "error",
                partial(fixes.remove_word, program, call.node, stop.argument) if len(node.elts) == 1
                else partial(fixes.remove_element, program, node, place),
                provider=call.provider.name,
            )  # fmt: skip


RULES = (removed_from_sdk, refused_in_body, refused_while_thinking, out_of_range, refused_stop, blank_stop)
