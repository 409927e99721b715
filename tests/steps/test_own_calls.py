"""This learner's calls and what they cost are there in the next session, for them alone."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from firstcall.ui import session
from tests.steps.conftest import finish, open_page


def visit(learner: str) -> AppTest:
    """A new session of a browser with this id in its cookie."""
    return open_page("tokens_cost", lambda at: at.session_state.__setitem__("learner", learner))


def told(at: AppTest) -> list[str]:
    return [metric.value for metric in at.sidebar.metric]


def test_calls_of_an_earlier_session_are_shown_and_count_for_no_cap_of_this_one() -> None:
    at = visit("ada")
    assert told(at) == []
    at.button(key="tokens_cost_go").click().run()
    record = finish(at, "tokens_cost").record
    at.run()
    later, stranger = visit("ada"), visit("bob")
    assert told(later) == told(at) != [] and told(stranger) == []
    assert [one.model for one in session.the_ledger().rows(later.session_state["session_id"], "ada")] == []
    assert record is not None
    assert [one.request_id for one in session.the_ledger().rows(at.session_state["session_id"])] == [
        record.request_id
    ]
