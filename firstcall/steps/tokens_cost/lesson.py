"""What "Tokens and cost" says and asks: what a token is, texts to cut, a price worked out by hand."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from firstcall.calls import Message, Record, Settings
from firstcall.course.exercise import Evidence, Exercise, Verdict
from firstcall.ledger.prices import dollars
from firstcall.running.runs import Run
from firstcall.steps.tokens_cost import tokenizers, worked_price

IDEA = """
A model does not read letters or words. It reads **tokens**: pieces of words, each with a number from a
fixed list. What you send is cut into tokens, what comes back is made of tokens, and the bill counts both.
"""

WHY_DIFFERENT = """
- Each provider has learned **its own list of pieces**, so the same text has another count at each of them,
  and even from one model to the next: Claude 4.7 and later count about 30 % more than Claude 4.5.
  Compare prices for a task, not only prices per million tokens.
- The lists were learned from texts that are mostly **English**. There a common word is one token, with the
  space before it. A rare word, a name or another language falls into more pieces.
- **Digits** go in groups of up to three, so a long number is many tokens, and the model never sees it whole.
- An **emoji** or a rare sign may be split into bytes: pieces that are no character on their own.
- Around your text stand a few tokens that say who speaks. So the count in `usage` is a little higher than
  the count of the text alone.
"""

FORMULA = """
price = input tokens × input price + output tokens × output price, each price for **one million** tokens.
"""

KINDS = """
- **Cached input** costs a fraction: the provider has read the same beginning a short while ago.
- **Written to the cache** may cost more than plain input, once, so that the next call is cheaper.
- **Reasoning** is what the model thinks before it answers. You do not see it; you pay for it as output.
"""

CAP = """
A program that calls in a loop can spend a lot before anybody looks. So give every session, user and key a
**cap**, and check it before each call. Here it is under **Keys** in the sidebar: when the live calls of this
session have cost so much, the next one is not sent. Practice calls never count. Reloading the page begins a new
session, and the count with it: a cap that must hold is set at the provider, for the key.
"""

LOG = """
Log every request from the first day: model, tokens in and out, price, time, stop reason, request id. When
the bill surprises you it is too late to start. This app keeps such a log, its ledger. This is the row of
your latest call.
"""

SAMPLES = {
    "English": "The weather is fine today, so we are going for a long walk by the river.",
    "German": "Das Wetter ist heute schön, deshalb machen wir einen langen Spaziergang am Fluss.",
    "Japanese": "今日は天気がいいので、川沿いを長く散歩します。",
    "Code": 'for day in week:\n    if weather[day] == "fine":\n        walk("river", hours=2)\n',
    "Numbers": "2026-11-21 31415926535 0.000178 1,000,000 +49 30 1234567",
    "Emoji": "Sunny ☀️ today, let's walk 🚶‍♀️ by the river 🏞️ with the whole family 👨‍👩‍👧‍👦!",
}

OPENING = Settings(
    model="",
    messages=(Message("user", "Explain in three sentences what a token is."),),
    max_tokens=1024,
    stream=True,
)

_NUMBER = re.compile(r"(?<![\d.,])\d[\d,. ]*(?:e[-+]?\d{1,2})?", re.IGNORECASE)
_CLOSE, _NEAR = Decimal("0.02"), Decimal("0.12")


def amount(text: str) -> Decimal | None:
    """The amount that a learner typed, in US dollars: `$0.00012`, `0,00012`, `1.2e-4`, `0.012 cents`.

    `None` where there is no number. A comma is a decimal comma unless a point follows it.
    """
    text = text[:80]
    found = _NUMBER.search(text if not text.strip().startswith(".") else "0" + text.strip())
    if found is None:
        return None
    number = found.group().strip(" ,.").replace(" ", "")
    number = number.replace(",", "") if "." in number else number.replace(",", ".")
    try:
        value = Decimal(number)
    except InvalidOperation:
        return None
    return value / 100 if re.search(r"\bcents?\b|¢|\bct\b", text, re.IGNORECASE) else value


def last_priced(evidence: Evidence) -> Run | None:
    """The newest call of this page that has a price."""
    priced = [run for run in evidence.runs if run.record and run.record.usage and run.record.usd]
    return priced[-1] if priced else None


def _by_hand(evidence: Evidence) -> Verdict | None:
    typed = evidence.answers.get("tokens_cost.by_hand", "").strip()
    run = last_priced(evidence)
    if run is None:
        return Verdict(False, "Make a call on this page first: press **Run** above.") if typed else None
    if not typed:
        return None
    value = amount(typed)
    if value is None:
        return Verdict(False, "Type a number of dollars, such as `0.00012`.")
    assert run.record is not None
    return compare(value, run.record)


def compare(value: Decimal, record: Record) -> Verdict:
    """A verdict on a price in dollars that was worked out by hand for this call."""
    usd = record.usd
    assert usd is not None
    if _is(value, usd):
        return Verdict(True, f"Right: {_money(usd)}. That is how every line of the bill is made.")
    for wrong, said in _mistakes(record, usd):
        if _is(value, wrong):
            return Verdict(False, said)
    if abs(value - usd) <= usd * _NEAR:
        return Verdict(False, "Very near. Round less: give at least three figures after the zeros.")
    size = "too much" if value > usd else "too little"
    return Verdict(
        False, f"Not yet: that is {size}. Take the counts and rates from “The price, step by step”."
    )


def _is(value: Decimal, wanted: Decimal) -> bool:
    return wanted > 0 and abs(value - wanted) <= wanted * _CLOSE


def _money(usd: Decimal) -> str:
    return dollars(usd).replace("$", "\\$")


def _mistakes(record: Record, usd: Decimal) -> list[tuple[Decimal, str]]:
    """Wrong results one can foresee, each with what to say. The likelier ones first."""
    usage = record.usage
    bill = usage and worked_price.parts(record.provider, record.model, usage, record.at)
    if not usage or not bill:
        return []
    amounts = {part.kind: part.usd for part in bill}
    rates = {part.kind: part.usd_per_million / worked_price.MILLION for part in bill}
    cheap, dear = rates["Input"], rates["Output, the reply"]
    prompt = sum((part.usd for part in bill if not part.kind.startswith("Output")), Decimal(0))
    written = usage.output_tokens * dear
    thought = amounts.get("Output, thinking", Decimal(0))
    return [
        (usd * 1_000_000, "You forgot **per million**: divide by 1,000,000."),
        (usd * 1_000, "You divided by a thousand. The prices are for a **million** tokens."),
        (usd * 100, "That looks like **cents**. Give dollars: divide by 100."),
        (
            usage.input_tokens * dear + usage.output_tokens * cheap,
            "Input and output are **swapped**: what you sent takes the input price, what came the output price.",
        ),
        (usd - thought, "You left out the **reasoning** tokens. They are billed as output."),
        (usd + thought, "You counted the **reasoning** tokens twice: the output count has them already."),
        (prompt, "That is the **input** alone. Add what the model wrote."),
        (written, "That is the **output** alone. Add what you sent."),
        (
            usage.total_tokens * cheap,
            "You took the input price for everything. Output has a price of its own.",
        ),
        (
            usage.total_tokens * dear,
            "You took the output price for everything. Input has a price of its own.",
        ),
        (
            usage.input_tokens * cheap + written,
            "You took the full input price for **cached** tokens: they have their own.",
        ),
        (usd * 10, "A factor of **ten** too much: count the zeros again."),
        (usd / 10, "A factor of **ten** too little: count the zeros again."),
    ]


def _more_tokens(evidence: Evidence) -> Verdict | None:
    typed = evidence.answers.get("tokens_cost.more_tokens", "").strip()[:1_000]
    if not typed:
        return None
    tokens, characters = tokenizers.count(typed), len(typed)
    counted = f"{characters} characters, {tokens} tokens"
    if len(set(typed)) < 5:
        return Verdict(False, f"{counted}. Use at least five different characters.")
    if tokens > characters:
        return Verdict(
            True, f"{counted}. Few texts are so dear: these signs are rare in what the list was learned from."
        )
    if typed.isascii() and any(map(str.isalpha, typed)):
        return Verdict(
            False, f"{counted}. English is cheap: common words are one token. Look for rarer signs."
        )
    return Verdict(
        False, f"{counted}. Nearer, but not there: which signs did the colours above show split into bytes?"
    )


def _half(evidence: Evidence) -> Verdict | None:
    priced = [run for run in evidence.replies if run.record and run.record.usd]
    if not priced:
        return None
    if len(priced) == 1:
        return Verdict(False, "One call made. Now make the same call cheaper, and press **Run** again.")
    before, after = priced[-2], priced[-1]
    assert before.record and after.record and before.record.usd and after.record.usd
    share = after.record.usd / before.record.usd
    if after.reply and after.reply.cut_off:
        return Verdict(
            False,
            "Cheaper, but **cut off**: half a sentence is no bargain. Ask for a shorter answer instead.",
        )
    if _question(before) != _question(after):
        return Verdict(
            False,
            "These two calls ask different things. Keep your prompt; change the model or the system prompt.",
        )
    if share * 2 > 1:
        return Verdict(False, f"Your latest call cost {share:.0%} of the one before. Get below 50 %.")
    return Verdict(True, f"Your latest call cost {share:.0%} of the one before, for the same question.")


def _question(run: Run) -> str:
    messages = run.provider.read(run.call).messages
    return messages[-1].content.strip() if messages else ""


EXERCISES = (
    Exercise(
        "tokens_cost.by_hand",
        "Work out the price of your **latest call on this page** by hand, in dollars. A pocket calculator is fine; "
        "looking at the sum is not.",
        "Tokens in × input price, plus tokens out × output price, then divide by 1,000,000. Reasoning tokens are "
        "a part of the tokens out.",
        "Say 20 tokens went in and 300 came out, at \\$0.10 and \\$0.50 per million: "
        "20 × 0.10 + 300 × 0.50 = 152, and 152 / 1,000,000 = **\\$0.000152**.",
        _by_hand,
        asks="Price in dollars",
    ),
    Exercise(
        "tokens_cost.more_tokens",
        "Find a text of at least five different characters that has **more tokens than characters**, "
        "as OpenAI's tokenizer counts.",
        "Which texts are rare? Try the emoji sample above and look for characters that are split into bytes.",
        "For example old scripts: `𓀀𓁐𓂀𓃭𓆣` is five hieroglyphs, and each of them takes several tokens.",
        _more_tokens,
        asks="Your text",
    ),
    Exercise(
        "tokens_cost.half",
        "Make a call, then ask **the same question for less than half the price**. The answer must not be cut off.",
        "Most of the price is output. What makes the answer shorter? Which model is cheaper, which thinks less?",
        'Ask for less in the system prompt, such as "Answer in at most ten words.", and lower the thinking effort, or '
        "take a cheaper model. A lower token limit alone only cuts the answer off.",
        _half,
    ),
)

MISTAKES = (
    "Forgetting that thinking and reasoning are billed as output, though nobody sees them.",
    "Comparing prices for a million tokens without comparing how many tokens each model makes of a text.",
    "Counting only what the user typed: the system prompt and the whole history are input too.",
)
