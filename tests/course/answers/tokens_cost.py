"""Answers to the exercises of "Tokens and cost"."""

from __future__ import annotations

from firstcall.course.exercise import Evidence
from tests.course.answered import Answers, Did, asked, done, typed


def price(form: str, times: float = 1) -> Did:
    def did() -> Evidence:
        record = asked("openai").record
        assert record is not None and record.usd is not None
        return Evidence(
            [asked("openai")], answers={"tokens_cost.by_hand": form.format(float(record.usd) * times)}
        )

    return did


SHORT = "Answer in at most three words."
LONG = "Answer in at least ten sentences."

ANSWERS = {
    "by_hand": Answers(
        {
            "dollars": price("{:.9f}"),
            "sign": price("${:.9f}"),
            "scientific": price("{:.5e}"),
            "cents": price("{:.7f} cents", 100),
            "words": price("about {:.8f} dollars"),
        },
        {
            "no call": lambda: Evidence(answers={"tokens_cost.by_hand": "0.0001"}),
            "nothing": price("nothing"),
            "zero": price("0"),
            "double": price("{:.9f}", 2),
            "half": price("{:.9f}", 0.5),
            "per million": price("{:.4f}", 1_000_000),
            "cents without the word": price("{:.7f}", 100),
            "ten times": price("{:.9f}", 10),
        },
    ),
    "more_tokens": typed(
        "tokens_cost.more_tokens",
        ["𓀀𓁐𓂀𓃭𓆣", "𓀀𓁐𓂀𓃭𓆣 𓅓", "𒀀𒁀𒂀𒃀𒄀𒅀", "🜁🜂🜃🜄🜅"],
        ["hello", "strawberry jam", "aaaaaaaaaa", "𓀀𓀀𓀀𓀀𓀀𓀀", "12345", "Straße", "the weather is fine"],
        lambda: [],
    ),
    "half": done(
        {
            "fewer words": lambda: [asked("openai", system=LONG), asked("openai", system=SHORT)],
            "streamed": lambda: [asked("openai", system=LONG, stream=True), asked("openai", system=SHORT, stream=True)],
            "after another": lambda: [
                asked("openai", "Say hi."), asked("openai", system=LONG), asked("openai", system=SHORT),
            ],
            "another provider": lambda: [
                asked("anthropic", system=LONG, model="claude-haiku-4-5", effort=None),
                asked("anthropic", system=SHORT, model="claude-haiku-4-5", effort=None),
            ],
        },
        {
            "one call": lambda: [asked("openai")],
            "the same twice": lambda: [asked("openai"), asked("openai")],
            "cut off": lambda: [asked("openai"), asked("openai", max_tokens=10)],
            "another question": lambda: [asked("openai"), asked("openai", "Say hi.", system=SHORT)],
            "dearer": lambda: [asked("openai", system=SHORT), asked("openai")],
            "refused": lambda: [asked("openai"), asked("openai", max_tokens=0)],
        },
    ),
}  # fmt: skip
