"""A value that many parts of a page ask for is looked up once in each run, and anew in the next."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from firstcall.ui import looked_up


def page() -> None:
    import streamlit as st

    from firstcall.ui import looked_up

    def look_up() -> int:
        st.session_state.count = st.session_state.get("count", 0) + 1
        return int(st.session_state.count)

    def ask() -> None:
        looked_up.once("number", look_up)

    st.button("Ask", on_click=ask)
    st.caption(str(looked_up.once("number", look_up)))
    st.caption(str(looked_up.once("number", look_up)))


def said(at: AppTest) -> list[str]:
    return [caption.value for caption in at.caption]


def test_one_run_looks_once_and_the_next_looks_again() -> None:
    at = AppTest.from_function(page).run()
    assert said(at) == ["1", "1"]
    assert said(at.run()) == ["2", "2"]


def test_a_callback_belongs_to_the_run_that_it_begins() -> None:
    at = AppTest.from_function(page).run()
    assert said(at.button[0].click().run()) == ["2", "2"]


def test_outside_of_a_page_nothing_is_kept() -> None:
    assert [looked_up.once("number", lambda n=n: n) for n in (1, 2)] == [1, 2]  # type: ignore[misc]


def placed() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx()
    assert context is not None
    st.session_state.cursors = [*st.session_state.get("cursors", []), context.cursors]
    st.caption("here")
    st.session_state.cursors = [*st.session_state.cursors, context.cursors]


def test_streamlit_gives_each_run_cursors_of_its_own() -> None:
    """They are private to Streamlit, and what tells one run from the next: without them `once` needs another sign."""
    at = AppTest.from_function(placed).run().run()
    first, still_first, second, still_second = at.session_state["cursors"]
    assert first is still_first and second is still_second and first is not second


def made() -> None:
    import streamlit as st

    from firstcall.ui import looked_up

    def make() -> int:
        st.session_state.count = st.session_state.get("count", 0) + 1
        return int(st.session_state.count)

    st.session_state.setdefault("of", [])
    st.button("Another", on_click=lambda: st.session_state.update(of=[]))
    st.caption(str(looked_up.made_of(st.session_state.of, "number", make)))


def test_what_is_made_of_the_same_is_made_once() -> None:
    at = AppTest.from_function(made).run()
    assert said(at.run()) == ["1"]
    assert said(at.button[0].click().run()) == ["2"] == said(at.run())
