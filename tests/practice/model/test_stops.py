"""Stop sequences: found where they are complete first, at a cost that grows with the text."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from firstcall.practice.model.limits import LimitedReply
from firstcall.practice.model.speaker import Token
from firstcall.practice.model.stops import StopWatch

FEW_LETTERS = st.text(alphabet="ab ", min_size=1, max_size=6)


def first_stop(text: str, stops: Sequence[str]) -> tuple[int, str] | None:
    """Where the text ends, and by which stop sequence: looked for from the first letter to the last."""
    for end in range(len(text) + 1):
        found = [(end - len(stop), stop) for stop in stops if text[:end].endswith(stop)]
        if found:
            return min(found)
    return None


@given(st.lists(FEW_LETTERS, max_size=20), st.lists(FEW_LETTERS, min_size=1, max_size=4))
def test_reply_ends_before_the_stop_that_is_complete_first(texts: list[str], stops: list[str]) -> None:
    speech = LimitedReply([Token(text, 0.0, ()) for text in texts], 100, stops)
    said = "".join(piece.text for piece in speech)
    whole, found = "".join(texts), first_stop("".join(texts), stops)
    assert said == (whole if found is None else whole[: found[0]])
    assert speech.stop == (None if found is None else found[1])


@given(st.lists(FEW_LETTERS, max_size=20), st.lists(FEW_LETTERS, min_size=1, max_size=4))
def test_only_what_no_stop_begins_with_is_free(texts: list[str], stops: list[str]) -> None:
    watch, text = StopWatch(stops), ""
    for more in texts:
        text += more
        if watch.hear(more) is not None:
            return
        held = text[watch.free :]
        assert not held or any(stop.startswith(held) for stop in stops)


def test_end_of_a_long_text_is_compared_once_for_each_letter() -> None:
    looked_up = 0

    class Counted(StopWatch):
        def _may_become_stop(self, end: str) -> bool:
            nonlocal looked_up
            looked_up += 1
            return super()._may_become_stop(end)

    watch = Counted("a" * (2000 + number) for number in range(200))
    for _ in range(1900):
        watch.hear("a")
    watch.hear("b")
    assert watch.free == 1901
    assert looked_up < 4000
