"""A reply on the page while it arrives, shown as the text it is.

The browser reads the stream (`firstcall/server/event_stream.py`) by itself, so that each piece travels once and
no script runs per token. HTML, Markdown, LaTeX and scripts in a reply stay text.
"""

from __future__ import annotations

from collections.abc import Callable

from firstcall.ui.component import component

_HTML = """
<div class="pane" role="region">
  <p class="wait" hidden><i></i><span></span></p>
  <div class="words" aria-live="polite"></div>
</div>
"""
_CSS = """
.pane {
  overflow-y: auto;
  font-family: var(--st-font);
  font-size: 1rem;
  line-height: 1.6;
  color: var(--st-text-color);
}
.pane:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
.words { white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; }
.wait {
  display: flex;
  align-items: center;
  gap: 0.6rem;
  margin: 0;
  color: color-mix(in srgb, var(--st-text-color) 78%, var(--st-background-color));
}
[hidden] { display: none; }
.wait i { width: 0.6rem; height: 0.6rem; border-radius: 50%; background: var(--st-primary-color); }
.wait:not([hidden]) + .words::after { content: none; }
.words[aria-busy="true"]::after {
  content: "";
  display: inline-block;
  width: 0.5em;
  height: 1.05em;
  margin-left: 0.1em;
  vertical-align: text-bottom;
  background: currentColor;
}
@media (prefers-reduced-motion: no-preference) {
  .wait i { animation: pulse 1.2s ease-in-out infinite; }
  .words[aria-busy="true"]::after { animation: blink 1s steps(2, start) infinite; }
}
@keyframes pulse { 50% { opacity: 0.25; } }
@keyframes blink { to { opacity: 0; } }
"""
_LIVE_TEXT = component("live_text", html=_HTML, css=_CSS)


def live_text(
    *,
    key: str,
    url: str | None,
    text: str,
    done: bool,
    placeholder: str = "",
    label: str = "Reply",
    max_height: int | str | None = 480,
    on_end: Callable[[], None] | None = None,
) -> None:
    """Show the reply at `url` as it arrives, and `text` once `done`.

    `url` is the stream's, absolute or from the server's root (`server_url` makes one); a new one
    starts over, None shows `text` as it stands. `on_end` runs once per `url`, as a widget's
    callback, when nothing more will come from there, be it the end or a broken connection: the
    page then reruns at once instead of asking again and again. `max_height` is in CSS pixels, or a length in CSS.
    """
    _LIVE_TEXT(
        key=key,
        data={
            "url": url,
            "text": text if done or url is None else "",
            "done": done,
            "placeholder": placeholder,
            "label": label,
            "max_height": f"{max_height}px" if isinstance(max_height, int) else max_height,
            "ends": on_end is not None,
        },
        on_end_change=on_end or (lambda: None),
    )
