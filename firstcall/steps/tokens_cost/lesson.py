"""What "Tokens and cost" says and asks: what a token is, texts to cut, a price worked out by hand."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from firstcall.calls import Message, Record, Settings
from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet
from firstcall.running.runs import Run
from firstcall.steps.tokens_cost import WORDS, tokenizers, worked_price

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
    messages=(Message("user", WORDS.line("opening")),),
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
    """The newest call of this page that has a price; a price of 0 is one."""
    used = [run for run in evidence.runs if run.record and run.record.usage]
    return next((run for run in reversed(used) if _usd(run) is not None), None)


def _usd(run: Run) -> Decimal | None:
    return run.record.usd if run.record else None


def _by_hand(evidence: Evidence) -> Verdict | None:
    typed = evidence.answers.get("tokens_cost.by_hand", "").strip()
    run = last_priced(evidence)
    if run is None and any(made.record and made.record.usage for made in evidence.runs):
        return not_yet("no_price")
    if run is None:
        return not_yet("make_call_page") if typed else None
    if not typed:
        return None
    value = amount(typed)
    if value is None:
        return not_yet("type_number_dollars")
    assert run.record is not None
    return compare(value, run.record)


def compare(value: Decimal, record: Record) -> Verdict:
    """A verdict on a price in dollars that was worked out by hand for this call."""
    usd = record.usd
    assert usd is not None
    if value == usd or _is(value, usd):
        return done(usd=f"\\${usd.normalize():f}")
    for wrong, said in _mistakes(record, usd):
        if _is(value, wrong):
            return not_yet(said)
    if abs(value - usd) <= usd * _NEAR:
        return not_yet("very_near_round")
    return not_yet("too_much" if value > usd else "too_little")


def _is(value: Decimal, wanted: Decimal) -> bool:
    return wanted > 0 and abs(value - wanted) <= wanted * _CLOSE


def _mistakes(record: Record, usd: Decimal) -> list[tuple[Decimal, str]]:
    """Wrong results one can foresee, each with the id of what to say. The likelier ones first."""
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
        (usd * 1_000_000, "per_million"),
        (usd * 1_000, "per_thousand"),
        (usd * 100, "cents"),
        (
            usage.input_tokens * dear + usage.output_tokens * cheap,
            "swapped",
        ),
        (usd - thought, "without_reasoning"),
        (usd + thought, "reasoning_twice"),
        (prompt, "input_alone"),
        (written, "output_alone"),
        (
            usage.total_tokens * cheap,
            "all_as_input",
        ),
        (
            usage.total_tokens * dear,
            "all_as_output",
        ),
        (
            usage.input_tokens * cheap + written,
            "cached_at_full_price",
        ),
        (usd * 10, "ten_too_much"),
        (usd / 10, "ten_too_little"),
    ]


def _more_tokens(evidence: Evidence) -> Verdict | None:
    typed = evidence.answers.get("tokens_cost.more_tokens", "").strip()[:1_000]
    if not typed:
        return None
    tokens, characters = tokenizers.count(typed), len(typed)
    counted = f"{characters} characters, {tokens} tokens"
    if len(set(typed)) < 5:
        return not_yet("use_least_five", counted=counted)
    if tokens > characters:
        return done(counted=counted)
    if typed.isascii() and any(map(str.isalpha, typed)):
        return not_yet("english_cheap_common", counted=counted)
    return not_yet("nearer_there_which", counted=counted)


def _half(evidence: Evidence) -> Verdict | None:
    priced = [(run, usd) for run in evidence.replies if (usd := _usd(run)) is not None]
    if not priced:
        return not_yet("no_price") if evidence.replies else None
    if len(priced) == 1:
        return not_yet("costs_nothing" if priced[0][1] == 0 else "one_call_made")
    (before, dear), (after, cheap) = priced[-2:]
    if dear == 0:
        return not_yet("costs_nothing" if cheap == 0 else "one_call_made")
    share = cheap / dear
    if after.reply and after.reply.cut_off:
        return not_yet("cheaper_cut_off")
    if _question(before) != _question(after):
        return not_yet("these_two_calls")
    if share * 2 > 1:
        return not_yet("latest_call_cost", share=f"{share:.0%}")
    return done(share=f"{share:.0%}")


def _question(run: Run) -> str:
    messages = run.provider.read(run.call).messages
    return messages[-1].content.strip() if messages else ""


EXERCISES = exercises(WORDS, "tokens_cost", by_hand=_by_hand, more_tokens=_more_tokens, half=_half)
