"""Every id that the installed SDKs list answers as its kind does, or says in its vendor's words why it does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import anthropic
import httpx2
import openai
import pytest
from anthropic.types import Model as ClaudeId
from google.genai._gaos.types.interactions.model import Model as GeminiId
from openai.types import AllModels, EmbeddingModel, ImageModel, ModerationModel
from openai.types.audio import SpeechModel
from openai.types.audio_model import AudioModel
from openai.types.completion_create_params import CompletionCreateParamsBase
from openai.types.realtime import RealtimeSessionCreateRequest
from openai.types.video_model import VideoModel

from firstcall import models
from tests.practice.wires.conftest import KEY

NOT_ONE = "gpt-5.1-mini"
"""Listed, with the words: Not a supported model ID. Retained for SDK compatibility."""
QUESTION: list[Any] = [{"role": "user", "content": "What is the capital of France?"}]
ORDERED = [*QUESTION, {"role": "system", "content": "Be brief."}]
TOOLS = [
    {
        "type": "function",
        "function": {"name": "get_weather", "parameters": {"type": "object", "properties": {}}},
    }
]
ENDED = "has been deprecated, learn more here: https://platform.openai.com/docs/deprecations"


def texts(*listed: Any) -> Iterator[str]:
    """The ids in types."""
    for one in listed:
        if isinstance(one, str):
            yield one
        yield from texts(*get_args(one))


OPENAIS = sorted(
    set(
        texts(
            AllModels, EmbeddingModel, ImageModel, ModerationModel, SpeechModel, AudioModel, VideoModel,
            CompletionCreateParamsBase.__annotations__["model"],
            RealtimeSessionCreateRequest.model_fields["model"].annotation,
        )
    )
)  # fmt: skip
CLAUDES = sorted(set(texts(ClaudeId)))
GEMINIS = sorted(set(texts(GeminiId)))


def known(id: str) -> bool:
    return bool(models.find(id) or models.no_chat(id) or models.gone(id))


def alive(id: str) -> models.Model | None:
    model = models.find(id)
    return None if model is None or model.retired() else model


def ended(id: str) -> bool:
    model = models.find(id)
    end = model.retires if model else models.gone(id)
    return end is not None and end <= date.today()


@pytest.mark.parametrize(("ids", "some"), [(OPENAIS, 130), (CLAUDES, 20), (GEMINIS, 35)])
def test_every_id_of_the_sdk_is_known(ids: list[str], some: int) -> None:
    assert len(ids) > some
    assert [id for id in ids if not known(id)] == [NOT_ONE] * (NOT_ONE in ids)


def said(error: openai.APIStatusError) -> str:
    assert isinstance(error.body, dict)
    return str(error.body["message"])


def of_openai(gpts: openai.OpenAI, id: str, does: str) -> str:
    """What a model answers: the id in its answer, or the sentence of the refusal."""
    try:
        if does == "chat":
            return gpts.chat.completions.create(model=id, messages=QUESTION).model
        return gpts.responses.create(model=id, input="What is the capital of France?").model
    except openai.APIStatusError as error:
        return said(error)


@pytest.mark.parametrize("id", OPENAIS)
def test_what_an_openai_model_answers(gpts: openai.OpenAI, id: str) -> None:
    chat, response = of_openai(gpts, id, "chat"), of_openai(gpts, id, "responses")
    model = alive(id)
    if id == NOT_ONE:
        assert "does not exist" in chat and "does not exist" in response
    elif ended(id):
        assert chat.endswith(ENDED) and response.endswith(ENDED)
    elif model is None:
        assert response == f"The requested model '{id}' is not supported with the Responses API."
        assert chat.startswith(("This is not a chat model", "This model requires that either input content"))
    elif model.only == "completions":
        assert chat.startswith(
            "This is not a chat model and thus not supported in the v1/chat/completions endpoint."
        )
        assert response == f"The requested model '{id}' is not supported with the Responses API."
    else:
        assert response == model.named(id)
        assert chat == (
            "This model is only supported in v1/responses and not in v1/chat/completions."
            if model.only
            else model.named(id)
        )


def test_an_ended_model_is_deprecated_when_it_is_looked_up_too(gpts: openai.OpenAI) -> None:
    for id in ("gpt-4-0314", "o1-mini", "dall-e-3", "gpt-3.5-turbo"):
        with pytest.raises(openai.NotFoundError) as caught:
            gpts.models.retrieve(id)
        assert said(caught.value) == f"The model `{id}` {ENDED}"


def test_models_that_do_something_else_can_be_looked_up(gpts: openai.OpenAI) -> None:
    assert gpts.models.retrieve("whisper-1").shutdown_date == "2027-02-26"
    assert gpts.models.retrieve("gpt-5.2-2025-12-11").id == "gpt-5.2-2025-12-11"
    listed = {model.id for model in gpts.models.list()}
    assert {"gpt-5.5-pro", "gpt-6-astra", "text-embedding-3-small", "o3"} <= listed
    assert not {"o1", "gpt-4-turbo"} & listed


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("gpt-4o-mini", "gpt-4o-mini-2024-07-18"),
        ("gpt-4o", "gpt-4o-2024-08-06"),
        ("gpt-4o-2024-11-20", "gpt-4o-2024-11-20"),
        ("gpt-5.5", "gpt-5.5-2026-04-23"),
        ("gpt-6-luna", "gpt-6-luna"),
    ],
)
def test_an_answer_names_the_snapshot(gpts: openai.OpenAI, asked: str, named: str) -> None:
    chunks = list(gpts.chat.completions.create(model=asked, messages=QUESTION, stream=True))
    assert {chunk.model for chunk in chunks} == {named}
    assert gpts.responses.create(model=asked, input="Hi").model == named


@pytest.mark.parametrize(
    ("id", "arguments", "sentence"),
    [
        ("gpt-5.2", {"temperature": 0.5}, None),
        ("gpt-5.2", {"temperature": 0.5, "reasoning_effort": "low"}, "'temperature' is not supported with this model."),
        ("gpt-5.2", {"reasoning_effort": "low", "tools": TOOLS}, None),
        ("gpt-5.4", {"reasoning_effort": "low", "tools": TOOLS}, "use /v1/responses or set reasoning_effort to 'none'."),
        ("o3", {"tools": TOOLS}, None),
        ("gpt-5.1", {"reasoning_effort": "xhigh"}, "Supported values are: 'none', 'low', 'medium', 'high'."),
        ("gpt-6-astra", {"max_tokens": 9}, "Use 'max_completion_tokens' instead."),
        ("o3", {"temperature": 0.5}, "Only the default (1) value is supported."),
        ("o3", {"stop": "x"}, "'stop' is not supported with this model."),
        ("gpt-4.1", {"temperature": 0.5, "max_tokens": 99, "stop": "x"}, None),
        ("gpt-4.1", {"reasoning_effort": "low"}, "Unrecognized request argument supplied: reasoning_effort"),
        ("gpt-audio-mini", {"modalities": ["text", "audio"]}, "The practice server does not serve sound, only text."),
    ],
)  # fmt: skip
def test_models_that_are_only_served_behave_like_their_kind(
    gpts: openai.OpenAI, id: str, arguments: dict[str, Any], sentence: str | None
) -> None:
    if sentence is None:
        assert (
            gpts.chat.completions.create(model=id, messages=QUESTION, **arguments).choices[0].message.content
        )
        return
    with pytest.raises(openai.BadRequestError) as caught:
        gpts.chat.completions.create(model=id, messages=QUESTION, **arguments)
    assert said(caught.value).endswith(sentence)


def test_a_chat_model_makes_no_embeddings(gpts: openai.OpenAI) -> None:
    with pytest.raises(openai.PermissionDeniedError) as caught:
        gpts.embeddings.create(model="gpt-5.4", input="Hi")
    assert said(caught.value) == "You are not allowed to generate embeddings from this model"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("id", CLAUDES)
def test_what_a_claude_answers(claudes: anthropic.Anthropic, id: str) -> None:
    model, info = alive(id), claudes.models.retrieve(id)
    if model is None:
        assert info.lifecycle == "retired"
        with pytest.raises(anthropic.NotFoundError) as caught:
            claudes.messages.create(model=id, max_tokens=500, messages=QUESTION)
        assert caught.value.api_message == f"model: {id}"
        return
    message = claudes.messages.create(model=id, max_tokens=500, messages=QUESTION)
    assert message.model == model.named(id)
    assert any(block.type == "thinking" for block in message.content) == model.thinks
    assert info.lifecycle == ("deprecated" if model.retires else "active")


@pytest.mark.parametrize(
    ("id", "arguments", "sentence"),
    [
        ("claude-opus-4-8", {"thinking": {"type": "enabled", "budget_tokens": 1024}}, '"thinking.type.enabled" is not supported'),
        ("claude-opus-4-8", {"thinking": {"type": "adaptive"}}, None),
        ("claude-opus-4-8", {"messages": ORDERED}, None),
        ("claude-opus-4-7", {"messages": ORDERED}, "role 'system' is not supported"),
        ("claude-opus-4-6", {"thinking": {"type": "enabled", "budget_tokens": 1024}}, None),
        ("claude-mythos-5", {"thinking": {"type": "disabled"}}, '"thinking.type.disabled" is not supported'),
        ("claude-opus-4-5", {"output_config": {"effort": "max"}}, "output_config.effort: 'max' is not supported"),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_claudes_that_are_only_served_behave_like_their_kind(
    claudes: anthropic.Anthropic, id: str, arguments: dict[str, Any], sentence: str | None
) -> None:
    def create() -> anthropic.types.Message:
        return claudes.messages.create(**{"model": id, "max_tokens": 2000, "messages": QUESTION} | arguments)

    if sentence is None:
        assert create().stop_reason == "end_turn"
        return
    with pytest.raises(anthropic.BadRequestError) as caught:
        create()
    assert caught.value.api_message.startswith(sentence)


@pytest.mark.parametrize("id", GEMINIS)
def test_what_a_gemini_answers(url: str, id: str) -> None:
    answer = httpx2.post(
        f"{url}/google/v1/models/{id}:generateContent",
        json={"contents": [{"parts": [{"text": "What is the capital of France?"}]}]},
        headers={"x-goog-api-key": KEY},
    )
    model = alive(id)
    if model is not None:
        assert answer.json()["modelVersion"] == model.id
    elif does := models.no_chat(id):
        sentence = f"The practice server does not serve {does}, which is what {id} makes."
        assert (answer.status_code, answer.json()["error"]["message"]) == (501, sentence)
    else:
        assert answer.status_code == 404 and "no longer available to new users" in answer.text
