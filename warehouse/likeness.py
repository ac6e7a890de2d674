"""How likely two reports are to tell of one event: a pure score with its reasons, the same in either order.

A report is what one article says of one event: its mentions of it, put together. Nothing here depends on other reports
(no frequencies of a corpus), so that a score never changes once it was given.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
_CLOSE, _NEAR = timedelta(days=2), timedelta(days=10)
_WORD = re.compile(r"\w+")
_STOPPED = """
the and for with from that this which who whom whose was were had has have been being will would could should
may might can are its his her their them they she him our your you not but than then after before when where
while also into over under about between against more most said says saying told according year years week
weeks month months day days monday tuesday wednesday thursday friday saturday sunday january february march
april june july august september october november december one two three four first last new another again
since still there here both all any some such only just other others near least
"""
_STOP = frozenset(_STOPPED.split())
_ONE_WAY = frozenset({"ASSAULT", "COERCE"})
_STEM = 6
_SHORTEST = 3
WEIGHTS = {"parties": 0.15, "day": 0.2, "place": 0.25, "text": 1.0}
"""What agreement of each kind adds at most; round numbers, chosen so that parties and day alone do not join."""
JOINED = 0.4
"""The score from which two reports are taken for one event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one article says of one event.

    `key`, the least of the mention ids, names it and puts reports in order.
    `days` are the first and last day that the event can have; `dated` tells whether the article names them or they were
    taken from its publication. `words` are stems of the sentences.
    """

    key: str
    mention_ids: tuple[str, ...]
    article_id: str
    event_type: str
    initiators: frozenset[str]
    recipients: frozenset[str]
    places: frozenset[str]
    countries: frozenset[str]
    days: tuple[date, date] | None
    dated: bool
    words: frozenset[str]
    parties: frozenset[str] = field(init=False)
    """Initiators and recipients together; kept, because each report is compared many times."""

    def __post_init__(self) -> None:
        """Put the parties together."""
        object.__setattr__(self, "parties", self.initiators | self.recipients)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A score from 0 to 1 and what gave it, such as `parties:RUS+UKR`."""

    score: float
    evidence: tuple[str, ...]


UNLIKE = Likeness(score=0.0, evidence=())


def likeness(one: Report, other: Report) -> Likeness:
    """Compare two reports; what rules out that they tell of one event makes it 0."""
    total = score(one, other)
    return Likeness(score=round(min(1.0, total), 4), evidence=_evidence(one, other)) if total else UNLIKE


def score(one: Report, other: Report) -> float:
    """Say how alike two reports are, 0 for those that cannot be of one event; may pass 1. Most pairs end here."""
    if one.event_type != other.event_type or apart(one, other):
        return 0.0
    total = _parties(one, other) + _day(one, other) + _place(one, other) + WEIGHTS["text"] * _text(one, other)
    return max(0.0, total)


def apart(one: Report, other: Report) -> bool:
    """Tell whether two reports cannot be of one event: told apart by one article, on other days, of other parties."""
    if one.article_id == other.article_id:
        return True
    if strangers(one.initiators, one.recipients, (other.initiators, other.recipients), one.event_type):
        return True
    if one.days is None or other.days is None:
        return False
    slack = timedelta(0) if one.dated and other.dated else DAY
    return one.days[0] - slack > other.days[1] or other.days[0] - slack > one.days[1]


def strangers(
    initiators: frozenset[str],
    recipients: frozenset[str],
    others: tuple[frozenset[str], frozenset[str]],
    event_type: str,
) -> bool:
    """Tell whether two acts are of other parties, or attacks of the same parties the other way round."""
    their_initiators, their_recipients = others
    ours, theirs = initiators | recipients, their_initiators | their_recipients
    if not ours or not theirs:
        return False
    if ours.isdisjoint(theirs):
        return True
    return (
        event_type in _ONE_WAY
        and not (initiators.isdisjoint(their_recipients) and recipients.isdisjoint(their_initiators))
        and initiators.isdisjoint(their_initiators)
        and recipients.isdisjoint(their_recipients)
    )


def stems(texts: Iterable[str]) -> frozenset[str]:
    """Reduce texts to the beginnings of their telling words and to their figures."""
    found = set()
    for text in texts:
        for word in _WORD.findall(text):
            folded = word.casefold()
            if (len(folded) >= _SHORTEST or folded.isdigit()) and folded not in _STOP:
                found.add(folded[:_STEM] if not folded.isdigit() else f"#{folded}")
    return frozenset(found)


def _parties(one: Report, other: Report) -> float:
    shared = len(one.parties & other.parties)
    if not shared:
        return 0.0
    share = shared / min(len(one.parties), len(other.parties))
    return WEIGHTS["parties"] * share * (1.0 if shared > 1 else 0.7)


def _day(one: Report, other: Report) -> float:
    if one.days is None or other.days is None:
        return 0.0
    if one.dated and other.dated and one.days == other.days and one.days[0] == one.days[1]:
        return WEIGHTS["day"]
    span = max(one.days[1], other.days[1]) - min(one.days[0], other.days[0])
    return WEIGHTS["day"] * (0.6 if span <= _CLOSE else 0.2 if span <= _NEAR else 0.0)


def _place(one: Report, other: Report) -> float:
    if not one.places or not other.places:
        return 0.0
    if not one.places.isdisjoint(other.places):
        return WEIGHTS["place"]
    elsewhere = one.countries and other.countries and one.countries.isdisjoint(other.countries)
    return -WEIGHTS["place"] if elsewhere else -WEIGHTS["place"] / 2


def _text(one: Report, other: Report) -> float:
    """Give the mean of the share of the smaller set of words that the other has too and of the Dice coefficient."""
    ours, theirs = len(one.words), len(other.words)
    if not ours or not theirs:
        return 0.0
    shared = len(one.words & other.words)
    return (shared / min(ours, theirs) + 2 * shared / (ours + theirs)) / 2


def _evidence(one: Report, other: Report) -> tuple[str, ...]:
    """Say in words what two reports have in common."""
    found = []
    if shared := one.parties & other.parties:
        found.append(f"parties:{'+'.join(sorted(shared))}")
    if one.days and other.days and _day(one, other):
        ends = sorted((max(one.days[0], other.days[0]), min(one.days[1], other.days[1])))
        found.append(f"date:{'..'.join(dict.fromkeys(day.isoformat() for day in ends))}")
    if shared := one.places & other.places:
        found.append(f"place:{min(shared)}")
    if text := _text(one, other):
        found.append(f"text:{text:.2f}")
    return tuple(found)
