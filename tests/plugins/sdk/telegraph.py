"""The SDK of a made-up provider: a client with one method, its exceptions, plain and streamed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx2


class APIError(Exception):
    pass


class APIConnectionError(APIError):
    pass


class APITimeoutError(APIConnectionError):
    pass


class APIStatusError(APIError):
    def __init__(self, answer: httpx2.Response, said: str) -> None:
        super().__init__(said)
        self.response, self.status_code = answer, answer.status_code
        self.request_id = answer.headers.get("x-request-id")


class BadRequestError(APIStatusError):
    pass


class AuthenticationError(APIStatusError):
    pass


class NotFoundError(APIStatusError):
    pass


class RateLimitError(APIStatusError):
    pass


class InternalServerError(APIStatusError):
    pass


@dataclass
class Counted:
    received: int
    sent: int


@dataclass
class Telegram:
    id: str
    model: str
    text: str
    ended: str | None
    counted: Counted
    request_id: str | None


class Line:
    """A reply that arrives word by word; `telegram` is there when it has ended."""

    def __init__(self, answer: httpx2.Response) -> None:
        self.telegram: Telegram | None = None
        self._answer = answer

    @property
    def words(self) -> Iterator[str]:
        for line in self._answer.iter_lines():
            event = json.loads(line)
            if "error" in event:
                raise APIError(event["error"])
            if "text" in event:
                yield event["text"]
            else:
                self.telegram = _telegram(event["telegram"], self._answer)

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        self._answer.close()


class Telegraph:
    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        max_retries: int = 0,
        timeout: float = 60,
        http_client: httpx2.Client | None = None,
    ) -> None:
        self.max_retries, self._timeout = max_retries, timeout
        self._key = os.environ["MORSE_API_KEY"] if api_key is None else api_key
        self._url = base_url or os.environ.get("MORSE_BASE_URL", "https://api.morse.example")
        self._http = http_client or httpx2.Client()
        self.telegrams = self

    def __enter__(self) -> Telegraph:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def send(
        self,
        *,
        model: str,
        messages: list[dict[str, str]],
        limit: int,
        system: str | None = None,
        stop: list[str] | None = None,
        temperature: float | None = None,
        stream: bool = False,
    ) -> Any:
        said = {"model": model, "messages": messages, "limit": limit, "system": system, "stop": stop,
                "temperature": temperature, "stream": stream}  # fmt: skip
        request = self._http.build_request(
            "POST",
            f"{self._url}/telegrams",
            json={name: value for name, value in said.items() if value is not None},
            headers={"authorization": f"Bearer {self._key}"},
            timeout=self._timeout,
        )
        try:
            answer = self._http.send(request, stream=stream)
        except httpx2.TimeoutException as error:
            raise APITimeoutError(str(error)) from error
        except httpx2.NetworkError as error:
            raise APIConnectionError(str(error)) from error
        if answer.status_code >= 400:
            answer.read()
            raise error_class(answer.status_code)(answer, answer.json()["error"])
        return Line(answer) if stream else _telegram(answer.json(), answer)


_ERRORS = {400: BadRequestError, 401: AuthenticationError, 404: NotFoundError, 429: RateLimitError}


def error_class(status: int) -> type[APIStatusError]:
    return InternalServerError if status >= 500 else _ERRORS.get(status, APIStatusError)


def _telegram(said: Any, answer: httpx2.Response) -> Telegram:
    counted = Counted(said["counted"]["received"], said["counted"]["sent"])
    return Telegram(
        said["id"], said["model"], said["text"], said["ended"], counted, answer.headers.get("x-request-id")
    )
