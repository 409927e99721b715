"""What stands under the table: what ends when, and where a script finds the same facts."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from firstcall.ledger import prices
from firstcall.running import ends
from firstcall.server import catalogue, server
from firstcall.steps.catalogue import WORDS, timeline
from firstcall.ui import chart_view, session


def what_ends() -> None:
    """The picture of what ends when."""
    st.caption(WORDS.line("ends"))
    chart_view.draw(timeline.draw(ends.ends()), "catalogue_ends_chart")


def script() -> None:
    """Where a script finds the same facts."""
    st.markdown(WORDS.say("script"))
    st.code(
        program(session.practice_origin_for_visitor().removesuffix(server.PRACTICE) + catalogue.PATH),
        language="python",
    )
    today = f"{datetime.now(UTC):%d %b %Y}"
    st.caption(WORDS.line("script/prices", day=today, source=prices.source()))


def program(address: str) -> str:
    """A program that reads the catalogue, and prints the models that take a seed, the cheapest reply first."""
    return f'''import json
from urllib.request import urlopen

models = json.load(urlopen("{address}"))["models"]
takes_seed = [model for model in models if model["facts"]["seed"]["value"]]
for model in sorted(takes_seed, key=lambda model: float(model["facts"]["output_usd"]["value"] or 0)):
    print(model["id"], model["facts"]["output_usd"]["value"])
'''
