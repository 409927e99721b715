"""One request, spoken by the small model: tokens as they come, with their true probabilities; vectors of its own."""

from __future__ import annotations

import codecs
import json
import math
import threading
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Any

from firstcall.practice.model import tools
from firstcall.practice.model.asked import Asked, Token
from firstcall.practice.model.sampler import Alternatives
from firstcall.practice.refusal import Refusal
from firstcall.practice.small_model.host import Host, Unavailable
from firstcall.practice.small_model.turns import Left

MOST_TOKENS = 1024
_ALTERNATIVES = 20
_MOST_SEED = 2**31


class Voice:
    """The small model, for one request of one learner. What it reads may be waited for: use it in a thread."""

    def __init__(self, host: Host, key: str) -> None:
        self.speaks = False
        self._host = host
        self._key = key
        self._left = threading.Event()
        self._speeches: list[_Speech] = []

    def speak(self, asked: Asked) -> Iterator[Token] | None:
        """The reply as it comes; `None` for what this model cannot do: tools, pictures, a reply begun for it."""
        if asked.offer != tools.NOTHING or asked.shown or _begun(asked):
            return None
        self.speaks = True
        speech = _Speech(self._host, self._key, self._left, asked)
        self._speeches.append(speech)
        return speech

    def prepare(self) -> None:
        """Wait for the turn and the first token. Raises `Refusal` where none will come."""
        if self._speeches:
            self._speeches[0].begin()

    def vector(self, text: str, dimensions: int) -> list[float]:
        """The text's vector, of length 1: as many numbers as the model has, zeros after them. Raises `Refusal`."""
        try:
            with self._host.asked("/v1/embeddings", {"input": [text or " "]}) as response:
                answer = json.loads(response.read())
        except Unavailable as error:
            raise Refusal(503, str(error), "api_error") from error
        if response.status_code != 200:
            raise _refused(answer)
        found = answer["data"][0]["embedding"][:dimensions]
        length = math.sqrt(sum(each * each for each in found)) or 1.0
        return [each / length for each in found] + [0.0] * (dimensions - len(found))

    def close(self) -> None:
        """Nobody listens any more."""
        self._left.set()
        for speech in self._speeches:
            speech.close()


class _Speech(Iterator[Token]):
    """One reply, read by one thread and ended by any. It can be begun before it is read."""

    def __init__(self, host: Host, key: str, left: threading.Event, asked: Asked) -> None:
        self._host = host
        self._key = key
        self._left = left
        self._asked = asked
        self._tokens = self._read()
        self._ready: list[Token] = []
        self._reading = threading.Lock()

    def begin(self) -> None:
        self._ready = [token for token in [next(self, None)] if token is not None]

    def __next__(self) -> Token:
        with self._reading:
            if self._left.is_set():
                self._tokens.close()
            return self._ready.pop() if self._ready else next(self._tokens)

    def close(self) -> None:
        """Let go of the model. Where it is being read just now, the reader does so with the next token."""
        if self._reading.acquire(blocking=False):
            try:
                self._tokens.close()
            finally:
                self._reading.release()

    def _read(self) -> Generator[Token, None, None]:
        try:
            with self._host.turns.of(self._key, self._left.is_set):
                path, body = self._request()
                with self._host.asked(path, body) as response:
                    if response.status_code != 200:
                        raise _refused(json.loads(response.read()))
                    yield from self._of_lines(response.iter_lines())
        except Left:
            return
        except Unavailable as error:
            raise Refusal(503, str(error), "api_error") from error

    def _request(self) -> tuple[str, Mapping[str, Any]]:
        """Path and body. A schema binds the first character only where the text is asked for, not a chat's message:
        there a reply may begin with a fence of Markdown."""
        messages, ways = _messages(self._asked), _ways(self._asked)
        if self._asked.schema is None:
            return "/v1/chat/completions", {
                "messages": messages,
                "max_tokens": MOST_TOKENS,
                "logprobs": True,
                "top_logprobs": self._probabilities,
                **ways,
            }
        with self._host.asked("/apply-template", {"messages": messages}) as response:
            prompt = json.loads(response.read())["prompt"]
        return "/completion", {
            "prompt": prompt,
            "n_predict": MOST_TOKENS,
            "n_probs": self._probabilities,
            "json_schema": dict(self._asked.schema),
            **ways,
        }

    @property
    def _probabilities(self) -> int:
        """Of how many tokens, at each place."""
        return _ALTERNATIVES if self._asked.alternatives else 1

    def _of_lines(self, lines: Iterator[str]) -> Iterator[Token]:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        for line in lines:
            if self._left.is_set():
                return
            if line.startswith("data: {"):
                for said in _said(json.loads(line.removeprefix("data: "))):
                    if text := decoder.decode(bytes(said["bytes"])):
                        yield self._token(text, said)

    def _token(self, text: str, said: Mapping[str, Any]) -> Token:
        logprob: float = said["logprob"]
        ways: Alternatives = ()
        if self._asked.alternatives:
            others = [
                (way["token"], way["logprob"])
                for way in said["top_logprobs"]
                if way["token"] != said["token"]
            ]
            ways = tuple(sorted([(text, logprob), *others], key=lambda way: -way[1])[:_ALTERNATIVES])
        return Token(text, logprob, ways)


def _begun(asked: Asked) -> bool:
    return not asked.messages or asked.messages[-1][0] != "user"


def _messages(asked: Asked) -> list[dict[str, str]]:
    system = [{"role": "system", "content": asked.system}] if asked.system else []
    return [*system, *({"role": role, "content": text} for role, text in asked.messages)]


def _ways(asked: Asked) -> dict[str, Any]:
    """How it is to be said. Nothing is cut off the model's distribution: temperature alone shapes it."""
    ways: dict[str, Any] = {
        "temperature": asked.temperature,
        "top_k": 0,
        "top_p": 1.0,
        "min_p": 0.0,
        "stream": True,
    }
    if asked.seed is not None:
        ways["seed"] = asked.seed % _MOST_SEED
    return ways


def _said(chunk: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The tokens of an event."""
    choices = chunk.get("choices") or [{}]
    found: Sequence[Mapping[str, Any]] = (
        chunk.get("completion_probabilities") or (choices[0].get("logprobs") or {}).get("content") or ()
    )
    return found


def _refused(answer: Mapping[str, Any]) -> Refusal:
    """What the model's own server says to a request that it does not take, as a 400 of the wire's."""
    error = answer.get("error", {})
    if error.get("type") == "exceed_context_size_error":
        return Refusal(
            400,
            f"The small model reads at most {error['n_ctx']:,} tokens at once; this request has "
            f"{error['n_prompt_tokens']:,} of its tokens. Send less, or use the replies written for the lessons.",
            "invalid_request_error",
        )
    return Refusal(
        400, f"The small model refuses this: {error.get('message', '')[:300]}", "invalid_request_error"
    )
