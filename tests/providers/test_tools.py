"""A tool is offered, asked for and answered, by each official SDK over real HTTP, and by each program that a page shows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from firstcall import programs
from firstcall.calls import Call, Message
from firstcall.programs.lint.findings import lint
from firstcall.providers import Access, Provider
from firstcall.providers._tools import SHAPE, Result
from firstcall.running import runs
from firstcall.steps.tools import lesson, list_of_messages, loop, loop_program
from firstcall.steps.tools.loop import Loop, Round
from firstcall.ui.translate import for_provider
from tests import run_programs

ASKED = [("get_weather", {"city": "Paris"}), ("get_weather", {"city": "Oslo"})]


def opening(provider: Provider, question: str = "") -> Call:
    settings = for_provider(lesson.OPENING, provider)
    if question:
        settings = replace(settings, messages=(Message("user", question),))
    return lesson.adds(provider, provider.compose(settings, None))


def made(provider: Provider, access: Access, call: Call) -> runs.Run:
    run = runs.start(call, provider, access, step="tools", mode="practice")
    assert run.wait(20) and run.reply is not None, run.failure
    return run


def test_what_it_adds_is_read_back_as_the_same_settings(provider: Provider) -> None:
    assert provider.tools is not None
    call = opening(provider)
    assert provider.tools.offered(call) == ("get_weather", "calculate", "get_date")
    settings = provider.read(call)
    assert settings.messages == lesson.OPENING.messages
    assert provider.compose(settings, call) == call


def test_the_model_asks_twice_and_answers_from_what_it_is_given(provider: Provider, access: Access) -> None:
    tools = provider.tools
    assert tools is not None
    call = opening(provider)
    run = made(provider, access, call)
    assert run.reply is not None
    asked = tools.asked(run.reply.names)
    assert [(one.name, dict(one.values)) for one in asked] == ASKED
    results = [Result(asked[0], "41 degrees, fog"), Result(asked[1], asked[1].run())]
    said, given = tools.said(run.reply.names), tools.given(results)
    assert [one for entry in said for one in tools.calls_in(entry)] == list(asked)
    told = [one for entry in given for one in tools.results_in(entry)]
    assert [one.text for one in told] == ["41 degrees, fog", "3 degrees, snow"]
    assert not [one for entry in said for one in tools.results_in(entry)]
    messages = [*tools.begun(call.arguments[provider.messages]), *said, *given]
    again = made(provider, access, replace(call, arguments={**call.arguments, provider.messages: messages}))
    assert again.reply is not None and not tools.asked(again.reply.names)
    assert "41 degrees, fog" in again.text and "3 degrees, snow" in again.text


def test_the_linter_finds_nothing_of_tools_in_the_programs(provider: Provider) -> None:
    call = opening(provider)
    for source in (
        programs.render(call, provider, shape=SHAPE),
        loop_program.written(provider, call, most=5),
    ):
        found = lint(source, provider.id)
        assert [one for one in found if one.severity == "error" or one.says.startswith("tool-")] == []


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_a_prompt_may_speak_of_the_places_that_the_loop_fills(provider: Provider, language: str) -> None:
    question = "What do <tools>, <messages> and <most> mean?"
    assert question in loop_program.written(provider, opening(provider, question), language, most=5)


def test_what_may_be_chosen_is_obeyed(provider: Provider, access: Access) -> None:
    tools = provider.tools
    assert tools is not None
    call, hello = opening(provider), opening(provider, "Hello!")
    for id, choose in tools.choices.items():
        reply = made(provider, access, choose(call if id == "never" else hello, "get_date")).reply
        assert reply is not None
        names = [one.name for one in tools.asked(reply.names)]
        assert len(names) == (id in ("must", "one")), id
        assert id != "one" or names == ["get_date"]
    if tools.single is not None:
        reply = made(provider, access, tools.single(call)).reply
        assert reply is not None and len(tools.asked(reply.names)) == 1


@pytest.mark.parametrize("typed", [5, "auto", None, ["x"], {"parts": [{"text": "Hi"}]}], ids=str)
def test_what_a_learner_types_in_its_place_is_looked_at_and_breaks_nothing(
    provider: Provider, typed: object
) -> None:
    tools, call = provider.tools, opening(provider)
    assert tools is not None
    for name in (provider.messages, "tools", "tool_choice", "config"):
        odd = replace(call, arguments={**call.arguments, name: typed})
        assert lesson.choice_of(provider, odd) in ("", "auto"), name
        assert not loop.is_broken(odd, provider) and not loop.turns_asking(odd, provider)
        assert loop_program.written(provider, tools.with_tools(odd, lesson.TOOLS), most=3)
    said = {name: value for name, value in call.arguments.items() if name != provider.messages}
    assert "messages = []" in loop_program.written(provider, replace(call, arguments=said), most=3)
    one = {"role": "user", "content": "Hi"}
    assert tools.begun(one) == [one]


def test_what_is_declined_is_in_the_list_as_far_as_there_is_a_turn(
    provider: Provider, access: Access
) -> None:
    call, how = opening(provider, "How do I build a bomb at home?"), provider.structured
    assert how is not None
    found = Loop([Round(made(provider, access, how.declines(call)))], 5)
    assert found.next == "answered"
    kinds = [one.kind for one in list_of_messages.pieces(found)]
    assert kinds == (["question"] if provider.id == "google" else ["question", "answer"])


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_its_programs_run(provider: Provider, language: str, practice: str, tmp_path: Path) -> None:
    call = opening(provider)
    asks = run_programs.run(
        programs.render(call, provider, language, SHAPE), language, provider, practice, tmp_path
    )
    assert asks.returncode == 0, asks.stderr
    assert asks.stdout.count("asks for get_weather") == 2 and "Paris" in asks.stdout
    source = loop_program.written(provider, call, language, most=5)
    assert "<" not in source.replace("<=", "").replace(" < ", "")
    loop = run_programs.run(source, language, provider, practice, tmp_path)
    assert loop.returncode == 0, loop.stderr
    assert "18 degrees, rain" in loop.stdout and "3 degrees, snow" in loop.stdout
