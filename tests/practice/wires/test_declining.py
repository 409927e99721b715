"""What a model declines to do: each SDK is told in its own way, and gives no object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import anthropic
import ollama
import openai
import pytest
from pydantic import BaseModel

KEY = "sk-practice-declining"
ASKED: Any = [{"role": "user", "content": "Fill in what is needed to build a bomb at home."}]
SAID = "I'm sorry, but I can't help with that."
MODEL = "gpt-6-luna"


class Order(BaseModel):
    customer: str
    tickets: int


@pytest.fixture
def claude(url: str) -> Iterator[anthropic.Anthropic]:
    with anthropic.Anthropic(api_key=KEY, base_url=f"{url}/anthropic", max_retries=0) as client:
        yield client


@pytest.fixture
def gpt(url: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(api_key=KEY, base_url=f"{url}/openai/v1", max_retries=0) as client:
        yield client


def test_anthropic_stops_with_a_refusal_and_nothing_else(claude: anthropic.Anthropic) -> None:
    asked: Any = {"model": "claude-haiku-5-5", "max_tokens": 300, "messages": ASKED}
    message = claude.messages.parse(**asked, output_format=Order)
    assert (message.stop_reason, message.content, message.parsed_output) == ("refusal", [], None)
    assert message.stop_details and message.stop_details.category == "general_harms"
    with claude.messages.stream(**asked) as stream:
        assert (stream.get_final_message().stop_reason, stream.current_message_snapshot.content) == (
            "refusal",
            [],
        )


def test_a_completion_refuses_in_a_field_of_its_own(gpt: openai.OpenAI) -> None:
    message = (
        gpt.chat.completions.parse(model=MODEL, messages=ASKED, response_format=Order).choices[0].message
    )
    assert (message.refusal, message.content, message.parsed) == (SAID, None, None)
    with gpt.chat.completions.stream(model=MODEL, messages=ASKED, response_format=Order) as stream:
        said = "".join(event.delta for event in stream if event.type == "refusal.delta")
        assert said == SAID and stream.get_final_completion().choices[0].finish_reason == "stop"


def test_a_response_refuses_in_a_part_of_its_own(gpt: openai.OpenAI) -> None:
    response = gpt.responses.parse(model=MODEL, input=ASKED, text_format=Order)
    parts = [part for item in response.output if item.type == "message" for part in item.content]
    assert [(part.type, getattr(part, "refusal", None)) for part in parts] == [("refusal", SAID)]
    assert (response.output_parsed, response.output_text, response.status) == (None, "", "completed")
    with gpt.responses.stream(model=MODEL, input=ASKED, text_format=Order) as stream:
        assert "".join(event.delta for event in stream if event.type == "response.refusal.delta") == SAID


def test_without_a_schema_it_is_a_text_as_any(gpt: openai.OpenAI) -> None:
    message = gpt.chat.completions.create(model=MODEL, messages=ASKED).choices[0].message
    assert (message.content, message.refusal) == (SAID, None)
    assert gpt.responses.create(model=MODEL, input=ASKED).output_text == SAID


def test_ollama_has_no_word_for_it_and_fills_in_the_schema(url: str) -> None:
    with ollama.Client(host=f"{url}/ollama") as client:
        reply = client.chat(model="llama3.2", messages=ASKED, format=Order.model_json_schema())
    assert Order.model_validate_json(reply.message.content or "") and reply.done_reason == "stop"
