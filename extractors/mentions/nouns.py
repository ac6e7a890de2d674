"""What governs a noun, found by reading left through its phrase."""

from extractors.mentions.links import DEEP, NEGATIVE, REACH, Chain, Link, negate
from extractors.mentions.noun_edges import NounEdges
from extractors.mentions.operators import OperatorHit

_JOINTS = "of on for about between with to over toward towards into from in at against"
_THROUGH = frozenset(_JOINTS.split())
_AHEAD = frozenset(["will", "would", "shall", "be to"])
_PARTS = "link links involvement role responsibility connection knowledge blame complicity ties party"
_TELLING = frozenset(["hold", "report"])
_SHARES = frozenset(_PARTS.split())
_ON_THE_WAY = frozenset(["heading", "travelling", "traveling", "flying", "going", "coming", "returning"])
_FREE = frozenset(["of", "on", "for", "about", "between", "toward", "towards", "to"])


class NounSearch(NounEdges):
    """One search from a noun: first left through its phrase, then, if it is a subject, right to its verb."""

    def run(self, *, operator: bool) -> Chain:
        """Search, and return the chain; `operator` says that the noun is itself an operator."""
        compound = None if operator else self._compound()
        self.operator = operator
        if compound is not None:
            self._left_adjectives()
            self.links += [compound, *self.all.of_noun(compound.first, compound.last, operator=True).links]
        else:
            self._left()
        if not (operator or self.subject or any(link.effect not in _TELLING for link in self.links)):
            outer, self.links = self.links, []
            self.seek_relative()
            self.links += outer
        return Chain(
            links=tuple(self.links),
            negated=self.negated,
            opaque=self.opaque,
            through=tuple(self.through),
            subject=self.subject,
            direct=self.direct,
        )

    def _compound(self) -> Link | None:
        """Find the noun of "truce extension", "ceasefire violations", "withdrawal plan"."""
        for hit in self.all.starts.get(self.last, ()):
            if hit.entry.word_class == "n" and self.tags[self.last] == "N":
                return self.all.noun_link(hit, "of")
        return None

    def _left_adjectives(self) -> None:
        at = self.first - 1
        while at >= 0 and self.tags[at] in "ANE'CV":
            before = len(self.links)
            at = self._adjective(at)
            if len(self.links) == before and self.tags[at + 1] == "V":
                break
        if at >= 0 and self.tags[at] == "D":
            self.negated = self.lower[at] in NEGATIVE

    def _adjective(self, at: int) -> int:
        """Take the operator adjective that ends at a token, and return the token before it."""
        for hit in self.all.ends.get(at, ()):
            if hit.entry.word_class == "a" and self.tags[at] != "E" and not hit.entry.subject_only:
                self.links.append(
                    Link(effect=hit.entry.effect, relation="adjective", first=hit.first, last=hit.last, entry=hit.entry)
                )
                return hit.first - 1
        return at - 1

    def _left(self) -> None:
        at = self.first - 1
        self.subject = at < 0
        while at >= 0:
            step = self._step(at)
            if step is None:
                break
            at = step
        if self.subject or at < 0:
            self.subject = True
            self.seek_predicate()

    def _step(self, at: int) -> int | None:  # noqa: C901, PLR0911 - a table of word classes
        """Look at one token to the left; return the next to look at, or None where the search ends."""
        tag = self.tags[at]
        if tag == "D":
            self.negated |= self.lower[at] in NEGATIVE and not self.operator and not self.through
            return at - 1
        if tag in "ANEC'\"R":
            return self._modifier(at)
        if tag == "J":
            return self._coordination(at)
        if tag == "P":
            return self._preposition(at)
        if tag == "V":
            return self._verb(at)
        if tag == ",":
            return self.comma(at)
        if tag == "G":
            self.negated = True
            return at - 1
        if self.lower[at] == "as":
            for hit in self.all.ends.get(at, ()):
                if hit.entry.word_class == "v":
                    self._add(self.all.verb_link(hit, "object"))
                    return None
        self.subject = tag != "T"
        return None

    def _modifier(self, at: int) -> int | None:
        if at + 1 < self.first and self.tags[at + 1] == "D":
            for hit in self.all.ends.get(at, ()):
                if hit.entry.word_class == "v" and hit.first < at:
                    self._add(self.all.verb_link(hit, "object"))
                    return None
        for hit in self.all.ends.get(at, ()):
            if hit.entry.word_class == "v" and " as " in hit.entry.phrase:
                self._add(self.all.verb_link(hit, "object"))
                return None
        if self.tags[at] in "AN" and not self.through:
            return self._finish_start(self._adjective(at))
        return self._finish_start(at - 1)

    def _finish_start(self, at: int) -> int | None:
        if at < 0:
            self.subject = True
            return None
        return at

    def _coordination(self, at: int) -> int | None:
        if at and self.tags[at - 1] in "NEC'\"A" and self.lower[at] != "but":
            return at - 1
        if at and self.tags[at - 1] == "V":
            return self._verb(at - 1)
        self.subject = True
        return None

    def _verb(self, at: int) -> int | None:
        entries = [
            hit for hit in self.all.starts.get(at, ()) if hit.entry.word_class == "v" and not hit.entry.subject_only
        ]
        reach = [hit for hit in entries if hit.last <= self.first or hit.last > self.last]
        if reach and reach[0].entry.clause and self.finite_follows():
            self.subject = True
            return None
        if at and self.lower[at - 1] == "as":
            wide = next(
                (hit for hit in self.all.ends.get(at, ()) if hit.entry.word_class == "v" and hit.first < at), None
            )
            if wide is None:
                return at - 1
            self._add(self.all.verb_link(wide, "object"))
            return None
        if self.forms[at] == "n" and self.all.group(at).reduced and not self._takes_object(at):
            self.opaque = at
            return None
        if reach:
            self._add(self.all.verb_link(reach[0], "object"))
        elif self.lower[at] in {"is", "are", "was", "were", "be", "been", "'s"} and self._exists(at):
            link = Link(effect="hold", relation="exists", first=at, last=at + 1, group=self.all.group(at))
            self._add(link)
        else:
            self.opaque, self.direct = at, True
            group = self.all.group(at)
            if self.through and (group.infinitive or group.modal in _AHEAD):
                self._add(Link(effect="hold", relation="adjunct", first=at, last=at + 1, group=group))
        return None

    def _takes_object(self, at: int) -> bool:
        """Tell whether what looks like a participle governs the noun: a headline's or a past form all the same."""
        return self.all.headline or (at + 1 < self.first and self.tags[at + 1] in "DANEC'") or at + 1 == self.first

    def _exists(self, at: int) -> bool:
        start = self.all.group(at).start
        return start > 0 and self.lower[start - 1] in {"there", "here"}

    def _preposition(self, at: int) -> int | None:
        word = self.lower[at]
        for end in (at, at - 1):
            for hit in self.all.ends.get(end, ()):
                if hit.entry.subject_only or (
                    end != at and hit.entry.word_class == "a" and word not in {"to", "for", "on", "of"}
                ):
                    continue
                if hit.entry.word_class == "n" and end != at and word not in _THROUGH:
                    continue
                if hit.entry.word_class == "v" and end != at and word not in {"to", "on", "with", "for", "from", "of"}:
                    continue
                if hit.entry.word_class == "a" and end != at and self.tags[end] == "N":
                    continue
                self._add(self._prepositional(hit))
                return None
        before = self.tags[at - 1] if at else ""
        if before == "V" or not at:
            self.opaque = at - 1 if before == "V" else -1
            self.subject = not at and self._begins_anew(at)
            return None
        if self.lower[at - 1] in _SHARES:
            return None  # who denies a link to an attack does not deny the attack
        if word in _FREE and before in "NEC\"'" and not (word == "for" and self._goes_there(at)):
            self.through.append(at - 1)
            return at - 1
        return self._adjunct(at, purpose=word == "for")

    def _begins_anew(self, at: int) -> bool:
        """Tell whether an article opens a new phrase after that of a preposition: "under the deal the army left"."""
        return any(self.tags[i] == "D" and self.tags[i - 1] in "NEC" for i in range(at + 2, self.first))

    def _goes_there(self, at: int) -> bool:
        """Tell whether "for" follows a place or a day after a verb of motion: "to fly to Cairo for"."""
        return self.tags[at - 1] == "E" and self.all.tagged.tokens.is_capital(at - 1)

    def _adjunct(self, at: int, *, purpose: bool) -> int | None:
        """End the search at a phrase of place or time; the verb to the left is told as opaque.

        Of "will fly to Cairo for talks" the talks share what the verb says of its time.
        """
        for back in range(at - 1, max(-1, at - REACH), -1):
            if self.tags[back] == "V":
                self.opaque = back
                group = self.all.group(back)
                due = any(
                    hit.entry.effect in {"plan", "propose"}
                    for at in (back, back + 1)
                    for hit in self.all.starts.get(at, ())
                )
                travels = self.lower[back] in _ON_THE_WAY and group.progressive
                if purpose and (due or travels) and not (group.modal or group.infinitive):
                    link = Link(effect="plan", relation="adjunct", first=back, last=back + 1, group=group)
                    self.links += [link, *self.all.beyond(link)]
                elif purpose and (group.modal or group.infinitive):
                    link = Link(effect="hold", relation="adjunct", first=back, last=back + 1, group=group)
                    self.links += [link, *self.all.beyond(link)]
                return None
            if self.tags[back] in ";.SW,":
                break
        return None

    def _prepositional(self, hit: OperatorHit) -> Link:
        if hit.entry.word_class == "v":
            return self.all.verb_link(hit, "object")
        if hit.entry.word_class == "n":
            return self.all.noun_link(hit, "of")
        return self.all.predicate_link(hit, "object")

    def _add(self, link: Link) -> None:
        if self.negated and link.group is not None:
            link = negate(link)
            self.negated = False
        elif self.negated and link.entry is not None and link.entry.word_class == "n":
            pass
        beyond = self.all.beyond(link)
        self.links += [link, *beyond]
        if link.group is None and not beyond and link.first not in self.all.active and len(self.all.active) < DEEP:
            self._carry(link)

    def _carry(self, link: Link) -> None:
        """Go on from a noun operator: a no before it, and its own predicate ("the suspension of talks was denied")."""
        self.all.active.add(link.first)
        chain = self.all.of_noun(link.first, link.last, operator=True)
        self.all.active.discard(link.first)
        self.opaque = chain.opaque
