"""What a sentence says to whoever looks for governors: its verb groups, and where operators begin and end."""

from abc import ABC, abstractmethod
from dataclasses import replace

from extractors.mentions.links import NEGATIVE, OBJECT, REACH, Chain, Link
from extractors.mentions.operators import OperatorHit
from extractors.mentions.tagging import Tagged
from extractors.mentions.verbgroups import Group, group_at

_NOTHING = frozenset(["nothing", "nobody", "no", "none"])
_NOBODY = frozenset(["no", "none", "nobody", "neither", "one", "nothing"])
_NEAR = 4


class Reading(ABC):
    """One sentence, with the searches that `governors` adds."""

    @abstractmethod
    def of_noun(self, first: int, last: int, *, operator: bool = False) -> Chain:
        """Find what governs the noun at the tokens `first` to `last` (exclusive); `operator` says that it is one."""

    @abstractmethod
    def verb_links(self, group: Group) -> tuple[list[Link], int]:
        """Find what governs a verb: the links outwards, and the token of a verb that is no operator (-1 if none)."""

    @abstractmethod
    def beyond(self, link: Link) -> list[Link]:
        """Return the governors of a governor."""

    def __init__(self, tagged: Tagged, operators: list[OperatorHit], *, headline: bool) -> None:
        self.tagged, self.headline = tagged, headline
        self.lower, self.tags, self.forms = tagged.tokens.lower, tagged.tags, tagged.forms
        self.size = len(self.tags)
        self.starts: dict[int, list[OperatorHit]] = {}
        self.ends: dict[int, list[OperatorHit]] = {}
        for hit in operators:
            self.starts.setdefault(hit.first, []).append(hit)
            self.ends.setdefault(hit.last - 1, []).append(hit)
        self.groups: dict[int, Group] = {}
        self.active: set[int] = set()  # tokens whose governors are being sought: a search never comes back to itself

    def group(self, main: int) -> Group:
        """Return the group of the verb at a token; a verb after "and" shares what stands before its twin."""
        found = self.groups.get(main)
        if found is None:
            found = self._shared(group_at(self.tagged, main))
            if not (found.negated or found.infinitive or found.gerund) and self._subject_denies(found.start):
                found = replace(found, negated=True)
            self.groups[main] = found
        return found

    def _shared(self, group: Group) -> Group:
        if group.start != group.main or group.form not in "bng":
            return group
        twin = self.twin(group.main)
        if group.form == "b":
            twin = self._listed(group.main) or twin
        if twin is None:
            return group
        other = self.group(twin)
        same = other.form == group.form or {other.form, group.form} <= {"n", "d"}
        if not same or other.start == other.main:
            return group
        return Group(
            main=group.main, start=other.start, form=group.form, modal=other.modal, to=other.to, perfect=other.perfect,
            passive=other.passive, progressive=other.progressive, negated=other.negated,
        )  # fmt: skip

    def _listed(self, main: int) -> int | None:
        """Return the first of the infinitives in "to keep calm, show restraint and meet", for one of the others."""
        if main < 1 or self.tags[main - 1] not in "J,":
            return None
        for back in range(main - 1, max(0, main - REACH), -1):
            if self.tags[back] in ";.SWX":
                return None
            if self.tags[back] in "TM":
                return next((i for i in range(back + 1, main) if self.tags[i] == "V" and self.forms[i] == "b"), None)
        return None

    def twin(self, main: int) -> int | None:
        """Return the verb with which the one at `main` is coordinated, its subject not repeated."""
        at = main - 1
        while at >= 0 and self.tags[at] in "RG":
            at -= 1
        if at < 0 or self.tags[at] != "J":
            return None
        for back in range(at - 1, max(-1, at - REACH), -1):
            if self.tags[back] == "V" and self.lower[back] != "including":
                return back
            if self.tags[back] in ";." or (self.tags[back] in "SW" and self.lower[back] != "as"):
                return None
        return None

    def _subject_denies(self, start: int) -> bool:
        """Read "no troops crossed", "not one soldier has crossed", "nobody fired"."""
        for back in range(start - 1, max(-1, start - OBJECT), -1):
            if self.lower[back] in _NOBODY:
                return self.lower[back] != "one" or (back > 0 and self.lower[back - 1] in {"not", "no"})
            if self.lower[back] == "not" and self.lower[back + 1] in {"a", "one", "single"}:
                return True
            if self.tags[back] not in "NEAP'CD":
                return False
        return False

    def object_denies(self, after: int) -> bool:
        """Read "bombed nothing", "laid no mines", "opened fire on nobody"."""
        return after < self.size and (self.lower[after] in _NOTHING or self.lower[after : after + 2] == ["not", "one"])

    def reports(self, main: int) -> bool:
        """Tell whether a verb of saying stands there: after "and" it goes on with the main clause."""
        speech = {"report", "propose", "demand", "threaten", "deny", "refuse"}
        return any(hit.entry.effect in speech for hit in self.starts.get(main, ()))

    def verb_link(self, hit: OperatorHit, relation: str) -> Link:
        """Link an operator that is a verb."""
        return Link(
            effect=hit.entry.effect,
            relation=relation,
            first=hit.first,
            last=hit.last,
            entry=hit.entry,
            group=self.group(hit.first),
        )

    def _effect(self, hit: OperatorHit) -> str:
        """Read "neither confirmed nor denied" as leaving it open."""
        before = self.lower[max(0, hit.first - _NEAR) : hit.first]
        if (
            hit.entry.effect in {"deny", "report"}
            and any(word.startswith("confirm") for word in before)
            and "nor" in before
        ):
            return "doubt"
        return hit.entry.effect

    def noun_link(self, hit: OperatorHit, relation: str) -> Link:
        """Link an operator that is a noun, with a no before it."""
        return Link(
            effect=hit.entry.effect,
            relation=relation,
            first=hit.first,
            last=hit.last,
            entry=hit.entry,
            negated=self._has_no(hit.first),
        )

    def _has_no(self, first: int) -> bool:
        """Tell whether a no stands before the noun that begins at a token: "has no plan to", "no offer of"."""
        at = first - 1
        while at >= 0 and self.tags[at] in "ANR" and first - at < _NEAR:
            at -= 1
        return at >= 0 and self.lower[at] in NEGATIVE

    def predicate_link(self, hit: OperatorHit, relation: str) -> Link:
        """Link an adjective to the verb be before it: "is not ready to"."""
        at = hit.first - 1
        while at >= 0 and (self.tags[at] in "RG" or self.lower[at] in {"too", "very"}):
            at -= 1
        group = self.group(at) if at >= 0 and self.tags[at] == "V" else None
        if group is None and at >= 0 and self.tags[at] == "X":
            group = group_at(self.tagged, hit.first)
        negated = any(self.tags[i] == "G" for i in range(max(at, 0) + 1, hit.first))
        return Link(
            effect=hit.entry.effect,
            relation=relation,
            first=hit.first,
            last=hit.last,
            entry=hit.entry,
            group=group,
            negated=negated,
        )
