"""Answers to the exercises of "What travels"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from firstcall.course.exercise import Evidence
from firstcall.running.runs import Run
from tests.course.answered import Answers, Did, asked, call, done, run


def about(id: str, form: str, *made: Callable[[], Run]) -> Did:
    """An answer that may name things of the newest call: its request id, the id of its reply."""

    def did() -> Evidence:
        runs = [one() for one in made]
        values = {"request": "", "reply": "", "earlier": ""}
        if runs:
            assert runs[-1].record is not None and runs[-1].reply is not None and runs[0].record is not None
            values = {"request": str(runs[-1].record.request_id), "reply": str(runs[-1].reply.id)}
            values["earlier"] = str(runs[0].record.request_id)
        return Evidence(runs, answers={f"what_travels.{id}": form.format(**values)})

    return did


def one(stream: bool = True, prompt: str = "What is an API?", provider: str = "openai") -> Callable[[], Run]:
    return lambda: asked(provider, prompt, stream=stream)


def made(*calls: Callable[[], Run]) -> Callable[[], Sequence[Run]]:
    return lambda: [each() for each in calls]


def compared() -> Run:
    """A whole call that the page made to compare providers."""
    found = run(call("openai"))
    found.batch = "both providers"
    return found


ANSWERS = {
    "request_id": Answers(
        {
            "copied": about("request_id", "{request}", one()),
            "in quotes": about("request_id", '"{request}"', one()),
            "with its name": about("request_id", "request-id: {request}", one()),
            "of another provider": about("request_id", "{request}", one(), one(provider="anthropic")),
        },
        {
            "nothing sent": about("request_id", "req_123"),
            "of the reply": about("request_id", "{reply}", one()),
            "an earlier one": about("request_id", "{earlier}", one(), one(prompt="Hi.")),
            "cut": about("request_id", "req_", one()),
            "made up": about("request_id", "req_0000000000", one()),
            "a name": about("request_id", "x-request-id", one()),
            "the status": about("request_id", "200", one()),
        },
    ),
    "key_header": Answers(
        {
            "one": about("key_header", "authorization", one()),
            "capital": about("key_header", "Authorization", one()),
            "with its value": about("key_header", "authorization: Bearer sk-…", one()),
            "in backticks": about("key_header", "`authorization`", one()),
        },
        {
            "nothing sent": about("key_header", "authorization"),
            "another api's": about("key_header", "x-goog-api-key", one()),
            "content": about("key_header", "content-type", one()),
            "the variable": about("key_header", "OPENAI_API_KEY", one()),
            "the value": about("key_header", "Bearer", one()),
            "the agent": about("key_header", "user-agent", one()),
        },
    ),
    "wrapping": done(
        {
            "streamed, whole": made(one(), one(False)),
            "whole, streamed": made(one(False), one()),
            "another provider": made(one(provider="anthropic"), one(False, provider="anthropic")),
            "after another": made(one(prompt="Hi."), one(), one(False)),
        },
        {
            "streamed alone": made(one()),
            "whole alone": made(one(False)),
            "two prompts": made(one(), one(False, prompt="Hi.")),
            "two providers": made(one(), one(False, provider="anthropic")),
            "twice streamed": made(one(), one()),
            "compared by the page": lambda: [one()(), compared()],
        },
    ),
}
