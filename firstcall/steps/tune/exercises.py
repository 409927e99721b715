"""The exercises of "Tune the output", and the questions asked there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstcall import providers
from firstcall.calls import Settings
from firstcall.course.exercise import Evidence, Exercise, Verdict
from firstcall.running.runs import Run

_ITEM = re.compile(r"^\s*(\d+)\.", re.MULTILINE)
_HAIKUS = 5


def settings(run: Run) -> Settings:
    """What a run sent, in the words of the controls."""
    return providers.get(run.call.provider).read(run.call)


def asked(run: Run) -> str:
    """The prompt that a run sent."""
    messages = settings(run).messages
    return messages[-1].content if messages else ""


def _mended_ceiling(evidence: Evidence) -> Verdict | None:
    """Cut off first, then whole, for one prompt and one model, with a ceiling that is not wasteful."""
    cut = [run for run in evidence.replies if run.reply and run.reply.cut_off]
    if not cut:
        return Verdict(False, "No reply was cut off yet. Set a low ceiling.") if evidence.replies else None
    for before in cut:
        for after in evidence.replies[evidence.replies.index(before) + 1 :]:
            if asked(after) == asked(before) and after.call.model == before.call.model and _whole(after):
                return _ceiling_verdict(before, after)
    return Verdict(
        False,
        f"Cut off at {settings(cut[-1]).max_tokens} tokens. Now raise the ceiling, with the same prompt and "
        "the same model, until the stop reason says that it ended by itself.",
    )


def _whole(run: Run) -> bool:
    return run.reply is not None and run.reply.stop_reason in {"end_turn", "stop"}


def _ceiling_verdict(before: Run, after: Run) -> Verdict:
    low, enough = settings(before).max_tokens, settings(after).max_tokens
    used = after.reply.usage.output_tokens if after.reply and after.reply.usage else 0
    return Verdict(
        True,
        f"Cut off at {low}; with {enough} it ended by itself after {used:,} tokens. The rest of the ceiling "
        "was not used, and not paid.",
    )


def _stopped_before_six(evidence: Evidence) -> Verdict | None:
    tried = [run for run in evidence.replies if settings(run).stop]
    if not tried:
        return Verdict(False, "No call with a stop sequence yet.") if evidence.replies else None
    verdicts = [_list_verdict(run) for run in tried]
    return next((verdict for verdict in verdicts if verdict.done), verdicts[-1])


def _list_verdict(run: Run) -> Verdict:
    items = [int(number) for number in _ITEM.findall(run.text)]
    if 6 in items:
        return Verdict(False, "Item six was written. The stop sequence has to be what item six begins with.")
    if 5 not in items:
        if run.reply is not None and run.reply.cut_off:
            return Verdict(False, "The ceiling cut it, not the stop sequence. Raise the token limit.")
        return Verdict(
            False,
            f"It ended before item five{f', after item {items[-1]}' if items else ''}. Stop at what only item "
            "six has.",
        )
    assert run.reply is not None
    return Verdict(
        True,
        f"Five items, and the stop reason is `{run.reply.stop_reason}`. "
        + (
            "It could as well be a natural end: OpenAI uses the same word for both."
            if run.reply.stop_reason == "stop"
            else "Anthropic tells you that it was the stop sequence."
        ),
    )


def _five_haikus(evidence: Evidence) -> Verdict | None:
    haikus = [run for run in evidence.replies if "haiku" in asked(run).lower()]
    if not haikus:
        return Verdict(False, "No haiku yet: the prompt has to ask for one.") if evidence.replies else None
    warm = [run for run in haikus if settings(run).temperature == 1]
    if not warm:
        said = settings(haikus[-1]).temperature
        return Verdict(
            False,
            f"The last haiku was asked for {f'at {said:g}' if _number(said) else 'without a temperature'}.",
        )
    same = [run for run in warm if asked(run) == asked(warm[-1]) and run.call.model == warm[-1].call.model]
    if len(same) < _HAIKUS:
        return Verdict(False, f"{len(same)} of {_HAIKUS} at 1.0. Let it write all of them.")
    different = len({run.text for run in same[-_HAIKUS:]})
    return Verdict(
        True, f"{_HAIKUS} haikus at 1.0, {different} of them different. The same at 0 are nearly all alike."
    )


def _number(value: object) -> bool:
    return isinstance(value, int | float)


def _refusal_mended(evidence: Evidence) -> Verdict | None:
    refused = [run for run in evidence.runs if _about_temperature(run)]
    if not refused:
        return (
            Verdict(False, "No call was refused because of its temperature yet.") if evidence.runs else None
        )
    first = list(evidence.runs).index(refused[0])
    later = [run for run in evidence.runs[first + 1 :] if run.reply is not None]
    if any(run.call.provider == refused[0].call.provider for run in later):
        return Verdict(True, "Refused, read, mended. The message named the argument: that is where to look.")
    assert refused[-1].failure is not None
    return Verdict(False, f"`{refused[-1].failure.error}`: now mend it.")


def _about_temperature(run: Run) -> bool:
    return run.failure is not None and "temperature" in run.failure.said


EXERCISES: Sequence[Exercise] = (
    Exercise(
        "tune.ceiling",
        "Let the ceiling **cut a reply off**, then raise it, with the same prompt, until the reply **ends by "
        "itself**.",
        "In the lab **Token limit**, one press of Run sends several ceilings. Look at the stop reasons under "
        "the bars.",
        "Run the lab as it is. The low ceilings end with `max_tokens` (OpenAI: `length`), the high ones with "
        "`end_turn` (OpenAI: `stop`). Is there none of the latter? Add 1024 to the ceilings.",
        _mended_ceiling,
    ),
    Exercise(
        "tune.haiku",
        "Have a **haiku** written **five times at temperature 1.0**.",
        "The lab **Temperature** sends the prompt five times at each of two temperatures. It needs a model "
        "that takes one.",
        "Run the lab as it is: five times at 1.0, five times at 0. For Anthropic use `claude-haiku-4-5`.",
        _five_haikus,
    ),
    Exercise(
        "tune.stop",
        "Have a numbered list end **after item five**, by a stop sequence.",
        "What does item six begin with, and no item before it?",
        'Send the stop sequence `6.`: `stop_sequences=["6."]` for Anthropic, `stop=["6."]` for OpenAI.',
        _stopped_before_six,
    ),
    Exercise(
        "tune.refused",
        "Get a temperature **refused**, then mend the call.",
        "In the lab **Temperature**, below the picture, stand lines of old tutorials.",
        "Open one of them, press **Run this line**, read the error, press the button with the fix.",
        _refusal_mended,
    ),
)

FAQ: tuple[tuple[str, str], ...] = (
    (
        "Does a lower token limit make the answer shorter?",
        "It makes it end sooner, in mid-sentence if need be. The model does not plan for it. Ask in the prompt "
        "for the length you want.",
    ),
    (
        "Can I have the same answer twice?",
        "You can come close with temperature 0, where the model takes one. Ollama with a `seed` really repeats "
        "itself. To be sure, keep the first answer and show it again.",
    ),
)
"""Beside those in `faq` that arise at this step."""

MISTAKES: tuple[str, ...] = (
    "Copying a model id, or `temperature=0`, from a tutorial of last year.",
    "Not looking at the stop reason, and showing half a sentence.",
    "Taking temperature 0 for a guarantee.",
    "Leaving the ceiling out where it may be left out: one runaway reply can then cost dollars.",
    "A stop sequence that also stands in the middle of a good answer, such as a line break.",
)
