"""The prompt cache by itself: what is read, what is written, what is dropped."""

from __future__ import annotations

from firstcall.practice import prompt_cache
from firstcall.practice.prompt_cache import Cached, Prefix, PromptCache, fingerprints


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_the_first_time_is_written() -> None:
    assert PromptCache().use("key", [Prefix(b"a", 1500, 300)]) == Cached(0, {300: 1500})


def test_the_second_time_is_read() -> None:
    cache = PromptCache()
    cache.use("key", [Prefix(b"a", 1500, 300)])
    assert cache.use("key", [Prefix(b"a", 1500, 300)]) == Cached(1500)


def test_of_a_longer_prompt_only_what_is_new_is_written() -> None:
    cache = PromptCache()
    cache.use("key", [Prefix(b"a", 1500, 300)])
    assert cache.use("key", [Prefix(b"a", 1500, 300), Prefix(b"ab", 2100, 300)]) == Cached(1500, {300: 600})


def test_each_lifetime_is_counted_by_itself() -> None:
    long_and_short = [Prefix(b"a", 1500, 3600), Prefix(b"ab", 2100, 300)]
    assert PromptCache().use("key", long_and_short) == Cached(0, {3600: 1500, 300: 600})


def test_what_is_only_looked_for_is_not_written() -> None:
    cache = PromptCache()
    cache.use("key", [Prefix(b"a", 1500), Prefix(b"ab", 2100, 300)])
    assert cache.use("key", [Prefix(b"a", 1500)]) == Cached()


def test_nobody_reads_what_another_learner_sent() -> None:
    cache = PromptCache()
    cache.use("one", [Prefix(b"a", 1500, 300)])
    assert cache.use("another", [Prefix(b"a", 1500, 300)]).read == 0


def test_it_is_forgotten_after_its_time() -> None:
    cache = PromptCache(clock := Clock())
    cache.use("key", [Prefix(b"a", 1500, 300)])
    clock.now += 301
    assert cache.use("key", [Prefix(b"a", 1500, 300)]) == Cached(0, {300: 1500})


def test_a_hit_renews_its_time() -> None:
    cache = PromptCache(clock := Clock())
    cache.use("key", [Prefix(b"a", 1500, 300)])
    for _ in range(3):
        clock.now += 200
        assert cache.use("key", [Prefix(b"a", 1500, 300)]).read == 1500


def test_what_is_kept_of_one_learner_is_bounded() -> None:
    cache = PromptCache()
    cache.use("key", [Prefix(b"first", 1500, 300)])
    cache.use("key", [Prefix(f"{n}".encode(), 1500 + n, 300) for n in range(prompt_cache.MOST_PREFIXES)])
    assert cache.use("key", [Prefix(b"first", 1500)]).read == 0


def test_the_number_of_learners_is_bounded() -> None:
    cache = PromptCache()
    for number in range(prompt_cache.MOST_LEARNERS + 1):
        cache.use(f"{number}", [Prefix(b"a", 1500, 300)])
    assert cache.use("0", [Prefix(b"a", 1500)]).read == 0
    assert cache.use("2", [Prefix(b"a", 1500)]).read == 1500


def test_a_learner_who_has_been_away_is_forgotten() -> None:
    cache = PromptCache(clock := Clock())
    cache.use("one", [Prefix(b"a", 1500, 300)])
    clock.now += 301
    cache.use("another", [Prefix(b"a", 1500, 300)])
    assert len(cache) == 1


def test_a_fingerprint_covers_everything_before_it() -> None:
    same, other = list(fingerprints(["a", "b", "c"])), list(fingerprints(["x", "b", "c"]))
    assert not set(same) & set(other)
    assert same[:2] == list(fingerprints(["a", "b", "d"]))[:2]


def test_where_a_part_ends_makes_a_difference() -> None:
    assert list(fingerprints(["ab", "c"]))[-1] != list(fingerprints(["a", "bc"]))[-1]
