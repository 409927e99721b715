"""The spending cap: what a session may spend on live calls, and the refusal when that is used up.

The cap counts prices that are known. A call that is on its way counts with the most it can cost.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal

from firstcall import models
from firstcall.calls import Call, Failure, Record, Usage
from firstcall.ledger.entries import Totals, totals
from firstcall.ledger.prices import dollars, price_of

DEFAULT_CAP = Decimal("1.00")
"""US dollars that a session may spend on live calls, unless told otherwise."""

ERROR = "First Call's spending cap"
_BYTES_PER_TOKEN = 3


def live_totals(records: Iterable[Record]) -> Totals:
    """What the live calls among these used and cost; practice calls cost nothing."""
    return totals(record for record in records if record.mode == "live")


def most(call: Call) -> Decimal | None:
    """About the most that a call can cost, in US dollars: its prompt counted generously, and a reply as
    long as its token limit (or its model) allows. `None` where no price is known."""
    extra = call.arguments.get("extra_body")
    sent = {**call.arguments, **(extra if isinstance(extra, Mapping) else {})}
    model, copies = str(sent.get("model", "")), sent.get("n")
    found = models.find(model)
    limits = [sent.get(name) for name in (found.token_limit if found else ("max_tokens",))]
    limit = next((value for value in limits if type(value) is int and value >= 0), None)
    if limit is None and found is None:
        return None
    text = json.dumps(dict(call.arguments), ensure_ascii=False, default=str)
    usage = Usage(
        input_tokens=-(-len(text.encode("utf-8", "replace")) // _BYTES_PER_TOKEN),
        output_tokens=(limit if limit is not None else found.output_tokens if found else 0)
        * (copies if type(copies) is int and copies > 1 else 1),
    )
    price = price_of(call.provider, model, usage)
    return price.total_usd if price else None


def refusal(cap: Decimal | None, spent: Totals, on_their_way: Iterable[Call] = ()) -> Failure | None:
    """Why no further live call is made, or `None` when one may be. `cap` `None` means no cap."""
    if cap is None:
        return None
    known = spent.usd or Decimal(0)
    reserved = sum((most(call) or Decimal(0) for call in on_their_way), Decimal(0))
    if known + reserved < cap:
        return None
    running = f", calls still on their way may add {dollars(reserved)}" if reserved else ""
    unpriced = f" {_unpriced(spent.unpriced)}" if spent.unpriced else ""
    return Failure(
        error=ERROR,
        said=f"Nothing was sent. Live calls of this session have cost {dollars(known)}{running}; "
        f"the cap is {dollars(cap)}.{unpriced}",
        advice="Go on in practice, which is free: turn off “Use keys (live)” in the sidebar. "
        "Or raise the cap there, under Keys.",
    )


def warning(cap: Decimal | None, spent: Totals, call: Call) -> str | None:
    """A word before a live call that could take the session over its cap, or whose price nobody knows."""
    if cap is None or refusal(cap, spent):
        return None
    left = cap - (spent.usd or Decimal(0))
    worst = most(call)
    if worst is None:
        return (
            f"No price is known for {call.model or 'this model'}, so the spending cap cannot count this call."
        )
    if worst > left:
        return (
            f"With the whole token limit used this call could cost about {dollars(worst)}; "
            f"{dollars(left)} is left under your cap. Lower the token limit to stay within."
        )
    return None


def _unpriced(calls: int) -> str:
    return (
        "1 more live call has no known price and is not in this sum."
        if calls == 1
        else f"{calls} more live calls have no known price and are not in this sum."
    )


def standing(cap: Decimal | None, spent: Totals) -> str:
    """Where a session stands, in a sentence."""
    known = dollars(spent.usd or Decimal(0))
    if cap is None:
        said = f"Live calls so far: {known}, no cap."
    else:
        said = f"Live calls so far: {known} of {dollars(cap)}."
    return f"{said} {_unpriced(spent.unpriced)}" if spent.unpriced else said
