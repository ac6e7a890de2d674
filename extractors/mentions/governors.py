"""What governs an event: the verb, noun or adjective whose content the event is.

"Refused to negotiate", "refusal of talks", "talks were refused", "declined an offer of talks" all give one link:
an operator, the way it is joined to the event, and the verb group that says when and whether the operator holds.
"""

from dataclasses import replace

from extractors.mentions.links import DEEP, OBJECT, REACH, Chain, Link
from extractors.mentions.nouns import NounSearch
from extractors.mentions.subordination import Subordination
from extractors.mentions.verbgroups import Group

_BEING = frozenset(["is", "was", "'s", "has", "have", "had"])  # "there is nothing to discuss"
_MEANS = frozenset(["by", "through"])


def _held(link: Link) -> bool:
    """Tell whether an operator only says that its object took place: what follows by to is the aim of that."""
    return link.effect == "hold" and link.entry is not None and not link.entry.phrase.startswith(("use", "help"))


class Governors(Subordination):
    """Finds chains in one sentence."""

    def of_noun(self, first: int, last: int, *, operator: bool = False) -> Chain:
        """Find what governs the noun at the tokens `first` to `last` (exclusive); `operator` says that it is one."""
        return NounSearch(self, first, last).run(operator=operator)

    def of_verb(self, main: int, last: int, phrase: str = "") -> Chain:
        """Find what governs the verb at token `main`; its dictionary phrase ends before `last`."""
        group = self.group(main)
        within = "no" in self.lower[main + 1 : last] and " no" not in phrase
        if not group.negated and (within or self.object_denies(last)):
            group = replace(group, negated=True)
        links, opaque = self.verb_links(group)
        return Chain(links=tuple(links), negated=False, opaque=opaque, through=(), subject=False, own=group)

    def verb_links(self, group: Group) -> tuple[list[Link], int]:
        """Find what governs a verb: the links outwards, and the token of a verb that is no operator (-1 if none)."""
        link: Link | None = None
        opaque = -1
        if group.infinitive:
            link, opaque = self._before_infinitive(group)
        elif group.gerund:
            link, opaque = self._before_gerund(group)
        elif not group.reduced:
            link = self._before_clause(group)
        if link is None:
            return [], opaque
        return [link, *self.beyond(link)], opaque

    def beyond(self, link: Link) -> list[Link]:
        """Return the governors of a governor."""
        if link.first in self.active or len(self.active) > DEEP or link.relation == "if":
            return []
        self.active.add(link.first)
        try:
            if link.group is not None:
                return self.verb_links(link.group)[0]
            if link.entry is not None and link.entry.word_class == "n":
                return list(self.of_noun(link.first, link.last, operator=True).links)
            return []
        finally:
            self.active.discard(link.first)

    def _first_of_joined(self, group: Group) -> int:
        """Return the token before an infinitive, or before the one that it is joined to: "to take in and to host"."""
        at = group.to - 1
        while at >= 0 and self.tags[at] in "RG":
            at -= 1
        if at > 0 and self.tags[at] == "J":
            first = next((i for i in range(at - 1, max(0, at - REACH), -1) if self.tags[i] in "T;.SW"), 0)
            if self.tags[first] == "T" and self.tags[first + 1] == "V":
                return first - 1
        return at

    def _before_infinitive(self, group: Group) -> tuple[Link | None, int]:
        at = self._first_of_joined(group)
        if at > 0 and self.tags[at] == ",":
            opened = next((i for i in range(at - 1, max(-1, at - REACH), -1) if self.tags[i] == ","), None)
            at = at if opened is None else opened - 1
        for back in (group.to, *range(at, max(-1, at - REACH), -1)):
            link = self._ending_at(back, "infinitive") or self._nothing(back)
            if link is not None and back < at and _held(link):
                return None, link.first  # what was held or imposed is its object, and the infinitive only the aim
            if link is not None:
                return link, -1
            tag = self.tags[back]
            if back == group.to:
                continue
            if tag == "V":
                return None, back
            if tag in ";.XMW" or (tag == "," and back != at) or (tag == "S" and back != at):
                return None, -1
            if tag == "S":
                return Link(effect="propose", relation="if", first=back, last=back + 1), -1
        return None, -1

    def _nothing(self, at: int) -> Link | None:
        """Read "there is nothing to discuss"."""
        if self.lower[at] != "nothing" or self.lower[at - 1] not in _BEING:
            return None
        return Link(effect="refuse", relation="infinitive", first=at, last=at + 1)

    def _before_gerund(self, group: Group) -> tuple[Link | None, int]:  # noqa: C901, PLR0911 - a table of what may stand there
        at = group.start - 1
        while at >= 0 and self.tags[at] in 'R"G':
            at -= 1
        if at < 0:
            return None, -1
        link = self._ending_at(at, "gerund")
        if link is not None:
            return link, -1
        means = self._means(at)
        if means is not None:
            return means, -1
        if self.tags[at] == "P":
            for back in range(at - 1, max(-1, at - OBJECT), -1):
                link = self._ending_at(back, "gerund")
                if link is not None:
                    return link, -1
                if self.tags[back] == "V":
                    return None, back
                if self.tags[back] not in "NEDAC'RPQ\"J":
                    break
        elif self.tags[at] == "J":
            twin = self.twin(group.main)
            if twin is not None and self.forms[twin] == "g":
                return self._before_gerund(self.group(twin))
        elif self.tags[at] == "S" and self.lower[at] == "without":
            return Link(effect="deny", relation="if", first=at, last=at + 1), -1
        return None, -1

    def _means(self, at: int) -> Link | None:
        """Let what somebody will, must or may do say the same of how: "asked him to answer by opening talks"."""
        if self.tags[at] not in "PS" or self.lower[at] not in _MEANS:
            return None
        back = next((i for i in range(at - 1, max(-1, at - OBJECT), -1) if self.tags[i] in "V;.,SW"), -1)
        if back < 0 or self.tags[back] != "V" or self.starts.get(back):
            return None
        group = self.group(back)
        open_ = group.infinitive or group.modal or group.negated
        return Link(effect="hold", relation="adjunct", first=back, last=back + 1, group=group) if open_ else None

    def _before_clause(self, group: Group) -> Link | None:  # noqa: PLR0911 - a table of word classes
        """Find the verb of saying, denying, demanding in whose clause the finite verb stands."""
        twin = self.twin(group.main)
        if twin is not None and self.reports(group.main):
            return None
        if twin is not None and not self.group(twin).gerund:
            other = self.group(twin)
            return self._before_clause(other) if not other.infinitive else self._before_infinitive(other)[0]
        start = self.first_conjunct(group) if twin is None else group.start
        for back in range(start - 1, max(-1, start - REACH), -1):
            tag = self.tags[back]
            if tag == "S":
                return self.conjunction(back, group)
            if tag in ";.W":
                return None
            if self.lower[back - 1 : back + 1] == ["in", "case"]:
                return Link(effect="propose", relation="if", first=back - 1, last=back + 1)
            if tag == "V":
                return next(
                    (self.verb_link(hit, "clause") for hit in self.starts.get(back, ()) if hit.entry.clause), None
                )
            if tag == "," and not self.bridges(back):
                return None
        return None

    def _ending_at(self, at: int, relation: str) -> Link | None:
        """Return the link of an operator whose last word stands at a token and that can govern to its right."""
        best: Link | None = None
        for hit in self.ends.get(at, ()):
            if hit.entry.subject_only and hit.entry.word_class == "v":
                continue
            if hit.entry.word_class == "v":
                best = self.verb_link(hit, relation)
            elif hit.entry.word_class == "n":
                best = best or self.noun_link(hit, relation)
            else:
                best = best or self.predicate_link(hit, relation)
        return best
