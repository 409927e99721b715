"""What a mended program comes to: its call is made, what it prints is followed, failures are played to it.

A proof takes the learner's program and the provider that it is for, and gives what is wrong with its outcome
as a verdict, `None` where nothing is. Nothing of the program is run.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from firstcall import programs
from firstcall.calls import Message, Settings
from firstcall.course.exercise import Verdict, not_yet
from firstcall.programs import Printed
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.server import trial
from firstcall.steps.good_habits import played

Proof = Callable[[str, Provider], Verdict | None]
_MOST_AROUND = 200
"""Characters that a program may print beside the text of the reply."""
_SHORTEST_WAIT, _SHORTEST_WAITS = 0.1, 1.0
"""Seconds: less than this between two requests, or between all of them, is no pause."""


def read(source: str, provider: Provider) -> programs.Program:
    return programs.parse(source, provider.id, provider.methods)


def prints(source: str, provider: Provider) -> Verdict | None:
    """The call brings a reply, and the program prints its text: that of another reply of its kind too."""
    run = trial.made(read(source, provider).call)
    if run.reply is None:
        said = run.failure.said if run.failure else run.state
        return not_yet("call_fails", error=run.failure.error if run.failure else run.state, message=said)
    return next(filter(None, (_shown(source, one) for one in (run, *trial.others(run)))), None)


def _shown(source: str, run: Run) -> Verdict | None:
    """What is wrong with what a program prints of one reply."""
    assert run.reply is not None
    lines = _printed(source, run, run.reply.names)
    if broken := next((line for line in lines if line.error), None):
        return not_yet("line_fails", line=broken.line, error=broken.error, model=run.call.model)
    output = "".join(line.text or "" for line in lines)
    if not run.text or run.text not in output:
        unknown = any(line.text is None for line in lines)
        return not_yet("unreadable", message="") if unknown else not_yet("text_not_printed")
    around = output.replace(run.text, "")
    if len(around) > _MOST_AROUND or any(f"{name}(" in around for name in _classes(run.reply.names)):
        return not_yet("too_much")
    return None


def _printed(source: str, run: Run, names: Mapping[str, Any]) -> list[Printed]:
    return programs.printed(source, names, run.text, run.provider.methods)


def _classes(value: Any) -> Iterator[str]:
    """The names of the SDK's classes in a response: whoever prints an object prints them."""
    if isinstance(value, BaseModel):
        yield type(value).__name__
    held = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for inside in held if not isinstance(value, BaseModel) else (one for _, one in value):
        yield from _classes(inside)


def limited(source: str, provider: Provider) -> Verdict | None:
    """`prints`, and the limit on the tokens is still there."""
    wrong = prints(source, provider)
    gone = wrong is None and provider.read(read(source, provider).call).max_tokens is None
    return not_yet("limit_gone") if gone else wrong


def instructed(words: str) -> Proof:
    """`prints`, with the `words` in the system prompt as the provider takes it."""

    def proof(source: str, provider: Provider) -> Verdict | None:
        if words not in str(provider.read(read(source, provider).call).system).lower():
            return not_yet("no_instruction")
        return prints(source, provider)

    return proof


def counted(source: str, provider: Provider) -> Verdict | None:
    """`prints`, and the stream still brings its token counts."""
    run = trial.made(read(source, provider).call)
    if run.reply is not None and run.reply.usage is None:
        return not_yet("counts_gone")
    return prints(source, provider)


def well_addressed(source: str, provider: Provider) -> Verdict | None:
    """`prints`, and in life the call goes to the provider's own address."""
    tree = ast.parse(source)
    for node in [node for node in ast.walk(tree) if isinstance(node, ast.Call)]:
        for word in [word for word in node.keywords if word.arg == "base_url"]:
            if played.text_of(word.value, tree).rstrip("/") != provider.address.base_url.rstrip("/"):
                return not_yet("wrong_address", address=provider.address.base_url)
            node.keywords.remove(word)  # here calls go to the practice server, whatever a program says
    return prints(ast.unparse(tree), provider)


def keyless(source: str, provider: Provider) -> Verdict | None:
    """`prints`, and nowhere in the program stands a key."""
    if read(source, provider).call.client.get("api_key") is not None or any(
        isinstance(node, ast.Constant) and str(node.value).startswith(provider.address.key_prefixes or "sk-")
        for node in ast.walk(ast.parse(source))
    ):
        return not_yet("still_there")
    return prints(source, provider)


def looks_why(source: str, provider: Provider) -> Verdict | None:
    """The program says something else of a reply that was cut off than of the same one that was not."""
    run = trial.made(read(source, provider).call)
    if run.reply is None:
        return prints(source, provider)
    path = next(field.path_in(run.call) for field in provider.fields if field.id == "stop_reason")
    cut, whole = (_printed(source, run, _with(run.reply.names, path, end)) for end in _ends(provider, run))
    if not run.text or run.text not in "".join(line.text or "" for line in whole):
        return not_yet("text_not_printed")
    return not_yet("does_not_look") if cut == whole else None


def _ends(provider: Provider, run: Run) -> list[str | None]:
    """The stop reasons of a cut and of a whole reply, as the provider says them."""
    settings = provider.read(run.call)
    least = provider.kind.limit.least if provider.kind else 1
    limits = (max(8, least), 1024)
    calls = (provider.compose(replace(settings, max_tokens=limit), run.call) for limit in limits)
    replies = [trial.made(call).reply for call in calls]
    return [reply.stop_reason if reply else None for reply in replies]


def _with(names: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The names of a reply in which something else stands at a path; the reply itself stays as it came."""
    changed = {
        name: copy.deepcopy(held) if isinstance(held, BaseModel) else held for name, held in names.items()
    }
    owner, _, last = path.rpartition(".")
    if owner:
        setattr(programs.evaluate(owner, changed), last, value)
    else:
        changed[path] = value
    return changed


def leaves_hopeless(source: str, provider: Provider) -> Verdict | None:
    """A failure that does not pass is met once, and seen."""
    habits = played.habits_of(source, provider)
    if senseless := habits.hopeless:
        return not_yet("retries_hopeless", status=senseless[0])
    return None if played.is_seen(source, provider, played.REFUSED) else not_yet("swallowed")


def pauses(source: str, provider: Provider) -> Verdict | None:
    """Between two requests there is a wait; a program that does not try again ends with the error."""
    habits = played.habits_of(source, provider)
    if habits.attempts == 1:
        return None if played.is_seen(source, provider, played.BUSY) else not_yet("swallowed")
    if min(habits.waits) < _SHORTEST_WAIT or sum(habits.waits[:10]) < _SHORTEST_WAITS:
        return not_yet("no_pause", waits=f"{min(habits.waits):g}")
    return None


def gives_up(source: str, provider: Provider) -> Verdict | None:
    """However long a failure lasts, the program ends, and does not hammer before."""
    habits = played.habits_of(source, provider)
    return (
        not_yet("never_ends", most=played.MOST_ASKS) if habits.attempts is None else pauses(source, provider)
    )


def holds(source: str, provider: Provider) -> Verdict | None:
    """The test passes with any right answer, said twice in other words, and fails with a wrong one."""
    right, other, wrong = (_answer(provider, text) for text in ("Paris", "The capital is Paris.", "Lyon"))
    for answers in ((right, other), (other, right)):
        if played.fails(source, provider, answers):
            return not_yet("test_fails")
    return None if played.fails(source, provider, (wrong, wrong)) else not_yet("test_of_nothing")


def _answer(provider: Provider, text: str) -> Any:
    """A whole response of the provider that says this."""
    settings = Settings(provider.default, (Message("user", text),), max_tokens=1024, stream=False)
    run = trial.made(provider.compose(settings, None))
    assert run.reply is not None
    response = copy.deepcopy(next(iter(run.reply.names.values())))
    _put(response, run.text, text)
    return response


def _put(held: Any, said: str, instead: str) -> None:
    """Put another text wherever a response has the one that it said."""
    inside = enumerate(held) if isinstance(held, list) else list(held) if isinstance(held, BaseModel) else ()
    for place, value in inside:
        if value == said and isinstance(held, BaseModel):
            setattr(held, str(place), instead)
        else:
            _put(value, said, instead)


def remembers(source: str, provider: Provider) -> Verdict | None:
    """From the second turn on, what was said and answered before goes along."""
    settings = Settings(provider.default, (Message("user", played.SAID),), max_tokens=1024, stream=False)
    run = trial.made(provider.compose(settings, None))
    assert run.reply is not None
    turns = played.turns(source, provider, next(iter(run.reply.names.values())))
    if len(turns) < played.TURNS:
        return not_yet("one_turn")
    for number, sent in enumerate(turns):
        roles = [one.get("role") for one in sent]
        if roles != ["user", "assistant"] * number + ["user"]:
            return not_yet("turn_forgets", turn=number + 1, sent=len(sent))
        if any(one.get("content") != run.text for one in sent[1::2]):
            return not_yet("answers_forgotten")
    return None
