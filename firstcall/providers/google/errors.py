"""What a program catches: one class for error answers, told apart by `code`, and the HTTP library's own for the line.

Facts: `google/genai/errors.py`; what the SDK tries again where it is asked to is in `google/genai/_api_client.py`
(`_RETRY_HTTP_STATUS_CODES`). JavaScript: `ApiError` in `dist/node/index.mjs` of `@google/genai`, whose message is the
body; a line that breaks and a time-out are those of `fetch`.
"""

from __future__ import annotations

from firstcall.providers import AskedWait, Errors

_PYTHON = """\
body = getattr(error, "details", None) or {}
for detail in body.get("error", {}).get("details", []):
    if "retryDelay" in detail:  # Google says how long to wait: "25s"
        wait = max(wait, float(detail["retryDelay"].removesuffix("s")))
"""
_JAVASCRIPT = """\
const asked = Number(/"retryDelay":\\s*"([\\d.]+)s"/.exec(error.message)?.[1]); // NaN where it does not say
if (asked > wait) wait = asked;
"""

ASKED_WAIT = AskedWait("retryDelay", in_body=True, python=_PYTHON, javascript=_JAVASCRIPT)
ERRORS = Errors(
    module="google.genai.errors",
    passing=("408", "429", "500", "502", "503", "504"),
    line=("httpx2.NetworkError", "httpx2.RemoteProtocolError", "httpx2.TimeoutException"),
    others=("400", "401", "403", "404", "413", "APIError"),
    broad=frozenset({"APIError", "ClientError"}),
    answered="APIError",
    status="code",
    statuses=(400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504),
    covers={
        "APIError": "every error answer",
        "ClientError": "every answer from 400 to 499",
        "ServerError": "500 and above",
        "httpx2.NetworkError": "no connection, or one that broke",
        "httpx2.RemoteProtocolError": "closed before the answer was complete",
        "httpx2.TimeoutException": "a time-out",
    },
    javascript={
        "APIError": 'error.name === "ApiError"',
        "ClientError": "error.status < 500",
        "ServerError": "error.status >= 500",
        "httpx2.NetworkError": 'error.message === "fetch failed"',
        "httpx2.RemoteProtocolError": 'error.message === "terminated"',
        "httpx2.TimeoutException": 'error.name === "AbortError"',
    },
    asked_wait=ASKED_WAIT,
)
