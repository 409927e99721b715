"""The operator's caps: what calls with the operator's keys may cost in a day, for one learner and for all.

No learner can change them. A call counts before it is sent, with the most that it can cost; what was not used of
that is given back when it has ended. Days are those of UTC.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from firstcall.calls import Call, Failure, Record
from firstcall.ledger import WORDS
from firstcall.ledger.ledger import Spent
from firstcall.ledger.prices import money
from firstcall.ledger.spending_cap import ERROR
from firstcall.ledger.worst_case import most, reserved, uncounted

LEARNER_VARIABLE = "FIRSTCALL_CAP_PER_LEARNER"
EVERYBODY_VARIABLE = "FIRSTCALL_CAP_PER_DAY"
DEFAULT_LEARNER = Decimal("1.00")
DEFAULT_EVERYBODY = Decimal("10.00")
"""US dollars a day, where the operator lends the keys to every visitor and says nothing else."""

_NO_CAP = frozenset({"none", "off", "no"})


@dataclass(frozen=True, slots=True)
class Caps:
    """US dollars a day, `None` for no cap. `misread` are the settings that say no amount: their defaults hold."""

    learner: Decimal | None
    everybody: Decimal | None
    misread: tuple[str, ...] = ()

    def left(self, spent: Spent) -> Decimal | None:
        """What a learner may still spend today; `None` where nothing limits it."""
        pairs = ((self.learner, spent.learner), (self.everybody, spent.everybody))
        return min((max(Decimal(0), cap - used) for cap, used in pairs if cap is not None), default=None)

    def share(self, spent: Spent) -> float:
        """How much of it is used up, from 0 to 1: the cap that is nearer."""
        pairs = ((self.learner, spent.learner), (self.everybody, spent.everybody))
        return max(
            (min(1.0, float(used / cap)) if cap else 1.0 for cap, used in pairs if cap is not None),
            default=0.0,
        )


def told(settings: Mapping[str, object], *, shared: bool) -> Caps | None:
    """The caps that the settings say; `None` where there are none.

    `shared` says that the keys are lent to every visitor: then a cap that is not said has its default. So has one
    that cannot be read, for a slip of the pen must not open the purse.
    """
    names = {LEARNER_VARIABLE: DEFAULT_LEARNER, EVERYBODY_VARIABLE: DEFAULT_EVERYBODY}
    said = {name: str(settings.get(name, "")).strip().lower() for name in names}
    if not shared and not any(said.values()):
        return None
    found: dict[str, Decimal | None] = {}
    misread = []
    for name, default in names.items():
        found[name] = default if shared else None
        if said[name] in _NO_CAP:
            found[name] = None
        elif said[name]:
            amount = _amount(said[name])
            found[name] = default if amount is None else amount
            misread += [name] if amount is None else []
    return Caps(found[LEARNER_VARIABLE], found[EVERYBODY_VARIABLE], tuple(misread))


def _amount(said: str) -> Decimal | None:
    try:
        amount = Decimal(said.removeprefix("$"))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount >= 0 else None


def refusal(caps: Caps, call: Call, spent: Spent, *, server: str = "") -> Failure | None:
    """Why a call with the operator's key is not made, or `None` when it may be. `server` is as in `Record`."""
    why = objection(caps, call, spent, server=server)
    if why is None:
        return None
    return Failure(
        error=ERROR,
        said=WORDS.line("operator", why=why),
        advice=WORDS.line("operator/advice"),
        kind="capped",
        stage="before",
    )


def objection(caps: Caps, call: Call, spent: Spent, *, server: str = "") -> str | None:
    """What the caps have against a call, in a sentence, or `None`."""
    if server:
        capped = caps.learner is not None or caps.everybody is not None
        return WORDS.line("operator/elsewhere", server=server) if capped else None
    strange, needed = uncounted(call), reserved(call)
    if strange is not None:
        return WORDS.line("operator/strange", what=strange)
    if needed is None:
        return WORDS.line("operator/no_price", model=call.sent.get("model", ""))
    for id, cap, used in (("you", caps.learner, spent.learner), ("all", caps.everybody, spent.everybody)):
        if cap is not None and used + needed > cap:
            left = money(max(Decimal(0), cap - used))
            return WORDS.line(f"operator/{id}", needed=money(needed), left=left, cap=money(cap))
    return None


def settled(record: Record, call: Call, may_be_billed: Sequence[bool]) -> Decimal:
    """What an ended call is taken to have cost, in US dollars. `may_be_billed` says it of each attempt.

    What the provider counted is exact. Where it did not get to, as in a stopped call, it counts in full: a model
    may have thought for long before its first word. At a server that is not the provider's own nothing can be told.
    """
    if record.server:
        return Decimal(0)
    one = most(call) or Decimal(0)
    earlier, last = may_be_billed[:-1], any(may_be_billed[-1:])
    exact = record.usd if record.usd is not None and not record.estimated else None
    return one * sum(earlier) + (exact if exact is not None else one if last else Decimal(0))


def standing(caps: Caps, spent: Spent) -> str:
    """Where a learner stands under the operator's caps, in a sentence."""
    parts = [WORDS.line("operator/standing")]
    if caps.learner is not None:
        used = min(spent.learner, caps.learner)
        parts.append(WORDS.line("operator/standing_you", used=money(used), cap=money(caps.learner)))
    if caps.everybody is not None:
        used = min(spent.everybody, caps.everybody)
        parts.append(WORDS.line("operator/standing_all", used=money(used), cap=money(caps.everybody)))
    return " ".join([*parts, *(WORDS.line("operator/misread", variable=name) for name in caps.misread)])
