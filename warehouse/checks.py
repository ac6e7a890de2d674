"""What is expected of the loaded tables: `sql/checks.sql` counts what is against each expectation."""

import re
from dataclasses import dataclass
from datetime import datetime

from duckdb import DuckDBPyConnection

from extractors.records import Problem, Reason, Stage
from warehouse.load import append_problems
from warehouse.migrate import read_sql
from warehouse.rows import append, arrow, instant, transaction

_HEADING = re.compile(r"^-- check: (?P<name>[\w-]+) \| (?P<severity>error|warning) \| (?P<expected>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """An expectation; `query` counts what is against it. `severity` is error or warning."""

    name: str
    severity: str
    expected: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a check went: a row of `checks`. `detail` is the expectation."""

    name: str
    severity: str
    found: int
    detail: str

    @property
    def passed(self) -> bool:
        """Whether nothing is against the expectation."""
        return self.found == 0


def checks() -> list[Check]:
    """Read the shipped expectations, in their order."""
    text = read_sql("checks.sql")
    headings = list(_HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    return [
        Check(query=text[heading.end() : end].strip().rstrip(";"), **heading.groupdict())
        for heading, end in zip(headings, ends, strict=True)
    ]


def run_checks(connection: DuckDBPyConnection, run_id: str, now: datetime) -> list[Problem]:
    """Run every check and write down how it went; what failed comes back as problems."""
    results = evaluate(connection, run_id, now)
    problems = [_problem(result) for result in results if not result.passed]
    with transaction(connection):
        append(connection, "checks", arrow(connection, "checks", results, run_id=run_id, checked_at=instant(now)))
        append_problems(connection, run_id, problems, now)
    return problems


def evaluate(connection: DuckDBPyConnection, run_id: str, now: datetime) -> list[Result]:
    """Count what is against each expectation, writing nothing."""
    return [
        Result(
            name=check.name,
            severity=check.severity,
            found=_count(connection, check, run_id, now),
            detail=check.expected,
        )
        for check in checks()
    ]


def failed(connection: DuckDBPyConnection, run_id: str) -> list[str]:
    """Name the checks of severity error that a run did not pass: such a run has failed."""
    rows = connection.execute(
        "SELECT name FROM checks WHERE run_id = ? AND NOT passed AND severity = 'error' ORDER BY name", [run_id]
    ).fetchall()
    return [name for (name,) in rows]


def _count(connection: DuckDBPyConnection, check: Check, run_id: str, now: datetime) -> int:
    given = {"run": run_id, "now": instant(now)}
    found = connection.execute(
        check.query, {name: value for name, value in given.items() if f"${name}" in check.query}
    ).fetchone()
    assert found is not None
    return int(found[0] or 0)


def _problem(result: Result) -> Problem:
    detail = f"{result.severity}: {result.detail}, but {result.found} are against it"
    return Problem(stage=Stage.CHECK, code=Reason.EXPECTATION, subject=result.name, detail=detail)
