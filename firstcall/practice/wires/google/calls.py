"""Function calls among the turns of a request: their place, their number, the signatures that come back with them.

The sentences are Google's as publicly reported: numbers (google-gemini/gemini-cli 16984), lost signatures
(rowboatlabs/rowboat 694). Which call needs its signature: https://ai.google.dev/gemini-api/docs/thought-signatures,
the first of each step since the last turn that is a user's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from firstcall.models import Model
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.google.errors import refused
from firstcall.practice.wires.google.signatures import genuine

Content = Mapping[str, Any]

_PLACE = "Please ensure that function call turn comes immediately after a user turn or after a function response turn."
_RESPONSE_PLACE = "Please ensure that function response turn comes immediately after a function call turn."
_NUMBER = (
    "Please ensure that the number of function response parts is equal to the number of function call parts of the "
    "function call turn."
)


def calls_in(content: Content) -> list[Mapping[str, Any]]:
    """The parts of a turn that are function calls."""
    return [part for part in content["parts"] if "functionCall" in part]


def responses_in(content: Content) -> list[Mapping[str, Any]]:
    """What came of the functions, of a turn that tells it."""
    return [part["functionResponse"] for part in content["parts"] if "functionResponse" in part]


def is_users_own(content: Content) -> bool:
    """Whether a turn is not the model's, and no answer of functions."""
    return content.get("role", "user") != "model" and not responses_in(content)


def turns(contents: Sequence[Content]) -> list[Content]:
    """Contents of the model's that follow each other as one turn: the SDK sends each chunk of a stream back by itself
    (google-genai 3.6.1 `models.generate_content_stream`)."""
    found: list[Content] = []
    for content in contents:
        if found and content.get("role") == found[-1].get("role") == "model":
            found[-1] = {**found[-1], "parts": [*found[-1]["parts"], *content["parts"]]}
        else:
            found.append(content)
    return found


def check_calls(contents: Sequence[Content], model: Model) -> None:
    """Raises `Refusal` where a call and its response do not stand together, or a signature is lost or forged."""
    contents = turns(contents)
    for place, content in enumerate(contents):
        before = contents[place - 1] if place else None
        if calls_in(content) and before is None:
            raise refused(_PLACE)
        _check_responses(len(responses_in(content)), len(calls_in(before)) if before else 0)
        _check_names(content)
    for content in contents:
        for part in content["parts"]:
            if "thoughtSignature" in part and not genuine(part["thoughtSignature"]):
                raise refused("Corrupted thought signature.")
    if model.effort:
        _check_signatures(contents)


def _check_responses(responses: int, calls: int) -> None:
    if responses and not calls:
        raise refused(_RESPONSE_PLACE)
    if responses != calls:
        raise refused(_NUMBER)


def _check_names(content: Content) -> None:
    for at, part in enumerate(content["parts"]):
        for kind, said in (("functionCall", "function_call"), ("functionResponse", "function_response")):
            if kind in part and not part[kind].get("name"):
                raise refused(
                    f"* GenerateContentRequest.contents.parts[{at}].{said}.name: Name cannot be empty.\n"
                )


def _check_signatures(contents: Sequence[Content]) -> None:
    own = [place for place, content in enumerate(contents) if is_users_own(content)]
    for place, content in enumerate(contents):
        calls = calls_in(content)
        if calls and place > (own[-1] if own else -1) and "thoughtSignature" not in calls[0]:
            raise _lost(calls[0]["functionCall"]["name"], place + 1)


def _lost(name: str, position: int) -> Refusal:
    return refused(
        "Function call is missing a thought_signature in functionCall parts. This is required for tools to work "
        "correctly, and missing thought_signature may lead to degraded model performance. Additional data, function "
        f"call `default_api:{name[:100]}` , position {position}. Please refer to "
        "https://ai.google.dev/gemini-api/docs/thought-signatures for more details."
    )
