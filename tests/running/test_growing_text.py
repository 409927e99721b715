"""The growing text: one writer, many readers, no polling."""

from __future__ import annotations

import asyncio
import threading

from firstcall.running.growing_text import GrowingText


async def _all(growing: GrowingText, offset: int = 0) -> str:
    return "".join([piece async for piece in growing.read(offset)])


def test_text_is_everything_added() -> None:
    growing = GrowingText()
    growing.add("Bon")
    growing.add("jour")
    assert growing.text == "Bonjour"


def test_what_is_added_after_close_is_ignored() -> None:
    growing = GrowingText()
    growing.add("kept")
    growing.close()
    growing.add(" lost")
    assert growing.text == "kept"


def test_wait_says_that_it_is_still_open() -> None:
    assert GrowingText().wait(0) is False


def test_wait_returns_when_another_thread_closes() -> None:
    growing = GrowingText()
    threading.Timer(0.01, growing.close).start()
    assert growing.wait(10) is True


def test_a_late_reader_gets_everything() -> None:
    growing = GrowingText()
    growing.add("one ")
    growing.add("two")
    growing.close()
    assert asyncio.run(_all(growing)) == "one two"


def test_a_reader_starts_at_its_offset() -> None:
    growing = GrowingText()
    growing.add("one ")
    growing.add("two")
    growing.close()
    assert asyncio.run(_all(growing, 5)) == "wo"


def test_an_offset_beyond_the_end_skips_what_comes_first() -> None:
    async def scenario() -> str:
        growing = GrowingText()
        reading = asyncio.create_task(_all(growing, 3))
        await asyncio.sleep(0)
        growing.add("ab")
        await asyncio.sleep(0)
        growing.add("cdef")
        growing.close()
        return await reading

    assert asyncio.run(scenario()) == "def"


def test_each_piece_arrives_before_the_next_is_written() -> None:
    async def scenario() -> list[str]:
        growing, seen = GrowingText(), []
        reader = growing.read()
        for piece in ("a", "b", "c"):
            threading.Thread(target=growing.add, args=(piece,)).start()
            seen.append(await asyncio.wait_for(anext(reader), 10))
        await reader.aclose()
        return seen

    assert asyncio.run(scenario()) == ["a", "b", "c"]


def test_two_readers_both_get_all_that_four_threads_write() -> None:
    async def scenario() -> tuple[str, str, str]:
        growing = GrowingText()
        readers = [asyncio.create_task(_all(growing)) for _ in range(2)]
        await asyncio.sleep(0)

        def write(letter: str) -> None:
            for _ in range(500):
                growing.add(letter)

        writers = [threading.Thread(target=write, args=(letter,)) for letter in "abcd"]
        for writer in writers:
            writer.start()
        await asyncio.to_thread(lambda: [writer.join() for writer in writers])
        growing.close()
        first, second = await asyncio.gather(*readers)
        return first, second, growing.text

    first, second, text = asyncio.run(scenario())
    assert len(text) == 2000
    assert (first, second) == (text, text)


def test_readers_counts_who_is_reading() -> None:
    async def scenario() -> list[int]:
        growing = GrowingText()
        counts = [growing.readers]
        growing.add("x")
        reader = growing.read()
        await anext(reader)
        counts.append(growing.readers)
        await reader.aclose()
        return [*counts, growing.readers]

    assert asyncio.run(scenario()) == [0, 1, 0]


def test_left_at_is_unknown_until_a_reader_has_left() -> None:
    async def scenario() -> tuple[float | None, float | None, float | None]:
        growing = GrowingText()
        growing.add("x")
        before, reader = growing.left_at, growing.read()
        await anext(reader)
        during = growing.left_at
        await reader.aclose()
        return before, during, growing.left_at

    before, during, after = asyncio.run(scenario())
    assert (before, during) == (None, None)
    assert after is not None


def test_on_left_runs_when_the_last_reader_of_an_open_text_has_gone() -> None:
    async def scenario() -> None:
        left = asyncio.Event()
        growing = GrowingText(on_left=left.set, grace_seconds=0)
        reading = asyncio.create_task(_all(growing))
        await asyncio.sleep(0)
        reading.cancel()
        await asyncio.wait_for(left.wait(), 10)

    asyncio.run(scenario())


def test_on_left_does_not_run_when_a_reader_came_back_in_time() -> None:
    async def scenario() -> list[str]:
        calls: list[str] = []
        growing = GrowingText(on_left=lambda: calls.append("left"), grace_seconds=0.01)
        growing.add("x")
        first = growing.read()
        await anext(first)
        await first.aclose()
        second = growing.read()
        await anext(second)
        await asyncio.sleep(0.05)
        await second.aclose()
        growing.close()
        return calls

    assert asyncio.run(scenario()) == []


def test_on_left_does_not_run_for_a_closed_text() -> None:
    async def scenario() -> list[str]:
        calls: list[str] = []
        growing = GrowingText(on_left=lambda: calls.append("left"), grace_seconds=0)
        growing.add("x")
        growing.close()
        await _all(growing)
        await asyncio.sleep(0.01)
        return calls

    assert asyncio.run(scenario()) == []


def test_a_reader_whose_event_loop_is_gone_does_not_stop_the_writer() -> None:
    growing = GrowingText()
    growing.add("x")
    loop = asyncio.new_event_loop()
    reader = growing.read()
    loop.run_until_complete(anext(reader))
    loop.close()
    growing.add("y")
    assert growing.text == "xy"
    assert growing.readers == 0
