"""Do and don't: each habit with its reason, its few lines of code, its step, and a program to practise on."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from firstcall.course import steps
from firstcall.providers import Provider
from firstcall.steps.good_habits import WORDS, bug_box, exercises, lesson
from firstcall.steps.good_habits.lesson import Habit
from firstcall.ui import apart, provider_choice

_PROVIDER = f"{exercises.STEP}_provider"


def draw() -> None:
    """Both lists beside each other, in the words of the chosen provider."""
    apart.fragment(f"{exercises.STEP}_habits", _draw)


def _draw() -> None:
    provider = provider_choice.choose(_PROVIDER)
    do, dont = st.columns(2, gap="medium")
    with do:
        st.markdown("**Do**")
        _list(provider, lesson.DO, ":material/check_circle:", "do")
    with dont:
        st.markdown("**Don't**")
        _list(provider, lesson.DONT, ":material/cancel:", "dont")


def _list(provider: Provider, habits: Sequence[Habit], icon: str, kind: str) -> None:
    for number, habit in enumerate(habits):
        with st.expander(habit.text, icon=icon):
            st.markdown(habit.why)
            if code := habit.code_for(provider):
                st.code(code, language="python", wrap_lines=True)
            with st.container(horizontal=True, vertical_alignment="center"):
                _link(habit)
                if habit.bug:
                    st.button(
                        "Practise on a program",
                        key=f"{exercises.STEP}_{kind}_{number}",
                        icon=":material/bug_report:",
                        type="tertiary",
                        on_click=_practise,
                        args=(habit.bug,),
                    )


def _link(habit: Habit) -> None:
    if habit.step in {step.slug for step in steps.every()}:
        step = steps.find(habit.step)
        st.page_link(step.path, label=step.title, icon=step.icon)


def _practise(bug: str) -> None:
    bug_box.choose(bug)
    apart.say(WORDS.line("practise"), ":material/arrow_upward:")
    st.rerun()
