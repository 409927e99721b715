"""The desk of a step: the program in its box for each provider, and what is on its way.

A value; everything that changes lives in session state under `<step>_...`. How it looks is in `desk_view`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from firstcall import programs
from firstcall.calls import Call, Settings
from firstcall.course import lessons, questions, steps
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.ui import browser_memory, provider_choice, session, translate, watch
from firstcall.ui.watch import Stoppable

Notes = Callable[[Provider, str], Mapping[int, str]]
"""Provider and source in, an explanation for each line number out."""

REPLY = "Reply"
"""The tab that shows what a run brings; pressing Run opens it."""

Begin = Callable[["Desk", Call], Sequence[Stoppable]]


@dataclass(frozen=True)
class Control:
    """A setting that the learner can also change without typing.

    `label` is its name and `says` the value that the code gives it, in a few letters. `draw` draws the
    widgets, set from what the code says; without settings they wait. `there` says whether the setting
    exists for the model in the code. `wide` is for widgets that want more room than a slider.
    """

    label: str
    says: Callable[[Settings], str]
    draw: Callable[[Desk, Settings | None], None]
    there: Callable[[Settings], bool] = lambda settings: True
    wide: bool = False


def usual(step: str, *more: str, costs: bool = True) -> tuple[str, ...]:
    """The parts of a page that say something of every call made on it: `more` of its own, tasks, costs, questions."""
    tasks = [f"{step}_tasks_part"] if lessons.exercises(step) else []
    answered = any(question.rows for question in questions.of(steps.find(step)))
    asked = [questions.part(step)] if answered else []
    return (*more, *tasks, *([f"{step}_costs"] if costs else []), *asked)


def one_call(desk: Desk, call: Call) -> Sequence[Run]:
    """The call as the code says it."""
    run = session.start(call, step=desk.step)
    run.program = desk.source
    st.session_state[desk.key("run")] = run
    return [run]


@dataclass(frozen=True)
class Desk:
    """One step's desk: its opening settings (the model is put in per provider) and its controls.

    `begin` sends the call that the code says when `go` is pressed, once or in several ways, and gives what is
    on its way then. `more` are controls of its own for that, which stand first. `under` draws more below the code, renewed
    with it; it gets the settings of a program that is understood. `name` tells the desks of one page apart,
    `models` the model to begin with where it is not the provider's default. `adds` is what a page that goes beyond the
    first call adds to it, and `shape` the name of its programs, where they read the reply in another way; `lacks` says
    in a sentence that a provider has nothing of the kind, else nothing. `leads` says that what stands
    around the desk follows its provider. `around` are the parts of its page, beside the bench, that say something of its
    calls: only they are drawn when one ends; without it all of the page is. `tab` is the one of the page on which the
    desk stands, for its address.
    """

    step: str
    opening: Settings
    controls: Sequence[Control]
    notes: Notes = lambda provider, source: {}
    under: Callable[[Desk, Settings], None] | None = None
    go: str = "Run"
    begin: Begin = one_call
    more: Sequence[Control] = ()
    name: str = ""
    models: Mapping[str, str] = field(default_factory=dict)
    adds: Callable[[Provider, Call], Call] = lambda provider, call: call
    shape: str = ""
    lacks: Callable[[Provider], str] = lambda provider: ""
    leads: bool = False
    around: Sequence[str] | None = None
    tab: str = ""

    def key(self, name: str) -> str:
        return f"{self.step}_{self.name}_{name}" if self.name else f"{self.step}_{name}"

    @property
    def provider(self) -> Provider:
        return provider_choice.chosen(self.key("provider"))

    def way_of(self, provider: Provider) -> Provider:
        """A provider in the way that is chosen for it."""
        return provider_choice.way_of(provider, self.key("provider"))

    @property
    def source(self) -> str:
        """The code as it stands in the box."""
        return self.source_for(self.provider)

    def source_for(self, provider: Provider) -> str:
        """The code for a provider, at first as the browser kept it, else made from the opening settings."""
        key = self.key(f"{provider.handle}_code")
        if key not in st.session_state:
            st.session_state[key] = browser_memory.found(key) or self.fresh(provider)
        text: str = st.session_state[key]
        return text

    def write(self, text: str, provider: Provider | None = None) -> None:
        """Put another program into the box of the chosen provider, or of another one."""
        st.session_state[self.key(f"{(provider or self.provider).handle}_code")] = text

    def take(self, text: str, provider: Provider) -> None:
        """Take over what was typed into the box of a provider. A program that calls it in another way than the one
        that is chosen chooses that way."""
        way = self._way_in(text, provider)
        if way != provider:
            provider_choice.put_way(way)
            st.session_state[self.key("carried")] = way.handle
            st.session_state[self.key(f"{way.handle}_brought")] = None
        self.write(text, way)

    def _way_in(self, text: str, provider: Provider) -> Provider:
        """The way in which a program calls a provider; where it is not understood, the one that there was."""
        try:
            return provider.making(programs.parse(text, provider.id, provider.methods).call)
        except programs.NotUnderstood:
            return provider

    def fresh(self, provider: Provider) -> str:
        """The program for the opening settings, as nobody has touched it yet."""
        return self.written(provider, self._first(provider))

    def written(self, provider: Provider, call: Call) -> str:
        """The program of this page that makes a call, with what the page adds to it."""
        return programs.render(self.adds(provider, call), provider, shape=self.shape)

    def first(self, provider: Provider) -> str:
        """The program without what the page adds: the first call, which asks for the same."""
        return programs.render(self._first(provider), provider)

    def _first(self, provider: Provider) -> Call:
        settings = translate.for_provider(self.opening, provider, self.models.get(provider.id))
        return provider.compose(settings, None)

    def parse(self, provider: Provider | None = None) -> programs.Program:
        """What the code says. Raises `NotUnderstood`."""
        of = provider or self.provider
        program = programs.parse(self.source_for(of), of.id, of.methods)
        if of.servers is not None:
            programs.held_to(program.source, of.address.base_url)
        return program

    @property
    def run(self) -> Run | None:
        """The newest run of the program in the box."""
        return watch.run(self.key("run"))

    @property
    def parts(self) -> Sequence[str]:
        """The parts of the page that say whether a call is on its way; none for all of it."""
        return (self.key("go_part"), self.key("results")) if self.around is not None else ()

    @property
    def parts_after(self) -> Sequence[str]:
        """The parts of the page that say something of calls that have ended; none for all of it."""
        return (*self.parts, *self.around) if self.around is not None else ()

    @property
    def works(self) -> Sequence[Stoppable]:
        """What the last press of Run has begun."""
        begun: Sequence[Stoppable] = st.session_state.get(self.key("works"), ())
        return begun

    @property
    def running(self) -> bool:
        return watch.going(self.works)

    def send(self, call: Call) -> None:
        st.session_state[self.key("works")] = self.begin(self, call)
        st.session_state[self.key("tab")] = REPLY
