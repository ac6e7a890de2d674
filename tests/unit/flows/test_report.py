from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extractors.errors import CannotStartError, ParleyError
from extractors.records import Article, Kind, Mention
from flows import report_page
from flows.report import Written, make_report
from warehouse import report_queries as read
from warehouse import report_quotes as quotes
from warehouse.connection import open_published, open_working
from warehouse.events import join_events
from warehouse.load import Outcome, load
from warehouse.publish import publish

NOW = datetime(2026, 3, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def small_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_page, "library_text", lambda: "/* plots */")


def outcome(number: int, published: datetime | None, **changes: Any) -> Outcome:
    text = "Russia refused talks with Ukraine."
    article = Article(
        article_id=f"a{number}",
        url=f"https://wire.example/{number}",
        canonical_url=f"https://wire.example/{number}",
        outlet="Wire",
        title=f"Title {number}",
        text=text,
        text_hash="h",
        extractor="test",
        published_at=published,
    )
    mention = Mention(
        mention_id=f"m{number}",
        article_id=article.article_id,
        field="text",
        start=15,
        end=20,
        trigger="talks",
        sentence=text,
        sentence_start=0,
        sentence_end=len(text),
        kind=Kind.NEGOTIATION,
        event_type="REJECT",
        event_mode=None,
        quad=3,
        stage="refused",
        main=True,
        initiator=("RUS",),
        recipient=("UKR",),
        parties=(),
        speaker=None,
        speaker_name=None,
        via=None,
        place=None,
        country=None,
        latitude=None,
        longitude=None,
        date=None,
        date_precision=None,
        date_from=None,
        date_to=None,
        confidence="high",
        coder="test",
    )
    mention = replace(mention, **changes)
    return Outcome(
        entry_id=f"e{number}", state="loaded", article=article, article_id=article.article_id, mentions=(mention,)
    )


def warehouse(folder: Path, *outcomes: Outcome) -> Path:
    db = folder / "parley.duckdb"
    with open_working(db) as connection:
        load(connection, "r1", outcomes, NOW)
        publish(connection, db)
    return db


@pytest.fixture
def db(tmp_path: Path) -> Path:
    days = (0, 10, 200)
    return warehouse(tmp_path, *(outcome(days, NOW - timedelta(days=days)) for days in days), outcome(7, None))


def make(db: Path, since: date | None = None, until: date | None = None) -> tuple[Written, str]:
    page = db.with_name("report.html")
    written = make_report(db, page, since=since, until=until, now=NOW)
    return written, page.read_text(encoding="utf-8")


def test_without_dates_it_shows_the_newest_90_days(db: Path) -> None:
    written, page = make(db)
    assert (written.first, written.last, written.mentions) == (date(2025, 12, 21), date(2026, 3, 20), 2)
    assert written.size == len(page.encode())
    assert "1 articles without a date" in page
    assert 'href="https://wire.example/10" rel="noopener noreferrer nofollow"' in page


def test_dates_choose_the_period(db: Path) -> None:
    assert make(db, since=date(2025, 1, 1))[0].mentions == 3
    assert make(db, until=date(2026, 3, 19))[0].mentions == 1
    assert "No article in the warehouse was published in this period" in make(db, since=date(2026, 3, 21))[1]


def test_a_day_to_come_does_not_move_the_period(tmp_path: Path) -> None:
    db = warehouse(tmp_path, outcome(1, NOW), outcome(2, NOW + timedelta(days=900)))
    assert make(db)[0].last == NOW.date()


def test_an_empty_warehouse_gives_a_page_without_scripts(tmp_path: Path) -> None:
    _, page = make(warehouse(tmp_path))
    assert "No article has been loaded yet" in page
    assert "<script>" not in page


def test_refusals_are_sentences(db: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    duckdb.connect(str(other)).close()
    page = tmp_path / "page.html"
    wrong = [
        (db, tmp_path, None, "is a folder"),
        (db, tmp_path / "none" / "page.html", None, "does not exist"),
        (db, db, None, "is the warehouse itself"),
        (db, page, date(2026, 4, 1), "ends before it begins"),
        (tmp_path / "absent.duckdb", page, None, "There is no file"),
        (other, page, None, "Parley did not make"),
    ]
    for source, output, since, said in wrong:
        with pytest.raises(CannotStartError, match=said):
            make_report(source, output, since=since, until=date(2026, 3, 1), now=NOW)
    assert not page.exists()


def test_a_page_that_cannot_be_written_leaves_the_old_one(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = db.with_name("report.html")
    page.write_text("old")

    def full(*_: object, **__: object) -> Iterator[None]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ParleyError, match="No space left"):
        make_report(db, page, since=None, until=None, now=NOW)
    assert page.read_text() == "old"
    assert [path.name for path in db.parent.glob(".report*")] == []


def test_mutual_acts_count_in_both_directions_and_copies_once(tmp_path: Path) -> None:
    both = outcome(1, NOW, initiator=("RUS", "UKR"), recipient=(), stage="resumed")
    with open_published(warehouse(tmp_path, both, outcome(2, NOW))) as connection:
        read.choose_period(connection, None, None, NOW.date())
        cells = {(row["doer"], row["other"]): row["mentions"] for row in read.matrix(connection, "negotiation")}
        pairs = [(row["one"], row["two"], row["stage"], row["mentions"]) for row in read.pair_stages(connection)]
    assert cells == {("RUS", "UKR"): 2, ("UKR", "RUS"): 1}
    assert sorted(row[2:] for row in pairs) == [("refused", 1), ("resumed", 1)]


@pytest.mark.parametrize(("stage", "shown"), [("completed", 1), ("denied", 0), ("refused", 0)])
def test_the_map_leaves_out_what_is_denied(tmp_path: Path, stage: str, shown: int) -> None:
    given = {"kind": Kind.OPERATION, "place": "Odesa", "country": "UKR", "latitude": 46.48, "longitude": 30.73}
    with open_published(warehouse(tmp_path, outcome(1, NOW, stage=stage, **given))) as connection:
        read.choose_period(connection, None, None, NOW.date())
        assert len(read.places(connection)) == shown


def test_it_shows_who_contradicts_whom_and_escapes_it(tmp_path: Path) -> None:
    russia = outcome(1, NOW, speaker="RUS", speaker_name="<b>Kremlin</b>")
    ukraine = outcome(2, NOW - timedelta(days=2), speaker="UKR", stage="proposed", event_type="CONSULT")
    late = outcome(3, NOW - timedelta(days=6), speaker="UKR", stage="planned", event_type="CONSULT")
    db = warehouse(tmp_path, russia, ukraine, late)
    _, page = make(db)
    panel = page[page.index('<section id="apart">') : page.index('<section id="news">')]
    assert "RUS \N{EN DASH} UKR" in panel
    assert "newest of 2" in panel
    assert panel.count("<blockquote") == 2
    assert panel.count('href="https://wire.example/') == 2
    assert "&lt;b&gt;Kremlin" in panel
    assert "<b>" not in panel


def test_outlets_of_one_event_are_shown_once_an_event(tmp_path: Path) -> None:
    db = tmp_path / "parley.duckdb"
    told = [outcome(number, NOW - timedelta(days=number), stage="completed") for number in (1, 2, 3)]
    with open_working(db) as connection:
        load(connection, "r1", told, NOW)
        join_events(connection, "r1")
        connection.execute("UPDATE mentions SET stage = 'denied' WHERE mention_id = 'm2'")
        connection.execute("UPDATE articles SET outlet = article_id, url = 'javascript:alert(1)'")
        connection.execute("UPDATE events SET outlets = 3")
        publish(connection, db)
    with open_published(db) as connection:
        read.choose_period(connection, None, None, NOW.date())
        (found,) = quotes.outlets_apart(connection)
    assert [side["outlet"] for side in found["sides"]] == ["a1", "a2"]
    assert found["times"] == 2
    assert "javascript:" not in make(db)[1]


def test_a_file_without_the_views_of_disputes_has_a_page_without_them(db: Path) -> None:
    with open_working(db) as connection:
        connection.execute("DROP VIEW disputed_events")
        publish(connection, db)
    assert 'id="apart"' not in make(db)[1]


def test_an_outlet_of_100_kilobytes_does_not_fill_the_page(tmp_path: Path) -> None:
    told = outcome(1, NOW)
    assert told.article
    loud = replace(told, article=replace(told.article, outlet="<script>" * 12_500))
    written, page = make(warehouse(tmp_path, loud))
    assert written.size < 60_000
    assert "<script><script>" not in page


def test_figures_of_a_long_period_are_the_newest(tmp_path: Path) -> None:
    days = [outcome(number, NOW - timedelta(days=number)) for number in range(420)]
    _, page = make(warehouse(tmp_path, *days), since=date(2020, 1, 1))
    assert page.count("(the last 400 of 420 rows)") == 2  # the days, and the only pair
    assert page.count('<td dir="auto">2026-03-20</td>') == 2
    assert '<td dir="auto">2025-01-25</td>' not in page
