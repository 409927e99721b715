"""Arguments that the SDK's method does not have: misspelt, another provider's, or missing.

What is taught, and what names of other wires mean here, is said by the wire (`Kind`). All accepted names are
read from the installed SDK's own signatures, and only when a program uses one that is not taught.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator, Sequence
from functools import partial

from firstcall import models
from firstcall.programs.change import edits, fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.lint.rules.given import fits
from firstcall.programs.read import sdk, vendors
from firstcall.programs.read.spelling import called, chain
from firstcall.programs.read.whole_program import ApiCall


def unknown_argument(program: Program) -> Iterator[Fault]:
    for call in program.todays_calls:
        kind = call.kind
        strangers = set(call.words) - kind.arguments - set(kind.sampling.gone)
        strangers |= {name for name in call.words if _outside(call, name)}
        accepted = sdk.accepted(kind.owner, call.method.rpartition(".")[2]) if strangers else None
        if accepted is None or "beta" in chain(call.node.func):
            continue
        if kind.inside:
            accepted |= sdk.fields(kind.inside.owner)
        for name in call.words:
            if name in strangers and (name not in accepted or _outside(call, name)):
                yield _unknown(program, call, name, accepted)


def _outside(call: ApiCall, name: str) -> bool:
    """Whether an argument stands beside the dict in which it has to be."""
    return call.kind.inside is not None and name not in call.inside | call.kind.outside


def _unknown(program: Program, call: ApiCall, name: str, accepted: frozenset[str]) -> Fault:
    node, provider = call.words[name], call.provider.name
    if not call.kind.system and call.kind.meant.get(name, name) == "system":
        return fault(
            "unknown-argument system", node, "error", partial(_system, program, call, name), name=name, provider=provider
        )  # fmt: skip
    near = difflib.get_close_matches(name, sorted(accepted), 3, 0.75)
    close = [one for one in near if fits(call, one, program.value(node))]
    better = name if _outside(call, name) and name in accepted else None
    better = better or call.kind.meant.get(name) or (close[0] if close else None)
    if better is None or (better in call.words and better != name):
        mend = partial(fixes.remove_word, program, call.node, name)
        return fault("unknown-argument", node, "error", mend, name=name[:40], error=_raised(call, name))
    says, inside = "unknown-argument renamed", call.kind.inside
    if inside is not None and better == name:
        says = "unknown-argument outside"
    return fault(
        says, node, "error", partial(_renamed, program, call, name, better), name=name[:40], better=better,
        error=_raised(call, name), dict=inside.argument if inside else "",
        beside=", ".join(f"`{one}`" for one in sorted(call.kind.outside)),
    )  # fmt: skip


def _raised(call: ApiCall, name: str) -> str:
    """What the SDK raises of an argument that it does not know: in a dict it looks as pydantic does."""
    return "ValidationError" if name in call.inside else "TypeError"


def _renamed(program: Program, call: ApiCall, name: str, better: str) -> list[Edit]:
    value = fixes.written(program, call.words[name])
    stop = call.kind.stop
    if (
        stop
        and better == stop.argument
        and not stop.single
        and isinstance(program.value(call.words[name]), str)
    ):
        value = f"[{value}]"
    return fixes.replace_word(program, call.node, name, f"{better}={value}")


def _system(program: Program, call: ApiCall, name: str) -> list[Edit]:
    messages = program.messages(call)
    if messages is None or not program.known_at(call.words[name], messages):
        raise NoFix
    entry = f'{{"role": "system", "content": {fixes.written(program, call.words[name])}}}'
    brackets = edits.of_list(program.text, messages)
    return [
        *brackets.insert(None, brackets.items[0], [entry]),
        *fixes.remove_word(program, call.node, name),
    ]


def unknown_client_argument(program: Program) -> Iterator[Fault]:
    for client, provider in program.clients:
        words, _ = program.words_of(client)
        strangers = set(words) - provider.sdk.client_arguments
        owner = f"{vendors.module_of(provider)}.{called(client)}"
        accepted = sdk.accepted(owner, "__init__") if strangers else None
        for word in words:
            if accepted is None or word in accepted:
                continue
            close = difflib.get_close_matches(word, sorted(accepted), 1, 0.7)
            better = close[0] if close and close[0] not in words else None
            yield fault(
                "unknown-argument client-renamed" if better else "unknown-argument client", words[word], "error",
                partial(_client_word, program, client, word, better), name=word[:40], better=better,
            )  # fmt: skip


def _client_word(program: Program, client: ast.Call, word: str, better: str | None) -> list[Edit]:
    if better is None:
        return fixes.remove_word(program, client, word)
    value = fixes.written(program, program.words_of(client)[0][word])
    return fixes.replace_word(program, client, word, f"{better}={value}")


def missing_argument(program: Program) -> Iterator[Fault]:
    for call in program.todays_calls:
        if not call.whole or call.node.args or (call.elsewhere and "model" not in call.words):
            continue
        for name in call.kind.required:
            meant = {word for word, better in call.kind.meant.items() if better == name}
            if name in call.words or meant & set(call.words):
                continue
            entry = f'model="{models.DEFAULT[call.provider.id]}"'
            mend = partial(fixes.add_word, program, call.node, entry) if name == "model" else None
            yield fault(
                "missing-argument", call.node.func, "error", mend, name=name, entry=entry if mend else ""
            )


def wrong_method(program: Program) -> Iterator[Fault]:
    """`OpenAI().messages.create(…)`."""
    made = {id(client): provider for client, provider in program.clients}
    for call in program.todays_calls:
        provider = made.get(id(call.client)) if call.client is not None else None
        if provider is not None and provider.sdk != call.provider.sdk:
            right = f"client.{provider.methods[0]}"
            yield fault("wrong-method", call.node.func, "error", name=call.method, right=right)


def misspelt_method(program: Program) -> Iterator[Fault]:
    """`client.chat.completion.create(…)`."""
    made = {id(client): provider for client, provider in program.clients}
    known = {id(call.node) for call in program.calls}
    verbs = {name.rpartition(".")[2] for home in made.values() for name in home.methods}
    for node in program.all(ast.Call) if made else ():
        names = chain(node.func) if id(node) not in known and called(node) in verbs else []
        for length in range(2, len(names) + 1):
            base = _before(node.func, length)
            home = next((made[id(one)] for one in program.sources(base) if id(one) in made), None)
            right = nearly(names[-length:], home.methods) if home is not None else None
            if right is not None:
                better = f"{fixes.written(program, base)}.{right}"
                mend = partial(fixes.replace, program, node.func, better)
                yield fault(
                    "wrong-method misspelt", node.func, "error", mend, name=".".join(names[-length:])[:60], right=right
                )  # fmt: skip
                break


def _before(node: ast.expr, length: int) -> ast.expr:
    """What so many last names are asked of."""
    for _ in range(length):
        assert isinstance(node, ast.Attribute)
        node = node.value
    return node


def nearly(names: list[str], methods: Sequence[str]) -> str | None:
    """The method that was meant by a path with one part of it misspelt, which is not what is done at its end."""
    for method in methods:
        parts = method.split(".")
        other = [pair for pair in zip(names, parts, strict=False) if pair[0] != pair[1]]
        if len(parts) == len(names) and len(other) == 1 and names[-1] == parts[-1]:
            if difflib.SequenceMatcher(None, other[0][0].lower(), other[0][1]).ratio() > 0.85:
                return method
    return None


RULES = (
    unknown_argument,
    unknown_client_argument,
    missing_argument,
    wrong_method,
    misspelt_method,
)
