"""A request that is answered with an error: what every protocol needs to say so in its own way."""

from __future__ import annotations


class Refusal(Exception):
    """An HTTP error answer.

    `type`, `param` and `code` are the fields of the provider's error object (Anthropic sends only
    the first, and sometimes `error_details`); `headers` are added to the answer. `see` is said after the message and
    leads to pages of the provider's own: who only speaks its protocol does not say it.
    """

    def __init__(
        self,
        status: int,
        message: str,
        type: str = "invalid_request_error",
        *,
        param: str | None = None,
        code: str | None = None,
        headers: dict[str, str] | None = None,
        error_details: dict[str, object] | None = None,
        see: str = "",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.type = type
        self.param = param
        self.code = code
        self.headers = headers or {}
        self.error_details = error_details
        self.see = see
