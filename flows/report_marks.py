"""The parts that the report's plots share, in Vega-Lite: frame, axes, colours."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from warehouse.report_queries import Row

_LEAST_DAYS = 14  # a single day drawn over the whole width says less than none
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A plot with what stands around it. `rows` under `columns` say the same in figures."""

    name: str
    title: str
    note: str
    spec: dict[str, Any]
    columns: tuple[str, ...] = ()
    rows: list[tuple[Any, ...]] = field(default_factory=list)


def base(values: Sequence[Row], height: int) -> dict[str, Any]:
    """Begin a plot that is as wide as its place and `height` pixels high, with quiet axes."""
    quiet = {
        "labelColor": "var(--muted)",
        "titleColor": "var(--muted)",
        "gridColor": "var(--rule)",
        "domainColor": "var(--rule)",
        "tickColor": "var(--rule)",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": values},
        "width": "container",
        "height": height,
        "background": None,
        "autosize": {"type": "fit", "contains": "padding"},
        "config": {"font": _FONT, "view": {"stroke": None}, "axis": quiet, "axisX": {"grid": False}},
    }


def day_axis(first: date, last: date, ticks: int = 8) -> dict[str, Any]:
    """Cover the period; whole days in UTC, whatever zone the reader lives in."""
    first = min(first, last - timedelta(days=_LEAST_DAYS - 1))
    return {
        "field": "day",
        "type": "temporal",
        "timeUnit": "utcyearmonthdate",
        "scale": {"type": "utc", "domain": [first.isoformat(), (last + timedelta(days=1)).isoformat()]},
        "axis": {"format": "%-d %b", "labelOverlap": True, "tickCount": ticks},
        "title": None,
    }


def count_axis(title: str) -> dict[str, Any]:
    """Count mentions upward from nought, in whole numbers."""
    axis = {"format": "~s", "tickMinStep": 1, "tickCount": 4, "domain": False, "ticks": False}
    return {"field": "mentions", "type": "quantitative", "title": title or None, "axis": axis}


def colour(name: str, domain: Sequence[str]) -> dict[str, Any]:
    """Give each kind or stage the colour that it has everywhere on the page."""
    prefix = "stage-" if name == "stage" else ""
    scale = {"domain": list(domain), "range": [f"var(--{prefix}{one})" for one in domain]}
    return {"field": name, "type": "nominal", "scale": scale, "legend": None}


def tip(name: str, title: str) -> dict[str, Any]:
    """Show a field under the pointer, as it is."""
    return {"field": name, "title": title, "type": "nominal"}
