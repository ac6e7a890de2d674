"""What a run counted, and the sentence that sums it up for the log, the terminal and the UI."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

from extractors.records import Kind, Mention, Problem, Reason

ORDINARY = frozenset(
    {
        Reason.BAD_DATE,
        Reason.DUPLICATE,
        Reason.NO_LINK,
        Reason.PARTIAL,
        Reason.PAYWALL,
        Reason.REUSED_GUID,
        Reason.BROKEN_FEED,
        Reason.EXPECTATION,  # a warning: an expectation that must hold ends the run
        Reason.QUIET_FEED,
        Reason.UNSUPPORTED_LANGUAGE,
    }
)
"""Reasons that every day on the web brings; a run with no others is done, not failed."""


SHOWN = 500
"""Most problems that a run's table artifact names; the warehouse has them all."""


@dataclass(slots=True, kw_only=True)
class Tally:
    """The counts of a run while it goes on: the columns of `runs` of the same names."""

    feeds: int = 0
    feeds_due: int = 0
    feeds_unchanged: int = 0
    feeds_failed: int = 0
    entries: int = 0
    entries_new: int = 0
    articles: int = 0
    revised: int = 0
    mentions: int = 0
    negotiations: int = 0
    operations: int = 0
    coder: str | None = None
    problems: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: list[Problem] = field(default_factory=list)
    changes: Counter[str] = field(default_factory=Counter)

    def note(self, problems: Iterable[Problem]) -> None:
        """Count problems by stage and reason."""
        for problem in problems:
            self.problems[str(problem.stage), str(problem.code)] += 1
            if len(self.examples) < SHOWN:
                self.examples.append(problem)

    def count(self, mentions: Iterable[Mention]) -> None:
        """Count mentions by kind."""
        for mention in mentions:
            self.mentions += 1
            self.coder = mention.coder
            self.negotiations += mention.kind is Kind.NEGOTIATION
            self.operations += mention.kind is Kind.OPERATION

    def counts(self) -> dict[str, int | str | None]:
        """Give the columns of `runs` that a run fills at its end."""
        counted = {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name not in {"problems", "examples", "changes"}
        }
        return counted | {"problems": self.problems.total()}

    @property
    def failures(self) -> int:
        """How many problems are more than what every day brings."""
        return sum(number for (_, code), number in self.problems.items() if code not in ORDINARY)


def sentence(tally: Tally) -> str:
    """Sum a run up for the log and the terminal."""
    if tally.changes:
        return changes_sentence(tally.changes, tally.revised)
    if not tally.feeds:
        found = f"{tally.negotiations} mentions of negotiations and {tally.operations} of operations"
        return (
            f"{tally.articles} new articles, {found}." if tally.articles else "There is nothing to read in the archive."
        )
    brought = bool(tally.articles or tally.revised or tally.entries_new)
    if not tally.feeds_due and not brought:
        return f"None of {tally.feeds} feeds is due."
    how = f"{tally.feeds_unchanged} unchanged, {tally.feeds_failed} failed"
    asked = f"{tally.feeds_due} of {tally.feeds} feeds asked ({how})"
    if not brought:
        return f"Nothing new: {asked}."
    revised = f", {tally.revised} revised" if tally.revised else ""
    found = (
        f"{tally.entries_new} new entries, {tally.articles} new articles{revised}, "
        f"{tally.negotiations} mentions of negotiations "
        f"and {tally.operations} of operations"
    )
    return f"{found}; {asked}; {tally.problems.total()} problems."


def changes_sentence(changes: Mapping[str, int], revised: int) -> str:
    """Say what reprocessing changed."""
    mentions = ", ".join(f"{changes.get(what, 0)} {what}" for what in ("gained", "lost", "changed"))
    return f"{changes.get('articles', 0)} articles read anew, {revised} with another text; mentions: {mentions}."


def problem_lines(tally: Tally) -> list[str]:
    """Say the problems by stage and reason, the most frequent first."""
    return [f"{number} x {stage}: {code}" for (stage, code), number in tally.problems.most_common()]
