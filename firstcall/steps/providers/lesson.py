"""What "Providers side by side" says and asks."""

from __future__ import annotations

import re
from dataclasses import replace

from firstcall import providers
from firstcall.calls import Message, Settings
from firstcall.course import typed
from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet
from firstcall.running.runs import Run
from firstcall.server import trial
from firstcall.steps.providers import WORDS
from firstcall.ui import path_answer

OPENING = Settings(
    model="",
    messages=(Message("user", WORDS.line("opening/user")),),
    system=WORDS.line("opening/system"),
    max_tokens=512,
    stream=True,
)


MOST_TOKENS = 30


def _answer(evidence: Evidence, name: str) -> str:
    return evidence.answers.get(f"providers.{name}", "").strip().strip("`").strip()


_RIGHT_PATH = "response.choices[0].message.content"
_ROOT = re.compile(r"\b\w+(?=\.choices\b)")
"""The name that the learner's own program gives to the response."""
_MISTAKES: tuple[tuple[str, str], ...] = (
    (r"\.content\[\d\]\.text|block\.text", "anthropic_way_openai"),
    (r"\[.choices.\]", "reads_raw_json"),
    (r"choices\[\d\]\.text", "text_belongs_to"),
    (r"delta", "delta_piece_stream"),
    (r"output_text", "openai_responses_api"),
    (r"choices\.message", "choices_list_say"),
    (r"choices\[\d\]\.message$", "message_its_text"),
    (r"\.text$", "text_alone_google"),
    (r"^\w+\.message\.content$", "ollama_way_openai"),
)


def _translate(evidence: Evidence) -> Verdict | None:
    answer = _answer(evidence, "translate")
    if not answer:
        return None
    plain = typed.path(answer)
    verdict = path_answer.judge(_ROOT.sub("response", plain), "text", _reply_to_read())
    if verdict.done:
        return _right(evidence)
    for pattern, said in _MISTAKES:
        if re.search(pattern, plain.replace(" ", "")):
            return not_yet(said)
    return not_yet("path_look_row")


def _reply_to_read() -> Run:
    """A whole reply of the provider to which the program is translated, on which a path can be tried."""
    provider = next(one for one in providers.every().values() if one.fields[0].path == _RIGHT_PATH)
    settings = replace(OPENING, model=provider.default, stream=False)
    return trial.made(provider.compose(settings, None))


def _right(evidence: Evidence) -> Verdict:
    """What the path gives on the learner's own reply, where there is one that came whole."""
    for run in reversed(evidence.replies):
        if run.provider.fields[0].path == _RIGHT_PATH and "response" in run.names:
            return done("done_on_own_reply", characters=len(run.text))
    return done()


def _sparing(evidence: Evidence) -> Verdict | None:
    """The same prompt, answered whole by two providers with few tokens each."""
    by_prompt: dict[tuple[Message, ...], dict[str, Run]] = {}
    for run in evidence.replies:
        if _is_sparing(run):
            by_prompt.setdefault(_messages(run), {})[run.provider.id] = run
    for runs in by_prompt.values():
        if len(runs) > 1:
            counts = " and ".join(f"{run.provider.name} {_tokens(run)}" for run in runs.values())
            return done(counts=counts)
    if not evidence.replies:
        return not_yet("no_reply_came_does") if evidence.runs else None
    return _what_is_missing(evidence)


def _what_is_missing(evidence: Evidence) -> Verdict:
    last = evidence.replies[-1]
    newest = {run.provider.id: run for run in evidence.replies if _messages(run) == _messages(last)}
    if len(newest) < 2:
        return not_yet("one_provider")
    for run in newest.values():
        if run.reply is not None and run.reply.cut_off:
            return not_yet("cut_off", provider=run.provider.name)
        tokens = _tokens(run)
        thinking = run.reply.usage.reasoning_tokens if run.reply and run.reply.usage else 0
        if tokens is not None and tokens > MOST_TOKENS:
            why = "too_much_thinking" if thinking else "too_many_tokens"
            return not_yet(
                why, provider=run.provider.name, tokens=tokens, thinking=thinking, most=MOST_TOKENS
            )
    return not_yet("no_text_or_count")


def _is_sparing(run: Run) -> bool:
    tokens = _tokens(run)
    return (
        bool(run.text)
        and tokens is not None
        and tokens <= MOST_TOKENS
        and not (run.reply and run.reply.cut_off)
    )


def _tokens(run: Run) -> int | None:
    return run.reply.usage.output_tokens if run.reply and run.reply.usage else None


def _messages(run: Run) -> tuple[Message, ...]:
    return run.provider.read(run.call).messages


def _stopped(evidence: Evidence) -> Verdict | None:
    """A stop sequence that took effect at both: told by one, hidden by the other."""
    with_stop = [run for run in evidence.replies if run.provider.read(run.call).stop]
    if not with_stop:
        return not_yet("no_call_stop_sequence") if evidence.runs else None
    told = any(run.reply and run.reply.stop_reason == "stop_sequence" for run in with_stop)
    hidden = any(run.reply and run.reply.one_word and trial.stopped_by_sequence(run) for run in with_stop)
    if told and hidden:
        return done()
    if not told and not hidden:
        return not_yet("stop_sequence_sent")
    if told:
        return not_yet("anthropic_told_now")
    return not_yet("openai_says_stop")


EXERCISES = exercises(WORDS, "providers", translate=_translate, sparing=_sparing, stopped=_stopped)
