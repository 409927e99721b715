"""However a program is written, following it ends soon and raises nothing but that it is not understood."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall import providers
from firstcall.programs import NotUnderstood, parse, patience, printed
from firstcall.programs.follow import budget
from firstcall.programs.patience import TooMuch
from firstcall.programs.retry.habits import Habits, habits
from firstcall.programs.retry.program import Retry, read_retry
from tests.quickly import examples, one_of

PROVIDER = next(iter(providers.every().values()))
CALL = f'client.{PROVIDER.sdk.methods[0]}(model="x", messages=[])'
RETRY = f"""
for attempt in range(1, ATTEMPTS + 1):
    try:
        {CALL}
        break
    except Exception:
        time.sleep(1)
"""
LETTERS = 'b = list("a" * 90000)\nfor i in range(9000): '
LONG = [
    'for i in range(2900): x = [a for a in "a" * 190000]',
    "x = []\nfor i in range(99999): x = [x, x]",
    LETTERS + "x = [b]",
    "x = 9 ** 9 ** 9",
    "for i in range(10 ** 18): x = i",
    "z = client\nfor i in range(9000): x = z[" + " + ".join("1" * 80) + "]",
    "x = []\nfor i in range(9000): x.append(i)",
    "\n".join(f"v{i} = {i}" for i in range(2000)) + '\nx = [a for a in "a" * 9000]',
    "x = 0.5 in range(10 ** 12)",
    "x = sorted(range(99999))\nfor i in range(9000): y = sorted(x)",
]
NEVER_DONE = [
    "x = round(5, -10 ** 9)",
    "import itertools\nfor i in itertools.count('a' * 10 ** 6, 'a' * 10 ** 6): x = i",
]
WRONG = [
    "ATTEMPTS = 4.5",
    "for i in range(1, 5, 0): pass",
    'for i in enumerate(5, "a"): pass',
    'for i in enumerate([1], "a"): pass',
    "import itertools\nfor i in itertools.count('a'): pass",
    "x = next(a for a in [])",
    "time.sleep(float('nan'))",
    "def f(a, b=1, /, *rest, c, d=2, **more): return a\nf(1)",
    "def f(): return f()\nx = f()",
    "break",
    "raise",
    "x = (-8) ** 0.5",
]


def retry_of(body: str) -> Retry:
    source = f"import time\nclient = sdk.Client()\nATTEMPTS = 4\n{body}\n{RETRY}"
    return read_retry(source, PROVIDER.id, PROVIDER.sdk.methods, PROVIDER.sdk.client)


def habits_of(body: str) -> Habits | None:
    try:
        return habits(retry_of(body))
    except NotUnderstood:
        return None


@pytest.mark.parametrize("body", one_of([*LONG, *NEVER_DONE, *WRONG]))
def test_following_ends_soon_and_well(body: str) -> None:
    began = time.process_time()
    habits_of(body)
    printed(f"m = {CALL}\n{body}\nprint(1)", {"message": 1}, "x")
    assert time.process_time() - began < 10


def test_what_takes_too_much_is_said_in_its_line_and_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    body = 'for i in range(2900):\n    x = [a for a in "a" * 190000]'
    with pytest.raises(TooMuch) as first:
        habits(retry_of(body))
    monkeypatch.setattr(budget.Budget, "step", None)
    with pytest.raises(TooMuch) as again:
        habits(retry_of(body))
    assert first.value.line == again.value.line == 5


def test_one_deadline_holds_for_all_that_is_asked_inside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    for clock in ("thread_time", "monotonic"):
        monkeypatch.setattr(patience.time, clock, lambda: now)
    with patience.together():
        for part in (0.4, 0.5):
            with patience.shared(), patience.shared():
                now += part * patience.SECONDS
                patience.hurry()
            now += patience.SECONDS  # whatever the page does between
        with pytest.raises(TooMuch), patience.shared():
            now += 0.2 * patience.SECONDS
            patience.hurry()
    with patience.shared():
        patience.hurry()
    patience.hurry()


def test_names_that_multiply_are_read_no_further_than_is_bearable() -> None:
    doubled = "".join(f"a{i + 1} = [a{i}, a{i}]\n" for i in range(24))
    with pytest.raises(TooMuch):
        parse(
            f"a0 = 1\n{doubled}client.{PROVIDER.sdk.methods[0]}(model=a24)", PROVIDER.id, PROVIDER.sdk.methods
        )


def test_all_failures_share_one_budget() -> None:
    once = 'x = [a for a in "a" * 3000]\n'
    assert habits_of(once) is not None
    assert habits_of("for i in range(20):\n    " + once) is None


def test_a_parameter_that_takes_its_place_only_has_its_default() -> None:
    done = habits_of("def count(more=3, /): return more + 1\nATTEMPTS = count()")
    assert done is not None and done.attempts == 4


WRITTEN = re.split(
    r"(\W)",
    f"import time\nclient = sdk.Client()\nATTEMPTS = 4\nWAIT = 1.5\n{RETRY.replace('sleep(1)', 'sleep(WAIT)')}",
)
BITS = st.sampled_from(
    ["4.5", "-1", '"a"', "None", "[]", "{}", "attempt", "raise", "break", "return", "*a", "1e400", 'float("nan")', "10**400",
     "lambda: 0", "await x", "yield", "[i for i in x]", "max()", 'min(1, "a")', "x if y else z", "(a := 1)", "time.sleep('a')",
     "time.sleep(10**400)", "isinstance(error, 5)", "getattr(error)", "type()", "del x", "global q", "..."]
)  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, len(WRITTEN) - 1), BITS), min_size=1, max_size=3))
@examples(150)
def test_whatever_is_typed_into_a_retry_is_followed_or_not_understood(typed: list[tuple[int, str]]) -> None:
    pieces = list(WRITTEN)
    for place, bit in typed:
        pieces[place] = bit
    source = "".join(pieces)
    try:
        done = habits(read_retry(source, PROVIDER.id, PROVIDER.sdk.methods, PROVIDER.sdk.client))
    except NotUnderstood as refused:
        assert refused.message
    else:
        assert isinstance(done, Habits)
