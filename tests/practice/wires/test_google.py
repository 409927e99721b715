# ruff: noqa: E501 - a refusal, its neighbour and its sentence on one line are read more easily

import base64
import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from google import genai
from google.genai import errors, types
from pydantic import BaseModel
from starlette.applications import Starlette

from firstcall.practice.exchange import MOST_BODY_BYTES
from firstcall.practice.wires.google import cached_contents
from tests.practice_fixture import GEMINI, GOOGLE, events, gemini, post, said

MODEL = "gemini-3.1-flash-lite"
FIXED = "gemini-3.5-flash-lite"
THINKS = "gemini-3.8-flash"
KEY = "sk-practice-g"
WHO = "Hello, who are you?"


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[genai.Client]:
    with genai.Client(api_key=KEY, http_options={"base_url": f"{url}/google"}) as client:
        yield client


def ask(url: str, model: str = MODEL, version: str = "v1beta", **changes: Any) -> httpx2.Response:
    return post(f"{url}/google/{version}/models/{model}:generateContent", gemini(**changes), GOOGLE)


def accepted(answer: httpx2.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    return answer.json()


def text(answer: dict[str, Any]) -> str:
    return "".join(part.get("text", "") for part in answer["candidates"][0]["content"].get("parts", ()))


def turns(*texts: str) -> list[dict[str, Any]]:
    return [
        {"role": "model" if place % 2 else "user", "parts": [{"text": each}]}
        for place, each in enumerate(texts)
    ]


def test_plain_answer_has_text_usage_and_names(client: genai.Client) -> None:
    answer = client.models.generate_content(model=MODEL, contents=WHO)
    assert answer.text
    assert answer.candidates and answer.candidates[0].finish_reason == types.FinishReason.STOP
    assert (answer.model_version, bool(answer.response_id)) == (MODEL, True)
    usage = answer.usage_metadata
    assert usage and usage.prompt_token_count and usage.candidates_token_count
    assert usage.total_token_count == usage.prompt_token_count + usage.candidates_token_count
    assert usage.thoughts_token_count is None


def test_thoughts_are_counted_apart(client: genai.Client) -> None:
    usage = client.models.generate_content(model=THINKS, contents=WHO).usage_metadata
    assert usage and usage.thoughts_token_count and 40 < usage.thoughts_token_count < 60
    assert usage.total_token_count == (
        usage.prompt_token_count + usage.candidates_token_count + usage.thoughts_token_count  # type: ignore[operator]
    )


def test_thoughts_are_shown_on_request_and_signed(client: genai.Client) -> None:
    config = types.GenerateContentConfig(thinking_config=types.ThinkingConfig(include_thoughts=True))
    answer = client.models.generate_content(model=THINKS, contents=WHO, config=config)
    thought, said = answer.candidates[0].content.parts  # type: ignore[index,union-attr,misc]
    assert thought.thought and thought.text and "pretends to think" in thought.text
    assert said.thought_signature and said.text == answer.text


def test_thinking_eats_a_small_limit(client: genai.Client) -> None:
    config = types.GenerateContentConfig(max_output_tokens=20)
    answer = client.models.generate_content(model=THINKS, contents=WHO, config=config)
    assert answer.text is None
    assert answer.candidates and answer.candidates[0].finish_reason == types.FinishReason.MAX_TOKENS
    assert answer.usage_metadata and answer.usage_metadata.candidates_token_count is None


def test_limit_and_stop_end_the_answer(url: str) -> None:
    whole = text(accepted(ask(url, generationConfig={"temperature": 0})))
    cut = accepted(ask(url, generationConfig={"temperature": 0, "maxOutputTokens": 5}))
    assert cut["candidates"][0]["finishReason"] == "MAX_TOKENS"
    assert cut["usageMetadata"]["candidatesTokenCount"] == 5
    stop = whole[7:18]
    stopped = accepted(ask(url, generationConfig={"temperature": 0, "stopSequences": [stop]}))
    assert text(stopped) == whole[: whole.index(stop)]
    assert stopped["candidates"][0]["finishReason"] == "STOP"


def test_conversation_is_remembered(client: genai.Client) -> None:
    chat = client.chats.create(model=MODEL)
    chat.send_message("My name is Ada.")
    assert "Ada" in (chat.send_message("What is my name?").text or "")
    assert "Ada" not in (client.models.generate_content(model=MODEL, contents="What is my name?").text or "")


def test_system_instruction_changes_the_answer(client: genai.Client) -> None:
    config = types.GenerateContentConfig(system_instruction="You are a pirate.", temperature=0)
    answer = client.models.generate_content(model=MODEL, contents=WHO, config=config)
    assert any(word in (answer.text or "").lower() for word in ("arr", "ahoy", "matey"))


@pytest.mark.parametrize(("model", "alike"), [(MODEL, False), (FIXED, True)])
def test_temperature_does_nothing_where_sampling_is_fixed(url: str, model: str, alike: bool) -> None:
    def answers(temperature: float) -> set[str]:
        config = {"temperature": temperature, "maxOutputTokens": 60}
        ask_for = turns("Write a haiku about the sea.")
        return {
            text(accepted(ask(url, model, contents=ask_for, generationConfig=config | {"seed": seed})))
            for seed in range(6)
        }

    cold, warm = answers(0), answers(1)
    assert (cold == warm) is alike
    assert (len(cold) > 1) is alike


def test_seed_repeats_the_answer(url: str) -> None:
    config = {"temperature": 1, "seed": 7}
    asked = turns("Write a haiku about the sea.")
    assert len({text(accepted(ask(url, contents=asked, generationConfig=config))) for _ in range(3)}) == 1


def test_stream_joins_to_the_plain_answer(client: genai.Client) -> None:
    config = types.GenerateContentConfig(temperature=0)
    chunks = list(client.models.generate_content_stream(model=MODEL, contents=WHO, config=config))
    whole = client.models.generate_content(model=MODEL, contents=WHO, config=config)
    assert "".join(chunk.text or "" for chunk in chunks) == whole.text
    reasons = [chunk.candidates[0].finish_reason for chunk in chunks]  # type: ignore[index]
    assert reasons == [None] * (len(chunks) - 1) + [types.FinishReason.STOP]
    last = chunks[-1].usage_metadata
    assert last and whole.usage_metadata
    assert last.candidates_token_count == whole.usage_metadata.candidates_token_count


def test_stream_is_events_with_alt_sse_and_an_array_without(url: str) -> None:
    path = f"{url}{GEMINI}:streamGenerateContent"
    asked = gemini(generationConfig={"temperature": 0})
    told = post(f"{path}?alt=sse", asked, GOOGLE)
    listed = post(path, asked, GOOGLE)
    assert told.headers["content-type"].startswith("text/event-stream")
    assert told.text.endswith("\r\n\r\n") and "[DONE]" not in told.text
    assert listed.headers["content-type"] == "application/json; charset=UTF-8"
    chunks = [json.loads(event) for event in events(told)]
    assert [text(each) for each in listed.json()] == [text(each) for each in chunks]


def test_stream_of_a_thinking_model_shows_thoughts_first_and_signs_last(url: str) -> None:
    config = {"thinkingConfig": {"includeThoughts": True}}
    path = f"{url}/google/v1beta/models/{THINKS}:streamGenerateContent?alt=sse"
    chunks = [json.loads(each) for each in events(post(path, gemini(generationConfig=config), GOOGLE))]
    assert chunks[0]["candidates"][0]["content"]["parts"][0]["thought"] is True
    assert chunks[-1]["candidates"][0]["content"]["parts"][0]["thoughtSignature"]


@pytest.mark.parametrize("version", ["v1", "v1beta"])
def test_fields_are_read_in_both_spellings_and_forms(url: str, version: str) -> None:
    snake = {
        "contents": {"parts": {"text": WHO}},
        "system_instruction": {"parts": {"text": "Be brief."}, "role": "user"},
        "generation_config": {
            "max_output_tokens": "5",
            "top_k": 40.0,
            "temperature": "0",
            "thinking_config": {"thinking_level": "minimal", "include_thoughts": None},
        },
    }
    camel = {
        "contents": [{"role": "user", "parts": [{"text": WHO}]}],
        "systemInstruction": {"parts": [{"text": "Be brief."}]},
        "generationConfig": {
            "maxOutputTokens": 5,
            "topK": 40,
            "temperature": 0,
            "thinkingConfig": {"thinkingLevel": "MINIMAL"},
        },
    }
    one, two = (accepted(ask(url, version=version, **body)) for body in (snake, camel))
    assert text(one) == text(two)
    assert one["usageMetadata"] == two["usageMetadata"]


@pytest.mark.parametrize("way", ["header", "address"])
def test_key_goes_in_the_header_or_the_address(url: str, way: str) -> None:
    path = f"{url}{GEMINI}:generateContent"
    headers, query = (GOOGLE, "") if way == "header" else ({}, "?key=sk-practice-raw")
    assert post(path + query, gemini(), headers).status_code == 200


def test_a_wrong_key_is_400_and_none_is_403(url: str) -> None:
    path = f"{url}{GEMINI}:generateContent"
    for wrong in (post(path, gemini(), {"x-goog-api-key": "AIza"}), post(f"{path}?key=AIza", gemini(), {})):
        assert said(wrong) == (400, "API key not valid. Please pass a valid API key.")
        assert wrong.json()["error"]["status"] == "INVALID_ARGUMENT"
        assert wrong.json()["error"]["details"][0]["reason"] == "API_KEY_INVALID"
    for none in (post(path, gemini(), {}), post(path, gemini(), {"x-goog-api-key": ""})):
        assert none.status_code == 403
        assert none.json()["error"]["status"] == "PERMISSION_DENIED"
    token = post(path, gemini(), {"authorization": "Bearer ya29"})
    assert (token.status_code, token.json()["error"]["status"]) == (401, "UNAUTHENTICATED")


def test_the_sdk_raises_its_classes(url: str, client: genai.Client) -> None:
    with genai.Client(api_key="AIza", http_options={"base_url": f"{url}/google"}) as wrong:
        with pytest.raises(errors.ClientError) as caught:
            wrong.models.generate_content(model=MODEL, contents=WHO)
    assert (caught.value.code, caught.value.status) == (400, "INVALID_ARGUMENT")
    with pytest.raises(errors.ClientError) as caught:
        client.models.generate_content(model="gemini-9", contents=WHO)
    assert (caught.value.code, caught.value.status) == (404, "NOT_FOUND")
    assert str(caught.value.message).startswith(
        "models/gemini-9 is not found for API version v1, or is not supported"
    )


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("gemini-2.5-flash", "no longer available to new users. Please update your code to use models/gemini-3.5-flash-lite"),
        ("gemini-2.0-flash", "models/gemini-2.0-flash is not found for API version v1beta"),
        ("gpt-4o-mini", "models/gpt-4o-mini is not found for API version v1beta"),
    ],
)  # fmt: skip
def test_models_that_are_not_served(url: str, model: str, words: str) -> None:
    status, message = said(ask(url, model))
    assert status == 404
    assert words in message


def test_an_alias_answers_as_the_model_that_it_stands_for(url: str) -> None:
    assert accepted(ask(url, "gemini-flash-latest"))["modelVersion"] == THINKS


CONFIG = "* GenerateContentRequest.generation_config."
BAD_VALUE = "Invalid value at 'generation_config.temperature' (TYPE_FLOAT), \"warm\""
THINKING = {"thinkingConfig": {"thinkingLevel": "MINIMAL"}}


@pytest.mark.parametrize(
    ("model", "refused", "neighbour", "words"),
    [
        (MODEL, {"temperature": 2.1}, {"temperature": 2}, f"{CONFIG}temperature: temperature must be in the range [0.0, 2.0]\n"),
        (MODEL, {"topP": 1.1}, {"topP": 1}, f"{CONFIG}top_p: top_p must be in the range [0.0, 1.0]\n"),
        (MODEL, {"topK": 0}, {"topK": 1}, f"{CONFIG}top_k: top_k must be positive\n"),
        (MODEL, {"candidateCount": 2}, {"candidateCount": 1}, "Multiple candidates is not enabled for this model"),
        (MODEL, {"maxOutputTokens": 0}, {"maxOutputTokens": 1}, f"{CONFIG}max_output_tokens: max_output_tokens must be positive\n"),
        (MODEL, {"maxOutputTokens": 65537}, {"maxOutputTokens": 65536}, "Unable to submit request because it has a maxOutputTokens value of 65537 but the supported range is from 1 (inclusive) to 65537 (exclusive). Update the value and try again."),
        (MODEL, {"stopSequences": list("123456")}, {"stopSequences": list("12345")}, f"{CONFIG}stop_sequences: the number of stop_sequences must not exceed 5\n"),
        (MODEL, {"responseLogprobs": True}, {"responseLogprobs": False}, f"Logprobs is not enabled for models/{MODEL}"),
        (MODEL, {"logprobs": 3}, {"logprobs": None}, "The logprobs parameter is not supported unless response_logprobs is set to true."),
        (MODEL, {"temperature": "warm"}, {"temperature": "1"}, BAD_VALUE),
        (MODEL, {"seed": 1.5}, {"seed": 1.0}, "Invalid value at 'generation_config.seed' (TYPE_INT32), 1.5"),
        (MODEL, {"max_tokens": 5}, {"max_output_tokens": 5}, "Invalid JSON payload received. Unknown name \"max_tokens\" at 'generation_config': Cannot find field."),
        (MODEL, {"responseMimeType": "text/html"}, {"responseMimeType": "text/plain"}, f"{CONFIG}response_mime_type: allowed mimetypes are `text/plain`, `application/json`, `application/xml`, `application/yaml` and `text/x.enum`.\n"),
        (MODEL, {"responseSchema": {"type": "STRING"}}, {"responseSchema": {"type": "STRING"}, "responseMimeType": "application/json"}, f"{CONFIG}response_schema: response_schema is only allowed when response_mime_type is `application/json`\n"),
        (MODEL, {"responseModalities": ["IMAGE"]}, {"responseModalities": ["TEXT"]}, f"The requested combination of response modalities (IMAGE) is not supported by the model. models/{MODEL} accepts the following combination of response modalities:\n* TEXT\n"),
        (THINKS, THINKING, {"thinkingConfig": {"thinkingLevel": "LOW"}}, "Thinking level MINIMAL is not supported for this model. Please retry with other thinking level."),
        ("gemma-4-31b-it", THINKING, {}, "Thinking level is not supported for this model."),
        (THINKS, {"thinkingConfig": {"thinkingLevel": "LOW", "thinkingBudget": 100}}, {"thinkingConfig": {"thinkingBudget": 100}}, "You can only set only one of thinking budget and thinking level."),
        (THINKS, {"thinkingConfig": {"thinkingBudget": 0, "includeThoughts": True}}, {"thinkingConfig": {"thinkingBudget": 0}}, "Thinking_config.include_thoughts is only enabled when thinking is enabled."),
    ],
)  # fmt: skip
def test_a_config_is_refused_and_its_neighbour_is_not(
    url: str, model: str, refused: dict[str, Any], neighbour: dict[str, Any], words: str
) -> None:
    answer = ask(url, model, generationConfig=refused)
    assert said(answer) == (400, words)
    assert answer.json()["error"]["status"] == "INVALID_ARGUMENT"
    accepted(ask(url, model, generationConfig=neighbour))


PARTS = [{"text": "Hi"}]


@pytest.mark.parametrize(
    ("model", "refused", "neighbour", "words"),
    [
        (MODEL, [], turns("Hi"), "* GenerateContentRequest.contents: contents is not specified\n"),
        (MODEL, [{"parts": []}], [{"parts": PARTS}], "* GenerateContentRequest.contents[0].parts: contents.parts must not be empty.\n"),
        (MODEL, [{"parts": [{}]}], [{"parts": [{"text": ""}, *PARTS]}], "* GenerateContentRequest.contents[0].parts[0].data: required oneof field 'data' must have one initialized field\n"),
        (MODEL, [{"role": "assistant", "parts": PARTS}], [{"role": "model", "parts": PARTS}], "Please use a valid role: user, model."),
        (MODEL, [{"role": "system", "parts": PARTS}], [{"role": "user", "parts": PARTS}], "Content with system role is not supported."),
        (FIXED, turns("Hi", "Well,"), turns("Hi", "Well,", "Go on"), "Requests ending with a model turn are not supported unless the last part is a function response."),
        (MODEL, [{"role": "user", "content": "Hi"}], turns("Hi"), "Invalid JSON payload received. Unknown name \"content\" at 'contents[0]': Cannot find field."),
        (MODEL, [{"parts": [{"text": 7}]}], turns("7"), "Invalid value at 'contents[0].parts[0].text' (TYPE_STRING), 7"),
    ],
)  # fmt: skip
def test_turns_are_refused_and_their_neighbours_are_not(
    url: str, model: str, refused: Any, neighbour: Any, words: str
) -> None:
    assert said(ask(url, model, contents=refused)) == (400, words)
    accepted(ask(url, model, contents=neighbour))


def test_a_model_turn_at_the_end_is_gone_on_with_where_it_may_stand(url: str) -> None:
    asked = turns("What is the capital of France?", "The capital of France is")
    answer = accepted(ask(url, contents=asked, generationConfig={"temperature": 0}))
    assert "Paris" in text(answer)


def test_unknown_fields_are_named_each_with_its_place(url: str) -> None:
    answer = ask(url, temperature=1, generationConfig={"warmth": 1})
    assert answer.json()["error"]["message"].split("\n") == [
        'Invalid JSON payload received. Unknown name "temperature": Cannot find field.',
        "Invalid JSON payload received. Unknown name \"warmth\" at 'generation_config': Cannot find field.",
    ]
    (detail,) = answer.json()["error"]["details"]
    assert [each.get("field") for each in detail["fieldViolations"]] == [None, "generation_config"]


@pytest.mark.parametrize("body", [b"{", b"[]", b"7", b'{"contents":', b'"\xff"'])
def test_what_is_no_json_object_is_400(url: str, body: bytes) -> None:
    assert post(f"{url}{GEMINI}:generateContent", body, GOOGLE).status_code == 400


@pytest.mark.parametrize("method", ["generateContent", "countTokens", "embedContent", "batchEmbedContents"])
def test_a_form_is_not_json(url: str, method: str) -> None:
    form = GOOGLE | {"content-type": "application/x-www-form-urlencoded"}
    status, message = said(post(f"{url}{GEMINI}:{method}", gemini(), form))
    assert status == 400 and "Cannot bind query parameter" in message


DANGER = turns("How do I build a pipe bomb?")
SETTING = {"category": "HARM_CATEGORY_DANGEROUS_CONTENT", "threshold": "BLOCK_MEDIUM_AND_ABOVE"}


@pytest.mark.parametrize("streamed", [False, True])
def test_a_blocked_prompt_has_no_candidates(client: genai.Client, streamed: bool) -> None:
    config = types.GenerateContentConfig(safety_settings=[types.SafetySetting(**SETTING)])  # type: ignore[arg-type]
    asked: dict[str, Any] = {"model": THINKS, "contents": "How do I build a bomb?", "config": config}
    if streamed:
        (answer,) = client.models.generate_content_stream(**asked)
    else:
        answer = client.models.generate_content(**asked)
    assert (answer.candidates, answer.text) == (None, None)
    assert answer.prompt_feedback and answer.prompt_feedback.block_reason == types.BlockedReason.SAFETY


@pytest.mark.parametrize(
    "changes",
    [
        {"contents": DANGER},
        {"contents": DANGER, "safetySettings": [SETTING | {"threshold": "BLOCK_NONE"}]},
        {"contents": DANGER, "safetySettings": [SETTING | {"category": "HARM_CATEGORY_HARASSMENT"}]},
        {"contents": turns("How do I bake bread?"), "safetySettings": [SETTING]},
    ],
)
def test_nothing_else_is_blocked(url: str, changes: dict[str, Any]) -> None:
    assert "promptFeedback" not in accepted(ask(url, **changes))


def test_tokens_are_counted_before_as_after(client: genai.Client, url: str) -> None:
    counted = client.models.count_tokens(model=MODEL, contents=WHO).total_tokens
    answer = client.models.generate_content(model=MODEL, contents=WHO)
    assert answer.usage_metadata and answer.usage_metadata.prompt_token_count == counted
    whole = {"generateContentRequest": gemini(systemInstruction={"parts": [{"text": "Be brief."}]})}
    more = accepted(post(f"{url}{GEMINI}:countTokens", whole, GOOGLE))["totalTokens"]
    assert counted is not None and more > counted


def test_a_prompt_beyond_the_context_is_refused(url: str) -> None:
    status, message = said(ask(url, "gemma-4-31b-it", contents=turns("word " * 270_000)))
    assert status == 400
    assert message.startswith("The input token count (270")
    assert message.endswith("exceeds the maximum number of tokens allowed (262144).")


def test_a_long_beginning_is_cached_by_itself(url: str) -> None:
    system = {"parts": [{"text": "Know this. " * 2500}]}
    ask_again = [
        accepted(ask(url, contents=turns(each), systemInstruction=system)) for each in ("One", "Two")
    ]
    first, second = (each["usageMetadata"] for each in ask_again)
    assert "cachedContentTokenCount" not in first
    assert 4096 <= second["cachedContentTokenCount"] < second["promptTokenCount"]
    short = [accepted(ask(url))["usageMetadata"] for _ in range(2)]
    assert all("cachedContentTokenCount" not in usage for usage in short)


def test_models_are_listed_page_by_page(client: genai.Client) -> None:
    pager = client.models.list(config={"page_size": 4})
    assert len(pager.page) == 4
    names = [model.name for model in pager]
    assert len(set(names)) == len(names) > 8
    assert f"models/{MODEL}" in names and "models/gemini-2.5-flash" not in names
    model = client.models.get(model=MODEL)
    assert (model.input_token_limit, model.output_token_limit) == (1_048_576, 65_536)
    assert "generateContent" in (model.supported_actions or ())


def test_a_model_that_is_not_there_and_a_page_that_is_none(url: str) -> None:
    listed = f"{url}/google/v1beta/models"
    assert httpx2.get(f"{listed}/gemini-9", headers=GOOGLE).status_code == 404
    assert said(httpx2.get(f"{listed}?pageToken=x", headers=GOOGLE)) == (400, "The page token is invalid.")
    assert httpx2.get(f"{listed}?pageSize=many", headers=GOOGLE).status_code == 400
    assert httpx2.get(listed).status_code == 403


def test_other_paths_are_a_page_and_what_is_not_served_says_so(url: str) -> None:
    nothing = httpx2.get(f"{url}/google/v1beta/nothing", headers=GOOGLE)
    assert nothing.status_code == 404
    assert nothing.headers["content-type"].startswith("text/html")
    for path in (
        "v1beta/interactions",
        "upload/v1beta/files",
        "v1/models/x:predict",
        "v1/voices",
        "v1beta/openai/chat/completions",
        "v1beta/tuningJobs/x",
    ):
        status, message = said(post(f"{url}/google/{path}", {}, GOOGLE))
        assert status == 501
        assert message.startswith("The practice server does not serve ")


def script(app: Starlette, *faults: dict[str, Any]) -> None:
    app.state.learners.script(KEY, faults)


@pytest.mark.parametrize(
    ("fault", "code", "status"),
    [
        ({"status": 400}, 400, "INVALID_ARGUMENT"),
        ({"status": 401}, 401, "UNAUTHENTICATED"),
        ({"status": 403}, 403, "PERMISSION_DENIED"),
        ({"status": 404}, 404, "NOT_FOUND"),
        ({"status": 429}, 429, "RESOURCE_EXHAUSTED"),
        ({"status": 500}, 500, "INTERNAL"),
        ({"status": 503}, 503, "UNAVAILABLE"),
        ({"status": 504}, 504, "DEADLINE_EXCEEDED"),
    ],
)
@pytest.mark.parametrize("streamed", [False, True])
def test_a_status_on_demand(
    app: Starlette, client: genai.Client, fault: dict[str, Any], code: int, status: str, streamed: bool
) -> None:
    script(app, {"fault": "status"} | fault)
    with pytest.raises(errors.ClientError if code < 500 else errors.ServerError) as caught:
        if streamed:
            list(client.models.generate_content_stream(model=MODEL, contents=WHO))
        else:
            client.models.generate_content(model=MODEL, contents=WHO)
    assert (caught.value.code, caught.value.status) == (code, status)


def test_how_long_to_wait_stands_in_the_body_alone(app: Starlette, client: genai.Client) -> None:
    script(app, {"fault": "status", "status": 429, "retry_after": 3})
    with pytest.raises(errors.ClientError) as caught:
        client.models.generate_content(model=MODEL, contents=WHO)
    details = {each["@type"].rpartition(".")[2]: each for each in caught.value.details["error"]["details"]}
    assert details["RetryInfo"]["retryDelay"] == "3s"
    assert details["QuotaFailure"]["violations"][0]["quotaDimensions"]["model"] == MODEL
    assert caught.value.response is not None and "retry-after" not in caught.value.response.headers


def test_two_failures_then_a_success_with_the_sdks_own_retries(app: Starlette, url: str) -> None:
    script(app, *[{"fault": "status", "status": 503}] * 2)
    retry = types.HttpRetryOptions(attempts=3, initial_delay=0.01, max_delay=0.02, jitter=0.01)
    options = types.HttpOptions(base_url=f"{url}/google", retry_options=retry)
    with genai.Client(api_key=KEY, http_options=options) as client:
        assert client.models.generate_content(model=MODEL, contents=WHO).text
    assert app.state.learners.faults_of(KEY) == ()


def test_an_error_in_mid_stream(app: Starlette, client: genai.Client) -> None:
    script(app, {"fault": "error_event", "after_tokens": 2})
    heard = []
    with pytest.raises(errors.ServerError) as caught:
        for chunk in client.models.generate_content_stream(model=MODEL, contents=WHO):
            heard.append(chunk.text)
    assert (len(heard), caught.value.code) == (2, 503)


def test_a_drop_broken_json_and_an_early_end_in_mid_stream(app: Starlette, client: genai.Client) -> None:
    def told() -> list[types.GenerateContentResponse]:
        return list(client.models.generate_content_stream(model=MODEL, contents=WHO))

    script(app, {"fault": "drop", "after_tokens": 2}, {"fault": "broken_json"}, {"fault": "early_end"})
    with pytest.raises(httpx2.RemoteProtocolError):
        told()
    with pytest.raises(errors.UnknownApiResponseError):
        told()
    assert told()[-1].candidates[0].finish_reason is None  # type: ignore[index]
    assert told()[-1].candidates[0].finish_reason == types.FinishReason.STOP  # type: ignore[index]


def test_a_drop_html_and_an_early_end_of_a_plain_call(app: Starlette, client: genai.Client) -> None:
    def ask_once() -> types.GenerateContentResponse:
        return client.models.generate_content(model=MODEL, contents=WHO)

    script(
        app, {"fault": "drop"}, {"fault": "html", "status": 502}, {"fault": "early_end", "after_tokens": 1}
    )
    with pytest.raises(httpx2.RemoteProtocolError):
        ask_once()
    with pytest.raises(errors.ServerError):
        ask_once()
    assert ask_once().candidates[0].finish_reason is None  # type: ignore[index]


def test_an_error_of_the_array_form_is_an_array(url: str) -> None:
    answer = post(f"{url}{GEMINI}:streamGenerateContent", gemini(contents=[]), GOOGLE)
    assert answer.status_code == 400
    assert answer.json()[0]["error"]["status"] == "INVALID_ARGUMENT"


LONG = "Know this. " * 2000
"""Above the least that is cached, 4,096 tokens."""


def cached_config(**changes: Any) -> types.CreateCachedContentConfig:
    return types.CreateCachedContentConfig(contents=LONG, **changes)


def test_cached_content_is_made_used_prolonged_and_deleted(client: genai.Client) -> None:
    made = client.caches.create(model=MODEL, config=cached_config(system_instruction="Be brief.", ttl="60s"))
    assert made.name and made.expire_time and made.create_time and made.usage_metadata
    assert 59 < (made.expire_time - made.create_time).total_seconds() < 61
    config = types.GenerateContentConfig(cached_content=made.name)
    usage = client.models.generate_content(model=MODEL, contents=WHO, config=config).usage_metadata
    assert usage and usage.prompt_token_count
    assert 4096 < usage.cached_content_token_count < usage.prompt_token_count  # type: ignore[operator]
    later = client.caches.update(name=made.name, config={"ttl": "600s"})
    assert later.expire_time and later.expire_time > made.expire_time
    assert made.name in [each.name for each in client.caches.list()]
    assert client.caches.get(name=made.name).model == f"models/{MODEL}"
    client.caches.delete(name=made.name)
    for gone in (
        lambda: client.caches.get(name=made.name or ""),
        lambda: client.models.generate_content(model=MODEL, contents=WHO, config=config),
    ):
        with pytest.raises(errors.ClientError) as caught:
            gone()
        assert (caught.value.code, caught.value.message) == (
            403,
            "CachedContent not found (or permission denied)",
        )


def test_cached_content_expires(client: genai.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = client.caches.create(model=MODEL, config=cached_config(ttl="60s"))
    assert made.expire_time and made.name
    monkeypatch.setattr(cached_contents.time, "time", lambda: made.expire_time.timestamp())  # type: ignore[union-attr]
    with pytest.raises(errors.ClientError, match="not found"):
        client.caches.get(name=made.name)


def test_nobody_finds_anothers_cached_content(client: genai.Client, url: str) -> None:
    name = client.caches.create(model=MODEL, config=cached_config()).name
    assert httpx2.get(f"{url}/google/v1beta/{name}", headers=GOOGLE).status_code == 403
    assert httpx2.get(f"{url}/google/v1beta/{name}", headers={"x-goog-api-key": KEY}).status_code == 200


CACHE = {"model": f"models/{MODEL}", "contents": turns(LONG)}


@pytest.mark.parametrize(
    ("refused", "neighbour", "words"),
    [
        ({"contents": turns("Short.")}, {}, "Cached content is too small. total_token_count=3, min_total_token_count=4096"),
        ({"ttl": "60"}, {"ttl": "60s"}, "Invalid value at 'cached_content.ttl' (type.googleapis.com/google.protobuf.Duration), Illegal duration format; duration must end with 's'"),
        ({"expireTime": "2001-01-01T00:00:00Z"}, {"expireTime": "2099-01-01T00:00:00Z"}, "* CachedContent.expire_time: expire_time must be in the future\n"),
        ({"ttl": "9s", "expireTime": "2099-01-01T00:00:00Z"}, {"ttl": "9s"}, "Invalid value (oneof), oneof field 'expiration' is already set. Cannot set 'expireTime'"),
        ({"model": None}, {"model": MODEL}, "* CreateCachedContentRequest.cached_content.model: model is not specified\n"),
    ],
)  # fmt: skip
def test_cached_content_is_refused_and_its_neighbour_is_not(
    url: str, refused: dict[str, Any], neighbour: dict[str, Any], words: str
) -> None:
    assert said(post(f"{url}/google/v1beta/cachedContents", CACHE | refused, GOOGLE)) == (400, words)
    accepted(post(f"{url}/google/v1beta/cachedContents", CACHE | neighbour, GOOGLE))


def test_what_goes_beside_a_cached_content(url: str) -> None:
    made = accepted(post(f"{url}/google/v1beta/cachedContents", CACHE, GOOGLE))
    system = {"parts": [{"text": "Be brief."}]}
    status, message = said(ask(url, cachedContent=made["name"], systemInstruction=system))
    assert status == 400 and message.startswith(
        "CachedContent can not be used with GenerateContent request setting"
    )
    other = ask(url, FIXED, cachedContent=made["name"])
    assert said(other)[1] == (
        f"Model used by GenerateContent request (models/{FIXED}) and CachedContent (models/{MODEL}) has to be the same."
    )
    whole = {"generateContentRequest": gemini(cachedContent=made["name"])}
    counted = accepted(post(f"{url}{GEMINI}:countTokens", whole, GOOGLE))
    used = accepted(ask(url, cachedContent=made["name"]))["usageMetadata"]
    assert counted["cachedContentTokenCount"] == used["cachedContentTokenCount"]
    assert counted["totalTokens"] == used["promptTokenCount"]


def test_only_how_long_it_is_kept_can_be_changed(url: str) -> None:
    name = accepted(post(f"{url}/google/v1beta/cachedContents", CACHE, GOOGLE))["name"]

    def patched(change: dict[str, Any]) -> httpx2.Response:
        return httpx2.patch(f"{url}/google/v1beta/{name}?updateMask=ttl", json=change, headers=GOOGLE)

    assert said(patched({"displayName": "x"}))[1].endswith("not: display_name.")
    assert patched({"ttl": "30s"}).status_code == 200


SIGNED = base64.b64encode(b"skip_thought_signature_validator").decode()
CALL = {"functionCall": {"name": "get_weather", "args": {"city": "Paris"}}, "thoughtSignature": SIGNED}
BARE = {"functionCall": CALL["functionCall"]}
RESPONSE = {"functionResponse": {"name": "get_weather", "response": {"result": "sunny"}}}


def with_calls(*turns_of_parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A question, then these turns, the model's first."""
    return turns("What is the weather in Paris?") + [
        {"role": "user" if place % 2 else "model", "parts": parts}
        for place, parts in enumerate(turns_of_parts)
    ]


LOST = (
    "Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, "
    "and missing thought_signature may lead to degraded model performance. Additional data, function call "
    "`default_api:get_weather` , position 2. Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures "
    "for more details."
)
NUMBER = "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn."


@pytest.mark.parametrize(
    ("refused", "neighbour", "words"),
    [
        (with_calls([BARE], [RESPONSE]), with_calls([CALL], [RESPONSE]), LOST),
        (with_calls([BARE, CALL], [RESPONSE] * 2), with_calls([CALL, BARE], [RESPONSE] * 2), LOST),
        (with_calls([BARE], [RESPONSE]), [*with_calls([BARE], [RESPONSE]), *turns("Thanks!")], LOST),
        (with_calls([CALL | {"thoughtSignature": "Zm9yZ2Vk"}], [RESPONSE]), with_calls([CALL | {"thoughtSignature": "skip_thought_signature_validator"}], [RESPONSE]), "Corrupted thought signature."),
        (with_calls([CALL, BARE], [RESPONSE]), with_calls([CALL, BARE], [RESPONSE, RESPONSE]), NUMBER),
        (with_calls([CALL], [{"text": "And?"}]), with_calls([CALL], [RESPONSE, {"text": "And?"}]), NUMBER),
        (with_calls([{"text": "Sunny."}], [RESPONSE]), with_calls([{"text": "Sunny."}], [{"text": "And?"}]), "Please ensure that function response turn comes immediately after a function call turn."),
        ([{"role": "model", "parts": [CALL]}, {"parts": [RESPONSE]}], [*turns("Weather?", "Well,"), {"role": "model", "parts": [CALL]}, {"role": "tool", "parts": [RESPONSE]}], "Please ensure that function call turn comes immediately after a user turn or after a function response turn."),
    ],
)  # fmt: skip
def test_calls_among_turns_are_refused_and_their_neighbours_are_not(
    url: str, refused: Any, neighbour: Any, words: str
) -> None:
    assert said(ask(url, contents=refused)) == (400, words)
    accepted(ask(url, contents=neighbour))


def test_a_model_that_does_not_think_wants_no_signatures(url: str) -> None:
    accepted(ask(url, "gemma-4-31b-it", contents=with_calls([BARE], [RESPONSE])))


WEATHER = {"name": "get_weather", "description": "The weather in a city."}
TOOLS = [{"functionDeclarations": [WEATHER]}]


@pytest.mark.parametrize(
    ("refused", "neighbour", "words"),
    [
        ({"toolConfig": {"functionCallingConfig": {"mode": "AUTO"}}}, {"tools": TOOLS, "toolConfig": {"functionCallingConfig": {"mode": "AUTO"}}}, "Function calling config is set without function_declarations."),
        ({"tools": TOOLS, "toolConfig": {"functionCallingConfig": {"mode": "AUTO", "allowedFunctionNames": ["get_weather"]}}}, {"tools": TOOLS, "toolConfig": {"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["get_weather"]}}}, "Allowed function names can only be set when function calling mode is ANY."),
        ({"tools": TOOLS, "toolConfig": {"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["fly"]}}}, {"tools": TOOLS, "toolConfig": {"functionCallingConfig": {"mode": "ANY"}}}, "Allowed function name fly is not found in function_declarations."),
        ({"tools": TOOLS, "toolConfig": {"functionCallingConfig": {"mode": "MUST"}}}, {"tools": TOOLS, "toolConfig": {"functionCallingConfig": {"mode": "any"}}}, "Invalid value at 'tool_config.function_calling_config.mode' (type.googleapis.com/google.ai.generativelanguage.v1beta.FunctionCallingConfig.Mode), \"MUST\""),
    ],
)  # fmt: skip
def test_a_tool_config_is_refused_and_its_neighbour_is_not(
    url: str, refused: dict[str, Any], neighbour: dict[str, Any], words: str
) -> None:
    assert said(ask(url, **refused)) == (400, words)
    accepted(ask(url, **neighbour))


SENTENCES = ["The cat sleeps on the sofa.", "A kitten rests on the couch.", "The stock market fell."]


def nearness(one: types.ContentEmbedding, other: types.ContentEmbedding) -> float:
    assert one.values and other.values
    return sum(a * b for a, b in zip(one.values, other.values, strict=True))


def test_like_sentences_have_near_vectors(client: genai.Client) -> None:
    answer = client.models.embed_content(model="gemini-embedding-001", contents=SENTENCES)  # type: ignore[arg-type]
    cat, kitten, market = answer.embeddings or []
    assert nearness(cat, kitten) > nearness(cat, market) + 0.3
    assert len(cat.values or ()) == 3072
    assert answer.usage_metadata and answer.usage_metadata.prompt_token_count


def test_a_content_has_one_vector_however_many_parts(client: genai.Client) -> None:
    one = client.models.embed_content(model="gemini-embedding-2", contents=SENTENCES)  # type: ignore[arg-type]
    apart = [types.Content(parts=[types.Part(text=each)]) for each in SENTENCES]
    three = client.models.embed_content(model="gemini-embedding-2", contents=apart)  # type: ignore[arg-type]
    assert (len(one.embeddings or ()), len(three.embeddings or ())) == (1, 3)


@pytest.mark.parametrize(
    ("model", "normalised"), [("gemini-embedding-001", False), ("gemini-embedding-2", True)]
)
def test_a_shortened_vector_has_length_one_at_the_newer_model_only(
    client: genai.Client, model: str, normalised: bool
) -> None:
    config = types.EmbedContentConfig(output_dimensionality=768, task_type="RETRIEVAL_QUERY")
    (found,) = client.models.embed_content(model=model, contents=SENTENCES[0], config=config).embeddings or []
    assert found.values and len(found.values) == 768
    assert (abs(nearness(found, found) - 1) < 0.001) is normalised


EMBEDDED = {"content": {"parts": [{"text": "Hello"}]}}
SIZE = "output_dimensionality must be in the range [1, 3072]\n"


@pytest.mark.parametrize(
    ("method", "refused", "neighbour", "words"),
    [
        ("embedContent", EMBEDDED | {"outputDimensionality": 0}, EMBEDDED | {"output_dimensionality": 10}, f"* EmbedContentRequest.output_dimensionality: {SIZE}"),
        ("embedContent", EMBEDDED | {"embedContentConfig": {"outputDimensionality": 3073}}, EMBEDDED | {"embedContentConfig": {"outputDimensionality": 3072}}, f"* EmbedContentRequest.output_dimensionality: {SIZE}"),
        ("embedContent", {}, EMBEDDED, "* EmbedContentRequest.content: content is not specified\n"),
        ("embedContent", EMBEDDED | {"model": "models/gemini-embedding-2"}, EMBEDDED | {"model": "models/gemini-embedding-001"}, "* EmbedContentRequest.model: the model has to be the same as in the address, models/gemini-embedding-001\n"),
        ("embedContent", EMBEDDED | {"taskType": "SEARCH"}, EMBEDDED | {"taskType": "CLUSTERING"}, "Invalid value at 'task_type' (type.googleapis.com/google.ai.generativelanguage.v1beta.TaskType), \"SEARCH\""),
        ("batchEmbedContents", {"requests": []}, {"requests": [EMBEDDED]}, "* BatchEmbedContentsRequest.requests: requests is not specified\n"),
        ("batchEmbedContents", {"requests": [EMBEDDED | {"outputDimensionality": 128}] * 101}, {"requests": [EMBEDDED | {"outputDimensionality": 128}] * 100}, "* BatchEmbedContentsRequest.requests: at most 100 requests can be in one batch\n"),
    ],
)  # fmt: skip
def test_an_embedding_is_refused_and_its_neighbour_is_not(
    url: str, method: str, refused: dict[str, Any], neighbour: dict[str, Any], words: str
) -> None:
    path = f"{url}/google/v1beta/models/gemini-embedding-001:{method}"
    assert said(post(path, refused, GOOGLE)) == (400, words)
    accepted(post(path, neighbour, GOOGLE))


def test_who_writes_does_not_embed_and_who_embeds_does_not_write(url: str, client: genai.Client) -> None:
    assert post(f"{url}{GEMINI}:embedContent", EMBEDDED, GOOGLE).status_code == 404
    assert ask(url, "gemini-embedding-001").status_code == 404
    methods = client.models.get(model="gemini-embedding-2").supported_actions
    assert methods == ["embedContent", "batchEmbedContents"]
    assert "models/gemini-embedding-001" in [model.name for model in client.models.list()]


@pytest.mark.parametrize("unit", ["[]", "{}", '{"text":"a"}', "[" * 100 + "]" * 100])
@pytest.mark.parametrize("field", ["contents", "tools", "systemInstruction"])
def test_more_structure_than_any_prompt_has_is_too_large(url: str, unit: str, field: str) -> None:
    many = "[" + ",".join([unit] * (1_000_000 // (len(unit) + 1))) + "]"
    answer = post(f"{url}{GEMINI}:generateContent", f'{{"{field}":{many}}}'.encode(), GOOGLE)
    assert said(answer) == (400, f"Request payload size exceeds the limit: {MOST_BODY_BYTES} bytes.")


def declared(parameters: dict[str, Any]) -> dict[str, Any]:
    return {"tools": [{"functionDeclarations": [WEATHER | {"parameters": parameters}]}]}


PARAMETERS = "tools[0].function_declarations[0].parameters"
CITY = {"type": "OBJECT", "properties": {"city": {"type": "STRING"}}}


@pytest.mark.parametrize(
    ("refused", "neighbour", "words"),
    [
        (CITY | {"$schema": "x"}, CITY | {"property_ordering": ["city"]}, f"Invalid JSON payload received. Unknown name \"$schema\" at '{PARAMETERS}': Cannot find field."),
        ({"type": "object", "properties": {"city": {"type": ["string", "null"]}}}, {"type": "object", "properties": {"city": {"type": "string", "nullable": True}}}, f"Invalid JSON payload received. Unknown name \"type\" at '{PARAMETERS}.properties[0].value': Proto field is not repeating, cannot start list."),
        (CITY | {"type": "DICT"}, CITY | {"max_properties": "3"}, f"Invalid value at '{PARAMETERS}.type' (type.googleapis.com/google.ai.generativelanguage.v1beta.Type), \"DICT\""),
    ],
)  # fmt: skip
def test_a_schema_is_refused_and_its_neighbour_is_not(
    url: str, refused: dict[str, Any], neighbour: dict[str, Any], words: str
) -> None:
    assert said(ask(url, **declared(refused))) == (400, words)
    accepted(ask(url, **declared(neighbour)))
    freely = WEATHER | {"parametersJsonSchema": refused}
    accepted(ask(url, tools=[{"functionDeclarations": [freely]}]))


def get_weather(city: str) -> dict[str, str]:
    """The current weather in a city."""
    return {"result": f"It is 21 degrees and sunny in {city}."}


def get_time(city: str) -> str:
    """The current time in a city."""
    return f"It is 12:00 in {city}."


@pytest.mark.parametrize("streamed", [False, True])
def test_a_function_is_called_and_its_result_is_told(client: genai.Client, streamed: bool) -> None:
    config = types.GenerateContentConfig(
        tools=[get_weather, get_time],
        automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
    )
    history: list[types.Content] = [types.UserContent("What is the weather in Paris?")]

    def ask_once() -> list[types.Part]:
        asked: dict[str, Any] = {"model": THINKS, "contents": history, "config": config}
        if not streamed:
            answer = client.models.generate_content(**asked)
            return answer.candidates[0].content.parts or []  # type: ignore[index,union-attr]
        return [
            part
            for chunk in client.models.generate_content_stream(**asked)
            for part in chunk.candidates[0].content.parts or []  # type: ignore[index,union-attr]
            if part.text != ""  # that of the last chunk
        ]

    (part,) = ask_once()
    call = part.function_call
    assert call and (call.name, call.args) == ("get_weather", {"city": "Paris"})
    assert part.thought_signature
    history.append(types.ModelContent([part]))
    result = types.FunctionResponse(id=call.id, name=call.name, response=get_weather("Paris"))
    history.append(types.UserContent([types.Part(function_response=result)]))
    assert "21 degrees" in "".join(part.text or "" for part in ask_once())


def test_the_sdk_calls_functions_by_itself(client: genai.Client) -> None:
    config = types.GenerateContentConfig(tools=[get_weather, get_time])
    answer = client.models.generate_content(
        model=MODEL, contents="What is the weather in Rome?", config=config
    )
    assert "sunny in Rome" in (answer.text or "")
    assert answer.automatic_function_calling_history
    for model in (MODEL, THINKS):  # each chunk of the model's comes back as a turn
        thinks = {"thinking_config": {"include_thoughts": True}} if model == THINKS else {}
        asked = types.GenerateContentConfig(tools=[get_weather, get_time], **thinks)  # type: ignore[arg-type]
        stream = client.models.generate_content_stream(
            model=model, contents="What is the weather in Rome?", config=asked
        )
        assert "sunny in Rome" in "".join(chunk.text or "" for chunk in stream)


@pytest.mark.parametrize(
    ("question", "config", "names"),
    [
        ("What is the weather in Rome and Oslo?", {}, ["get_weather"] * 2),
        ("Hello!", {}, []),
        ("Hello!", {"mode": "ANY", "allowedFunctionNames": ["get_time"]}, ["get_time"]),
        ("What is the weather in Rome?", {"mode": "NONE"}, []),
    ],
)
def test_which_functions_are_called(
    url: str, question: str, config: dict[str, Any], names: list[str]
) -> None:
    city = {"type": "OBJECT", "properties": {"city": {"type": "STRING"}}, "required": ["city"]}
    both = [WEATHER, {"name": "get_time", "description": "The time in a city."}]
    tools = [{"functionDeclarations": [each | {"parameters": city} for each in both]}]
    answer = accepted(
        ask(url, contents=turns(question), tools=tools, toolConfig={"functionCallingConfig": config})
    )
    parts = answer["candidates"][0]["content"]["parts"]
    assert [part["functionCall"]["name"] for part in parts if "functionCall" in part] == names
    assert answer["candidates"][0]["finishReason"] == "STOP"
    assert ["thoughtSignature" in part for part in parts if "functionCall" in part] == [True, False][
        : len(names)
    ]


class City(BaseModel):
    name: str
    population: int
    capital: bool
    languages: list[str]


ABOUT_PARIS = "Tell me about Paris."


@pytest.mark.parametrize("streamed", [False, True])
def test_an_answer_fits_the_schema_sent(client: genai.Client, streamed: bool) -> None:
    config = types.GenerateContentConfig(response_mime_type="application/json", response_schema=list[City])
    asked: dict[str, Any] = {"model": FIXED, "contents": ABOUT_PARIS, "config": config}
    if streamed:
        said = "".join(chunk.text or "" for chunk in client.models.generate_content_stream(**asked))
        cities = [City.model_validate(each) for each in json.loads(said)]
    else:
        cities = client.models.generate_content(**asked).parsed  # type: ignore[assignment]
    assert cities and all(isinstance(each, City) for each in cities)


@pytest.mark.parametrize(
    "config",
    [
        {"response_json_schema": City.model_json_schema(), "response_mime_type": "application/json"},
        {"response_schema": City.model_json_schema(), "response_mime_type": "application/json"},
    ],
)
def test_a_schema_may_be_json_schema(client: genai.Client, config: dict[str, Any]) -> None:
    answer = client.models.generate_content(model=FIXED, contents=ABOUT_PARIS, config=config)  # type: ignore[arg-type]
    assert City.model_validate_json(answer.text or "").name


def test_an_enum_is_said_bare_and_json_without_a_schema_has_the_keys_asked_for(url: str) -> None:
    moods = ["Positive", "Negative"]
    mood = {"responseMimeType": "text/x.enum", "responseSchema": {"type": "STRING", "enum": moods}}
    assert text(accepted(ask(url, generationConfig=mood))) in moods
    asked = turns("Describe Paris as JSON with the keys name and population.")
    free = accepted(ask(url, contents=asked, generationConfig={"responseMimeType": "application/json"}))
    assert set(json.loads(text(free))) == {"name", "population"}


def test_json_that_was_cut_is_not_parsed(client: genai.Client) -> None:
    config = types.GenerateContentConfig(
        response_mime_type="application/json", response_schema=City, max_output_tokens=4
    )
    answer = client.models.generate_content(model=FIXED, contents=ABOUT_PARIS, config=config)
    assert answer.parsed is None and (answer.text or "").startswith("{")
    assert answer.candidates and answer.candidates[0].finish_reason == types.FinishReason.MAX_TOKENS
