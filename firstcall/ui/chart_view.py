"""A chart on the page."""

from __future__ import annotations

import streamlit as st

from firstcall.ui.charts.chart import Chart

_CONFIG = {"displayModeBar": False}


def draw(chart: Chart, key: str) -> None:
    """The figure, with its alternative text, in the one way in which all are shown."""
    st.plotly_chart(chart.figure, key=key, alt=chart.alt, config=_CONFIG)
