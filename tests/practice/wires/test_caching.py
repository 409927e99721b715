"""Cached tokens as each provider counts them, seen through its SDK: a long beginning, sent again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import anthropic
import openai
import pytest

from firstcall.practice.app import create_app
from firstcall.practice.pace import INSTANT
from firstcall.practice.prompt_cache import PromptCache
from firstcall.practice.serve import serve
from tests.practice_fixture import ANTHROPIC, CHAT, MESSAGES, OPENAI, claude, gpt, post, said

LONG = "The lighthouse keeper counts the ships that pass by night and writes each one down. " * 100
"""1,700 tokens of the practice server's; a Claude that thinks counts 2,210."""


class Clock:
    """Time that passes when it is told to."""

    seconds = 0.0

    def __call__(self) -> float:
        return 1_000_000 + self.seconds


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def url(clock: Clock) -> Iterator[str]:
    app = create_app(INSTANT)
    app.state.learners.cache = PromptCache(clock)
    with serve(app) as url:
        yield url


@pytest.fixture
def key(request: pytest.FixtureRequest) -> str:
    """A practice key of this test alone."""
    return f"sk-practice-{abs(hash(request.node.nodeid))}"


@pytest.fixture
def claude_client(url: str, key: str) -> Iterator[anthropic.Anthropic]:
    with anthropic.Anthropic(api_key=key, base_url=f"{url}/anthropic") as client:
        yield client


@pytest.fixture
def gpt_client(url: str, key: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(api_key=key, base_url=f"{url}/openai/v1") as client:
        yield client


def marked(text: str, **more: str) -> dict[str, Any]:
    return {"type": "text", "text": text, "cache_control": {"type": "ephemeral", **more}}


def claude_counts(client: anthropic.Anthropic, question: str = "Hi", **more: Any) -> tuple[int, int, int]:
    """Of one call: tokens written to the cache, read from it, and the others."""
    asked: dict[str, Any] = {"model": "claude-sonnet-5", "max_tokens": 300, "system": [marked(LONG)]}
    messages = [{"role": "user", "content": question}]
    usage = client.messages.create(**(asked | {"messages": messages} | more)).usage
    assert usage.cache_creation_input_tokens is not None and usage.cache_read_input_tokens is not None
    return usage.cache_creation_input_tokens, usage.cache_read_input_tokens, usage.input_tokens


def gpt_counts(client: openai.OpenAI, prompt: str = LONG, **more: Any) -> tuple[int, int, int]:
    """Of one call: tokens written to the cache, read from it, and all of the prompt."""
    asked: dict[str, Any] = {"model": "gpt-6-luna", "messages": [{"role": "user", "content": prompt}]}
    usage = client.chat.completions.create(**(asked | more)).usage
    assert usage is not None and usage.prompt_tokens_details is not None
    details = usage.prompt_tokens_details
    return details.cache_write_tokens or 0, details.cached_tokens or 0, usage.prompt_tokens


def test_claude_writes_the_marked_beginning_and_reads_it_the_next_time(
    claude_client: anthropic.Anthropic,
) -> None:
    assert claude_counts(claude_client) == (2215, 0, 9)
    assert claude_counts(claude_client, "And who are you?") == (0, 2215, 15)


def test_claudes_counts_add_up_to_the_whole_prompt(claude_client: anthropic.Anthropic) -> None:
    plain = claude_counts(claude_client, system=LONG)
    assert sum(claude_counts(claude_client)) == sum(plain) == plain[2]


def test_claude_caches_nothing_that_is_not_marked(claude_client: anthropic.Anthropic) -> None:
    claude_counts(claude_client, system=LONG)
    assert claude_counts(claude_client, system=LONG)[:2] == (0, 0)


@pytest.mark.parametrize(
    ("model", "cached"), [("claude-haiku-5-5", True), ("claude-sonnet-5", True), ("claude-haiku-4-5", False)]
)
def test_each_claude_has_its_own_minimum(
    claude_client: anthropic.Anthropic, model: str, cached: bool
) -> None:
    claude_counts(claude_client, model=model)
    written, read, _ = claude_counts(claude_client, model=model)
    assert (written, read > 0) == (0, cached)


def test_a_short_beginning_of_a_long_prompt_is_not_cached(claude_client: anthropic.Anthropic) -> None:
    assert claude_counts(claude_client, LONG, system=[marked("Be brief.")])[:2] == (0, 0)


def test_another_claude_does_not_read_it(claude_client: anthropic.Anthropic) -> None:
    claude_counts(claude_client)
    assert claude_counts(claude_client, model="claude-haiku-5-5")[1] == 0


def test_a_changed_word_at_the_beginning_is_a_miss(claude_client: anthropic.Anthropic) -> None:
    claude_counts(claude_client)
    assert claude_counts(claude_client, system=[marked("Today is Monday. " + LONG)])[1] == 0


def test_the_tools_come_before_the_system_prompt(claude_client: anthropic.Anthropic) -> None:
    claude_counts(claude_client)
    tool = {"name": "now", "description": "Tells the time.", "input_schema": {"type": "object"}}
    assert claude_counts(claude_client, tools=[tool])[1] == 0


@pytest.mark.parametrize("change", [{"thinking": {"type": "disabled"}}, {"tool_choice": {"type": "none"}}])
def test_another_way_to_think_keeps_the_system_prompt_and_not_the_messages(
    claude_client: anthropic.Anthropic, change: dict[str, Any]
) -> None:
    asked: dict[str, Any] = {
        "tools": [{"name": "now", "description": "Tells the time.", "input_schema": {"type": "object"}}],
        "messages": [{"role": "user", "content": [marked(LONG)]}],
    }
    written, _, _ = claude_counts(claude_client, **asked)
    again, read, _ = claude_counts(claude_client, **asked, **change)
    assert again + read == written and 0 < again < read


def test_another_speed_is_another_cache(claude_client: anthropic.Anthropic) -> None:
    claude_counts(claude_client)
    assert claude_counts(claude_client, speed="fast")[1] == 0


@pytest.mark.parametrize(
    ("ttl", "seconds", "hit"), [("5m", 299, True), ("5m", 301, False), ("1h", 3599, True)]
)
def test_it_lives_as_long_as_its_ttl_says(
    claude_client: anthropic.Anthropic, clock: Clock, ttl: str, seconds: float, hit: bool
) -> None:
    system = [marked(LONG, ttl=ttl)]
    claude_counts(claude_client, system=system)
    clock.seconds += seconds
    assert (claude_counts(claude_client, system=system)[1] > 0) is hit


def test_the_lifetimes_are_counted_apart(claude_client: anthropic.Anthropic) -> None:
    messages = [{"role": "user", "content": [marked("Hi " * 50)]}]
    system = [marked(LONG, ttl="1h")]
    answer = claude_client.messages.create(
        model="claude-sonnet-5",
        max_tokens=300,
        system=system,
        messages=messages,  # type: ignore[arg-type]
    )
    created = answer.usage.cache_creation
    assert created is not None and created.ephemeral_1h_input_tokens > 2000
    assert 0 < created.ephemeral_5m_input_tokens < 100


def test_a_growing_conversation_reads_what_the_turn_before_wrote(claude_client: anthropic.Anthropic) -> None:
    turns: list[Any] = [{"role": "user", "content": LONG}]
    first = claude_counts(claude_client, system="", messages=turns, cache_control={"type": "ephemeral"})
    turns += [{"role": "assistant", "content": "I see."}, {"role": "user", "content": "Go on."}]
    written, read, _ = claude_counts(
        claude_client, system="", messages=turns, cache_control={"type": "ephemeral"}
    )
    assert read == first[0] and 0 < written < 30


def test_a_streamed_claude_says_the_same(claude_client: anthropic.Anthropic) -> None:
    written, _, rest = claude_counts(claude_client)
    with claude_client.messages.stream(
        model="claude-sonnet-5",
        max_tokens=300,
        system=[marked(LONG)],  # type: ignore[list-item]
        messages=[{"role": "user", "content": "Hi"}],
    ) as stream:
        usage = stream.get_final_message().usage
    assert (usage.cache_read_input_tokens, usage.input_tokens) == (written, rest)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"model": "claude-haiku-5-5"}, "model_changed"),
        ({"system": [marked("Today is Monday. " + LONG)]}, "system_changed"),
        ({"tools": [{"name": "now", "input_schema": {"type": "object"}}]}, "tools_changed"),
        ({"messages": [{"role": "user", "content": "Ho"}]}, "messages_changed"),
        ({"thinking": {"type": "disabled"}}, "unavailable"),
        ({"max_tokens": 20}, None),
    ],
)
def test_claude_explains_a_miss(
    claude_client: anthropic.Anthropic, change: dict[str, Any], reason: str | None
) -> None:
    asked = claude(model="claude-sonnet-5", max_tokens=10, system=[marked(LONG)])
    first = claude_client.messages.create(**asked, diagnostics={"previous_message_id": None})
    assert first.diagnostics is None
    asked["messages"] = [
        *asked["messages"],
        {"role": "assistant", "content": "Hi."},
        {"role": "user", "content": "?"},
    ]
    asked["diagnostics"] = {"previous_message_id": first.id}
    second = claude_client.messages.create(**(asked | change))
    found = second.diagnostics and second.diagnostics.cache_miss_reason
    assert (found and found.type) == reason
    if found is not None and found.type not in ("unavailable", "previous_message_not_found"):
        missed = first.usage.cache_creation_input_tokens
        assert found.cache_missed_input_tokens == (0 if reason == "messages_changed" else missed)


def test_claude_says_when_there_is_nothing_to_compare_with(claude_client: anthropic.Anthropic) -> None:
    unasked = claude_client.messages.create(**claude())
    assert unasked.diagnostics is None
    asked = claude(diagnostics={"previous_message_id": unasked.id})
    found = claude_client.messages.create(**asked).diagnostics
    assert found is not None and found.cache_miss_reason is not None
    assert found.cache_miss_reason.type == "previous_message_not_found"
    with claude_client.messages.stream(**asked) as stream:
        assert stream.get_final_message().diagnostics == found


def test_diagnostics_of_another_kind_are_refused(url: str) -> None:
    answer = post(url + MESSAGES, claude(diagnostics={"previous": "msg_1"}), ANTHROPIC)
    assert said(answer) == (400, "diagnostics.previous: Extra inputs are not permitted")
    assert post(url + MESSAGES, claude(diagnostics={}), ANTHROPIC).status_code == 200


def test_five_breakpoints_are_refused(url: str) -> None:
    answer = post(url + MESSAGES, claude(system=[marked("Be brief.")] * 5), ANTHROPIC)
    assert said(answer) == (400, "A maximum of 4 blocks with cache_control may be provided. Found 5.")
    assert post(url + MESSAGES, claude(system=[marked("Be brief.")] * 4), ANTHROPIC).status_code == 200


@pytest.mark.parametrize(("brought", "taken"), [(4, True), (5, False)])
def test_breakpoints_in_what_a_tool_brought_count(url: str, brought: int, taken: bool) -> None:
    use = {"type": "tool_use", "id": "toolu_1", "name": "look", "input": {}}
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": [marked("a line")] * brought}
    turns = [{"role": "assistant", "content": [use]}, {"role": "user", "content": [result]}]
    tool = {"name": "look", "input_schema": {"type": "object"}}
    body = claude(messages=[{"role": "user", "content": "Look."}, *turns], tools=[tool])
    answer = post(url + MESSAGES, body, ANTHROPIC)
    assert taken or said(answer)[1] == "A maximum of 4 blocks with cache_control may be provided. Found 5."
    assert (answer.status_code == 200) is taken


def test_an_hour_after_five_minutes_is_refused(url: str) -> None:
    answer = post(
        url + MESSAGES, claude(system=[marked("Be brief."), marked("Be kind.", ttl="1h")]), ANTHROPIC
    )
    assert said(answer)[1].startswith(
        "system.1.cache_control.ttl: a ttl='1h' cache_control block must not come"
    )


@pytest.mark.parametrize("wrong", [{"type": "forever"}, {"type": "ephemeral", "ttl": "2h"}])
def test_a_cache_control_of_another_kind_is_refused(url: str, wrong: dict[str, str]) -> None:
    tool = {"name": "now", "input_schema": {"type": "object"}, "cache_control": wrong}
    status, sentence = said(post(url + MESSAGES, claude(tools=[tool]), ANTHROPIC))
    assert status == 400 and sentence.startswith("tools.0.cache_control.t")


def test_gpt_writes_a_long_beginning_by_itself_and_reads_it_the_next_time(gpt_client: openai.OpenAI) -> None:
    assert gpt_counts(gpt_client) == (1664, 0, 1708)
    assert gpt_counts(gpt_client) == (0, 1664, 1708)


def test_gpt_counts_cached_tokens_in_steps_of_128(gpt_client: openai.OpenAI) -> None:
    gpt_counts(gpt_client)
    _, read, _ = gpt_counts(
        gpt_client, LONG[: len(LONG) * 3 // 4] + "and then something else altogether. " * 60
    )
    assert read == 1152


def test_gpt_caches_nothing_below_1024_tokens(gpt_client: openai.OpenAI) -> None:
    short = LONG[: len(LONG) // 2]
    gpt_counts(gpt_client, short)
    written, read, prompt = gpt_counts(gpt_client, short)
    assert (written, read) == (0, 0) and 800 < prompt < 1024


def test_an_older_gpt_does_not_count_what_it_writes(gpt_client: openai.OpenAI) -> None:
    assert gpt_counts(gpt_client, model="gpt-4o-mini")[:2] == (0, 0)
    assert gpt_counts(gpt_client, model="gpt-4o-mini")[:2] == (0, 1664)


@pytest.mark.parametrize(
    ("model", "seconds", "hit"),
    [
        ("gpt-6-luna", 1799, True),
        ("gpt-6-luna", 1801, False),
        ("gpt-4o-mini", 299, True),
        ("gpt-4o-mini", 301, False),
    ],
)
def test_gpt_forgets(gpt_client: openai.OpenAI, clock: Clock, model: str, seconds: float, hit: bool) -> None:
    gpt_counts(gpt_client, model=model)
    clock.seconds += seconds
    assert (gpt_counts(gpt_client, model=model)[1] > 0) is hit


def test_another_cache_key_is_another_cache(gpt_client: openai.OpenAI) -> None:
    gpt_counts(gpt_client, prompt_cache_key="one")
    assert gpt_counts(gpt_client, prompt_cache_key="two")[1] == 0
    assert gpt_counts(gpt_client, prompt_cache_key="one")[1] == 1664


def test_with_explicit_breakpoints_alone_nothing_else_is_kept(gpt_client: openai.OpenAI) -> None:
    explicit = {"prompt_cache_options": {"mode": "explicit"}}
    gpt_counts(gpt_client, **explicit)
    assert gpt_counts(gpt_client, **explicit)[:2] == (0, 0)


def test_an_explicit_breakpoint_is_not_rounded(gpt_client: openai.OpenAI) -> None:
    part = {"type": "text", "text": LONG, "prompt_cache_breakpoint": {"mode": "explicit"}}
    messages = [{"role": "user", "content": [part, {"type": "text", "text": "Why?"}]}]
    written, read, prompt = gpt_counts(gpt_client, messages=messages)
    assert read == 0 and 0 < prompt - written < 10
    assert gpt_counts(gpt_client, messages=messages) == (0, written, prompt)


def long_turns(count: int) -> list[dict[str, Any]]:
    """A conversation of so many long parts, each of them marked."""
    parts = [f"Part {number}. {LONG}" for number in range(count)]
    return [{"role": "user", "content": [{"type": "text", "text": part, **MARK}]} for part in parts]


MARK = {"prompt_cache_breakpoint": {"mode": "explicit"}}
EXPLICIT = {"prompt_cache_options": {"mode": "explicit"}}


def test_gpt_writes_the_latest_four_breakpoints_and_reads_any(gpt_client: openai.OpenAI) -> None:
    assert gpt_counts(gpt_client, messages=long_turns(1), **EXPLICIT)[0] > 1700
    first = gpt_counts(gpt_client, messages=long_turns(1), **EXPLICIT)[1]
    written, read, prompt = gpt_counts(gpt_client, messages=long_turns(7), **EXPLICIT)
    assert read == first and 0 < prompt - read - written < 15
    beginning = gpt_counts(gpt_client, messages=long_turns(2), **EXPLICIT)
    assert beginning[1] == first, "the second of seven breakpoints was not among the four that were written"


@pytest.mark.parametrize(
    "change", [{"reasoning_effort": "low"}, {"verbosity": "high"}, {"service_tier": "flex"}]
)
def test_what_else_breaks_a_hit(gpt_client: openai.OpenAI, change: dict[str, str]) -> None:
    gpt_counts(gpt_client)
    assert gpt_counts(gpt_client, **change)[1] == 0
    assert gpt_counts(gpt_client)[1] == 1664


def test_older_models_keep_it_for_a_day_where_that_is_asked_for(
    gpt_client: openai.OpenAI, clock: Clock
) -> None:
    day: dict[str, Any] = {"model": "gpt-4o-mini", "prompt_cache_retention": "24h"}
    gpt_counts(gpt_client, **day)
    clock.seconds += 86_000
    assert gpt_counts(gpt_client, **day)[1] == 1664
    with pytest.raises(openai.BadRequestError, match="compatible only with 24h extended prompt caching"):
        gpt_counts(gpt_client, prompt_cache_retention="in_memory")


def responses_counts(client: openai.OpenAI, **more: Any) -> tuple[int, int]:
    """Of one call of the Responses API: tokens written to the cache, and read from it."""
    asked: dict[str, Any] = {"model": "gpt-6-luna", "input": LONG}
    usage = client.responses.create(**(asked | more)).usage
    assert usage is not None
    return usage.input_tokens_details.cache_write_tokens, usage.input_tokens_details.cached_tokens


def test_responses_and_chat_share_what_is_cached(gpt_client: openai.OpenAI) -> None:
    assert responses_counts(gpt_client) == (1664, 0)
    assert responses_counts(gpt_client) == (0, 1664)
    assert gpt_counts(gpt_client)[:2] == (0, 1664)


@pytest.mark.parametrize(
    ("ttl", "seconds", "hit"), [("30m", 1801, False), ("12h", 43_199, True), ("12h", 43_201, False)]
)
def test_responses_live_as_long_as_the_ttl_says(
    gpt_client: openai.OpenAI, clock: Clock, ttl: str, seconds: float, hit: bool
) -> None:
    options = {"prompt_cache_options": {"ttl": ttl}}
    details = gpt_client.responses.create(
        model="gpt-6-luna", input=LONG, **options
    ).usage.input_tokens_details  # type: ignore[call-overload]
    assert details.cache_write_tokens_details.model_dump()[f"ttl_{ttl}_tokens"] == 1664
    clock.seconds += seconds
    assert (responses_counts(gpt_client, **options)[1] > 0) is hit


def test_a_breakpoint_may_live_longer_than_the_rest(gpt_client: openai.OpenAI, clock: Clock) -> None:
    mark = {"prompt_cache_breakpoint": {"mode": "explicit", "ttl": "12h"}}
    content = [{"type": "input_text", "text": LONG, **mark}, {"type": "input_text", "text": LONG}]
    turns = [{"role": "user", "content": content}]
    responses_counts(gpt_client, input=turns)
    clock.seconds += 1801
    written, read = responses_counts(gpt_client, input=turns)
    assert read > 1600 and written > 1600


def test_a_conversation_by_id_reads_what_the_turn_before_wrote(gpt_client: openai.OpenAI) -> None:
    first = gpt_client.responses.create(model="gpt-6-luna", input=LONG)
    assert responses_counts(gpt_client, input="Why?", previous_response_id=first.id)[1] == 1664


def test_warming_writes_and_says_nothing(gpt_client: openai.OpenAI) -> None:
    warmed = gpt_client.responses.create(
        model="gpt-6-luna", input=LONG, prompt_cache_options={"prewarm": True}
    )
    assert (warmed.status, warmed.output, warmed.usage and warmed.usage.output_tokens) == ("completed", [], 0)
    assert responses_counts(gpt_client) == (0, 1664)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"model": "gpt-6.1-sol"}, "model_changed"),
        ({"prompt_cache_key": "other"}, "prompt_cache_key_changed"),
        ({"tools": [{"type": "function", "name": "now", "parameters": {}}]}, "tools_changed"),
        ({"reasoning": {"effort": "low"}}, "reasoning_effort_changed"),
        ({"text": {"verbosity": "low"}}, "verbosity_changed"),
        ({"input": "Today is Monday. " + LONG}, "input_changed"),
        ({"instructions": "Be kind."}, "input_changed"),
    ],
)
def test_a_miss_is_explained(gpt_client: openai.OpenAI, change: dict[str, Any], reason: str) -> None:
    first = gpt_client.responses.create(model="gpt-6-luna", input=LONG)
    options = {"prompt_cache_options": {"comparison_response_id": first.id}}
    asked: dict[str, Any] = {"model": "gpt-6-luna", "input": LONG, **options}
    said = gpt_client.responses.create(**(asked | change)).prompt_cache_diagnostics
    assert said is not None and said.type == "cache_miss" and said.reason == reason
    assert said.cache_missed_tokens > 1700 and said.comparison_reusable_tokens == 0
    hit = gpt_client.responses.create(**asked).prompt_cache_diagnostics
    assert hit is not None and hit.type == "cache_hit"


def test_a_miss_says_how_far_it_could_have_read(gpt_client: openai.OpenAI) -> None:
    turns: list[Any] = [{"role": "user", "content": LONG}, {"role": "user", "content": "Why?"}]
    first = gpt_client.responses.create(model="gpt-6-luna", input=turns)
    turns[1] = {"role": "user", "content": "How?"}
    options: Any = {"comparison_response_id": first.id}
    second = gpt_client.responses.create(model="gpt-6-luna", input=turns, prompt_cache_options=options)
    said = second.prompt_cache_diagnostics
    assert said is not None and said.type == "cache_miss" and said.reason == "input_changed"
    assert (said.comparison_reusable_tokens, said.cache_missed_tokens) == (1708, 7)


def test_a_comparison_needs_what_it_compares_with(gpt_client: openai.OpenAI) -> None:
    def said(**options: str) -> str | None:
        found = gpt_client.responses.create(
            model="gpt-6-luna",
            input="Hi",
            prompt_cache_options=options,  # type: ignore[arg-type]
        )
        return found.prompt_cache_diagnostics and found.prompt_cache_diagnostics.type

    first = gpt_client.responses.create(model="gpt-6-luna", input="Hi")
    assert said() is None
    assert said(comparison_response_id="resp_1") == "comparison_response_not_found"
    assert said(comparison_response_id=first.id) == "unavailable", "too short to be cached"


@pytest.mark.parametrize(
    ("mark", "sentence"),
    [
        ({}, "Missing required parameter: '{}.prompt_cache_breakpoint.mode'."),
        ({"mode": "implicit"}, "Invalid value: 'implicit'. Supported values are: 'explicit'."),
        ({"mode": "explicit", "ttl": "1h"}, "Invalid value: '1h'. Supported values are: '30m' and '12h'."),
    ],
)
def test_a_breakpoint_of_another_kind_is_refused(url: str, mark: dict[str, str], sentence: str) -> None:
    part = {"type": "text", "text": "Hi", "prompt_cache_breakpoint": mark}
    asked = gpt(messages=[{"role": "user", "content": [part]}])
    assert said(post(url + CHAT, asked, OPENAI)) == (400, sentence.format("messages[0].content[0]"))
    turns = [{"role": "user", "content": [part | {"type": "input_text"}]}]
    answer = post(f"{url}/openai/v1/responses", {"model": "gpt-6-luna", "input": turns}, OPENAI)
    assert said(answer) == (400, sentence.format("input[0].content[0]"))


def test_a_streamed_gpt_says_the_same(gpt_client: openai.OpenAI) -> None:
    gpt_counts(gpt_client)
    stream = gpt_client.chat.completions.create(
        model="gpt-6-luna",
        messages=[{"role": "user", "content": LONG}],
        stream=True,
        stream_options={"include_usage": True},
    )
    usage = [chunk.usage for chunk in stream][-1]
    assert usage is not None and usage.prompt_tokens_details is not None
    assert usage.prompt_tokens_details.cached_tokens == 1664


def test_nobody_reads_another_learners_cache(url: str, gpt_client: openai.OpenAI) -> None:
    gpt_counts(gpt_client)
    with openai.OpenAI(api_key="sk-practice-another", base_url=f"{url}/openai/v1") as other:
        assert gpt_counts(other)[1] == 0
