"""Putting mentions together to events: first within an article, then across articles. Pure, and blind to order.

Both steps take what is most alike first and never put together what is apart (other days, other parties), so a chain of
small likenesses cannot join what its ends rule out. Equal scores are decided by ids.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from extractors.records import make_id
from warehouse.likeness import DAY, JOINED, Likeness, Report, apart, likeness, score, stems, strangers

_NEVER = (date.max, date.max)
_ALIKE_WITHIN = 0.3
_BACK = timedelta(days=31)
_LONGEST = timedelta(days=3)  # a month or a year says too little to find an event by


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A mention as the joiner sees it. `published` is the article's day; `days` what the text says, if it does."""

    mention_id: str
    article_id: str
    kind: str
    event_type: str
    stage: str
    initiators: frozenset[str]
    recipients: frozenset[str]
    place: str | None
    country: str | None
    days: tuple[date, date] | None
    published: date | None
    sentence: str
    in_title: bool
    start: int

    @property
    def parties(self) -> frozenset[str]:
        """Initiators and recipients together."""
        return self.initiators | self.recipients

    @property
    def order(self) -> tuple[str, bool, int, str]:
        """Where it stands, by which mentions are put in order."""
        return (self.article_id, not self.in_title, self.start, self.mention_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A mention's place in an event: to which mention of it it is most like, how much, and what says so."""

    mention_id: str
    event_id: str
    joined_to: str | None
    score: float | None
    evidence: tuple[str, ...]


def reports(told: Iterable[Told]) -> list[Report]:
    """Put the mentions of each article together that tell of one event."""
    groups: dict[tuple[str, str, str], list[Told]] = defaultdict(list)
    for mention in told:
        groups[mention.article_id, mention.kind, mention.event_type].append(mention)
    return [report for key in sorted(groups) for report in _within(groups[key])]


def _within(told: Sequence[Told]) -> list[Report]:
    """Join an article's mentions of one type: the dated first, then each to the report that it is most like."""
    found: list[list[Told]] = []
    for mention in sorted(told, key=lambda one: (one.days is None, one.in_title, one.order)):
        best = max(((_fit(mention, group), -number) for number, group in enumerate(found)), default=(0.0, 0))
        if best[0] >= _ALIKE_WITHIN:
            found[-best[1]].append(mention)
        else:
            found.append([mention])
    return [_report(group, beside=_sentences(found, group)) for group in found]


def _sentences(found: Sequence[Sequence[Told]], group: Sequence[Told]) -> bool:
    """Tell whether each mention of a group stands in a sentence that tells of another event of its type."""
    others = {one.sentence for other in found if other is not group for one in other}
    return all(one.sentence in others for one in group)


def _fit(mention: Told, group: Sequence[Told]) -> float:
    """Say how well a mention fits what an article tells of one event; 0 where it cannot be of it."""
    days = next((one.days for one in group if one.days), None)
    initiators, recipients = _roles(group)
    if any(one.sentence == mention.sentence and one.in_title == mention.in_title for one in group):
        return 0.0  # who tells of one event twice in a sentence tells of two
    if mention.days and days and (mention.days[0] > days[1] or days[0] > mention.days[1]):
        return 0.0
    if strangers(mention.initiators, mention.recipients, (initiators, recipients), mention.event_type):
        return 0.0
    places = {_place(one.place) for one in group if one.place}
    stages = {one.stage for one in group}
    score = _FIT["title"] * mention.in_title + _FIT["parties"] * bool(mention.parties & (initiators | recipients))
    score += _FIT["day"] * (mention.days is not None and mention.days == days) + _FIT["stage"] * (
        mention.stage in stages
    )
    if mention.place and places:
        score += _FIT["place"] if _place(mention.place) in places else -_FIT["place"]
    if (mention.stage == "underway") != ("underway" in stages):
        score -= _FIT["underway"]
    words = stems([mention.sentence])
    shared = max(len(words & stems([one.sentence])) / max(1, min(len(words), 8)) for one in group)
    return score + _FIT["text"] * min(1.0, shared)


_FIT = {"title": 0.3, "parties": 0.25, "day": 0.15, "stage": 0.1, "place": 0.25, "underway": 0.3, "text": 0.5}
"""What agreement within an article adds; a title tells what its article tells."""


def _report(group: Sequence[Told], *, beside: bool) -> Report:
    initiators, recipients = _roles(group)
    named = [one.days for one in group if one.days and one.days[1] - one.days[0] <= _LONGEST]
    days = min(named) if named else _presumed(group, beside=beside)
    return Report(
        key=min(one.mention_id for one in group),
        mention_ids=tuple(one.mention_id for one in sorted(group, key=lambda one: one.order)),
        article_id=group[0].article_id,
        event_type=group[0].event_type,
        initiators=initiators,
        recipients=recipients,
        places=frozenset(_place(one.place) for one in group if one.place),
        countries=frozenset(one.country for one in group if one.country),
        days=days,
        dated=bool(named),
        words=stems({one.sentence for one in group}),
    )


def _roles(group: Sequence[Told]) -> tuple[frozenset[str], frozenset[str]]:
    """Put the initiators together, and the recipients."""
    initiators = frozenset().union(*(one.initiators for one in group))
    return initiators, frozenset().union(*(one.recipients for one in group))


def _presumed(group: Sequence[Told], *, beside: bool) -> tuple[date, date] | None:
    """Take the days before publication, unless the text names a longer time; what is told in passing goes further."""
    published = next((one.published for one in group if one.published), None)
    wide = next((one.days for one in group if one.days), None)
    if wide or published is None:
        return wide
    return published - (_BACK if beside else 2 * DAY), published


def _place(name: str | None) -> str:
    """Bring names of one place together: Odesa and Odesa region."""
    words = [word for word in (name or "").casefold().replace("'s", "").split() if word not in _AROUND]
    return " ".join(words)


_AROUND_WORDS = """
region city province district area oblast governorate the of near outside southern northern eastern western suburbs
"""
_AROUND = frozenset(_AROUND_WORDS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two reports, named by their keys in order, that are alike enough to be of one event."""

    one: str
    other: str
    likeness: Likeness


def links(found: Sequence[Report], fresh: AbstractSet[str] | None = None) -> list[Link]:
    """Find the pairs of reports that are alike; with `fresh` only those in which one report's key is in it."""
    return [
        Link(one=min(one.key, other.key), other=max(one.key, other.key), likeness=likeness(one, other))
        for one, other in _candidates(found, fresh)
        if score(one, other) >= JOINED
    ]


def _candidates(found: Sequence[Report], fresh: AbstractSet[str] | None) -> Iterator[tuple[Report, Report]]:
    """Pair reports of one type that share a place, or a party and a word, and whose days meet, a day let pass.

    Parties and day alone cannot reach JOINED, so pairs without a common word or place need no score.
    """
    waiting: dict[tuple[str, str, bool], list[tuple[date, Report]]] = defaultdict(list)
    for report in sorted(found, key=lambda one: (one.days or _NEVER, one.key)):
        if report.days is None:
            continue
        near: dict[str, Report] = {}
        earliest, words = report.days[0] - DAY, report.words
        marks = [(mark, False) for mark in report.parties] + [(place, True) for place in report.places]
        for mark, is_place in marks:
            pile = waiting[report.event_type, mark, is_place]
            pile[:] = [one for one in pile if one[0] >= earliest]
            near |= {one.key: one for _, one in pile if is_place or not words.isdisjoint(one.words)}
            pile.append((report.days[1], report))
        new = fresh is None or report.key in fresh
        yield from ((other, report) for key, other in near.items() if new or (fresh and key in fresh))


def components(found: Sequence[Report], linked: Iterable[Link]) -> dict[str, str]:
    """Name for each report the neighbourhood that links connect it to, after the least key there."""
    above = {report.key: report.key for report in found}

    def top(key: str) -> str:
        while above[key] != key:
            above[key] = above[above[key]]
            key = above[key]
        return key

    for link in linked:
        one, other = sorted((top(link.one), top(link.other)))
        above[other] = one
    return {key: top(key) for key in above}


def join(found: Sequence[Report], linked: Iterable[Link]) -> list[list[Report]]:
    """Put reports of one event together, the most alike first, and never any two that are apart.

    The groups do not depend on the order of reports or links, and those of one neighbourhood not on other ones.
    """
    groups = _Groups(found)
    for link in sorted(linked, key=lambda one: (-one.likeness.score, one.one, one.other)):
        groups.unite(link.one, link.other)
    return groups.all()


def members(group: Sequence[Report], linked: Mapping[tuple[str, str], Likeness]) -> list[Membership]:
    """Explain an event: each mention with the one of it that it is most like, and why."""
    event_id = make_id("event", min(report.key for report in group))
    found = []
    for report in group:
        best = max(
            (
                (like.score, other.key, like.evidence)
                for other in group
                if (like := linked.get((min(report.key, other.key), max(report.key, other.key))))
            ),
            default=None,
        )
        for number, mention_id in enumerate(report.mention_ids):
            told = (None, report.mention_ids[0], ("article",)) if number else (best or (None, None, ()))
            how_like, joined_to, evidence = told
            found.append(
                Membership(
                    mention_id=mention_id, event_id=event_id, joined_to=joined_to, score=how_like, evidence=evidence
                )
            )
    return found


class _Groups:
    """Groups of reports that grow by union, unless two of their reports are apart."""

    def __init__(self, found: Sequence[Report]) -> None:
        self._members = {report.key: [report] for report in found}
        self._of = {report.key: report.key for report in found}

    def unite(self, one: str, other: str) -> None:
        first, second = sorted((self._of[one], self._of[other]))
        if first == second:
            return
        ours, theirs = self._members[first], self._members[second]
        if any(apart(mine, yours) for mine in ours for yours in theirs):
            return
        self._members[first] = ours + theirs
        for report in self._members.pop(second):
            self._of[report.key] = first

    def all(self) -> list[list[Report]]:
        return [sorted(self._members[key], key=lambda one: one.key) for key in sorted(self._members)]
