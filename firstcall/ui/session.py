"""What belongs to one learner's session: the ledger's rows, the keys, where calls go.

Session state is made here and read through these functions; the core never sees Streamlit.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from firstcall import providers
from firstcall.calls import Call, Failure, Mode, Record
from firstcall.course.exercise import Evidence, Guess
from firstcall.ledger import file, ledger, operators_cap, progress, spending_cap
from firstcall.ledger.ledger import Spent
from firstcall.ledger.operators_cap import Caps
from firstcall.ledger.statement import Statement
from firstcall.ledger.sums import Totals
from firstcall.providers import Access, Provider, Server
from firstcall.running import collector, keys, listing, own_server, runs
from firstcall.running.account import Account
from firstcall.running.ending import Ending, Work
from firstcall.server import assets, cookie, server
from firstcall.server.event_stream import Readable
from firstcall.ui import looked_up, presence

_RUNS_KEPT = 40
"""Runs of one step that a session holds on to, with their text and their wire."""
_URLS_KEPT = 16
"""Replies that can be on the page at the same time."""

ROOT = Path(__file__).parent.parent.parent


def _learner() -> str:
    """The id that this browser keeps in its cookie, if it is one of ours; a new one otherwise."""
    return cookie.learner("; ".join(st.context.headers.get_all("cookie"))) or cookie.new_id()


def begin() -> None:
    """Make the session's state on its first run."""
    state = st.session_state
    state.setdefault("session_id", secrets.token_hex(8))
    state.setdefault("practice_key", f"sk-practice-{secrets.token_urlsafe(18)}")
    state.setdefault("pasted_keys", {})
    state.setdefault("wants_live", True)
    state.setdefault("own_servers", frozenset())
    state.setdefault("last_runs", {})
    state.setdefault("made", {})
    state.setdefault("spending_cap", spending_cap.DEFAULT_CAP)
    state.setdefault("keep_texts", False)
    state.setdefault("sends_spans", False)
    state.setdefault("spans_with_texts", False)
    if "learner" not in state:
        state.learner = _learner()


def enters() -> bool:
    """Whether the learner comes in now: true once in a session."""
    entered: bool = st.session_state.setdefault("entered", False)
    st.session_state.entered = True
    return not entered


@st.cache_resource(show_spinner=False, on_release=ledger.Ledger.close)
def the_ledger() -> ledger.Ledger:
    return ledger.Ledger(file.path(os.environ))


def statement() -> Statement:
    """What this learner's calls come to, those of earlier sessions too, as it stood when this run of the script first
    asked."""
    state = st.session_state
    return looked_up.once("statement", lambda: the_ledger().statement(state.session_id, state.learner))


def every_call() -> Callable[[], Iterator[Record]]:
    """Reads all of this learner's calls, oldest first, a few at a time; in any thread."""
    book, id, learner = the_ledger(), st.session_state.session_id, st.session_state.learner
    return lambda: (entry.record for entry in book.entries(id, learner))


def practice_origin() -> str:
    """The practice server's address as this process reaches it."""
    return server.practice_origin()


def practice_origin_for_visitor() -> str:
    """The practice server's address as the visitor's machine reaches it: the page's own, where that serves it."""
    page = urlsplit(st.context.url or "")
    if server.local().is_mounted and page.netloc:
        return f"{page.scheme}://{page.netloc}{assets.base_path()}{server.PRACTICE}"
    return practice_origin()


def owners_keys_allowed() -> bool:
    """Whether this visitor may spend the operator's money: on the same machine, or by the setting."""
    return looked_up.once("owners_keys_allowed", _owners_keys_allowed)


def _owners_keys_allowed() -> bool:
    return keys.shares_keys(os.environ) or on_this_machine()


def on_this_machine() -> bool:
    """Whether this visitor sits at the app's own machine, and may be told what is in its folders."""
    return looked_up.once("on_this_machine", _on_this_machine)


def _on_this_machine() -> bool:
    if keys.lends_nothing(os.environ):
        return False
    return keys.is_local_visitor(ip=st.context.ip_address, headers=dict(st.context.headers))


def _secrets() -> Mapping[str, object]:
    """None where the file is not there, is no TOML (`StreamlitSecretNotFoundError`), is not in UTF-8, may not be read."""
    try:
        return dict(st.secrets)
    except (OSError, ValueError):
        return {}


def _dotenv() -> Mapping[str, str]:
    return looked_up.once("dotenv", lambda: keys.dotenv_values(ROOT / ".env"))


def key_of(provider: Provider) -> keys.Key | None:
    """The key that this visitor may use, and where it was found."""
    pasted: str = st.session_state.pasted_keys.get(provider.id, "")
    word = provider.address.no_key if chosen_server(provider) else ""
    # A key may be pasted in a callback, before the script runs: what was looked up without it holds no longer.
    what = ("key", provider.id, provider.address.key_variable, pasted, word)
    return looked_up.once(what, lambda: _find_key(provider, pasted) or _word_for(provider, word))


def _word_for(provider: Provider, word: str) -> keys.Key | None:
    """What stands in a key's place at a server that asks for none, where the learner has chosen to call it."""
    return keys.Key(word, "chosen", provider.address.key_variable) if word else None


def _find_key(provider: Provider, pasted: str) -> keys.Key | None:
    return keys.find(
        provider.address.key_variable,
        before=provider.address.key_variables_before,
        pasted=pasted,
        environ=environment(),
        dotenv=_dotenv(),
        secrets=looked_up.once("secrets", _secrets),
        may_use_owners=owners_keys_allowed() and not _named_from_elsewhere(provider),
    )


def environment() -> dict[str, str]:
    """The variables that the app was started with. Streamlit copies secrets among them: those came from the secrets."""
    found = looked_up.once("secrets", _secrets)
    return {name: value for name, value in os.environ.items() if found.get(name) != value}


def has_key() -> bool:
    """Whether this visitor could call any provider live."""
    return any(map(can_be_live, all_providers().values()))


def can_be_live(provider: Provider) -> bool:
    """Whether this visitor could call a provider live: with a key, or, where no key is needed, because they said so;
    and where its server may be called."""
    if provider.address.needs_key:
        return key_of(provider) is not None and may_call(provider)
    return chosen_server(provider) and may_choose_server(provider)


def may_choose_server(provider: Provider) -> bool:
    """Whether this visitor may have a server called that asks for no key."""
    if provider.servers is None:
        return owners_keys_allowed()
    return own_server.may_be_called(provider, os.environ, on_this_machine=on_this_machine())


def chosen_server(provider: Provider) -> bool:
    """Whether the learner said that calls go to the server of a provider that asks for no key."""
    return provider.id in st.session_state.own_servers


def choose_server(provider: Provider, wanted: bool) -> None:
    """Call a provider that asks for no key at its own server, or at the practice server again. Nothing is sent."""
    chosen: frozenset[str] = st.session_state.own_servers - {provider.id}
    st.session_state.own_servers = chosen | {provider.id} if wanted else chosen
    if wanted:
        st.session_state.wants_live = True


def practise() -> None:
    """Send calls to the practice server, keys or not, until the learner wants it otherwise."""
    st.session_state.wants_live = False


def wants_live() -> bool:
    """Whether calls go out with a key where there is one."""
    return bool(st.session_state.wants_live)


def mode_of(provider: Provider) -> Mode:
    """Live when the learner wants it and it can be, see `can_be_live`; practice otherwise."""
    return "live" if wants_live() and can_be_live(provider) else "practice"


def may_call(provider: Provider) -> bool:
    """Whether this visitor may have the app call the provider's server. The one that stands there at first is the
    operator's to lend, with the key to it."""
    if own_server.may_be_called(provider, os.environ, on_this_machine=on_this_machine()):
        return True
    key = key_of(provider)
    return server_named(provider) is None and key is not None and key.owners


def _named_from_elsewhere(provider: Provider) -> bool:
    """Whether a visitor from elsewhere named the server. They named variables with it, for its key and its base URL: none
    of the operator's is read for that."""
    return provider.servers is not None and server_named(provider) is not None and not on_this_machine()


def provider(handle: str) -> Provider:
    """A provider as it is for this learner, by its id or in the way that a handle names: at the server that they named,
    where they choose it."""
    found = providers.get(handle)
    return found.servers.at(named) if found.servers and (named := server_named(found)) else found


def all_providers() -> Mapping[str, Provider]:
    """All providers as they are for this learner."""
    return {id: provider(id) for id in providers.every()}


def all_ways() -> Mapping[str, Provider]:
    """The same by each of their ways, by handle."""
    return {way.handle: way for one in all_providers().values() for way in one.ways}


def server_named(provider: Provider) -> Server | None:
    """The server that the learner named, `None` for that which stands there at first."""
    named: dict[str, Server] = st.session_state.setdefault("servers", {})
    return named.get(provider.id)


def name_server(provider: Provider, named: Server) -> None:
    """Mean this server from now on. A key that was pasted for another one does not go to it, and that another one was
    to be called does not say that this one is."""
    before = server_named(provider)
    if before is None or before.base_url != named.base_url:
        st.session_state.pasted_keys.pop(provider.id, None)
        choose_server(provider, False)
    st.session_state.servers[provider.id] = named


def access_to(provider: Provider, mode: Mode | None = None) -> Access:
    """Key and base URL for a call, in the mode that the badge shows unless another is asked for."""
    key = key_of(provider)
    if (mode or mode_of(provider)) == "live" and can_be_live(provider):
        if not provider.address.needs_key:  # none is sent, though the SDK would take one from the environment
            return Access("", live_address(provider), owners=True)
        if key:
            return Access(key.value, live_address(provider), owners=key.owners)
    return Access(st.session_state.practice_key, practice_origin() + provider.address.practice_path)


def live_address(provider: Provider) -> str:
    """The base URL of a live call: the provider's own, or the operator's in its place."""
    variable, own = provider.address.base_url_variable, provider.address.base_url
    if _named_from_elsewhere(provider):
        return own
    return provider.address.whole(os.environ.get(variable) or _dotenv().get(variable) or own)


def question(provider: Provider) -> listing.Question:
    """The question for a provider's own list of models, as this learner would ask it now."""
    return listing.Question(provider, access_to(provider), mode_of(provider))


def server_of(provider: Provider) -> str:
    """The server that a live call would go to now, where that is not the provider's own; else empty."""
    live = mode_of(provider) == "live"
    return provider.address.elsewhere(access_to(provider).base_url) if live else ""


def cap() -> Decimal | None:
    """What this session may spend on live calls, in US dollars; `None` for no cap."""
    found: Decimal | None = st.session_state.spending_cap
    return found


def operators_caps() -> Caps | None:
    """What the operator lets calls with the server's keys cost in a day; `None` where nothing is said of it."""
    return looked_up.once("operators_caps", _operators_caps)


def _operators_caps() -> Caps | None:
    settings = {**looked_up.once("secrets", _secrets), **os.environ}
    return operators_cap.told(settings, shared=keys.shares_keys(os.environ))


def caps_on(provider: Provider) -> Caps | None:
    """The operator's caps, where a call to this provider would go out with the operator's key."""
    key = key_of(provider) if mode_of(provider) == "live" else None
    return operators_caps() if key is not None and key.owners else None


def spent_today() -> Spent:
    """What calls with the operator's keys have cost today."""
    learner = st.session_state.learner
    return looked_up.once("spent_today", lambda: the_ledger().spent(learner))


def live_spending() -> Totals:
    """What this session's live calls used and cost so far."""
    return statement().own_live


def _live_calls_on_their_way(made: Mapping[str, list[runs.Run]]) -> list[Call]:
    every = [run for of_step in list(made.values()) for run in of_step]
    return [run.call for run in every if run.mode == "live" and not run.server and not run.finished]


def on_their_way() -> list[runs.Run]:
    """The calls of this session that have not ended, whichever page made them."""
    return [run for of_step in st.session_state.made.values() for run in of_step if not run.finished]


def start(call: Call, *, step: str, mode: Mode | None = None, access: Access | None = None) -> runs.Run:
    """Make a call for this learner; its outcome goes into the ledger by itself.

    `access` is another key or server than the learner's own; say the `mode` with it. A live call over
    the spending cap is not sent: its run has failed from the start and says so.
    """
    return starter(provider(call.provider), step=step, mode=mode, access=access)(call)


def starter(
    provider: Provider, *, step: str, mode: Mode | None = None, access: Access | None = None
) -> Callable[[Call], runs.Run]:
    """`start` for a thread that works through several calls: whatever the session has to say to them
    is taken down now, by the script, because a thread must not ask Streamlit."""
    chosen = mode or mode_of(provider)
    reached = access or access_to(provider, chosen)
    state = st.session_state
    caps = operators_caps()
    account = Account(the_ledger(), state.session_id, state.learner, caps, state.keep_texts)
    limit = None if reached.owners and caps else cap()
    last_runs, everything = state.last_runs, state.made
    made: list[runs.Run] = everything.setdefault(step, [])
    watched = presence.of_this_session()
    tell = collector.sender(os.environ, texts=state.spans_with_texts) if state.sends_spans else None

    def ended(run: runs.Run) -> None:
        account.end(run)
        if tell:
            tell(run)

    def may_begin(run: runs.Run) -> Failure | None:
        over = None
        if chosen == "live":
            # Asked of the ledger anew: calls that ended since this run of the script began count too.
            spent = account.book.statement(account.session, account.learner).own_live
            over = spending_cap.refusal(limit, spent, _live_calls_on_their_way(everything))
        return over or account.begin(run)

    def begin(call: Call) -> runs.Run:
        run = runs.start(
            call, provider, reached, step=step, mode=chosen, begin=may_begin, finished=ended, watched=watched
        )  # fmt: skip
        if not run.refused:
            last_runs[run.provider.handle] = run
            made.append(run)
            made[:] = [one for one in made[:-_RUNS_KEPT] if not one.finished] + made[-_RUNS_KEPT:]
        return run

    return begin


def reply_url(run: runs.Run) -> str:
    """Where the browser reads this run's text while it arrives."""
    return _url(run, run.growing_text)


def ending_url(works: Sequence[Work]) -> str:
    """Where the browser is told that these works end."""
    return _url(tuple(map(id, works)), Ending(works))


def _url(what: Hashable, read: Readable) -> str:
    """`what` is known by is kept alive as long as its address by what is `read` there."""
    urls: dict[Hashable, tuple[str, Readable]] = st.session_state.setdefault("stream_urls", {})
    if what not in urls:
        origin = server.local().origin  # decides on which port the streams are served
        assert origin
        token = server.local().streams.publish(read)
        urls[what] = (assets.server_url(f"{server.STREAMS}/{token}"), read)
        for old in list(urls)[:-_URLS_KEPT]:
            del urls[old]
    return urls[what][0]


def ended_runs() -> list[runs.Run]:
    """The calls of this session that have ended and are still at hand, oldest first, whichever page made them."""
    every = [run for of_step in list(st.session_state.made.values()) for run in list(of_step)]
    return sorted((run for run in every if run.finished and run.record), key=lambda run: run.at)


def last_run(provider: Provider) -> runs.Run | None:
    """The learner's newest finished call to a provider in this way, whichever page made it."""
    run: runs.Run | None = st.session_state.last_runs.get(provider.handle)
    return run if run and run.finished else None


@st.cache_resource(show_spinner=False, on_release=progress.Progress.close)
def the_progress() -> progress.Progress:
    return progress.Progress(file.path(os.environ))


def opened(step: str) -> None:
    """Remember that the learner is on this step now."""
    if st.session_state.get("step_open") != step:
        st.session_state.step_open = step
        the_progress().opened(st.session_state.learner, step)


def exercises_done() -> set[str]:
    """The ids of the exercises that this learner has done, as they stood when this run of the script first asked."""
    return looked_up.once("exercises_done", lambda: the_progress().exercises(st.session_state.learner))


def exercise_done(id: str) -> None:
    the_progress().done(st.session_state.learner, id)
    looked_up.forget("exercises_done")


def exercises_undone(ids: Sequence[str]) -> None:
    """Open these exercises again."""
    the_progress().undone(st.session_state.learner, ids)
    looked_up.forget("exercises_done")


def forget() -> None:
    """Forget this learner: progress, calls, and all that the session knows. The cookie with the random id stays."""
    state = st.session_state
    learner = state.learner
    for run in [run for made in list(state.made.values()) for run in list(made)]:
        run.stop()
    the_progress().forget(learner)
    the_ledger().forget(learner)
    for name in list(state):
        del state[name]
    state.learner = learner


def evidence(step: str, code: str, answers: Mapping[str, str]) -> Evidence:
    """What the learner did on a step in this session: finished calls, the code, answers by exercise id."""
    return Evidence(
        [run for run in st.session_state.made.get(step, []) if run.finished], code, answers, guesses()
    )


def guesses() -> dict[str, Guess]:
    """What the learner expects, by exercise id."""
    kept: dict[str, Guess] = st.session_state.setdefault("guesses", {})
    return kept
