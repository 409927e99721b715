"""What each provider says of tools, as tables beside each other."""

from __future__ import annotations

from firstcall import providers
from firstcall.steps.tools import WORDS
from firstcall.ui import table_view


def table(id: str) -> None:
    """One table of the page: what each provider's words list under `tools <id>`; nothing where none does."""
    rows = [{"": name, **row} for name, row in providers.said(f"tools {id}")]
    if rows:
        table_view.draw(rows, alt=WORDS.title(f"table {id}"))
