from firstcall.practice import kept
from firstcall.practice.kept import FORGET_AFTER_SECONDS, Kept


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_nobody_finds_what_is_another_learners() -> None:
    things = Kept()
    things.put("ann", "resp_1", "hers", 4)
    assert things.get("ann", "resp_1") == "hers"
    assert things.get("bob", "resp_1") is None
    assert (things.remove("bob", "resp_1"), things.remove("ann", "resp_1")) == (False, True)
    assert things.get("ann", "resp_1") is None


def test_the_longest_unused_goes_first() -> None:
    things = Kept()
    for number in range(kept.MOST_THINGS):
        things.put("ann", str(number), number, 1)
    things.get("ann", "0")
    things.put("ann", "one more", 0, 1)
    assert things.get("ann", "0") == 0
    assert things.get("ann", "1") is None
    assert len(things.every("ann")) == kept.MOST_THINGS


def test_a_learner_has_so_many_bytes_and_all_have_so_many() -> None:
    things = Kept()
    half = kept.MOST_BYTES // 2
    for name in ("first", "second", "third"):
        things.put("ann", name, name, half)
    assert things.every("ann") == ["second", "third"]
    things.put("ann", "huge", "huge", kept.MOST_BYTES + 1)
    assert things.every("ann") == []
    learners = [f"learner {number}" for number in range(kept.MOST_BYTES_OF_ALL // kept.MOST_BYTES + 1)]
    for learner in learners:
        things.put(learner, "thing", learner, kept.MOST_BYTES)
    assert things.every(learners[0]) == []
    assert all(things.every(learner) for learner in learners[1:])


def test_what_is_used_stays_and_the_rest_is_forgotten() -> None:
    clock = Clock()
    things = Kept(clock)
    things.put("ann", "used", 1, 1)
    things.put("ann", "unused", 2, 1)
    clock.seconds = FORGET_AFTER_SECONDS - 1
    assert things.get("ann", "used") == 1
    clock.seconds += 2
    assert things.every("ann") == [1]
