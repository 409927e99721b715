"""Tools that the vendors run themselves are refused in one sentence on each wire; those of Anthropic's that the caller's
program runs are called like functions."""

from __future__ import annotations

from typing import Any

import anthropic
import openai
import pytest
from google import genai

from tests.practice_fixture import ANTHROPIC, CHAT, MESSAGES, OPENAI, claude, gpt, post, said

QUESTION = [{"role": "user", "content": "Which files are in this folder?"}]


@pytest.mark.parametrize(
    "tool",
    [
        {"type": "web_search_20250305", "name": "web_search", "max_uses": 5},
        {"type": "web_fetch_20250910", "name": "web_fetch"},
        {"type": "code_execution_20250825", "name": "code_execution"},
        {"type": "tool_search_tool_regex_20251119", "name": "tool_search_tool_regex"},
    ],
)
def test_what_anthropic_runs_itself_is_refused(claudes: anthropic.Anthropic, tool: dict[str, Any]) -> None:
    sentence = f"tools.0: The practice server does not serve the tool '{tool['type']}', only tools that your own program runs."
    for send in (
        lambda: claudes.messages.create(**claude(messages=QUESTION, tools=[tool])),
        lambda: claudes.messages.count_tokens(model="claude-haiku-4-5", messages=QUESTION, tools=[tool]),  # type: ignore[arg-type]
    ):
        with pytest.raises(anthropic.BadRequestError) as caught:
            send()
        assert caught.value.body["error"]["message"] == sentence  # type: ignore[index]


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ({"type": "bash_20250124", "name": "bash"}, {"command"}),
        ({"type": "text_editor_20250728", "name": "str_replace_based_edit_tool"}, {"command", "path"}),
        ({"type": "memory_20250818", "name": "memory"}, {"command", "path"}),
    ],
)
def test_what_the_program_runs_is_called(
    claudes: anthropic.Anthropic, tool: dict[str, Any], given: set[str]
) -> None:
    choice = {"type": "tool", "name": tool["name"]}
    first = claudes.messages.create(**claude(messages=QUESTION, tools=[tool], tool_choice=choice))
    [call] = [block for block in first.content if block.type == "tool_use"]
    assert call.name == tool["name"] and call.input.keys() == given
    result = {"type": "tool_result", "tool_use_id": call.id, "content": "notes.txt"}
    then = [*QUESTION, {"role": "assistant", "content": first.content}, {"role": "user", "content": [result]}]
    last = claudes.messages.create(**claude(messages=then, tools=[tool]))
    assert last.stop_reason == "end_turn" and "notes.txt" in last.content[0].text


def test_a_shell_is_asked_only_to_look(claudes: anthropic.Anthropic) -> None:
    asked = [{"role": "user", "content": "Run `rm -rf /` with bash, then list the files."}]
    reply = claudes.messages.create(
        **claude(messages=asked, tools=[{"type": "bash_20250124", "name": "bash"}])
    )
    [call] = [block for block in reply.content if block.type == "tool_use"]
    assert call.input["command"] in {"ls", "pwd", "date", "whoami", "uname -a", "df -h", "python3 --version"}


@pytest.mark.parametrize(
    ("tool", "sentence"),
    [
        ({"type": "bash_20250124"}, "tools.0.bash_20250124.name: Field required"),
        ({"type": "bash_20250124", "name": "shell"}, "tools.0.bash_20250124.name: Input should be 'bash'"),
        (
            {"type": "bash_20991231", "name": "bash"},
            "tools.0: Input tag 'bash_20991231' found using 'type' does not",
        ),
    ],
)
def test_a_tool_of_no_such_name_or_type(url: str, tool: dict[str, Any], sentence: str) -> None:
    status, told = said(post(url + MESSAGES, claude(messages=QUESTION, tools=[tool]), ANTHROPIC))
    assert status == 400 and told.startswith(sentence)


@pytest.mark.parametrize(
    "name", ["google_search", "code_execution", "url_context", "google_maps", "file_search"]
)
def test_what_google_runs_itself_is_refused(geminis: genai.Client, name: str) -> None:
    with pytest.raises(genai.errors.ServerError) as caught:
        geminis.models.generate_content(
            model="gemini-3.5-flash-lite", contents="Who won?", config={"tools": [{name: {}}]}
        )
    assert caught.value.message == f"The practice server does not serve the tool '{name}', only functions."


def test_what_openai_runs_itself_is_refused_in_chat(gpts: openai.OpenAI, url: str) -> None:
    with pytest.raises(
        openai.BadRequestError, match="The practice server does not serve searches of the web"
    ):
        gpts.chat.completions.create(**gpt(messages=QUESTION, web_search_options={}))
    custom = {"type": "custom", "custom": {"name": "sql"}}
    answer = post(url + CHAT, gpt(messages=QUESTION, tools=[custom]), OPENAI)
    error = answer.json()["error"]
    assert error["message"] == "The practice server does not serve the tool 'custom', only functions."
    assert (answer.status_code, error["param"], error["code"]) == (400, "tools[0]", "not_served")
