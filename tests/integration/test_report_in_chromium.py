"""The report as a reader sees it: in a real Chromium, driven over the DevTools protocol."""

import base64
import os
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from extractors.records import Article, Kind, Mention, Party
from flows.report import make_report
from warehouse.connection import open_working
from warehouse.events import join_events
from warehouse.load import Outcome, load
from warehouse.publish import publish
from warehouse.runs import end_run, start_run

NOW = datetime(2026, 3, 20, 9, tzinfo=UTC)
PLOTS = 12  # days, map, runs, two matrices, five pairs, two of outlets
EVIL = (
    '"><script>window.hit=1</script><img src=x onerror="window.hit=1"></script><!--<b>'
    "\u2028\u202e=cmd|calc!A1 {{ 7*7 }} "
)


def open_page(tab: Any, page: Path, *, width: int = 1200, scheme: str = "light") -> None:
    drawn = 'document.documentElement.dataset.drawn || (!document.querySelector(".plot") && "none")'
    assert tab.go(page.as_uri(), drawn, width=width, scheme=scheme) in {"yes", "none"}, tab.complaints()


def _party(role: str, code: str, name: str) -> Party:
    return Party(role=role, actor_id=code, name=name, country=code, sector=None, text=name, start=0, end=3)


_NAMES = [("RUS", "Russia"), ("UKR", "Ukraine"), ("ISR", "Israel"), ("LBN", "Lebanon"), ("SDN", "Sudan"), ("USA", "US")]
_SPOTS = [("Odesa", "UKR", 46.48, 30.73), ("Nabatieh", "LBN", 33.38, 35.48), ("El Fasher", "SDN", 13.63, 25.35)]
_STAGES = ("proposed", "planned", "underway", "completed", "resumed", "suspended", "refused", "denied", "unspecified")


def _outcome(number: int, evil: str = "") -> Outcome:
    """Invent an article with one mention of a negotiation and one of an operation."""
    text = f"{evil}They spoke of talks and of a raid, for the {number}. time. {evil}"
    url = "javascript:window.hit=1" if evil else f"https://outlet{number % 5}.example/{number}"
    article = Article(
        article_id=f"a{number}",
        url=url,
        canonical_url=url,
        outlet=f"{evil[:60]}The Outlet {number % 5}",
        title=f"{evil}Talks, part {number}{'x' * 100_000 if evil else ''}",
        text=text,
        text_hash=str(number),
        extractor="test",
        published_at=NOW - timedelta(days=number * 7 % 40, hours=number % 9),
    )
    (one, one_name), (two, two_name) = _NAMES[number % 6], _NAMES[(number * number + 1) % 6]
    place, country, latitude, longitude = _SPOTS[number % 3]
    talks = Mention(
        mention_id=f"n{number}",
        article_id=article.article_id,
        field="text",
        start=text.index("talks"),
        end=text.index("talks") + 5,
        trigger="talks",
        sentence=text,
        sentence_start=0,
        sentence_end=len(text),
        kind=Kind.NEGOTIATION,
        event_type="CONSULT",
        event_mode=None,
        quad=1,
        stage=_STAGES[number % 9],
        main=True,
        initiator=(one,),
        recipient=(two,),
        parties=(_party("initiator", one, evil + one_name), _party("recipient", two, evil + two_name)),
        speaker=one,
        speaker_name=f"{evil}a minister",
        via=f"{evil}Agency" if number % 2 else None,
        place=evil + place,
        country=country,
        latitude=latitude,
        longitude=longitude,
        date=None,
        date_precision=None,
        date_from=None,
        date_to=None,
        confidence="high",
        coder="test",
    )
    at = text.index("raid")
    raid = replace(
        talks, mention_id=f"o{number}", kind=Kind.OPERATION, event_type="ASSAULT", start=at, end=at + 4, trigger="raid"
    )
    return Outcome(
        entry_id=f"e{number}", state="loaded", article=article, article_id=article.article_id, mentions=(talks, raid)
    )


def _page(folder: Path, outcomes: list[Outcome]) -> Path:
    db, page = folder / "parley.duckdb", folder / "report.html"
    with open_working(db) as connection:
        if outcomes:
            start_run(connection, "r1", flow_run_id="f", now=NOW, version="0")
            load(connection, "r1", outcomes, NOW)
            join_events(connection, "r1")
            counts = {"articles": len(outcomes), "problems": 2}
            end_run(connection, "r1", state="completed", counts=counts, now=NOW + timedelta(seconds=9))
            start_run(connection, "r2", flow_run_id="f", now=NOW + timedelta(hours=1), version="0")
        publish(connection, db)
    make_report(db, page, since=None, until=None, now=NOW)
    return page


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _page(tmp_path_factory.mktemp("report"), [_outcome(number) for number in range(120)])


SHAPES = """[...document.querySelectorAll(".plot")].map(plot => [plot.id,
    [...plot.querySelectorAll(".mark-rect path, .mark-symbol path, .mark-shape path")]
        .filter(mark => mark.getBoundingClientRect().width > 0.5).length])"""


@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (1200, "dark"), (390, "light")])
def test_every_plot_is_drawn_and_nothing_complains(tab: Any, page: Path, width: int, scheme: str) -> None:
    open_page(tab, page, width=width, scheme=scheme)
    tab.shoot(f"{width}-{scheme}")
    assert tab.complaints() == []
    assert tab.asked() == {page.as_uri()}
    drawn = dict(tab.eval(SHAPES))
    assert len(drawn) == PLOTS
    assert [name for name, marks in drawn.items() if not marks] == []
    assert tab.eval("document.documentElement.scrollWidth") <= width


def test_colours_follow_the_theme_inside_the_plots(tab: Any, page: Path) -> None:
    bar = "getComputedStyle(document.querySelector('#plot-days .mark-rect path')).fill"
    colours = []
    for scheme in ("light", "dark"):
        open_page(tab, page, scheme=scheme)
        colours.append((tab.eval(bar), tab.eval("getComputedStyle(document.body).backgroundColor")))
    (light_bar, light_paper), (dark_bar, dark_paper) = colours
    assert light_bar != dark_bar
    assert light_paper != dark_paper
    assert not {light_bar, dark_bar} & {"none", "rgb(0, 0, 0)"}


def test_it_prints_on_a_few_pages(tab: Any, page: Path, tmp_path: Path) -> None:
    open_page(tab, page, scheme="dark")
    data = base64.b64decode(tab.call("Page.printToPDF", printBackground=True)["data"])
    Path(os.environ.get("PARLEY_SHOTS", tmp_path), "report.pdf").write_bytes(data)
    assert 2 <= data.count(b"/Type /Page\n") <= 12
    assert tab.complaints() == []


def test_hostile_text_does_nothing(tab: Any, tmp_path: Path) -> None:
    page = _page(tmp_path, [_outcome(number, EVIL) for number in range(30)])
    open_page(tab, page)
    tab.shoot("hostile")
    assert tab.eval("window.hit") is None
    assert tab.complaints() == []
    assert tab.asked() == {page.as_uri()}
    assert tab.eval("document.querySelectorAll('img, iframe, b, a:not([href^=http])').length") == 0
    assert tab.eval("document.scripts.length") == 3
    assert tab.eval("document.querySelectorAll('#apart blockquote').length") >= 2
    assert tab.eval("document.querySelector('#news blockquote').textContent.includes('<script>window.hit=1')")
    assert tab.eval("document.body.innerText.includes('{{ 7*7 }}')")
    assert tab.eval("document.documentElement.scrollWidth") <= 1200
    assert page.stat().st_size < 3_000_000


def test_a_pointer_shows_a_mark_as_text(tab: Any, tmp_path: Path) -> None:
    open_page(tab, _page(tmp_path, [_outcome(number, EVIL) for number in range(30)]))
    box = tab.eval(
        "(() => { const p = document.querySelector('#plot-outlet-kinds .mark-rect path'); p.scrollIntoView({"
        "block: 'center'});"
        "const r = p.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()"
    )
    for step in (0, 1):
        tab.call("Input.dispatchMouseEvent", type="mouseMoved", x=box[0] + step, y=box[1])
    deadline = time.monotonic() + 10
    while tab.eval("document.getElementById('tip').hidden") and time.monotonic() < deadline:
        pass
    assert tab.eval("document.getElementById('tip').textContent.includes('The Outlet')") or tab.eval(
        "document.getElementById('tip').textContent.includes('<script>')"
    )
    assert tab.eval("document.querySelectorAll('#tip script, #tip img').length") == 0
    assert tab.eval("window.hit") is None


def test_an_empty_warehouse_says_so(tab: Any, tmp_path: Path) -> None:
    open_page(tab, _page(tmp_path, []))
    assert "No article has been loaded yet" in tab.eval("document.body.innerText")
    assert tab.complaints() == []
