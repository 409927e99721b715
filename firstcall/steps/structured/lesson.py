"""What "Structured output" sends to begin with, and the checks of its exercises."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from firstcall import programs, providers
from firstcall.calls import Call, Message, Settings
from firstcall.calls.written import Written
from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet
from firstcall.programs.lint.rules import Program
from firstcall.programs.lint.rules.parsing import catches, parsed_unseen
from firstcall.programs.read.source import read
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.structured import WORDS
from firstcall.ui import wire

STEP = "structured"
SHAPE = "structured"
"""The programs that ask for JSON and read it by a class, in each provider's folder."""

OPENING = Settings(
    model="",
    messages=(Message("user", WORDS.line("opening")),),
    max_tokens=1024,
    stream=False,
)


def adds(provider: Provider, call: Call) -> Call:
    """The call with the schema of the class with which every program of this page begins."""
    if provider.structured is None:
        return call
    opening = programs.schema_of(programs.SCHEMA_CLASS)
    assert opening is not None
    return provider.structured.add(call, opening.name, provider.structured.schema(opening.model))


def schema_in(value: Any) -> Written | type[BaseModel] | None:
    """The schema of a class that a call sends, or the class that it hands to the SDK's helper."""
    if isinstance(value, Written | type):
        return value
    inner = value.values() if isinstance(value, Mapping) else ()
    return next((found for one in inner if (found := schema_in(one)) is not None), None)


def class_of(source: str) -> type[BaseModel] | None:
    """The class of a program, `None` where there is none that can be read."""
    try:
        found = programs.schema_of(source)
    except programs.NotUnderstood:
        return None
    return found.model if found else None


def asked(evidence: Evidence) -> list[Run]:
    """The runs of the program in the box that asked for JSON by a class."""
    return [run for run in evidence.runs if run.program and schema_in(run.call.arguments) is not None]


def valid(run: Run) -> BaseModel | None:
    """The object that a whole reply gives, `None` where it gives none."""
    model = class_of(run.program)
    if model is None or run.reply is None or run.reply.cut_off:
        return None
    try:
        return model.model_validate_json(run.reply.text)
    except ValidationError:
        return None


def declined(run: Run) -> str:
    """How a reply says that the model declines, empty where it does not."""
    how = run.provider.structured
    return how.declined(run.reply.names) if how is not None and run.reply is not None else ""


def values(found: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """The plain values of an object, each with its path."""
    if isinstance(found, BaseModel):
        found = found.model_dump(mode="json")
    if isinstance(found, Mapping):
        for key, value in found.items():
            yield from values(value, f"{name}.{key}" if name else str(key))
    elif isinstance(found, list):
        for at, value in enumerate(found):
            yield from values(value, f"{name}[{at}]")
    else:
        yield name, found


def in_text(value: Any, text: str) -> bool | None:
    """Whether a value stands in a text; `None` where that says nothing, as of yes and no."""
    if value is None or isinstance(value, bool):
        return None
    return str(value).lower() in text.lower()


def prompt(run: Run) -> str:
    return "\n".join(message.content for message in providers.of(run.call).read(run.call).messages)


def _cut(evidence: Evidence) -> Verdict | None:
    """A reply that the limit ended before the object was whole."""
    made = asked(evidence)
    cut = [run for run in made if run.reply is not None and run.reply.cut_off]
    if cut:
        reply = cut[-1].reply
        assert reply is not None
        return done(reason=wire.code(reply.stop_reason), text=wire.code(reply.text or ""))
    return not_yet("whole") if any(run.reply for run in made) else None


def _declined(evidence: Evidence) -> Verdict | None:
    """A reply by which the model declines, in a field of its own or by its stop reason."""
    made = [run for run in asked(evidence) if run.reply is not None]
    said = [said for run in made if (said := declined(run))]
    if said:
        return done(said=wire.code(said[-1]))
    how = made[-1].provider.structured if made else None
    if how is None:
        return None
    return not_yet("answered" if how.can_decline else "no_word", provider=made[-1].provider.name)


def _wrong(evidence: Evidence) -> Verdict | None:
    """JSON that is whole and that nobody should believe: a value that the prompt does not have, or one that the class
    does not allow."""
    whole = [run for run in asked(evidence) if run.reply is not None and not run.reply.cut_off]
    for run in reversed(whole):
        found = valid(run)
        if found is None:
            if _is_json(run.text):
                return done("broke", text=wire.code(run.text))
            continue
        made_up = [(name, value) for name, value in values(found) if in_text(value, prompt(run)) is False]
        if made_up:
            name, value = made_up[0]
            return done(name=wire.code(name), value=wire.code(value))
    return not_yet("all_there") if whole else None


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _refused(evidence: Evidence) -> Verdict | None:
    """A schema that the API does not take."""
    made = asked(evidence)
    failed = [run for run in made if run.failure is not None and run.failure.status == 400]
    said = [run.failure.said for run in failed if run.failure and _about_schema(run.failure.said)]
    if said:
        return done(said=wire.as_text(said[-1][:200]))
    return not_yet("taken") if made else None


def _about_schema(said: str) -> bool:
    return any(word in said for word in ("schema", "output_config.format", "additionalProperties"))


def _survives(evidence: Evidence) -> Verdict | None:
    """A program that looks why the reply ended, then reads it, and that meets JSON which does not fit. It is followed on
    the learner's own replies, a whole one and one that was cut off."""
    ran = [run for run in asked(evidence) if run.reply is not None]
    if not ran:
        return None
    mine = [run for run in ran if run.provider.handle == ran[-1].provider.handle]
    whole = [run for run in mine if valid(run) is not None]
    cut = [run for run in mine if run.reply and run.reply.cut_off]
    try:
        written = Program(read(evidence.code))
    except programs.NotUnderstood:
        return not_yet("no_program")
    if not catches(written):
        return not_yet("no_except")
    if list(parsed_unseen(written)):
        return not_yet("looks_late")
    if not whole or not cut:
        return not_yet("both_first")
    return _followed(evidence.code, whole[-1], cut[-1])


def _followed(source: str, whole: Run, cut: Run) -> Verdict:
    ended, came = _printed(source, cut), _printed(source, whole)
    if any(line.error for line in ended):
        return not_yet("cut_ends")
    said = "".join(line.text or "" for line in came)
    read_so = any(str(value) in said for _, value in values(valid(whole)))
    if any(line.error for line in came) or not read_so:
        return not_yet("whole_lost")
    shown = "".join(line.text or "" for line in ended)
    return done(said=wire.code(shown.strip().splitlines()[0] if shown.strip() else ""))


def _printed(source: str, run: Run) -> list[programs.Printed]:
    assert run.reply is not None
    return programs.printed(source, run.reply.names, run.reply.text, run.provider.methods)


EXERCISES = exercises(
    WORDS, STEP, cut=_cut, declined=_declined, wrong=_wrong, refused=_refused, survive=_survives
)
