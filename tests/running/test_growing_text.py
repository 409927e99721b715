"""The feed: one writer, many readers, no polling."""

from __future__ import annotations

import asyncio
import threading

from firstcall.running.growing_text import Feed


async def _all(feed: Feed, offset: int = 0) -> str:
    return "".join([piece async for piece in feed.read(offset)])


def test_text_is_everything_added() -> None:
    feed = Feed()
    feed.add("Bon")
    feed.add("jour")
    assert feed.text == "Bonjour"


def test_what_is_added_after_close_is_ignored() -> None:
    feed = Feed()
    feed.add("kept")
    feed.close()
    feed.add(" lost")
    assert feed.text == "kept"


def test_wait_says_that_it_is_still_open() -> None:
    assert Feed().wait(0) is False


def test_wait_returns_when_another_thread_closes() -> None:
    feed = Feed()
    threading.Timer(0.01, feed.close).start()
    assert feed.wait(10) is True


def test_a_late_reader_gets_everything() -> None:
    feed = Feed()
    feed.add("one ")
    feed.add("two")
    feed.close()
    assert asyncio.run(_all(feed)) == "one two"


def test_a_reader_starts_at_its_offset() -> None:
    feed = Feed()
    feed.add("one ")
    feed.add("two")
    feed.close()
    assert asyncio.run(_all(feed, 5)) == "wo"


def test_an_offset_beyond_the_end_skips_what_comes_first() -> None:
    async def scenario() -> str:
        feed = Feed()
        reading = asyncio.create_task(_all(feed, 3))
        await asyncio.sleep(0)
        feed.add("ab")
        await asyncio.sleep(0)
        feed.add("cdef")
        feed.close()
        return await reading

    assert asyncio.run(scenario()) == "def"


def test_each_piece_arrives_before_the_next_is_written() -> None:
    async def scenario() -> list[str]:
        feed, seen = Feed(), []
        reader = feed.read()
        for piece in ("a", "b", "c"):
            threading.Thread(target=feed.add, args=(piece,)).start()
            seen.append(await asyncio.wait_for(anext(reader), 10))
        await reader.aclose()
        return seen

    assert asyncio.run(scenario()) == ["a", "b", "c"]


def test_two_readers_both_get_all_that_four_threads_write() -> None:
    async def scenario() -> tuple[str, str, str]:
        feed = Feed()
        readers = [asyncio.create_task(_all(feed)) for _ in range(2)]
        await asyncio.sleep(0)

        def write(letter: str) -> None:
            for _ in range(500):
                feed.add(letter)

        writers = [threading.Thread(target=write, args=(letter,)) for letter in "abcd"]
        for writer in writers:
            writer.start()
        await asyncio.to_thread(lambda: [writer.join() for writer in writers])
        feed.close()
        first, second = await asyncio.gather(*readers)
        return first, second, feed.text

    first, second, text = asyncio.run(scenario())
    assert len(text) == 2000
    assert (first, second) == (text, text)


def test_readers_counts_who_is_reading() -> None:
    async def scenario() -> list[int]:
        feed = Feed()
        counts = [feed.readers]
        feed.add("x")
        reader = feed.read()
        await anext(reader)
        counts.append(feed.readers)
        await reader.aclose()
        return [*counts, feed.readers]

    assert asyncio.run(scenario()) == [0, 1, 0]


def test_left_at_is_unknown_until_a_reader_has_left() -> None:
    async def scenario() -> tuple[float | None, float | None, float | None]:
        feed = Feed()
        feed.add("x")
        before, reader = feed.left_at, feed.read()
        await anext(reader)
        during = feed.left_at
        await reader.aclose()
        return before, during, feed.left_at

    before, during, after = asyncio.run(scenario())
    assert (before, during) == (None, None)
    assert after is not None


def test_on_left_runs_when_the_last_reader_of_an_open_feed_has_gone() -> None:
    async def scenario() -> None:
        left = asyncio.Event()
        feed = Feed(on_left=left.set, grace_seconds=0)
        reading = asyncio.create_task(_all(feed))
        await asyncio.sleep(0)
        reading.cancel()
        await asyncio.wait_for(left.wait(), 10)

    asyncio.run(scenario())


def test_on_left_does_not_run_when_a_reader_came_back_in_time() -> None:
    async def scenario() -> list[str]:
        calls: list[str] = []
        feed = Feed(on_left=lambda: calls.append("left"), grace_seconds=0.01)
        feed.add("x")
        first = feed.read()
        await anext(first)
        await first.aclose()
        second = feed.read()
        await anext(second)
        await asyncio.sleep(0.05)
        await second.aclose()
        feed.close()
        return calls

    assert asyncio.run(scenario()) == []


def test_on_left_does_not_run_for_a_closed_feed() -> None:
    async def scenario() -> list[str]:
        calls: list[str] = []
        feed = Feed(on_left=lambda: calls.append("left"), grace_seconds=0)
        feed.add("x")
        feed.close()
        await _all(feed)
        await asyncio.sleep(0.01)
        return calls

    assert asyncio.run(scenario()) == []


def test_a_reader_whose_event_loop_is_gone_does_not_stop_the_writer() -> None:
    feed = Feed()
    feed.add("x")
    loop = asyncio.new_event_loop()
    reader = feed.read()
    loop.run_until_complete(anext(reader))
    loop.close()
    feed.add("y")
    assert feed.text == "xy"
    assert feed.readers == 0
