"""A text in colour, token by token, as a component: the learner's text reaches the page as text only."""

from __future__ import annotations

import unicodedata

from firstcall.steps.tokens_cost.tokenizers import Cut, Piece, visible
from firstcall.ui.component import component

_READ_OUT = 60
"""Tokens that a screen reader is told one by one; the table has more."""

_HTML = """
<div class="pane" role="region">
  <p class="said"></p>
  <div class="words" aria-hidden="true"></div>
</div>
"""
# Four hues of Okabe and Ito, told apart by colour-blind eyes; borders part the tokens without any colour.
_CSS = """
.pane {
  position: relative;
  max-height: 20rem;
  overflow-y: auto;
  font-family: var(--st-code-font);
  font-size: 0.95rem;
  line-height: 2;
  color: var(--st-text-color);
}
.pane:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
.words { overflow-wrap: anywhere; }
.said { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
.token, .split { border-radius: 3px; white-space: pre-wrap; }
.token {
  padding: 0.1em 1px;
  border: 1px solid color-mix(in srgb, var(--hue) 75%, var(--st-text-color));
  background: color-mix(in srgb, var(--hue) 22%, var(--st-background-color));
  -webkit-box-decoration-break: clone;
  box-decoration-break: clone;
}
.split { display: inline-block; line-height: 1.6; border: 1px dashed var(--st-text-color); padding: 0 2px; }
.split .token { font-size: 0.75em; }
.split .sign { margin-right: 2px; }
.hue0 { --hue: #56B4E9; }
.hue1 { --hue: #E69F00; }
.hue2 { --hue: #009E73; }
.hue3 { --hue: #CC79A7; }
"""
_TOKEN_TEXT = component("token_text", html=_HTML, css=_CSS)


def token_text(cut: Cut, *, key: str, label: str) -> None:
    """Draw the pieces of a cut: white space visible, a split character with the bytes of its tokens."""
    _TOKEN_TEXT(
        key=key, data={"label": label, "said": _said(cut), "pieces": [_shown(piece) for piece in cut.pieces]}
    )


def _shown(piece: Piece) -> dict[str, object]:
    return {
        "text": readable(piece.text),
        "breaks": piece.text.count("\n"),
        "tokens": [{"id": token.id, "hex": token.bytes.hex(" ").upper()} for token in piece.tokens],
    }


def readable(text: str) -> str:
    """A token's text so that it can be seen: white space as signs, other invisible signs by their number,
    a combining mark on a dotted circle."""
    shown = "".join(
        sign if sign != character or _seen(character) else f"U+{ord(character):04X}"
        for character in text
        for sign in [visible(character)]
    )
    return f"\u25cc{shown}" if shown and unicodedata.category(shown[0]).startswith("M") else shown


def _seen(character: str) -> bool:
    """Whether a character leaves a mark: variation selectors only change the sign before them."""
    return character.isprintable() and not ("\ufe00" <= character <= "\ufe0f")


def _said(cut: Cut) -> str:
    first = ", ".join(readable(piece.text) for piece in cut.pieces[:_READ_OUT])
    more = " and so on" if cut.count > _READ_OUT else ""
    return f"{cut.count} tokens: {first}{more}."
