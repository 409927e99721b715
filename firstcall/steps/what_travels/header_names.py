"""What each HTTP header of a call is for, in a sentence."""

from __future__ import annotations

from fnmatch import fnmatchcase

_UNKNOWN = "Not explained here. Headers that a program does not know do no harm."

_MEANINGS: tuple[tuple[str, str], ...] = (
    ("authorization", "Your key: whoever has it spends your money. Older Anthropic tutorials show `x-api-key`: it works too."),
    ("x-api-key", "Your key, the way Anthropic's raw API took it first. It still does."),
    ("x-goog-api-key", "Your key, for Google."),
    ("anthropic-version", "Which version of the API you mean. Rules change with it: what one takes, another refuses."),
    ("anthropic-beta", "Features that are still being tried out."),
    ("content-type", "What the body is: `application/json`, or `text/event-stream` for a reply in pieces."),
    ("content-length", "How many bytes the body has. A stream has none: nobody knows its length yet."),
    ("accept", "What the SDK can read."),
    ("accept-encoding", "Which compressions the SDK can undo."),
    ("user-agent", "Which SDK calls, and its version."),
    ("host", "The computer that is meant."),
    ("connection", "Keep the line open: the next call saves a greeting."),
    ("x-stainless-retry-count", "How often the SDK has tried this call again by itself. 0 is the first try."),
    ("x-stainless-timeout", "How many seconds the SDK waits before it gives up."),
    ("x-stainless-read-timeout", "How many seconds the SDK waits for the next bytes."),
    ("x-stainless-helper-method", "Which helper of the SDK you used: `stream`."),
    ("x-stainless-stream-helper", "Which helper of the SDK you used."),
    ("x-stainless-*", "What the SDK tells about your machine: language, version, system. Statistics for its makers."),
    ("idempotency-key", "Marks a repetition as one, so that it is not done twice."),
    ("openai-organization", "Which organisation pays."),
    ("openai-project", "Which project pays."),
    ("request-id", "This call's number. Keep it: support asks for it."),
    ("x-request-id", "This call's number. Keep it: support asks for it."),
    ("anthropic-organization-id", "Which organisation pays."),
    ("retry-after", "How many seconds to wait before trying again."),
    ("retry-after-ms", "How many milliseconds to wait before trying again."),
    ("x-should-retry", "Whether trying again makes sense. The SDK obeys."),
    ("anthropic-ratelimit-*-limit", "The most you may use in a minute."),
    ("anthropic-ratelimit-*-remaining", "What is left of it."),
    ("anthropic-ratelimit-*-reset", "When it is full again, as a moment in time."),
    ("x-ratelimit-limit-*", "The most you may use in a minute."),
    ("x-ratelimit-remaining-*", "What is left of it."),
    ("x-ratelimit-reset-*", "In how long it is full again, such as `120ms` or `6m0s`."),
    ("openai-processing-ms", "How long the provider worked, in milliseconds. The rest was the road."),
    ("openai-version", "Which version of the API answered."),
    ("date", "When the answer was written."),
    ("server", "The program that answered."),
    ("cache-control", "Nobody on the way may keep a copy."),
    ("transfer-encoding", "`chunked`: the body comes in pieces, its length unknown."),
    ("content-encoding", "How the body is compressed."),
    ("vary", "A note for caches on the way."),
    ("via", "Who passed the answer on."),
    ("cf-*", "From the network that stands in front of the provider."),
    ("strict-transport-security", "Always use HTTPS here."),
    ("x-content-type-options", "A safety note for browsers."),
    ("alt-svc", "Other ways to reach this server."),
    ("set-cookie", "A cookie, which the SDK does not need."),
)  # fmt: skip


def meaning(name: str) -> str:
    """What a header is for. The first entry that fits counts, so the special ones come first."""
    name = name.lower()
    return next((said for pattern, said in _MEANINGS if fnmatchcase(name, pattern)), _UNKNOWN)


def is_known(name: str) -> bool:
    return meaning(name) != _UNKNOWN
