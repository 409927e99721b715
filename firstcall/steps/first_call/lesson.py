"""What "Your first call" says: the idea, and an explanation for every line of the program."""

from __future__ import annotations

from firstcall import programs, providers
from firstcall.calls import Message, Settings
from firstcall.course.exercise import Evidence, Exercise, Verdict
from firstcall.running.runs import Run

IDEA = """
You send a list of messages, you get text back. That is the whole thing: chat apps, agents and search
over documents are loops around this one call. The program below is complete. Change anything in it,
with the controls or by typing, and press **Run**: what stands in the box is what is sent.
"""

OPENING = Settings(
    model="",
    messages=(Message("user", "What is an API?"),),
    system="Explain it to a beginner, in two sentences.",
    max_tokens=1024,
    stream=True,
)


def _cut_off(evidence: Evidence) -> Verdict | None:
    if not evidence.runs:
        return None
    last = evidence.runs[-1]
    if any(run.reply and run.reply.cut_off for run in evidence.runs):
        return Verdict(
            True, "Cut off, and the stop reason says so. An app that does not look shows half a sentence."
        )
    if last.failure is not None:
        return Verdict(False, f"That call was refused ({last.failure.error}). The limit must be at least 1.")
    written = last.reply.usage.output_tokens if last.reply and last.reply.usage else 0
    return Verdict(
        False, f"It ended by itself after {written} tokens. Set the limit below that and run it again."
    )


def _path_of_output_tokens(evidence: Evidence) -> Verdict | None:
    typed = evidence.answers.get("first_call.path", "").strip()
    if not typed:
        return None
    if not evidence.replies:
        return Verdict(False, "Make a call first: the path is tried on its response.")
    run = evidence.replies[-1]
    try:
        value = programs.evaluate(typed, run.names)
    except programs.ERRORS as error:
        return Verdict(False, _wrong_path(typed, run, f"{type(error).__name__}: {error}"))
    except programs.NotAllowed:
        return Verdict(False, "Type only the path, for example `message.stop_reason`.")
    wanted = run.reply.usage.output_tokens if run.reply and run.reply.usage else None
    if value == wanted:
        return Verdict(True, f"Right: on your last response it gives {value}.")
    return Verdict(
        False,
        f"That gives {str(value)[:60]!r}, but {wanted} tokens were written. Look at the table of fields.",
    )


def _wrong_path(typed: str, run: Run, error: str) -> str:
    other = [
        p.name
        for p in providers.every().values()
        if p is not run.provider and typed in {f.path for f in p.fields}
    ]
    if other:
        return f"That is where {other[0]} keeps it. Your last call went to {run.provider.name}."
    return f"On your last response that path fails: {error}"


EXERCISES = (
    Exercise(
        id="first_call.cut_off",
        task="Make the token limit cut a reply off, and find the stop reason that says so.",
        hint="Thinking counts too. Move the token limit down to about 60, run it, and read **Stop reason** under Fields.",
        solution="With a limit of 60 the stop reason is `max_tokens` at Anthropic and `length` at OpenAI.",
        check=_cut_off,
    ),
    Exercise(
        id="first_call.path",
        task="Which path reads how many tokens the model wrote, in the response of your last call?",
        hint="Run a call, open **Fields** and look for **Tokens out**.",
        solution="Anthropic: `message.usage.output_tokens`. OpenAI: `response.usage.completion_tokens`, "
        "or `usage.completion_tokens` in the program that streams.",
        check=_path_of_output_tokens,
        asks="The path",
    ),
)

MISTAKES = (
    "Reading `content[0].text`: a model that thinks sends a thinking block first, and it has no text.",
    "Not looking at the stop reason: a reply that was cut off looks like any other.",
    "Setting a token limit that thinking uses up: the call succeeds, is billed, and brings no text.",
    "Calling the file `anthropic.py` or `openai.py`: Python then imports your file instead of the package.",
)
