"""Spot the bug: short programs with one mistake each, checked by the linter that marks every code box."""

from __future__ import annotations

from dataclasses import dataclass

from firstcall import programs as snippets
from firstcall import providers
from firstcall.course.exercise import Evidence, Exercise, Verdict
from firstcall.programs.lint.findings import NOT_PYTHON, Finding, count_calls, lint
from firstcall.steps.good_habits import bug_programs as programs

STEP = "good_habits"


@dataclass(frozen=True)
class Bug:
    """A program with one mistake of the kind `rule`.

    `story` is what its author noticed, `learned` is said when it is mended. `fails` tells that
    running it shows the failure. `keeps` are pieces that mending must leave in the program.
    """

    name: str
    title: str
    provider: str
    rule: str
    story: str
    hint: str
    learned: str
    source: str
    solution: str
    fails: bool = False
    keeps: tuple[str, ...] = ("print(",)

    @property
    def id(self) -> str:
        return f"{STEP}.{self.name}"

    @property
    def call(self) -> snippets.Program | None:
        return program_of(self.source, self.provider)


def program_of(source: str, provider_id: str) -> snippets.Program | None:
    """The one call of a program where it can be read as one, so that it can be run here."""
    try:
        return snippets.parse(source, provider_id, providers.get(provider_id).sdk.methods)
    except snippets.NotUnderstood:
        return None


def judge(bug: Bug, source: str) -> Verdict | None:
    """Whether a learner's version of the program is mended; `None` while it is untouched."""
    if source.strip() == bug.source.strip():
        return None
    found = lint(source, bug.provider)
    if unreadable := next((one for one in found if one.rule == NOT_PYTHON), None):
        return Verdict(False, unreadable.message)
    if gone := _gone(bug, source):
        return Verdict(False, gone)
    if any(one.rule == bug.rule for one in found):
        return Verdict(False, "The bug is still there.")
    if fresh := _new_error(bug, found):
        return Verdict(
            False, f"That bug is gone, but now line {fresh.line} fails: {fresh.message} {fresh.why}"
        )
    if bug.call is not None and program_of(source, bug.provider) is None:
        return Verdict(False, "The bug is gone, but the call cannot be read any more. Keep its shape.")
    return Verdict(True, bug.learned)


def _gone(bug: Bug, source: str) -> str | None:
    if count_calls(source) < count_calls(bug.source):
        return "The call is gone. Mend the program, do not empty it."
    missing = next((piece for piece in bug.keeps if piece not in source), None)
    return f"The program needs its `{missing.strip(' (')}`. Mend it, do not remove it." if missing else None


def _new_error(bug: Bug, found: list[Finding]) -> Finding | None:
    before = {one.rule for one in lint(bug.source, bug.provider)}
    return next((one for one in found if one.severity == "error" and one.rule not in before), None)


BUGS: tuple[Bug, ...] = (
    Bug(
        "first_block",
        "The block without a text",
        "anthropic",
        "first-block",
        "It worked with last year's model. With today's it stops with an AttributeError.",
        "What stands first in `content` when a model thinks before it answers?",
        "A reply is a list of blocks. Pick those whose `type` is `text`.",
        *programs.FIRST_BLOCK,
        fails=True,
    ),
    Bug(
        "no_limit",
        "The call that never leaves",
        "anthropic",
        "no-token-limit",
        "Nothing is sent at all: a TypeError, before anything travels.",
        "One argument is required by Anthropic in every call. It is also your guard against a large bill.",
        "`max_tokens` is required here. At OpenAI nobody forces you to set a limit, and nobody caps your bill.",
        *programs.NO_LIMIT,
        fails=True,
    ),
    Bug(
        "other_path",
        "The wrong map",
        "openai",
        "wrong-path",
        "The call works, tokens are paid for, then: AttributeError.",
        "This path leads to the text of another provider's reply.",
        "Each provider keeps the text elsewhere. Here it is `response.choices[0].message.content`.",
        *programs.OTHER_PATH,
        fails=True,
    ),
    Bug(
        "temperature",
        "The knob that is gone",
        "anthropic",
        "refused-parameter",
        "Copied from a tutorial of last year. Today: a TypeError.",
        "One of these arguments was taken out of the SDK, and the model refuses it on the wire too.",
        "Today's Claude models take no temperature. Steer them with words in the system prompt.",
        *programs.TEMPERATURE,
        fails=True,
    ),
    Bug(
        "old_limit",
        "The renamed limit",
        "openai",
        "refused-parameter",
        "OpenAI answers 400 and names the argument.",
        "The token limit has another name on every model since GPT-5.",
        "`max_completion_tokens` it is. The 400 said so: read the message of an error first.",
        *programs.OLD_LIMIT,
        fails=True,
    ),
    Bug(
        "reasoning_temperature",
        "Chance and thought",
        "openai",
        "refused-parameter",
        "The same line works on gpt-4o-mini. Here it is a 400.",
        "This model reasons unless it is told not to, and takes a temperature only when it does not.",
        'With `reasoning_effort="none"` the temperature is accepted. Leaving it out works too.',
        *programs.REASONING_TEMPERATURE,
        fails=True,
    ),
    Bug(
        "retired_model",
        "The model that was",
        "anthropic",
        "retired-model",
        "404, and the message is nothing but the model's name.",
        "Is this id still served? The catalogue in the model box of any step knows.",
        "Ids change and retire. Copy them from the provider's page, never from a tutorial.",
        *programs.RETIRED_MODEL,
        fails=True,
    ),
    Bug(
        "system_role",
        "Instructions in the wrong place",
        "anthropic",
        "system-role",
        "The list was copied from an OpenAI program. Anthropic answers 400.",
        "At Anthropic the system prompt is no message.",
        "`system=` is an argument of its own, beside `messages`.",
        *programs.SYSTEM_ROLE,
        fails=True,
        keeps=("print(", "three words"),
    ),
    Bug(
        "dict_access",
        "Brackets from 2023",
        "openai",
        "dict-access",
        "TypeError: the object is not subscriptable.",
        "Since version 1 of the SDK a reply is an object. How are an object's fields read?",
        "Fields of an object are read with a dot.",
        *programs.DICT_ACCESS,
        fails=True,
    ),
    Bug(
        "raw_content",
        "Too much on the screen",
        "anthropic",
        "raw-content",
        "It runs, but it prints brackets, names and signatures around the answer.",
        "`content` is not the text. What is it?",
        "`content` is a list of blocks. Join the texts of the text blocks.",
        *programs.RAW_CONTENT,
        fails=True,
    ),
    Bug(
        "usage_chunk",
        "Fails on the last metre",
        "openai",
        "usage-chunk",
        "The whole answer appears, then: IndexError: list index out of range.",
        "The last chunk brings the token counts. What does it not bring?",
        "The usage chunk has no choices. Look before you read: `if chunk.choices:`.",
        *programs.USAGE_CHUNK,
        fails=True,
        keeps=("print(", "include_usage"),
    ),
    Bug(
        "no_stop_reason",
        "Half a sentence",
        "openai",
        "no-stop-reason",
        "Users complain that answers end in the middle. No error is in the log.",
        "The reply says why it ended. Who looks?",
        "A cut-off reply raises nothing. Look at `finish_reason` (Anthropic: `stop_reason`) and say so.",
        *programs.NO_STOP_REASON,
        fails=True,
    ),
    Bug(
        "key_in_code",
        "The key on the doormat",
        "openai",
        "hard-coded-key",
        "It works. It was also pushed to GitHub an hour ago.",
        "What must never stand in a program, since programs are shared?",
        "The client finds the key in the environment. One that was published must be revoked at once.",
        *programs.KEY_IN_CODE,
    ),
    Bug(
        "retry_400",
        "Stubborn",
        "anthropic",
        "retry-4xx",
        "A bad request takes fifteen seconds to fail, and fails all the same.",
        "Which errors can be different next time? Catch only those.",
        "Only 429, 5xx and network failures pass. A 400 or 401 says the same each time.",
        *programs.RETRY_400,
        keeps=("except", "sleep"),
    ),
    Bug(
        "tight_loop",
        "Knocking without a pause",
        "openai",
        "tight-loop",
        "The rate limit was reached once. Since then every request is refused.",
        "What happens between two attempts?",
        "Wait between attempts, twice as long each time, and with a little chance in it.",
        *programs.TIGHT_LOOP,
        keeps=("except",),
    ),
    Bug(
        "endless",
        "Until the end of days",
        "anthropic",
        "no-attempt-limit",
        "The provider was down over night. So was this program, without a word.",
        "When does this loop give up?",
        "A limit on the attempts, then an error that somebody sees.",
        *programs.ENDLESS,
        keeps=("except", "sleep"),
    ),
    Bug(
        "guarantee",
        "The flaky test",
        "openai",
        "zero-as-guarantee",
        "This test passes for weeks, then fails on a Tuesday.",
        "Does temperature 0 promise what the assertion wants?",
        "Nearly the same is not the same. Check what must hold, such as the word that must appear.",
        *programs.GUARANTEE,
        keeps=("assert", "temperature=0"),
    ),
    Bug(
        "last_message",
        "The goldfish",
        "anthropic",
        "last-message-only",
        "You tell it your name. One question later it has no idea.",
        "The program keeps a list. What does it send?",
        "The API remembers nothing. Send the whole list, every turn.",
        *programs.LAST_MESSAGE,
        keeps=("append", "print("),
    ),
    Bug(
        "base_url",
        "Next door",
        "openai",
        "wrong-base-url",
        "Every call is a 404, with every model.",
        "The SDK puts `/chat/completions` behind the base URL. What is missing in between?",
        "OpenAI's base URL ends in `/v1`; Anthropic's must not.",
        *programs.BASE_URL,
        keeps=("base_url", "print("),
    ),
)


def find(name: str) -> Bug:
    return next(bug for bug in BUGS if bug.name == name)


def exercise(bug: Bug) -> Exercise:
    """The bug as an exercise of the step; `Evidence.code` is the learner's version of the program."""

    def check(evidence: Evidence) -> Verdict | None:
        return judge(bug, evidence.code)

    solution = f"```python\n{bug.solution}```"
    return Exercise(bug.id, f"{bug.title}: {bug.story}", bug.hint, solution, check)


EXERCISES: tuple[Exercise, ...] = tuple(exercise(bug) for bug in BUGS)
