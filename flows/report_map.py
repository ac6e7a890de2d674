"""The report's map: circles over outlines of countries that lie in the page."""

import json
import math
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from flows.report_marks import Chart, base, tip
from warehouse.report_queries import Row

_REGION = 150.0  # degrees of longitude
_SURROUNDINGS = 6.0  # degrees around the outermost places of the map


def map_chart(rows: Sequence[Row]) -> Chart:
    """Draw where operations are said to be: circles over outlines, fitted to where there are any."""
    outlines = json.loads(files("seeds").joinpath("outlines.json").read_text(encoding="utf-8"))
    values = [row | {"last_day": row["last_day"].isoformat()} for row in rows]
    land = {
        "data": {"values": outlines, "format": {"type": "topojson", "feature": "countries"}},
        "mark": {
            "type": "geoshape",
            "fill": "var(--land)",
            "stroke": "var(--paper)",
            "strokeWidth": 0.7,
            "aria": False,
            "clip": True,
        },
    }
    dots = {
        "data": {"values": values},
        "mark": {
            "type": "circle",
            "color": "var(--operation)",
            "opacity": 0.6,
            "stroke": "var(--paper)",
            "strokeWidth": 0.7,
        },
        "encoding": {
            "longitude": {"field": "longitude", "type": "quantitative"},
            "latitude": {"field": "latitude", "type": "quantitative"},
            "size": {
                "field": "mentions",
                "type": "quantitative",
                "scale": {
                    "type": "linear",
                    "domain": [0, max(row["mentions"] for row in rows)],
                    "range": [16, {"expr": "clamp(width * 0.6, 200, 700)"}],
                },
                "legend": None,
            },
            "tooltip": [
                tip(name, name.replace("_", " "))
                for name in ("place", "country", "mentions", "articles", "outlets", "last_day")
            ],
        },
    }
    frame = {key: value for key, value in base([], 440).items() if key != "data"}
    projection = _projection(rows)
    return Chart(
        name="map",
        title="Where operations are reported",
        note="Each circle is a place; its area is the number of mentions. Operations that are only "
        "denied or refused are left out. "
        "Outlines: Natural Earth, which shows lines of control, not claims.",
        spec=frame | {"projection": projection, "layer": [land, dots], "usermeta": {"ratio": 0.47, "tallest": 560}},
        columns=("place", "country", "mentions", "articles", "outlets", "last day"),
        rows=[
            (row["place"], row["country"], row["mentions"], row["articles"], row["outlets"], row["last_day"])
            for row in rows[:100]
        ],
    )


def _projection(rows: Sequence[Row]) -> dict[str, Any]:
    """Show where the places are with some surroundings, or the whole world where they lie far apart.

    Scale and middle are expressions of the plot's width, which only the browser knows.
    """
    west, east = _ends([row["longitude"] for row in rows], 180)
    south, north = _ends([row["latitude"] for row in rows], 78)
    if east - west > _REGION:
        return _scaled("equalEarth", (10.0, 12.0), (5.45, 2.5))
    low, high = (math.asinh(math.tan(math.radians(latitude))) for latitude in (south, north))
    middle = math.degrees(math.atan(math.sinh((low + high) / 2)))
    return _scaled("mercator", ((west + east) / 2, middle), (math.radians(east - west), high - low))


def _scaled(kind: str, center: tuple[float, float], extent: tuple[float, float]) -> dict[str, Any]:
    # a plot that has no width yet would have the scale 0, at which what lies infinitely far is nowhere (NaN)
    scale = {"expr": f"max(1, min(width / {extent[0]:.4f}, height / {extent[1]:.4f}))"}
    return {"type": kind, "center": list(center), "scale": scale, "translate": {"expr": "[width / 2, height / 2]"}}


def _ends(degrees: Sequence[float], bound: int) -> tuple[float, float]:
    return max(min(degrees) - _SURROUNDINGS, -bound), min(max(degrees) + _SURROUNDINGS, bound)
