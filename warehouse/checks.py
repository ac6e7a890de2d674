"""What is expected of the loaded tables: each check is a query for the rows that are against it."""

from dataclasses import dataclass
from datetime import datetime

from duckdb import DuckDBPyConnection

from extractors.records import Problem, Reason, Stage
from warehouse.load import append_problems
from warehouse.rows import append, instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """An expectation; `against` counts what is against it."""

    name: str
    expected: str
    against: str


def _unique(table: str, key: str) -> Check:
    return Check(
        name=f"{table}-unique",
        expected=f"{key} is unique in {table}",
        against=f"SELECT count(*) FROM (SELECT 1 FROM {table} GROUP BY {key} HAVING count(*) > 1)",  # noqa: S608
    )


def _refers(table: str, key: str, other: str) -> Check:
    return Check(
        name=f"{table}-refer-to-{other}",
        expected=f"each {key} of {table} is in {other}",
        against=f"SELECT count(*) FROM {table} ANTI JOIN {other} USING ({key}) WHERE {key} IS NOT NULL",  # noqa: S608
    )


CHECKS = (
    _unique("feeds", "feed_id"),
    _unique("entries", "entry_id"),
    _unique("articles", "article_id"),
    _unique("mentions", "mention_id"),
    _refers("entries", "feed_id", "feeds"),
    _refers("entries", "article_id", "articles"),
    _refers("mentions", "article_id", "articles"),
    _refers("mention_parties", "mention_id", "mentions"),
    Check(
        name="triggers-in-place",
        expected="the trigger stands where its offsets say",
        against="SELECT count(*) FROM mentions AS m JOIN articles AS a USING (article_id) WHERE m.trigger <> substr("
        "CASE m.field WHEN 'title' THEN a.title ELSE a.text END, m.trigger_start + 1, m.trigger_end - m.trigger_start)",
    ),
    Check(
        name="one-main",
        expected="one mention a sentence is its main one",
        against="SELECT count(*) FROM (SELECT 1 FROM mentions GROUP BY article_id, field, sentence_start "
        "HAVING count(*) FILTER (main) <> 1)",
    ),
)


def run_checks(connection: DuckDBPyConnection, run_id: str, now: datetime) -> list[Problem]:
    """Run every check and write down how it went; what failed comes back as problems."""
    rows, problems = [], []
    for check in CHECKS:
        found = _count(connection, check)
        rows.append({"run_id": run_id, "name": check.name, "passed": found == 0, "found": found})
        rows[-1] |= {"detail": check.expected, "checked_at": instant(now)}
        if found:
            detail = f"{check.expected}, but {found} are against it"
            problems.append(Problem(stage=Stage.CHECK, code=Reason.EXPECTATION, subject=check.name, detail=detail))
    append(connection, "checks", rows)
    append_problems(connection, run_id, problems, now)
    return problems


def _count(connection: DuckDBPyConnection, check: Check) -> int:
    found = connection.execute(check.against).fetchone()
    assert found is not None
    return int(found[0])
