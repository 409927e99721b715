"""The checks of the exercises of "Tune the output"."""

from __future__ import annotations

import re

from firstcall.calls import Settings
from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet, predicted
from firstcall.running.runs import Run
from firstcall.server import trial
from firstcall.steps.tune import WORDS, similarity

_ITEM = re.compile(r"^\s*(\d+)\.", re.MULTILINE)
_HAIKUS = 5


def settings(run: Run) -> Settings:
    """What a run sent, in the words of the controls."""
    return run.provider.read(run.call)


def asked(run: Run) -> str:
    """The prompt that a run sent."""
    messages = settings(run).messages
    return messages[-1].content if messages else ""


def _mended_ceiling(evidence: Evidence) -> Verdict | None:
    """Cut off first, then whole, for one prompt and one model, with a ceiling that is not wasteful."""
    cut = [run for run in evidence.replies if run.reply and run.reply.cut_off]
    if not cut:
        return not_yet("no_reply_cut_off") if evidence.replies else None
    for before in cut:
        for after in evidence.replies[evidence.replies.index(before) + 1 :]:
            if asked(after) == asked(before) and after.call.model == before.call.model and _whole(after):
                return _ceiling_verdict(before, after)
    return not_yet("cut_off_tokens", max_tokens=settings(cut[-1]).max_tokens)


def _whole(run: Run) -> bool:
    return run.reply is not None and run.reply.natural


def _ceiling_verdict(before: Run, after: Run) -> Verdict:
    low, enough = settings(before).max_tokens, settings(after).max_tokens
    used = after.reply.usage.output_tokens if after.reply and after.reply.usage else 0
    return done(low=low, enough=enough, used=f"{used:,}")


def _stopped_before_six(evidence: Evidence) -> Verdict | None:
    tried = [run for run in evidence.replies if settings(run).stop]
    if not tried:
        return not_yet("no_call_stop_sequence") if evidence.replies else None
    verdicts = [_list_verdict(run) for run in tried]
    return next((verdict for verdict in verdicts if verdict.done), verdicts[-1])


def _list_verdict(run: Run) -> Verdict:
    items = [int(number) for number in _ITEM.findall(run.text)]
    if 6 in items:
        return not_yet("item_six_written")
    if 5 not in items:
        if run.reply is not None and run.reply.cut_off:
            return not_yet("ceiling_cut_stop")
        return not_yet("ended_before_item", item=items[-1]) if items else not_yet("ended_before_item_one")
    assert run.reply is not None
    if not trial.stopped_by_sequence(run):
        return not_yet("ended_by_itself")
    return done("done_or_natural_end" if run.reply.one_word else "done", stop_reason=run.reply.stop_reason)


def _five_haikus(evidence: Evidence) -> Verdict | None:
    haikus = [run for run in evidence.replies if "haiku" in asked(run).lower()]
    if not haikus:
        return not_yet("no_haiku_prompt_ask") if evidence.replies else None
    warm = [run for run in haikus if settings(run).temperature == 1]
    if not warm:
        said = settings(haikus[-1]).temperature
        if not isinstance(said, int | float):
            return not_yet("last_without_temperature")
        return not_yet("last_haiku_asked", temperature=f"{said:g}")
    same = [run for run in warm if asked(run) == asked(warm[-1]) and run.call.model == warm[-1].call.model]
    if len(same) < _HAIKUS:
        return not_yet("let_write_all", same=len(same), wanted=_HAIKUS)
    cold = [run for run in haikus if settings(run).temperature == 0 and asked(run) == asked(warm[-1])]
    if len(cold) < _HAIKUS:
        return not_yet("let_write_cold", same=len(cold), wanted=_HAIKUS)
    texts = [run.text for run in cold[-_HAIKUS:]]
    different = len({run.text for run in same[-_HAIKUS:]})
    return done(wanted=_HAIKUS, different=different, equal=similarity.equal(texts))


def _refusal_mended(evidence: Evidence) -> Verdict | None:
    refused = [run for run in evidence.runs if _about_temperature(run)]
    if not refused:
        return not_yet("no_call_refused_because") if evidence.runs else None
    first = list(evidence.runs).index(refused[0])
    later = [run for run in evidence.runs[first + 1 :] if run.reply is not None]
    if any(run.call.provider == refused[0].call.provider for run in later):
        return done()
    assert refused[-1].failure is not None
    return not_yet("now_mend", error=refused[-1].failure.error)


def _about_temperature(run: Run) -> bool:
    return run.failure is not None and "temperature" in run.failure.said


EXERCISES = exercises(
    WORDS,
    "tune",
    ceiling=predicted("tune.ceiling", _mended_ceiling),
    haiku=predicted("tune.haiku", _five_haikus),
    stop=_stopped_before_six,
    refused=_refusal_mended,
)
