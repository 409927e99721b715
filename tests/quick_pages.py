"""What `AppTest` does anew for each run of a page, done once: it stands for a server that goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from streamlit.components.v2 import manifest_scanner
from streamlit.runtime import context
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.testing.v1 import app_test, local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner


@cache
def quicken() -> None:
    """For the rest of the process."""
    # It looks for components in every installed package, and compiles the pages.
    manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
    app_test.ScriptCache = cache(app_test.ScriptCache)  # type: ignore[assignment,attr-defined]
    # A visitor of whose browser nothing is known: mocks of one, made for each question, cost more than the page.
    context._get_client_context = lambda: None
    _look_for_one_key()
    _wait_for_the_end()


class _Looked(Mapping[str, Any]):
    """What stands in a session under the page's own keys: put together only for who wants to have all of it."""

    def __init__(self, state: SafeSessionState) -> None:
        self._state = state

    def __getitem__(self, key: str) -> Any:
        with self._state._lock:
            return self._state._state[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def _whole(self) -> dict[str, Any]:
        with self._state._lock:
            return self._state._state.filtered_state


def _look_for_one_key() -> None:
    """Each widget has the whole session put together to look for its own key in it."""
    SafeSessionState.filtered_state = property(_Looked)  # type: ignore[assignment,method-assign]


def _wait_for_the_end() -> None:
    """It asks a thousand times a second whether a run has ended, which holds it up: here it waits."""
    wait = local_script_runner.require_widgets_deltas

    def joined(runner: LocalScriptRunner, timeout: float = 3) -> None:
        assert runner._script_thread is not None
        runner._script_thread.join(timeout)
        wait(runner, timeout)

    local_script_runner.require_widgets_deltas = joined
