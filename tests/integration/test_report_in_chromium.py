"""The report as a reader sees it: in a real Chromium, driven over the DevTools protocol."""

import base64
import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect
from websockets.sync.connection import Connection

from extractors.records import Article, Kind, Mention, Party
from flows.report import make_report
from warehouse.connection import open_working
from warehouse.load import Outcome, load
from warehouse.publish import publish
from warehouse.runs import end_run, start_run

NOW = datetime(2026, 3, 20, 9, tzinfo=UTC)
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PLOTS = 12  # days, map, runs, two matrices, five pairs, two of outlets
EVIL = (
    '"><script>window.hit=1</script><img src=x onerror="window.hit=1"></script><!--<b>'
    "\u2028\u202e=cmd|calc!A1 {{ 7*7 }} "
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here: apt-get install chromium")


class Tab:
    """One page of a headless Chromium; keeps what the page logged and what it asked for."""

    def __init__(self, socket: Connection) -> None:
        self._socket = socket
        self._number = 0
        self.events: list[dict[str, Any]] = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=60))
            if message.get("id") == self._number:
                assert "error" not in message, message
                return dict(message["result"])
            self.events.append(message)

    def eval(self, script: str) -> Any:
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def open(self, page: Path, *, width: int = 1200, scheme: str = "light") -> None:
        phone = width < 600
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=phone)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.events.clear()
        self.call("Page.navigate", url=page.as_uri())
        drawn = """new Promise(done => { const look = () => document.readyState === "complete" &&
            (document.documentElement.dataset.drawn || !document.querySelector(".plot")) ?
            done(document.documentElement.dataset.drawn || "none") : setTimeout(look, 50); look(); })"""
        assert self.eval(drawn) in {"yes", "none"}, self.complaints()

    def complaints(self) -> list[Any]:
        said = [e["params"] for e in self.events if e["method"] in {"Runtime.exceptionThrown", "Log.entryAdded"}]
        return said + [
            e["params"]
            for e in self.events
            if e["method"] == "Runtime.consoleAPICalled" and e["params"]["type"] in {"error", "warning"}
        ]

    def asked(self) -> set[str]:
        urls = {e["params"]["request"]["url"] for e in self.events if e["method"] == "Network.requestWillBeSent"}
        return {url for url in urls if not url.startswith("data:")}

    def shoot(self, name: str) -> None:
        """Keep a picture where the environment names a folder for it."""
        if folder := os.environ.get("PARLEY_SHOTS"):
            shot = self.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]
            Path(folder, f"{name}.png").write_bytes(base64.b64decode(shot))


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    assert CHROMIUM is not None
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [CHROMIUM, *flags, f"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as browser:
            assert browser.stderr is not None
            line = next((line for line in browser.stderr if "DevTools listening on" in line), "")
            root = line.split()[-1]
            with connect(root, max_size=None) as control:
                control.send(json.dumps({"id": 1, "method": "Target.createTarget", "params": {"url": "about:blank"}}))
                target = json.loads(control.recv())["result"]["targetId"]
                page = f"{root.split('/devtools')[0]}/devtools/page/{target}"
                with connect(page, max_size=None) as socket:
                    yield Tab(socket)
                with contextlib.suppress(Exception):
                    control.send(json.dumps({"id": 2, "method": "Browser.close"}))
            try:
                browser.wait(10)
            except subprocess.TimeoutExpired:
                browser.kill()


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
def test_every_plot_is_drawn_and_nothing_complains(tab: Tab, page: Path, width: int, scheme: str) -> None:
    tab.open(page, width=width, scheme=scheme)
    tab.shoot(f"{width}-{scheme}")
    assert tab.complaints() == []
    assert tab.asked() == {page.as_uri()}
    drawn = dict(tab.eval(SHAPES))
    assert len(drawn) == PLOTS
    assert [name for name, marks in drawn.items() if not marks] == []
    assert tab.eval("document.documentElement.scrollWidth") <= width


def test_colours_follow_the_theme_inside_the_plots(tab: Tab, page: Path) -> None:
    bar = "getComputedStyle(document.querySelector('#plot-days .mark-rect path')).fill"
    colours = []
    for scheme in ("light", "dark"):
        tab.open(page, scheme=scheme)
        colours.append((tab.eval(bar), tab.eval("getComputedStyle(document.body).backgroundColor")))
    (light_bar, light_paper), (dark_bar, dark_paper) = colours
    assert light_bar != dark_bar
    assert light_paper != dark_paper
    assert not {light_bar, dark_bar} & {"none", "rgb(0, 0, 0)"}


def test_it_prints_on_a_few_pages(tab: Tab, page: Path, tmp_path: Path) -> None:
    tab.open(page, scheme="dark")
    data = base64.b64decode(tab.call("Page.printToPDF", printBackground=True)["data"])
    Path(os.environ.get("PARLEY_SHOTS", tmp_path), "report.pdf").write_bytes(data)
    assert 2 <= data.count(b"/Type /Page\n") <= 12
    assert tab.complaints() == []


def test_hostile_text_does_nothing(tab: Tab, tmp_path: Path) -> None:
    page = _page(tmp_path, [_outcome(number, EVIL) for number in range(30)])
    tab.open(page)
    tab.shoot("hostile")
    assert tab.eval("window.hit") is None
    assert tab.complaints() == []
    assert tab.asked() == {page.as_uri()}
    assert tab.eval("document.querySelectorAll('img, iframe, b, a:not([href^=http])').length") == 0
    assert tab.eval("document.scripts.length") == 3
    assert tab.eval("document.querySelector('#news blockquote').textContent.includes('<script>window.hit=1')")
    assert tab.eval("document.body.innerText.includes('{{ 7*7 }}')")
    assert tab.eval("document.documentElement.scrollWidth") <= 1200
    assert page.stat().st_size < 3_000_000


def test_a_pointer_shows_a_mark_as_text(tab: Tab, tmp_path: Path) -> None:
    tab.open(_page(tmp_path, [_outcome(number, EVIL) for number in range(30)]))
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


def test_an_empty_warehouse_says_so(tab: Tab, tmp_path: Path) -> None:
    tab.open(_page(tmp_path, []))
    assert "No article has been loaded yet" in tab.eval("document.body.innerText")
    assert tab.complaints() == []
