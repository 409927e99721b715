"""The jobs of this session: begun at the desk, kept to be compared."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import streamlit as st

from firstcall.calls import Call, Settings
from firstcall.providers import Access, Provider
from firstcall.running.batch import Batch
from firstcall.running.handed_in import HandedIn
from firstcall.steps.many import WORDS, lesson
from firstcall.steps.many.job import Job
from firstcall.steps.many.lesson import Limit
from firstcall.ui import fault_script, session
from firstcall.ui.desk import Control, Desk

_KEPT = 6
TAB = "Batch"


def limit(desk: Desk) -> Limit:
    """The limit that the controls say."""
    state = st.session_state
    return Limit(int(state.get(desk.key("at_once"), 1)), float(state.get(desk.key("between"), 0.0)))


def reviews(desk: Desk) -> tuple[str, ...]:
    return lesson.reviews_in(st.session_state.get(desk.key("reviews"), ""))


def begin(desk: Desk, call: Call) -> Sequence[Batch]:
    """All reviews in the call of the box, on an account of its own whose rate limit is full."""
    access = _account(desk.provider)
    start = session.starter(desk.provider, step=desk.step, mode="practice", access=access)
    chosen, made = limit(desk), kept(desk)
    parts = lesson.parts(desk.provider, call, reviews(desk))
    between = chosen.seconds_between
    name = f"job {secrets.token_hex(4)}"
    batch = Batch(parts, start, name=name, at_once=chosen.at_once, seconds_between=between)
    job = Job(chosen, desk.provider.handle, batch)
    others = [one for one in made if (one.limit, one.handle) != (job.limit, job.handle)]
    st.session_state[desk.key("jobs")] = [*others, job][-_KEPT:]
    return [batch]


def _account(provider: Provider) -> Access:
    """A key with a small rate limit. Who is answered at once, without any wait, has no limit either."""
    key, now = f"sk-practice-{secrets.token_urlsafe(12)}", fault_script.learners_pace()
    fault_script.tell(key, pace=lesson.pace(provider) if now["tokens_per_second"] else now)
    return Access(key, session.practice_origin() + provider.address.practice_path)


def kept(desk: Desk) -> list[Job]:
    """The last jobs, oldest first, one for each limit and provider."""
    found: list[Job] = st.session_state.get(desk.key("jobs"), [])
    return found


def here(desk: Desk) -> list[Job]:
    """Those of the chosen provider."""
    return [job for job in kept(desk) if job.handle == desk.provider.handle]


def handed_in(desk: Desk) -> HandedIn | None:
    """The batch that was handed in last, to the chosen provider."""
    found: HandedIn | None = st.session_state.get(desk.key(f"{desk.provider.handle}_handed_in"))
    return found


def hand_in(desk: Desk, call: Call) -> None:
    """Hand the job in as a batch, with the learner's own practice key."""
    book, learner = session.the_ledger(), st.session_state.session_id
    batch = HandedIn(
        desk.provider,
        session.access_to(desk.provider, "practice"),
        lesson.asks(desk.provider, call, reviews(desk)),
        step=desk.step,
        record=lambda row: book.add(row, learner),
    )
    st.session_state[desk.key(f"{desk.provider.handle}_handed_in")] = batch
    st.session_state[desk.key("works")] = [batch]
    st.session_state[desk.key("tab")] = TAB
    st.rerun()


def choose(desk: Desk, chosen: Limit) -> None:
    """Set the controls to a limit."""
    st.session_state[desk.key("at_once")] = chosen.at_once
    st.session_state[desk.key("between")] = chosen.seconds_between


def _limit(desk: Desk, settings: Settings | None) -> None:
    choose(desk, limit(desk))
    with st.container(horizontal=True, gap="small"):
        for id, way in lesson.WAYS.items():
            st.button(
                WORDS.title(f"way {id}"),
                key=desk.key(f"way_{id}"),
                help=WORDS.line(f"way {id}"),
                on_click=choose,
                args=(desk, way),
            )
    st.slider(
        WORDS.title("label at_once"), 1, lesson.MOST, key=desk.key("at_once"), persist_state="session",
        help=WORDS.line("label at_once"),
    )  # fmt: skip
    st.slider(
        WORDS.title("label between"), 0.0, lesson.LONGEST_WAIT, step=0.05, key=desk.key("between"), persist_state="session",
        help=WORDS.line("label between"),
    )  # fmt: skip


def _reviews(desk: Desk, settings: Settings | None) -> None:
    st.session_state.setdefault(desk.key("reviews"), "\n".join(lesson.REVIEWS))
    st.text_area(
        WORDS.title("label reviews"), key=desk.key("reviews"), height=240, persist_state="session",
        help=WORDS.line("label reviews", most=lesson.MOST),
    )  # fmt: skip


LIMIT = Control(WORDS.title("control limit"), lambda settings: WORDS.line("control limit"), _limit)
REVIEWS = Control(
    WORDS.title("control reviews"), lambda settings: WORDS.line("control reviews"), _reviews, wide=True
)
