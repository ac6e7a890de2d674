"""How good coded mentions are against annotated documents: one figure a slot, as F1 over the mentions found.

A predicted mention is right when it has the kind of an annotated one in the same field and overlaps its trigger or, if
none does, begins in its sentence; each is used once. Every other figure is taken over the pairs so made, and `whole`
asks for kind, stage and both parties of a mention together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Record = Mapping[str, Any]
SLOTS = ("speaker", "via", "country", "date")
ROLES = ("initiator", "recipient")
KINDS = ("negotiation", "operation")
TIERS = ("high", "medium", "low")
# PLOVER's quad classes; the labelled sentences merge CONCEDE and RETREAT
_QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "YIELD": 2, "REQUEST": 3, "ACCUSE": 3,
    "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip


@dataclass(slots=True)
class Tally:
    """Hits, false alarms and misses of one figure."""

    hit: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, want: set[str], got: set[str]) -> None:
        """Count two sets of values against each other."""
        self.hit += len(want & got)
        self.extra += len(got - want)
        self.missed += len(want - got)

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall; 0 where nothing was hit."""
        return 2 * self.hit / (2 * self.hit + self.extra + self.missed) if self.hit else 0.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """An annotated mention with its places in the document: sentence and trigger, each from and up to."""

    mention: Record
    sentence: tuple[int, int]
    trigger: tuple[int, int]


@dataclass(slots=True)
class Board:
    """The tallies of a set of documents."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    stages: list[bool] = field(default_factory=list)
    tiers: dict[str, list[tuple[bool, bool]]] = field(default_factory=lambda: {tier: [] for tier in TIERS})

    def tally(self, name: str) -> Tally:
        """Return the tally of a figure, new at the first call."""
        return self.tallies.setdefault(name, Tally())


def wanted(document: Record) -> list[Wanted]:
    """Locate the annotated mentions of a document; raises ValueError where a sentence or trigger is not in it."""
    found = []
    for mention in document["mentions"]:
        text = document[mention.get("in", "text")]
        start = text.index(mention["sentence"])
        trigger = start + mention["sentence"].index(mention["trigger"])
        found.append(
            Wanted(
                mention,
                (start, start + len(mention["sentence"])),
                (trigger, trigger + len(mention["trigger"])),
            )
        )
    return found


def pair(gold: Sequence[Wanted], coded: Sequence[Record]) -> list[tuple[Wanted | None, Record | None]]:
    """Match annotated with predicted mentions; the unmatched of either stand beside None."""
    free, open_gold = list(coded), list(gold)
    pairs: list[tuple[Wanted | None, Record | None]] = []
    for fits in (_overlaps, _begins_in):
        for one in list(open_gold):
            match = next((mention for mention in free if _same(one, mention) and fits(one, mention)), None)
            if match is not None:
                pairs.append((one, match))
                open_gold.remove(one)
                free.remove(match)
    return [*pairs, *((one, None) for one in open_gold), *((None, mention) for mention in free)]


def _same(one: Wanted, mention: Record) -> bool:
    return bool(mention["kind"] == one.mention["kind"] and mention["in"] == one.mention.get("in", "text"))


def _overlaps(one: Wanted, mention: Record) -> bool:
    return bool(mention["start"] < one.trigger[1] and one.trigger[0] < mention["end"])


def _begins_in(one: Wanted, mention: Record) -> bool:
    return bool(one.sentence[0] <= mention["start"] < one.sentence[1])


def score(documents: Iterable[Record], coded: Iterable[Record]) -> dict[str, float]:
    """Return the figures, each between 0 and 1, of predicted mentions against annotated documents."""
    by_document: dict[str, list[Record]] = {}
    for mention in coded:
        if mention["kind"] in KINDS:
            by_document.setdefault(str(mention["id"]), []).append(mention)
    board = Board()
    for document in documents:
        for want, got in pair(wanted(document), by_document.get(str(document["id"]), [])):
            _count(board, want, got)
    return _figures(board)


def _count(board: Board, want: Wanted | None, got: Record | None) -> None:
    kind = (want.mention if want else got or {})["kind"]
    for name in ("detection", f"detection_{kind}"):
        board.tally(name).add({"it"} if want else set(), {"it"} if got else set())
    right = want is not None and got is not None and _compare(board, want.mention, got)
    board.tally("whole").add({"it"} if want else set(), {"it"} if right else {"other"} if got else set())
    if got is not None:
        board.tiers.get(got.get("confidence", ""), []).append((want is not None, right))


def _compare(board: Board, want: Record, got: Record) -> bool:
    """Count the slots of a pair; tell whether stage and parties are all right."""
    board.stages.append(want["stage"] == got.get("stage"))
    right = board.stages[-1]
    parties: tuple[set[str], set[str]] = (set(), set())
    for role in ROLES:
        ours, theirs = set(want.get(role) or ()), set(got.get(role) or ())
        board.tally(role).add(ours, theirs)
        parties[0].update(ours)
        parties[1].update(theirs)
        right &= ours == theirs
    board.tally("parties").add(*parties)
    for slot in SLOTS:
        board.tally(slot).add(_value(want, slot), _value(got, slot))
    return right


def _value(mention: Record, slot: str) -> set[str]:
    value = mention.get(slot)
    return {str(value).lower()} if value else set()


def _figures(board: Board) -> dict[str, float]:
    names = ("detection", "detection_negotiation", "detection_operation", "parties", *ROLES, *SLOTS, "whole")
    figures = {name: board.tally(name).f1 for name in names}
    figures["stage"] = _share(board.stages)
    total = sum(len(found) for found in board.tiers.values())
    for tier, found in board.tiers.items():
        figures[f"{tier}_precision"] = _share([hit for hit, _ in found])
        figures[f"{tier}_whole"] = _share([whole for _, whole in found])
        figures[f"{tier}_share"] = len(found) / total if total else 0.0
    return figures


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def score_roots(labelled: Iterable[Record], coded: Iterable[Record]) -> dict[str, float]:
    """Return macro F1 of event types over labelled sentences: by root, by quad class, by cooperation or conflict.

    A sentence's answer is the event type of its first mention that is `main`.
    """
    answers: dict[str, str] = {}
    for mention in coded:
        if mention.get("main") and mention["in"] == "text":
            answers.setdefault(str(mention["id"]), mention["event_type"])
    merged = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
    roots = []
    for row in labelled:
        answer = answers.get(str(row["id"]))
        roots.append((row["plover_root"][0], merged.get(answer, answer) if answer else None))
    quads = [(_QUADS[want], _QUADS.get(got or "")) for want, got in roots]
    sides = [(want > 2, None if got is None else got > 2) for want, got in quads]  # noqa: PLR2004 - classes 3, 4: conflict
    return {"root": _macro(roots), "quad": _macro(quads), "binary": _macro(sides)}


def _macro(pairs: Sequence[tuple[object, object]]) -> float:
    labels = {want for want, _ in pairs}
    scores = []
    for label in labels:
        hit = sum(want == got == label for want, got in pairs)
        both = sum(got == label for _, got in pairs) + sum(want == label for want, _ in pairs)
        scores.append(2 * hit / both)
    return sum(scores) / len(scores) if scores else 0.0
