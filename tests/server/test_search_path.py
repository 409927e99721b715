"""Where Python looks for modules, while scripts run."""

from __future__ import annotations

import sys

from streamlit.runtime.scriptrunner.exec_code import modified_sys_path

import app as launcher


def test_a_run_of_a_script_leaves_the_list_alone_that_other_threads_import_by() -> None:
    before = list(sys.path)
    with modified_sys_path(str(launcher.app._script_path)):
        assert sys.path == before
    assert sys.path.index(str(launcher.ROUTER.parent)) > 0, "the pages' modules come after all others"
