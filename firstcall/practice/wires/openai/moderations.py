"""OpenAI's moderations: is a text harmful, and in which way.

Shapes: openai 3.57.0 `types/moderation_create_params.py`, `moderation_create_response.py`, `moderation.py`,
`moderation_model.py`. The sentences are worded after those of Chat. What is harmful is decided by words
(`firstcall.practice.model.harm`), so images are not looked at.
"""

from __future__ import annotations

from typing import Any

from firstcall.models import find, no_chat
from firstcall.practice.exchange import Exchange, as_json, as_long_json
from firstcall.practice.learners import Learners
from firstcall.practice.model.harm import CATEGORIES, FLAGGED_FROM, scores
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai.errors import DOOR, answered, new_id, not_served
from firstcall.practice.wires.openai.fields import (
    Field,
    check_all,
    empty,
    missing,
    too_long,
    wrong_type,
)
from firstcall.practice.wires.openai.request import fields_of
from firstcall.practice.wires.openai.served import no_such_model

MODERATORS = (
    "omni-moderation-latest",
    "omni-moderation-2024-09-26",
    "text-moderation-latest",
    "text-moderation-stable",
)
MOST_INPUTS = 128

_FIELDS = {
    "input": Field((str, list), null=False),
    "model": Field((str,)),
}


async def moderations(vendor: str, learners: Learners, exchange: Exchange) -> None:
    await DOOR.answer(learners, exchange, moderated, answered, scripted=True)


def moderated(key: str, body: bytes) -> bytes:
    """The answer to the request in a body, as JSON. Raises `Refusal`."""
    fields = fields_of(body)
    check_all(fields, _FIELDS, ("input",))
    id = fields.get("model") or MODERATORS[0]
    if id not in MODERATORS:
        raise _moderates_not(id)
    results = (as_json(_result(text)) for text in _texts(fields["input"]))
    return as_long_json({"id": new_id("modr-"), "model": id, "results": results})


def _moderates_not(id: str) -> Refusal:
    if find(id) or no_chat(id):
        message = (
            f"Invalid value for 'model' = {id[:200]}. Please check the OpenAPI docs for supported models."
        )
        return Refusal(400, message, param="model")
    return no_such_model(id)


def _texts(given: str | list[Any]) -> list[str]:
    """The texts that have a result each: a list of parts is one input together."""
    inputs = [given] if isinstance(given, str) else given
    if not inputs:
        raise empty("input")
    if len(inputs) > MOST_INPUTS:
        raise too_long("input", MOST_INPUTS, len(inputs))
    if isinstance(inputs[0], dict):
        return ["\n".join(_text_of(part, f"input[{place}]") for place, part in enumerate(inputs))]
    for place, each in enumerate(inputs):
        if not isinstance(each, str):
            raise wrong_type(f"input[{place}]", each, (str,))
    return inputs


def _text_of(part: Any, where: str) -> str:
    if not isinstance(part, dict):
        raise wrong_type(where, part, (dict,))
    if part.get("type") == "image_url":
        raise not_served("the moderation of images, only that of text", where)
    if part.get("type") != "text" or not isinstance(part.get("text"), str):
        raise missing(f"{where}.text")
    return str(part["text"])


def _result(text: str) -> dict[str, Any]:
    found = scores(text)
    flags = {category: found[category] >= FLAGGED_FROM for category in CATEGORIES}
    return {
        "flagged": any(flags.values()),
        "categories": flags,
        "category_scores": found,
        "category_applied_input_types": {category: ["text"] for category in CATEGORIES},
    }
