"""What the SDKs' own runners of tools do, as the table beside the loop says it."""

from __future__ import annotations

import json
from typing import Any

import anthropic
import httpx2
import ollama
import openai
import pytest
from google import genai
from ollama._utils import convert_function_to_tool
from pydantic import BaseModel, Field

from firstcall import providers
from firstcall.steps.tools import lesson

QUESTION = lesson.OPENING.messages[-1].content
KEY = "sk-practice-runners"


def get_weather(city: str, unit: str = "celsius") -> str:
    """The weather in a city, right now.

    Args:
        city: The name of the city, such as Rome
        unit: celsius or fahrenheit
    """
    return f"41 degrees in {city}"


def root(practice: str, id: str) -> str:
    return practice + providers.get(id).address.practice_path


@pytest.mark.parametrize("chosen", [{"thread": False}, {}])
def test_anthropics_runner_runs_the_loop(practice: str, chosen: dict[str, Any]) -> None:
    """Told `thread=False` it sends the whole list each time. Else it asks the server for a thread first; the practice
    server has none, and the SDK goes on without."""
    sent: list[dict[str, Any]] = []
    listening = httpx2.Client(event_hooks={"request": [lambda asked: sent.append(json.loads(asked.read()))]})
    with anthropic.Anthropic(
        base_url=root(practice, "anthropic"), api_key=KEY, http_client=listening
    ) as client:
        runner = client.beta.messages.tool_runner(
            model=providers.get("anthropic").default,
            max_tokens=600,
            max_iterations=5,
            tools=[anthropic.beta_tool(get_weather)],
            messages=[{"role": "user", "content": QUESTION}],
            **chosen,
        )
        said = runner.until_done().content[-1]
    assert said.type == "text" and "41 degrees in Oslo" in said.text
    if not chosen:
        assert sent.pop(0)["thread"] == {"type": "create"}
    assert [len(body["messages"]) for body in sent] == [1, 3] and all(body["tools"] for body in sent)
    assert not any("thread" in body for body in sent)


def test_googles_sdk_calls_the_functions_and_hides_the_calls(practice: str) -> None:
    with genai.Client(api_key=KEY, http_options={"base_url": root(practice, "google")}) as client:
        check_google(client)


def check_google(client: genai.Client) -> None:
    asked = {"model": providers.get("google").default, "contents": QUESTION}
    answer = client.models.generate_content(**asked, config={"tools": [get_weather]})
    assert "41 degrees in Oslo" in (answer.text or "")
    assert len(answer.automatic_function_calling_history or []) == 3
    off = {"tools": [get_weather], "automatic_function_calling": {"disable": True}}
    left = client.models.generate_content(**asked, config=off)
    assert {call.name for call in left.function_calls or []} == {"get_weather"}


class Weather(BaseModel):
    """The weather in a city, right now."""

    city: str = Field(description="The name of the city, such as Rome")


def test_openais_helpers_check_the_arguments_and_run_nothing(practice: str) -> None:
    with openai.OpenAI(base_url=root(practice, "openai"), api_key=KEY) as client:
        check_openai(client)


def check_openai(client: openai.OpenAI) -> None:
    model = providers.get("openai").default
    chat = client.chat.completions.parse(
        model=model,
        messages=[{"role": "user", "content": QUESTION}],
        tools=[openai.pydantic_function_tool(Weather, name="get_weather")],
        reasoning_effort="none",
    )
    asked = chat.choices[0].message.tool_calls or []
    assert [call.function.parsed_arguments for call in asked] == [Weather(city="Paris"), Weather(city="Oslo")]
    response = client.responses.parse(
        model=model,
        input=QUESTION,
        tools=[openai.pydantic_responses_function_tool(Weather, name="get_weather")],
    )
    calls = [item for item in response.output if item.type == "function_call"]
    assert [call.parsed_arguments for call in calls] == [Weather(city="Paris"), Weather(city="Oslo")]


def test_ollamas_sdk_makes_a_schema_and_runs_nothing(practice: str) -> None:
    with ollama.Client(root(practice, "ollama")) as client:
        answer = client.chat(
            providers.get("ollama").default, [{"role": "user", "content": QUESTION}], tools=[get_weather]
        )
    assert [call.function.name for call in answer.message.tool_calls or []] == ["get_weather"] * 2
    parameters = convert_function_to_tool(get_weather).function.parameters  # type: ignore[union-attr]
    assert parameters is not None and list(parameters.required or []) == ["city", "unit"]
