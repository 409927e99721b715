"""Whether the browser that a session belongs to is still there."""

from __future__ import annotations

from collections.abc import Callable

from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx


def of_this_session() -> Callable[[], bool]:
    """A question that any thread may ask: is this session's page open in a browser, hidden tabs included?

    Streamlit says so by the page's websocket, which a closed tab closes. Without a server, as in a page
    test, there is no browser to lose.
    """
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or not runtime.exists():
        return lambda: True
    server, session = runtime.get_instance(), context.session_id
    return lambda: server.is_active_session(session)
