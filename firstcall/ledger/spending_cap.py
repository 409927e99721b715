"""The learner's own spending cap: what a session may spend on live calls, and the refusal when that is used up.

The cap counts prices that are known. A call that is on its way counts with the most it can cost. What calls with
the operator's keys may cost is in `operators_cap`.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from firstcall.calls import Call, Failure
from firstcall.ledger import WORDS
from firstcall.ledger.prices import money
from firstcall.ledger.sums import Totals
from firstcall.ledger.worst_case import most

DEFAULT_CAP = Decimal("1.00")
"""US dollars that a session may spend on live calls, unless told otherwise."""

ERROR = "First Call's spending cap"


def refusal(cap: Decimal | None, spent: Totals, on_their_way: Iterable[Call] = ()) -> Failure | None:
    """Why no further live call is made, or `None` when one may be. `cap` `None` means no cap."""
    if cap is None:
        return None
    known = spent.usd or Decimal(0)
    reserved = sum((most(call) or Decimal(0) for call in on_their_way), Decimal(0))
    if known + reserved < cap:
        return None
    running = WORDS.line("cap/running", usd=money(reserved)) if reserved else ""
    said = WORDS.line("cap/refused", known=money(known), running=running, cap=money(cap))
    return Failure(
        error=ERROR,
        said=_with_unpriced(said, spent),
        advice=WORDS.line("cap/advice"),
        kind="capped",
        stage="before",
    )


def warning(cap: Decimal | None, spent: Totals, call: Call, *, server: str = "") -> str | None:
    """A word before a live call that could take the session over its cap, or whose price nobody knows. `server` is
    as in `Record`."""
    if cap is None or refusal(cap, spent):
        return None
    if server:
        return WORDS.line("cap/elsewhere", server=server)
    left = cap - (spent.usd or Decimal(0))
    worst = most(call)
    if worst is None:
        return WORDS.line("cap/no_price", model=call.model or WORDS.line("cap/this_model"))
    if worst > left:
        return WORDS.line("cap/could_pass", worst=money(worst), left=money(left))
    return None


def standing(cap: Decimal | None, spent: Totals) -> str:
    """Where a session stands, in a sentence."""
    known = money(spent.usd or Decimal(0))
    if cap is None:
        return _with_unpriced(WORDS.line("cap/standing_free", known=known), spent)
    return _with_unpriced(WORDS.line("cap/standing", known=known, cap=money(cap)), spent)


def _with_unpriced(said: str, spent: Totals) -> str:
    return f"{said} {WORDS.line('cap/unpriced', calls=spent.unpriced)}" if spent.unpriced else said
