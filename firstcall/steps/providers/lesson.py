"""What "Providers side by side" says and asks."""

from __future__ import annotations

import re

from firstcall import programs
from firstcall.calls import Message, Settings
from firstcall.course.exercise import Evidence, Exercise, Verdict
from firstcall.running.runs import Run

IDEA = """
**Same shape everywhere: messages in, text out.** Every provider takes a model, a list of messages and a
token limit, and gives back text, a stop reason and token counts. What differs are names and places. Learn the
shape once; look the names up here.
"""

OPENING = Settings(
    model="",
    messages=(Message("user", "What is a token?"),),
    system="Answer in two sentences.",
    max_tokens=512,
    stream=True,
)

WRONG_PATH = """
The most common mistake when you change providers: the call is new, the line that reads the reply is still
the old one. Try it. The path is read on your last reply, and fails as it would in your program.
"""

MOST_TOKENS = 60

FAQ: tuple[tuple[str, str], ...] = (
    (
        "Is there a package that hides these differences?",
        "Several. They help when you must change providers often. They also lag behind, and hide what you need when "
        "something goes wrong, so learn one provider's own SDK first.",
    ),
    (
        "Can I use OpenAI's package with another provider?",
        "Often: many servers, Ollama among them, understand OpenAI's protocol. Give the client their `base_url`. What "
        "is special to a provider, such as thinking or caching, may be missing there.",
    ),
    (
        "Which provider is best?",
        "Send your own prompt to all of them, above, and compare text, time and price. That is worth more than any "
        "ranking, and next month the answer may be another one.",
    ),
)


def _answer(evidence: Evidence, name: str) -> str:
    return evidence.answers.get(f"providers.{name}", "").strip().strip("`").strip()


_RIGHT = re.compile(r"(\w+)\.choices\[(?:0|-1)\]\.message\.content")
_MISTAKES: tuple[tuple[str, str], ...] = (
    (
        r"\.content\[\d\]\.text|block\.text",
        "That is **Anthropic's** way. OpenAI's reply has no `content` at its top.",
    ),
    (r"\[.choices.\]", "That reads raw JSON. The SDK gives you objects: dots, not quoted names."),
    (
        r"choices\[\d\]\.text",
        "`.text` belongs to OpenAI's old Completions API. A chat reply has a **message**.",
    ),
    (r"delta", "`delta` is a piece of a stream. This reply came whole."),
    (r"output_text", "That is OpenAI's Responses API. Here it is Chat Completions."),
    (r"choices\.message", "`choices` is a list: say which one you want."),
    (r"choices\[\d\]\.message$", "That is the message. Its text is one step further."),
    (r"\.text$", "`.text` alone is Google's way."),
    (r"^\w+\.message\.content$", "That is Ollama's way. OpenAI puts its message into a list first."),
)


def _translate(evidence: Evidence) -> Verdict | None:
    typed = _answer(evidence, "translate")
    if not typed:
        return None
    plain = re.sub(r"^(?:print\((.*)\)|\w+\s*=\s*(.*))$", lambda found: found[1] or found[2], typed).replace(
        " ", ""
    )
    if _RIGHT.fullmatch(plain):
        return Verdict(True, "Right: " + _read(evidence))
    for pattern, said in _MISTAKES:
        if re.search(pattern, plain):
            return Verdict(False, said)
    return Verdict(False, "Not the path. Look at the row “Reply text” of the table.")


def _read(evidence: Evidence) -> str:
    """What the path gives on the learner's own reply, where there is one that came whole."""
    for run in reversed(evidence.replies):
        if run.provider.id == "openai" and "response" in run.names:
            value = programs.evaluate("response.choices[0].message.content", run.names)
            return f"on your own reply it gives {len(str(value))} characters of text."
    return "a list of choices, of which you asked for one; in it a message; in it the text."


def _sparing(evidence: Evidence) -> Verdict | None:
    """The same prompt, answered whole by two providers with few tokens each."""
    by_prompt: dict[tuple[Message, ...], dict[str, Run]] = {}
    for run in evidence.replies:
        if _is_sparing(run):
            by_prompt.setdefault(_messages(run), {})[run.provider.id] = run
    for runs in by_prompt.values():
        if len(runs) > 1:
            counts = " and ".join(f"{run.provider.name} {_tokens(run)}" for run in runs.values())
            return Verdict(True, f"Both answered the same prompt in full: {counts} tokens out.")
    if not evidence.replies:
        return Verdict(False, "No reply came. What does the error say?") if evidence.runs else None
    return Verdict(False, _what_is_missing(evidence))


def _what_is_missing(evidence: Evidence) -> str:
    last = evidence.replies[-1]
    newest = {run.provider.id: run for run in evidence.replies if _messages(run) == _messages(last)}
    if len(newest) < 2:
        return "Only one provider has answered this prompt. Choose a second one under **Send it to**."
    for run in newest.values():
        if run.reply is not None and run.reply.cut_off:
            return f"{run.provider.name} was **cut off**. Ask for less instead of forbidding more."
        tokens = _tokens(run)
        thinking = run.reply.usage.reasoning_tokens if run.reply and run.reply.usage else 0
        if tokens is not None and tokens > MOST_TOKENS:
            why = (
                f", {thinking} of them for thinking: lower the effort or take a model that does not think"
                if thinking
                else ""
            )
            return f"{run.provider.name} used {tokens} tokens{why}. Get it to {MOST_TOKENS} or fewer."
    return "Nearly: a reply must have text and a count of its tokens."


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
        return (
            Verdict(False, "No call with a stop sequence yet. Write one into **Stop sequence**.")
            if evidence.runs
            else None
        )
    told = any(run.reply and run.reply.stop_reason == "stop_sequence" for run in with_stop)
    hidden = any(run.reply and run.reply.stop_reason == "stop" for run in with_stop)
    if told and hidden:
        return Verdict(
            True,
            "Anthropic says `stop_sequence`; OpenAI says `stop`, the word it also uses for a natural end. If your "
            "program must know, look at the text.",
        )
    if not told and not hidden:
        return Verdict(
            False, "A stop sequence was sent, but the reply ended otherwise. Which word will surely come?"
        )
    if told:
        return Verdict(False, "Anthropic told you. Now send the same to OpenAI and look at its stop reason.")
    return Verdict(
        False,
        "OpenAI says `stop`. Send the same to Anthropic, with a word that really comes up, and compare.",
    )


EXERCISES = (
    Exercise(
        "providers.translate",
        "**Translate.** A program for Anthropic reads the text with "
        '`"".join(block.text for block in message.content if block.type == "text")`. Its call now goes to OpenAI and '
        "gives `response`. Which path reads the text there?",
        "The row “Reply text” of the table. Start with `response.`",
        "`response.choices[0].message.content`",
        _translate,
        asks="Path",
    ),
    Exercise(
        "providers.sparing",
        f"**Same prompt, few tokens.** Get a complete answer to one and the same prompt from two providers, each with "
        f"at most {MOST_TOKENS} tokens out. A reply that is cut off does not count.",
        "Ask for little, such as one word. And remember that thinking is counted as output.",
        "Prompt: `What is the capital of France? Answer in one word.` If a model thinks too much for that, choose one "
        "that does not, such as `claude-haiku-4-5`.",
        _sparing,
    ),
    Exercise(
        "providers.stopped",
        "**Two words for one thing.** Send a prompt with a stop sequence that takes effect to Anthropic and to OpenAI. "
        "Which of them tells you that it was your stop sequence?",
        "Ask for a list of numbers from 1 to 9 and stop at `5`.",
        "Prompt: `Count from 1 to 9.` Stop sequence: `5`. Compare the two stop reasons under the replies.",
        _stopped,
    ),
)
