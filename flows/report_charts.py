"""The report's plots as Vega-Lite specifications: data in, plain dicts out.

Colours are CSS variables, so that one drawing serves light, dark and print. Text from the web stands in data values
alone, never in a title, an expression or a format.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flows.report_marks import Chart, base, colour, count_axis, day_axis, tip
from warehouse.report_queries import Row

KINDS = ("negotiation", "operation", "other")
STAGES = ("proposed", "planned", "underway", "completed", "resumed", "suspended", "refused", "denied", "unspecified")


def days_chart(rows: Sequence[Row], first: date, last: date) -> Chart:
    """Draw mentions per day, stacked by kind."""
    values = [row | {"day": row["day"].isoformat(), "order": KINDS.index(row["kind"])} for row in rows]
    spec = base(values, 240) | {
        "mark": {"type": "bar", "width": {"band": 0.85}},
        "encoding": {
            "x": day_axis(first, last),
            "y": count_axis("mentions a day"),
            "color": colour("kind", KINDS),
            "order": {"field": "order"},
            "tooltip": [
                tip("day", "day"),
                tip("kind", "kind"),
                tip("mentions", "mentions"),
                tip("articles", "articles"),
            ],
        },
    }
    return Chart(
        name="days",
        title="Mentions per day",
        note="Mentions by the day on which the article was published (UTC), stacked by kind.",
        spec=spec,
        columns=("day", "kind", "mentions", "articles"),
        rows=[(row["day"], row["kind"], row["mentions"], row["articles"]) for row in rows],
    )


def matrix_chart(kind: str, rows: Sequence[Row]) -> Chart:
    """Draw who acts toward whom as a matrix: the fuller a cell, the more mentions."""
    most = max(row["mentions"] for row in rows)
    parties = 1 + len({row["doer"] for row in rows} | {row["other"] for row in rows})
    x = {
        "field": "other",
        "type": "nominal",
        "sort": {"field": "other_rank", "op": "min"},
        "title": None,
        "axis": {"orient": "top", "labelAngle": -45, "labelLimit": 70, "ticks": False, "domain": False},
    }
    y = {
        "field": "doer_name",
        "type": "nominal",
        "sort": {"field": "doer_rank", "op": "min"},
        "title": None,
        "axis": {"labelLimit": 130, "ticks": False, "domain": False},
    }
    tips = [
        tip("doer_name", "who"),
        tip("other_name", "toward whom"),
        tip("mentions", "mentions"),
        tip("articles", "articles"),
    ]
    cells = {
        "mark": {"type": "rect", "color": f"var(--{kind})", "stroke": "var(--paper)", "strokeWidth": 2},
        "encoding": {
            "opacity": {
                "field": "mentions",
                "type": "quantitative",
                "scale": {"type": "sqrt", "domain": [0, most], "range": [0.06, 1]},
                "legend": None,
            },
            "tooltip": tips,
        },
    }
    figures = {
        "mark": {"type": "text", "fontSize": 11},
        "encoding": {
            "text": {"field": "mentions", "type": "quantitative"},
            "color": {
                "condition": {"test": f"datum.mentions > {most * 0.3}", "value": "var(--paper)"},
                "value": "var(--ink)",
            },
            "tooltip": tips,
        },
    }
    what = {"negotiation": "negotiations", "operation": "operations"}[kind]
    spec = base(list(rows), max(4, parties) * 25) | {"encoding": {"x": x, "y": y}, "layer": [cells, figures]}
    return Chart(
        name=f"matrix-{kind}",
        title=f"Who and whom: {what}",
        note=f"Mentions of {what} from the party at the left toward the party above; "
        "mutual acts count in both directions.",
        spec=spec,
        columns=("who", "toward whom", "mentions", "articles"),
        rows=[(row["doer_name"], row["other_name"], row["mentions"], row["articles"]) for row in rows],
    )


def pair_charts(rows: Sequence[Row], first: date, last: date) -> list[Chart]:
    """Draw one small plot a pair: mentions of negotiations a day, stacked by stage, all to one scale."""
    totals: dict[tuple[int, date], int] = {}
    for row in rows:
        totals[row["rank"], row["day"]] = totals.get((row["rank"], row["day"]), 0) + row["mentions"]
    most = max(totals.values(), default=1)
    charts = []
    for rank in sorted({row["rank"] for row in rows}):
        mine = [row for row in rows if row["rank"] == rank]
        values = [
            {"day": row["day"].isoformat(), "stage": row["stage"], "mentions": row["mentions"]}
            | {"order": STAGES.index(row["stage"])}
            for row in mine
        ]
        y = count_axis("") | {"scale": {"domain": [0, most], "nice": True}}
        encoding = {
            "x": day_axis(first, last, ticks=4),
            "y": y,
            "color": colour("stage", STAGES),
            "order": {"field": "order"},
            "tooltip": [tip("day", "day"), tip("stage", "stage"), tip("mentions", "mentions")],
        }
        charts.append(
            Chart(
                name=f"pair-{rank}",
                title=f"{mine[0]['one']} and {mine[0]['two']}",
                note="",
                spec=base(values, 96) | {"mark": {"type": "bar", "width": {"band": 0.85}}, "encoding": encoding},
                columns=("day", "stage", "mentions"),
                rows=[(row["day"], row["stage"], row["mentions"]) for row in mine],
            )
        )
    return charts


def outlet_charts(kinds: Sequence[Row], stages: Sequence[Row]) -> list[Chart]:
    """Draw what each outlet reports, and how it speaks of negotiations."""
    charts = []
    if kinds:
        charts.append(
            _bars("outlet-kinds", "What each outlet reports", "Mentions by outlet and kind.", kinds, split="kind")
        )
    if stages:
        note = "The share of each stage in an outlet's mentions of negotiations; few mentions can make a large share."
        charts.append(
            _bars("outlet-stages", "How each outlet tells of negotiations", note, stages, split="stage", share=True)
        )
    return charts


def runs_chart(rows: Sequence[Row]) -> Chart:
    """Draw articles loaded and problems noted by run, the oldest first."""
    values = [
        {"run": number, "started": row["started_at"].strftime("%Y-%m-%d %H:%M"), "what": what, "count": row[what] or 0}
        for number, row in enumerate(reversed(rows), start=1)
        for what in ("articles", "problems")
    ]
    spec = base(values, 150) | {
        "mark": {"type": "bar"},
        "encoding": {
            "x": {"field": "run", "type": "ordinal", "title": None, "axis": {"labels": False, "ticks": False}},
            "xOffset": {"field": "what"},
            "y": count_axis("a run") | {"field": "count"},
            "color": {
                "field": "what",
                "type": "nominal",
                "scale": {
                    "domain": ["articles", "problems"],
                    "range": ["var(--negotiation)", "var(--stage-suspended)"],
                },
                "legend": None,
            },
            "tooltip": [tip("started", "started (UTC)"), tip("what", "what"), tip("count", "count")],
        },
    }
    return Chart(
        name="runs",
        title="The newest runs",
        note="Articles loaded and problems noted, the newest run at the right.",
        spec=spec,
    )


def _bars(name: str, title: str, note: str, rows: Sequence[Row], *, split: str, share: bool = False) -> Chart:
    domain = {"kind": KINDS, "stage": STAGES}[split]
    values = [row | {"order": domain.index(row[split])} for row in rows]
    x: dict[str, Any] = count_axis("share of mentions" if share else "mentions")
    if share:
        x = x | {"stack": "normalize", "axis": {"format": "%", "title": "share of mentions", "tickCount": 5}}
    outlet = {
        "field": "outlet",
        "type": "nominal",
        "sort": {"field": "rank", "op": "min"},
        "title": None,
        "axis": {"labelLimit": 120, "ticks": False, "domain": False},
    }
    encoding = {
        "y": outlet,
        "x": x,
        "color": colour(split, domain),
        "order": {"field": "order"},
        "tooltip": [tip("outlet", "outlet"), tip(split, split), tip("mentions", "mentions")],
    }
    height = 26 * len({row["outlet"] for row in rows}) + 10
    return Chart(
        name=name,
        title=title,
        note=note,
        spec=base(values, height) | {"mark": {"type": "bar", "height": {"band": 0.72}}, "encoding": encoding},
        columns=("outlet", split, "mentions"),
        rows=[(row["outlet"], row[split], row["mentions"]) for row in rows],
    )
