"""What the throw-away step sends and checks."""

from firstcall.steps.echo import WORDS

from firstcall.calls import Message, Settings
from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet

OPENING = Settings(model="", messages=(Message("user", "Say hello."),), max_tokens=400)


def _call(evidence: Evidence) -> Verdict | None:
    if not evidence.runs:
        return None
    return done(calls=len(evidence.replies)) if evidence.replies else not_yet("no_reply")


EXERCISES = exercises(WORDS, "echo", call=_call)
