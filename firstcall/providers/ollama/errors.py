"""What a program catches: one class for error answers, told apart by `status_code`, and for the line what lies below.

Facts: `ollama/_client.py` (`_request_raw`; a stream wraps no broken line at all) and `ollama/_types.py`
(`ResponseError`). JavaScript: `ResponseError` in `dist/utils.mjs` of `ollama`, which it does not export; a line that
breaks is an error of `fetch`.
"""

from __future__ import annotations

from firstcall.providers import Errors

ERRORS = Errors(
    passing=("408", "429", "500", "502", "503", "504"),
    line=("ConnectionError", "httpx.NetworkError", "httpx.RemoteProtocolError", "httpx.TimeoutException"),
    others=("400", "403", "404", "413", "ResponseError"),
    broad=frozenset({"ResponseError"}),
    answered="ResponseError",
    status="status_code",
    javascript_status="status_code",
    statuses=(400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504),
    covers={
        "ResponseError": "every error answer",
        "ConnectionError": "the server is not running",
        "httpx.NetworkError": "no connection, or one that broke",
        "httpx.RemoteProtocolError": "closed before the answer was complete",
        "httpx.TimeoutException": "a time-out",
    },
    javascript={
        "ResponseError": 'error.name === "ResponseError"',
        "ConnectionError": 'error.message === "fetch failed"',
        "httpx.NetworkError": 'error.message === "fetch failed"',
        "httpx.RemoteProtocolError": 'error.message === "terminated"',
        "httpx.TimeoutException": 'error.name === "TimeoutError"',
    },
    # `ollama/_types.py`, `ResponseError`: error and status, no headers. Of a wait the server says nothing when it is busy
    # (ollama/ollama 4144).
    asked_wait=None,
)
