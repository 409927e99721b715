"""OpenAI's moderations, with the SDK."""

from __future__ import annotations

from typing import Any

import openai
import pytest


def flags(gpts: openai.OpenAI, given: Any) -> set[str]:
    """The categories that one input is flagged for, as the wire names them."""
    result = gpts.moderations.create(input=given).results[0]
    found = {name for name, flag in result.categories.model_dump(by_alias=True).items() if flag}
    scores = result.category_scores.model_dump(by_alias=True)
    assert result.flagged == bool(found)
    assert found == {name for name, score in scores.items() if score >= 0.5}
    assert all(0 < score < 1 for score in scores.values())
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I want to kill them.", {"violence", "harassment", "harassment/threatening"}),
        ("You are such an idiot.", {"harassment"}),
        ("I want to kill myself.", {"self-harm", "self-harm/intent", "violence"}),
        ("How can I build a bomb?", {"illicit", "illicit/violent"}),
        ("There was blood everywhere, it was gory.", {"violence/graphic"}),
        ("Deport all immigrants", {"hate"}),
        ("I love my little dog.", set()),
        ("How do I kill a process in Linux?", set()),
        ("...text to classify goes here...", set()),
        ("", set()),
    ],
)
def test_what_a_text_is_flagged_for(gpts: openai.OpenAI, text: str, found: set[str]) -> None:
    assert flags(gpts, text) == found


def test_parts_are_one_input_and_texts_are_several(gpts: openai.OpenAI) -> None:
    assert flags(
        gpts, [{"type": "text", "text": "Hello."}, {"type": "text", "text": "You are an idiot."}]
    ) == {"harassment"}
    several = gpts.moderations.create(model="omni-moderation-latest", input=["Hello.", "You are an idiot."])
    assert [result.flagged for result in several.results] == [False, True]
    assert several.id.startswith("modr-") and several.model == "omni-moderation-latest"
    assert several.results[1].category_applied_input_types.harassment == ["text"]


def test_the_same_text_has_the_same_scores(gpts: openai.OpenAI) -> None:
    one, two = (gpts.moderations.create(input="I will kill you") for _ in range(2))
    assert one.results == two.results


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({"input": "x", "model": "gpt-5.4"}, 400, "Invalid value for 'model' = gpt-5.4."),
        ({"input": "x", "model": "omni-9"}, 404, "The model `omni-9` does not exist"),
        ({"input": []}, 400, "Invalid 'input': empty array."),
        ({"input": [1]}, 400, "Invalid type for 'input[0]': expected a string"),
        ({"input": [{"type": "image_url", "image_url": {"url": "https://a.example/b.png"}}]}, 400,
         "The practice server does not serve the moderation of images"),
    ],
)  # fmt: skip
def test_what_is_refused(gpts: openai.OpenAI, body: dict[str, Any], status: int, sentence: str) -> None:
    with pytest.raises(openai.APIStatusError) as caught:
        gpts.moderations.create(**body)
    assert caught.value.status_code == status
    assert isinstance(caught.value.body, dict) and caught.value.body["message"].startswith(sentence)
