"""The FAQ page, and the links from it into the steps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from firstcall import providers
from firstcall.course import questions, steps
from firstcall.ui import WORDS, link_settings
from tests.steps.conftest import address, finish, open_page


def asked(at: AppTest) -> list[str]:
    return [expander.label for expander in at.expander]


def test_all_questions_are_collected() -> None:
    assert asked(open_page("faq")) == [question.question for question in questions.questions()]


def test_the_search_narrows_down_and_opens_up_again() -> None:
    at = open_page("faq")
    at.text_input(key="faq_words").set_value("bill turn").run()
    assert asked(at)[0] == "Why does the bill grow during a chat?" and len(asked(at)) < 4
    at.text_input(key="faq_words").set_value("zebra").run()
    assert asked(at) == [] and any("No question" in caption.value for caption in at.caption)
    at.text_input(key="faq_words").set_value("").run()
    assert len(asked(at)) > 12


def test_markdown_in_the_search_is_only_text() -> None:
    at = open_page("faq")
    at.text_input(key="faq_words").set_value("**<img src=x>**").run()
    assert not at.exception and asked(at) == []


def test_each_question_leads_to_a_step_that_is_there() -> None:
    at = open_page("faq")
    every = questions.questions()
    said = {WORDS.line("questions/belongs_to", step=step.title) for step in steps.every()}
    assert not led(at) & said  # nothing is drawn in a box that is closed
    for question in every:
        at.session_state[f"faq_all_{question.step}_{question.id}"] = True
    at.run()
    assert not at.exception
    assert len([link for link in at.get("page_link") if link.proto.label in said]) == len(every)


def led(at: AppTest) -> set[str]:
    return {link.proto.label for link in at.get("page_link")}


@pytest.mark.parametrize("words", ["rate limit", "billing", "quota", "free"])
def test_the_words_that_people_search_with_find_something(words: str) -> None:
    assert questions.search(words)


def test_a_single_hit_is_open() -> None:
    at = open_page("faq")
    at.text_input(key="faq_words").set_value("quota").run()
    [found] = at.expander
    assert found.proto.expanded and found.label == questions.search("quota")[0].question


def test_a_step_without_questions_has_no_heading_for_them() -> None:
    at = open_page("faq")
    assert "Questions people ask" not in [header.value for header in at.header]


def linked(query: dict[str, str]) -> Callable[[AppTest], None]:
    def prepare(at: AppTest) -> None:
        for name, value in query.items():
            at.query_params[name] = value

    return prepare


def code(at: AppTest, provider: str) -> str:
    return str(at.session_state[f"first_call_{provider}_code"])


def test_a_link_opens_the_desk_with_its_settings_and_they_stay_in_the_address() -> None:
    query = {"provider": "openai", "prompt": "Where is Oslo?", "max_tokens": "77", "temperature": "0.3",
             "effort": "none", "stream": "no", "system": ""}  # fmt: skip
    at = open_page("first_call", linked(query))
    assert at.segmented_control(key="first_call_provider").value == "openai"
    assert at.text_area(key="first_call_prompt").value == "Where is Oslo?"
    for written in ("max_completion_tokens=77", "temperature=0.3", 'reasoning_effort="none"'):
        assert written in code(at, "openai")
    assert "stream=True" not in code(at, "openai") and '"system"' not in code(at, "openai")
    # What the page says by itself is left out: its call has no effort of its own, and no system prompt.
    told = address(at)
    assert [told[name] for name in ("prompt", "max_tokens", "temperature")] == [
        ["Where is Oslo?"],
        ["77"],
        ["0.3"],
    ]
    assert address(at)["provider"] == ["openai"] and set(address(at)) <= {*query, "model"}
    assert any("the link that you opened" in caption.value for caption in at.caption)


def test_what_the_link_opened_is_what_is_sent() -> None:
    at = open_page("first_call", linked({"provider": "openai", "prompt": "What is the capital of Norway?"}))
    at.button(key="first_call_go").click().run()
    run = finish(at, "first_call")
    assert run.reply is not None and "Oslo" in run.reply.text


def test_later_edits_are_not_undone_by_the_link() -> None:
    at = open_page("first_call", linked({"prompt": "Where is Oslo?"}))
    at.text_area(key="first_call_prompt").set_value("Where is Bergen?").run()
    at.run()
    assert at.text_area(key="first_call_prompt").value == "Where is Bergen?"
    assert not any("the link that you opened" in caption.value for caption in at.caption)


def test_start_over_brings_back_what_the_page_says_by_itself() -> None:
    at = open_page("first_call", linked({"prompt": "Where is Oslo?"}))
    at.button(key="first_call_reset").click().run()
    assert "Where is Oslo?" not in code(at, "anthropic")


def test_nonsense_in_a_link_is_named_and_the_rest_is_taken() -> None:
    at = open_page("first_call", linked({"max_tokens": "many", "provider": "<b>x</b>", "prompt": "Hi"}))
    [warning] = at.warning
    assert warning.proto.title == "Part of the link was ignored" and "many" in warning.value
    assert "<b>" not in warning.value.replace("\\<", "")
    assert at.text_area(key="first_call_prompt").value == "Hi"


@pytest.mark.parametrize("query", [{"api_key": "sk-1"}, {"key": "sk-1"}, {"utm": "x"}])
def test_other_names_in_the_address_change_nothing(query: dict[str, str]) -> None:
    at = open_page("first_call", linked(query))
    assert dict(at.query_params) == query
    assert "sk-1" not in code(at, "anthropic")


def test_the_copied_link_names_the_settings_and_no_key() -> None:
    at = open_page("first_call", linked({"prompt": "Where is Oslo?", "max_tokens": "77"}))
    assert address(at)["prompt"] == ["Where is Oslo?"] and address(at)["max_tokens"] == ["77"]
    assert "sk-" not in str(address(at))


def test_every_page_with_a_desk_takes_a_link() -> None:
    pages = [step for step in steps.every() if "desk.Desk(" in step.path.read_text(encoding="utf-8")]
    assert len(pages) >= 2
    for step in pages:
        at = open_page(step.slug, linked({"provider": "openai", "prompt": "Where is Oslo?"}))
        assert "Where is Oslo?" in str(at.session_state[f"{step.slug}_openai_code"]), step.slug
        assert address(at)["prompt"] == ["Where is Oslo?"] and "openai" in providers.every()


@pytest.mark.parametrize(
    ("page", "key", "tab"),
    [("tune", "tune_lab", "Temperature"), ("tokens_cost", "tokens_cost_tab", "The price")],
)
def test_a_link_opens_the_tab_that_it_means(page: str, key: str, tab: str) -> None:
    at = open_page(page, linked({"tab": tab}))
    assert not at.exception and at.session_state[key] == tab
    assert dict(at.query_params) == {}


def test_every_tab_that_a_question_leads_to_is_there() -> None:
    named = [(one.step, one.settings[link_settings.TAB]) for question in questions.questions() for one in question.tries
             if link_settings.TAB in one.settings]  # fmt: skip
    assert named
    for step, tab in set(named):
        at = open_page(step, linked({link_settings.TAB: tab}))
        assert dict(at.query_params) == {}, f"{step} has no tab {tab}"
