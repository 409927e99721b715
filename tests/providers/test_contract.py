"""The provider contract: each official SDK over real HTTP against the practice server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firstcall import models, programs, providers
from firstcall.calls import Call, Message, Settings
from firstcall.providers import Access, Provider
from firstcall.running import runs
from firstcall.ui.charts.palette import provider_colour

PLAIN = Settings(
    model="", messages=(Message("user", "What is the capital of France?"),), max_tokens=400, stream=False
)


def settings(provider: Provider, **changes: object) -> Settings:
    model = models.DEFAULT[provider.id]
    return replace(PLAIN, model=model, **{"effort": models.find(model).quiet_effort, **changes})  # type: ignore


def make(provider: Provider, access: Access, call: Call) -> runs.Run:
    run = runs.start(call, provider, access, step="test", mode="practice")
    assert run.wait(20), "the run did not end"
    return run


@pytest.mark.parametrize("stream", [False, True])
def test_a_call_gives_text_usage_and_ids(provider: Provider, access: Access, stream: bool) -> None:
    run = make(provider, access, provider.compose(settings(provider, stream=stream), None))
    assert run.failure is None
    assert run.reply is not None and run.reply.usage is not None
    assert "Paris" in run.reply.text == run.text
    assert run.reply.usage.input_tokens > 0 and run.reply.usage.output_tokens > 0
    if any(field.id == "request_id" for field in provider.fields):
        assert run.reply.request_id and run.reply.request_id.startswith("req_")
    else:  # this provider sends none
        assert run.reply.request_id is None
    if any(field.id == "id" for field in provider.fields):
        assert run.reply.id
    assert run.reply.model == models.DEFAULT[provider.id]


@pytest.mark.parametrize("stream", [False, True])
def test_every_path_that_a_page_shows_gives_a_value(provider: Provider, access: Access, stream: bool) -> None:
    call = provider.compose(settings(provider, stream=stream), None)
    run = make(provider, access, call)
    assert run.reply is not None
    paths = [field.path_in(call) for field in provider.fields]
    paths += [path for cell in provider.table.values() if (path := cell.path_in(call))]
    for path in paths:
        assert programs.evaluate(path, run.reply.names) is not None, path


@pytest.mark.parametrize("stream", [False, True])
def test_the_field_paths_agree_with_the_reply(provider: Provider, access: Access, stream: bool) -> None:
    call = provider.compose(settings(provider, stream=stream), None)
    run = make(provider, access, call)
    assert run.reply is not None and run.reply.usage is not None
    read = {field.id: programs.evaluate(field.path_in(call), run.reply.names) for field in provider.fields}
    assert read["text"] == run.reply.text
    assert read["stop_reason"] == run.reply.stop_reason
    assert read["tokens_in"] == run.reply.usage.input_tokens
    assert read["tokens_out"] == run.reply.usage.output_tokens
    assert read.get("request_id") == run.reply.request_id


def test_every_field_has_a_label_and_a_meaning(provider: Provider) -> None:
    assert all(providers.WORDS.title(f"field {field.id}") for field in provider.fields)
    assert all(providers.meaning(field, provider) for field in provider.fields)


def test_the_token_limit_cuts_the_reply(provider: Provider, access: Access) -> None:
    story = (Message("user", "Write a 300 word story about a lighthouse."),)
    least_thinking = next(iter(models.find(models.DEFAULT[provider.id]).effort), None)
    asked = settings(provider, max_tokens=64, messages=story, effort=least_thinking)
    run = make(provider, access, provider.compose(asked, None))
    assert run.reply is not None and run.reply.cut_off
    assert run.reply.usage is not None and run.reply.usage.output_tokens == 64


def test_settings_survive_being_a_call(provider: Provider) -> None:
    takes_stop = provider.kind is None or provider.kind.stop is not None
    asked = settings(provider, system="Be brief.", stop=("6.",) if takes_stop else (), stream=True)
    assert provider.read(provider.compose(asked, None)) == asked


def test_composing_leaves_the_learners_own_arguments_alone(provider: Provider) -> None:
    call = provider.compose(settings(provider), None)
    own = replace(call, arguments={**call.arguments, "metadata": {"user_id": "7"}})
    assert provider.compose(settings(provider, max_tokens=7), own).arguments["metadata"] == {"user_id": "7"}


def test_moving_a_control_keeps_messages_that_hold_more_than_text(provider: Provider) -> None:
    call = provider.compose(settings(provider), None)
    blocks = [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]
    own = replace(call, arguments={**call.arguments, provider.messages: blocks})
    moved = provider.compose(replace(provider.read(own), max_tokens=7), own)
    assert moved.arguments[provider.messages] == blocks


def test_a_wrong_key_is_explained(provider: Provider, access: Access) -> None:
    run = make(provider, replace(access, key="sk-wrong"), provider.compose(settings(provider), None))
    if provider.wrong_key_status is None:  # it looks at no key, and there is none to be explained
        assert not provider.address.needs_key and run.state == "done"
        return
    assert run.failure is not None and run.failure.kind == "wrong_key"
    assert run.failure.status == provider.wrong_key_status
    raised = provider.calling.raised(provider.wrong_key_status, None, False)
    assert run.failure.error == provider.calling.explain(raised).error
    assert provider.address.key_variable in run.failure.advice
    assert not run.failure.retryable


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 500, 503, 529, None])
def test_what_to_do_is_said_for_every_status(provider: Provider, status: int | None) -> None:
    advice = provider.calling.explain(provider.calling.raised(status, None, False)).advice
    assert len(advice) > 20 and "{" not in advice


def test_a_misspelt_argument_is_the_sdks_own_type_error(provider: Provider, access: Access) -> None:
    call = provider.compose(settings(provider), None)
    run = make(provider, access, replace(call, arguments={**call.arguments, "max_tokenz": 5}))
    assert run.failure is not None and run.failure.error == "TypeError"
    assert "max_tokenz" in run.failure.said and "`max_tokenz`" in run.failure.advice
    assert run.recorder.exchanges == []


def test_what_a_newer_python_adds_about_a_misspelt_argument_is_not_taken_for_it(provider: Provider) -> None:
    said = "f() got an unexpected keyword argument 'max_tokenz'. Did you mean 'max_tokens'?"
    assert "`max_tokenz`" in provider.calling.explain(TypeError(said)).advice


@pytest.mark.parametrize("key", ["sk-practice-a\n", "sk-practice-\na", "“sk-practice-a”", ""])
def test_an_impossible_key_gives_a_failure_and_not_a_crash(
    provider: Provider, access: Access, key: str
) -> None:
    run = make(provider, replace(access, key=key), provider.compose(settings(provider), None))
    if run.state == "done":  # Google's SDK strips the white space around a key; without keys none is needed
        assert (provider.id == "google" and key.strip() != key) or not (provider.address.needs_key or key)
    else:
        assert run.state == "failed" and run.failure is not None and run.failure.advice


def test_a_base_url_that_nobody_answers_is_explained(provider: Provider, access: Access) -> None:
    call = provider.compose(settings(provider), None)
    call = replace(call, client=provider.sdk.patience.written({}, 0))
    run = make(provider, replace(access, base_url="http://127.0.0.1:9/v1"), call)
    assert run.failure is not None and "could not be reached" in run.failure.advice


def test_a_base_url_that_answers_html_is_explained(provider: Provider, access: Access, practice: str) -> None:
    import httpx2

    httpx2.put(
        f"{practice}/control",
        headers={"authorization": f"Bearer {access.key}"},
        json={"faults": [{"fault": "html", "status": 200}]},
    ).raise_for_status()
    run = make(provider, access, provider.compose(settings(provider), None))
    assert run.failure is not None and "base URL" in run.failure.advice


def test_the_key_is_nowhere_in_what_was_recorded(provider: Provider, access: Access) -> None:
    run = make(provider, access, provider.compose(settings(provider), None))
    assert access.key not in repr(
        [(e.url, e.request_headers, e.request_body, e.response_headers) for e in run.recorder.exchanges]
    )
    sent = {name.lower(): value for name, value in run.recorder.exchanges[0].request_headers}
    assert {sent.get(name) for name in ("authorization", *provider.address.key_headers)} & {
        "Bearer [redacted]",
        "[redacted]",
    }


def test_pictures_show_a_provider_in_its_own_colour(provider: Provider) -> None:
    assert provider_colour(provider.id) == provider.colour


def test_no_two_providers_have_the_same_colour() -> None:
    ids = providers.every()
    assert len({provider_colour(id) for id in ids}) == len(ids)
