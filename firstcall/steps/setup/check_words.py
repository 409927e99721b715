"""What each outcome of a check is called, what it means, and what to do: the sentences of `checks`.

`{name}` and the like are filled in by `checks`; the facts are those of the providers' documentation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Outcome = Literal[
    "well", "no_key", "odd_shape", "broken_key", "refused", "not_allowed", "no_credit", "no_answer", "wrong_url",
    "rate_limited", "no_model", "their_fault", "capped", "stopped", "other",
]  # fmt: skip

WORDS: Mapping[Outcome, tuple[str, str, str]] = {
    "no_key": (
        "No key",
        "The SDK was given no key, so it did not call {name}.",
        "Set {variable}, or paste a key for this session. Without one you practise, for free.",
    ),
    "odd_shape": (
        "A key of an unusual shape",
        "{remark}",
        "Compare it with the provider's page. Shapes change, so you can try it all the same: only a call can tell.",
    ),
    "broken_key": (
        "This key cannot be sent",
        "It has a character that no key has, such as a line break or a curly quote. The key travels in a "
        "header of the request, and a header cannot carry that.",
        "Copy the key again from the provider's page, with nothing before or after it.",
    ),
    "refused": (
        "Key refused",
        "{name} answered 401: it does not know this key. It may be mistyped, cut short, deleted, or another "
        "provider's.",
        "Copy it again, or make a new one at {page}. Trying again unchanged cannot help.",
    ),
    "not_allowed": (
        "Key refused: not allowed",
        "{name} answered 403: it knows the key, but the key, its project or your region may not do this.",
        "Look at the key's permissions at {page}, or take another key.",
    ),
    "no_credit": (
        "No credit",
        "The key is fine; the account behind it has no money. API credit is separate from a subscription to "
        "the provider's chat app.",
        "Add credit on the provider's billing page. Waiting does not help, whatever the status says.",
    ),
    "wrong_url": (
        "Wrong base URL",
        "Something answered, but it is not {name}'s API: {address} leads elsewhere.",
        "Unset {base_url_variable}, or correct it. The right one is {base_url}.",
    ),
    "rate_limited": (
        "Rate limit",
        "{name} knows the key and has had enough requests of this account for the moment.",
        "Wait {wait}, then check again. The key works.",
    ),
    "no_model": (
        "No such model",
        "The key works, but {name} has no model called {model} for it: retired, or not open to this account.",
        "Choose another model id from the provider's own list.",
    ),
    "their_fault": (
        "The provider has trouble",
        "{name} answered {status}: the fault is on its side, and says nothing about your key.",
        "Wait a little and check again.",
    ),
    "capped": (
        "Spending cap reached",
        "Nothing was sent: the live calls of this session have used up your cap.",
        "Raise the cap under Keys in the sidebar, or go on in practice.",
    ),
    "stopped": ("Stopped", "You stopped the check before an answer came.", "Check again when you like."),
    "other": ("Something else went wrong", "{name}'s SDK reported {error}.", "{advice}"),
}  # fmt: skip
