"""Text and JSON as arguments of a command in a POSIX shell."""

from __future__ import annotations

import json
import re
from typing import Any

# Linux takes 128 KiB in one argument (MAX_ARG_STRLEN); longer bodies go through standard input.
_ARGUMENT_BYTES = 100_000
_HALVES = re.compile("[\ud800-\udfff]")


def quoted(text: str) -> str:
    """The text in single quotes, whatever it holds."""
    return "'" + text.replace("'", "'\\''") + "'"


def json_argument(value: Any) -> str:
    """Pretty JSON for curl's `-d`; must be the last thing on its line, for long JSON follows below it."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    text = _HALVES.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    if len(text.encode()) > _ARGUMENT_BYTES:
        return f"@- <<'JSON'\n{text}\nJSON"
    return quoted(text)
