"""OpenAI's conversations with the official SDK: responses read them and add to them, plain and streamed."""

from __future__ import annotations

from typing import Any

import openai
import pytest

from tests.practice_fixture import OPENAI, post, said

NAME = "My name is Ada."
WHICH = "What is my name?"


def respond(gpts: openai.OpenAI, conversation: Any, text: str, **more: Any) -> Any:
    return gpts.responses.create(model="gpt-4o", conversation=conversation, input=text, **more)


def test_responses_go_on_from_a_conversation_and_add_to_it(gpts: openai.OpenAI) -> None:
    conversation = gpts.conversations.create(metadata={"topic": "demo"})
    assert conversation.metadata == {"topic": "demo"} and conversation.id.startswith("conv_")
    first = respond(gpts, conversation.id, NAME)
    assert first.conversation.id == conversation.id and first.previous_response_id is None
    with gpts.responses.stream(model="gpt-4o", conversation={"id": conversation.id}, input=WHICH) as stream:
        stream.until_done()
        assert "Ada" in stream.get_final_response().output_text
    items = list(gpts.conversations.items.list(conversation.id, order="asc", limit=2))
    assert [item.role for item in items] == ["user", "assistant"] * 2  # type: ignore[union-attr]
    assert items[1].id == first.output[0].id
    counted = gpts.responses.input_tokens.count(model="gpt-4o", conversation=conversation.id, input="Hi")
    assert (
        counted.input_tokens > gpts.responses.input_tokens.count(model="gpt-4o", input="Hi").input_tokens + 20
    )
    with pytest.raises(openai.NotFoundError):
        respond(gpts.with_options(api_key="sk-practice-other"), conversation.id, WHICH)


def test_items_are_added_looked_at_and_removed(gpts: openai.OpenAI) -> None:
    told: Any = [{"role": "user", "content": NAME}]
    conversation = gpts.conversations.create(items=told)
    assert "Ada" in respond(gpts, conversation.id, WHICH).output_text
    added = gpts.conversations.items.create(conversation.id, items=[{"role": "user", "content": "I am 36."}])
    [new] = added.data
    assert gpts.conversations.items.retrieve(new.id or "", conversation_id=conversation.id) == new
    assert (
        gpts.conversations.items.delete(new.id or "", conversation_id=conversation.id).id == conversation.id
    )
    with pytest.raises(openai.NotFoundError, match="Conversation item with id"):
        gpts.conversations.items.retrieve(new.id or "", conversation_id=conversation.id)
    assert len(list(gpts.conversations.items.list(conversation.id))) == 3
    assert gpts.conversations.update(conversation.id, metadata={"a": "b"}).metadata == {"a": "b"}
    assert gpts.conversations.retrieve(conversation.id).metadata == {"a": "b"}
    assert gpts.conversations.delete(conversation.id).deleted
    with pytest.raises(openai.NotFoundError, match=f"Conversation with id '{conversation.id}' not found"):
        respond(gpts, conversation.id, WHICH)


@pytest.mark.parametrize(
    ("body", "neighbour", "sentence"),
    [
        ({"items": {}}, {"items": []}, "Invalid type for 'items': expected an array of objects, but got an object instead."),
        ({"items": [{"role": "user", "content": "Hi"}] * 21}, {"items": [{"role": "user", "content": "Hi"}] * 20},
         "Invalid 'items': array too long. Expected an array with maximum length 20, but got an array with length 21 instead."),
        ({"items": [{"role": "user"}]}, {}, "Missing required parameter: 'items[0].content'."),
        ({"name": "x"}, {"metadata": {"name": "x"}}, "Unknown parameter: 'name'."),
    ],
)  # fmt: skip
def test_what_is_refused_and_what_is_not(url: str, body: Any, neighbour: Any, sentence: str) -> None:
    assert said(post(f"{url}/openai/v1/conversations", body, OPENAI)) == (400, sentence)
    assert post(f"{url}/openai/v1/conversations", neighbour, OPENAI).status_code == 200
