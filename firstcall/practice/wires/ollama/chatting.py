"""From a request to its reply: the model is loaded or put away, the prompt cut to its context, the reply decided on."""

from __future__ import annotations

from firstcall.practice.learners import Learners
from firstcall.practice.wires.ollama import reused
from firstcall.practice.wires.ollama.context import prompt_of
from firstcall.practice.wires.ollama.loaded import load, unload
from firstcall.practice.wires.ollama.native import Native, as_message, as_response
from firstcall.practice.wires.ollama.reply import Form, Reply
from firstcall.practice.wires.ollama.request import KEPT_ALIVE, Request, read_chat, read_generate


def composed_chat(vendor: str, learners: Learners, began: int, key: str, body: bytes) -> Reply:
    """The reply to the request in the body of `/api/chat`, decided on and not yet said. Raises `Refusal`."""
    request = read_chat(body, vendor)
    return replied(request, learners, began, key, Native(request.pulled.asked, as_message))


def composed_generate(vendor: str, learners: Learners, began: int, key: str, body: bytes) -> Reply:
    """The same for `/api/generate`; unless the prompt is `raw`, it comes with a `context` to go on from."""
    request = read_generate(body, vendor)
    remembered = None if request.raw else request.messages
    return replied(request, learners, began, key, Native(request.pulled.asked, as_response, remembered))


def replied(request: Request, learners: Learners, began: int, key: str, form: Form) -> Reply:
    """The reply to a request of a learner, in a form. Raises `Refusal` for a prompt that may not be cut."""
    prompt = prompt_of(request)
    fresh = 1.0
    if request.unloads:
        unload(learners.kept, key, request.pulled)
        reused.forget(learners.kept, key, request.pulled)
    else:
        stays = KEPT_ALIVE if request.keep_alive is None else request.keep_alive
        load(learners.kept, key, request.pulled, request.context_tokens, stays)
        fresh = reused.fresh_share(learners.kept, key, request, prompt, stays)
    return Reply(request, prompt, began, learners.pace_of(key), form, fresh)
