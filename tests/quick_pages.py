"""What `AppTest` does anew for each run of a page, done once: it stands for a server that goes on."""

from __future__ import annotations

from functools import cache

from streamlit.components.v2 import manifest_scanner
from streamlit.runtime import context
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
    _wait_for_the_end()


def _wait_for_the_end() -> None:
    """It asks a thousand times a second whether a run has ended, which holds it up: here it waits."""
    wait = local_script_runner.require_widgets_deltas

    def joined(runner: LocalScriptRunner, timeout: float = 3) -> None:
        assert runner._script_thread is not None
        runner._script_thread.join(timeout)
        wait(runner, timeout)

    local_script_runner.require_widgets_deltas = joined
