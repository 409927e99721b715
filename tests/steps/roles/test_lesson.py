"""What "Roles" checks and says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firstcall import models, programs
from firstcall.calls import Message, Settings
from firstcall.course.exercise import Evidence, Exercise, Verdict, judge, not_yet
from firstcall.providers import Access, Provider
from firstcall.running import runs
from firstcall.steps.roles import lesson, message_list, old_roles
from tests.lesson_runs import KEY, Ask, asking

PIRATE, MOUTH, MOVED = lesson.EXERCISES
TOKEN = "What is a token?"


@pytest.fixture
def ask(practice: str, provider: Provider) -> Ask:
    return asking(practice, provider, "roles")


def verdict(exercise: Exercise, *made: runs.Run) -> Verdict:
    found = judge(exercise, Evidence(made))
    assert found is not None
    return found


def test_no_run_is_no_verdict() -> None:
    assert [judge(exercise, Evidence()) for exercise in lesson.EXERCISES] == [None, None, None]


def test_a_pirate_by_the_system_prompt_is_done(ask: Ask) -> None:
    assert verdict(PIRATE, ask(TOKEN, system="You are a pirate. Answer in one sentence.")).done


def test_the_librarian_is_no_pirate(ask: Ask) -> None:
    found = verdict(PIRATE, ask(TOKEN, system=lesson.OPENING.system))
    assert not found.done and found.says == "last_reply_does"


def test_a_pirate_in_a_user_message_gets_a_message_of_its_own(ask: Ask) -> None:
    found = verdict(PIRATE, ask("Talk like a pirate: what is a token?", system=lesson.OPENING.system))
    assert not found.done


@pytest.mark.parametrize("text", ["Arr, matey", "Ahoy!", "Aye, captain", "Shiver me timbers"])
def test_words_of_a_pirate_are_heard(text: str) -> None:
    assert lesson.sounds_like_a_pirate(text)


@pytest.mark.parametrize("text", ["An array is a list.", "Goodbye.", "Yes, the matter is settled."])
def test_other_words_are_not_taken_for_a_pirates(text: str) -> None:
    assert not lesson.sounds_like_a_pirate(text)


def test_a_name_that_only_the_assistant_said_is_done(ask: Ask) -> None:
    assert verdict(MOUTH, ask("Hello!", "Nice to meet you, Ada.", "What is my name?")).done


def test_a_name_that_the_user_told_is_not_put_into_its_mouth(ask: Ask) -> None:
    found = verdict(MOUTH, ask("My name is Ada.", "Nice to meet you, Ada.", "What is my name?"))
    assert not found.done and found.says == "name_stands_message"


def test_a_list_without_a_name_is_told_so(ask: Ask) -> None:
    found = verdict(MOUTH, ask("Hello!", "Hi there.", "What is my name?"))
    assert not found.done and found.says == "no_assistant_message_list"


def test_an_instruction_that_moved_is_done(ask: Ask) -> None:
    rule = "Answer in one sentence."
    assert verdict(MOVED, ask(TOKEN, system=rule), ask(f"{rule} {TOKEN}")).done


def test_an_instruction_that_was_only_dropped_is_not_done(ask: Ask) -> None:
    found = verdict(MOVED, ask(TOKEN, system="Answer in one sentence."), ask(TOKEN))
    assert not found.done and found.says == "ran_without_system"


def test_old_lines_do_not_count_for_an_exercise(ask: Ask) -> None:
    assert judge(PIRATE, Evidence([ask(TOKEN, system="You are a pirate.", batch="begun")])) == not_yet(
        "no_reply_press_run"
    )


@pytest.mark.parametrize("old", old_roles.OLD_LINES, ids=lambda old: old.id)
def test_an_old_line_fails_where_it_is_said_to_and_its_fix_does_not(
    old: old_roles.OldLine, provider: Provider, practice: str
) -> None:
    access = Access(KEY, practice + provider.address.practice_path)
    settings = Settings(
        models.DEFAULT[provider.id],
        old_roles.OLD_OPENING.messages,
        old_roles.OLD_OPENING.system,
        1024,
        stream=False,
    )
    for write, refused in ((old.write, old.refused_with in provider.traits), (old.mend, False)):
        call = provider.compose(write(settings), None)
        run = runs.start(call, provider, access, step="roles", mode="practice")
        assert run.wait(30)
        assert (run.failure is not None and run.failure.status == 400) == refused, run.failure


def test_the_line_of_the_system_prompt_is_found(provider: Provider) -> None:
    settings = Settings("m", (Message("user", "Hi"),), "Be brief.", 9, stream=False)
    source = programs.render(provider.compose(settings, None), provider)
    line = lesson.system_line(source)
    assert line is not None and "system" in source.splitlines()[line - 1]


def test_a_program_without_a_system_prompt_is_said_to_have_none(provider: Provider) -> None:
    assert lesson.stands(provider, "print('hi')") == f"{provider.name}: there is no system prompt to place."


SAID = Settings("m", (Message("user", "a"), Message("assistant", "b"), Message("user", "c")))


def texts(settings: Settings) -> str:
    return "".join(message.content for message in settings.messages)


def test_a_message_moves_down() -> None:
    assert texts(message_list.swapped(SAID, 0)) == "bac"


def test_the_last_message_cannot_move_further() -> None:
    assert message_list.swapped(SAID, 2) == SAID


def test_a_message_is_taken_out() -> None:
    assert texts(message_list.without(SAID, 1)) == "ac"


def test_a_message_is_added_at_the_end() -> None:
    assert message_list.longer(SAID, "assistant").messages[-1].role == "assistant"


def test_a_role_is_changed() -> None:
    assert message_list.putter(1, "role")(SAID, "user").messages[1] == Message("user", "b")


def test_a_control_of_a_message_that_is_gone_changes_nothing() -> None:
    assert message_list.putter(7, "content")(SAID, "x") == SAID


@pytest.mark.parametrize(
    "given",
    [None, "text", [{"role": "user"}], [{"role": "user", "content": [{"type": "text", "text": "a"}]}], ["a"]],
)
def test_a_list_that_the_editor_cannot_show_is_left_to_the_code(provider: Provider, given: object) -> None:
    call = provider.compose(Settings("m", (Message("user", "a"),), "Be brief."), None)
    assert message_list.is_plain(call, provider)
    other = replace(call, arguments={**call.arguments, provider.messages: given})
    assert not message_list.is_plain(other, provider)
