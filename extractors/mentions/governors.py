"""What governs an event: the verb, noun or adjective whose content the event is, found by reading left (and for subjects right).

"refused to negotiate", "refusal of talks", "talks were refused" and "declined an offer of talks" all give the same link:
an operator, the way it is joined to the event, and the verb group that says when and whether the operator holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.mentions.operators import OperatorEntry, OperatorHit
from extractors.mentions.tagging import Tagged
from extractors.mentions.verbgroups import Group, group_at

_NEGATIVE = frozenset(["no", "neither", "not", "nor"])
_NOTHING = frozenset(["nothing", "nobody", "no", "none"])
_NOBODY = frozenset(["no", "none", "nobody", "neither", "one", "nothing"])
_THROUGH = frozenset(
    [
        "of",
        "on",
        "for",
        "about",
        "between",
        "with",
        "to",
        "over",
        "toward",
        "towards",
        "into",
        "from",
        "in",
        "at",
        "against",
    ]
)
_FREE = frozenset(["of", "on", "for", "about", "between", "toward", "towards", "to"])
_CONDITIONS = {"if": "if", "unless": "if", "whether": "if", "lest": "if"}
_REACH = 40
_OBJECT = 9
_NEAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One governor. `relation` is object, subject, infinitive, gerund, clause, of, adjective, exists or if.

    `entry` is None for a pseudo-governor ("if", "there is"); `effect` says what it does. `group` is that of the verb
    that carries it, None for nouns and adjectives in a noun phrase; `negated` holds a no of the noun phrase.
    """

    effect: str
    relation: str
    first: int
    last: int
    entry: OperatorEntry | None = None
    group: Group | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The governors of an event from the innermost outwards, and how the search ended.

    `negated` is a no before the event noun that no verb has taken up; `opaque` the token of the verb that is no operator
    and governs the event, -1 if none; `joined` the tokens of nouns through which the search passed ("round of talks");
    `own` the group of the event's verb.
    """

    links: tuple[Link, ...]
    negated: bool
    opaque: int
    through: tuple[int, ...]
    subject: bool
    own: Group | None = None
    direct: bool = False


class Governors:
    """Finds chains in one sentence. Verb groups are read once; what ends at a token is looked up."""

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
        twin = self._twin(group.main)
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

    def _twin(self, main: int) -> int | None:
        """Return the verb with which the one at `main` is coordinated, its subject not repeated."""
        at = main - 1
        while at >= 0 and self.tags[at] in "RG":
            at -= 1
        if at < 0 or self.tags[at] != "J":
            return None
        for back in range(at - 1, max(-1, at - _REACH), -1):
            if self.tags[back] == "V" and self.lower[back] not in {"including"}:
                return back
            if self.tags[back] in ";." or (self.tags[back] in "SW" and self.lower[back] != "as"):
                return None
        return None

    def of_noun(self, first: int, last: int, *, operator: bool = False) -> Chain:
        """Find what governs the noun at the tokens `first` to `last` (exclusive); `operator` says that it is one."""
        return _NounSearch(self, first, last).run(operator=operator)

    def of_verb(self, main: int, last: int, phrase: str = "") -> Chain:
        """Find what governs the verb at token `main`; its dictionary phrase ends before `last`."""
        group = self.group(main)
        within = "no" in self.lower[main + 1 : last] and " no" not in phrase
        if not group.negated and (within or self._object_denies(last)):
            group = replace(group, negated=True)
        links, opaque = self.verb_links(group)
        return Chain(links=tuple(links), negated=False, opaque=opaque, through=(), subject=False, own=group)

    def _object_denies(self, after: int) -> bool:
        """Read "bombed nothing", "laid no mines", "opened fire on nobody"."""
        return after < self.size and (self.lower[after] in _NOTHING or self.lower[after : after + 2] == ["not", "one"])

    def _subject_denies(self, start: int) -> bool:
        """Read "no troops crossed", "not one soldier has crossed", "nobody fired"."""
        for back in range(start - 1, max(-1, start - _OBJECT), -1):
            if self.lower[back] in _NOBODY:
                return self.lower[back] != "one" or (back > 0 and self.lower[back - 1] in {"not", "no"})
            if self.lower[back] == "not" and self.lower[back + 1] in {"a", "one", "single"}:
                return True
            if self.tags[back] not in "NEAP'CD":
                return False
        return False

    def verb_links(self, group: Group) -> tuple[list[Link], int]:
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
        if link.first in self.active or link.relation == "if":
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

    # what stands before an infinitive: "refused to", "is ready to", "urged Russia to", "a plan to"
    def _before_infinitive(self, group: Group) -> tuple[Link | None, int]:
        at = group.to - 1
        while at >= 0 and self.tags[at] in "RG":
            at -= 1
        for back in (group.to, *range(at, max(-1, at - _REACH), -1)):
            link = self._ending_at(back, "infinitive")
            if link is not None:
                return self._with_not(link, group), -1
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

    def _with_not(self, link: Link, group: Group) -> Link:
        """Move the not of "agreed not to attack" to the link, where "refused" has it."""
        del group
        return link

    def _before_gerund(self, group: Group) -> tuple[Link | None, int]:
        at = group.start - 1
        while at >= 0 and self.tags[at] in 'R"G':
            at -= 1
        if at < 0:
            return None, -1
        link = self._ending_at(at, "gerund")
        if link is not None:
            return link, -1
        if self.tags[at] == "P":
            for back in range(at - 1, max(-1, at - _OBJECT), -1):
                link = self._ending_at(back, "gerund")
                if link is not None:
                    return link, -1
                if self.tags[back] == "V":
                    return None, back
                if self.tags[back] not in "NEDAC'RPQ\"J":
                    break
        elif self.tags[at] == "J":
            twin = self._twin(group.main)
            if twin is not None and self.forms[twin] == "g":
                return self._before_gerund(self.group(twin))
        elif self.tags[at] == "S" and self.lower[at] == "without":
            return Link(effect="deny", relation="if", first=at, last=at + 1), -1
        return None, -1

    def _before_clause(self, group: Group) -> Link | None:
        """Find the verb of saying, denying, demanding in whose clause the finite verb stands."""
        twin = None if self._reports(group.main) else self._twin(group.main)
        if twin is not None and not self.group(twin).gerund:
            other = self.group(twin)
            return self._before_clause(other) if not other.infinitive else self._before_infinitive(other)[0]
        for back in range(group.start - 1, max(-1, group.start - _REACH), -1):
            tag = self.tags[back]
            if tag == "S":
                return self._conjunction(back)
            if tag in ";.W":
                return None
            if tag == "V":
                return next(
                    (self.verb_link(hit, "clause") for hit in self.starts.get(back, ()) if hit.entry.clause), None
                )
            if tag == "," and not self._bridges(back):
                return None
        return None

    def _reports(self, main: int) -> bool:
        """Tell whether a verb of saying stands there: after "and" it goes on with the main clause."""
        return any(hit.entry.effect == "report" for hit in self.starts.get(main, ()))

    def _bridges(self, comma: int) -> bool:
        """Tell whether a comma only sets off a phrase after the conjunction: "that, on Monday, it attacked"."""
        return any(self.tags[back] == "S" for back in range(max(0, comma - 6), comma))

    def _conjunction(self, at: int) -> Link | None:
        word = self.lower[at]
        if word in _CONDITIONS:
            return Link(effect="propose", relation="if", first=at, last=at + 1)
        if word not in {"that", "as", "how", "why"}:
            return None
        if word == "as":
            return None
        for back in range(at - 1, max(-1, at - _OBJECT), -1):
            for hit in self.ends.get(back, ()):
                if hit.entry.clause or hit.entry.word_class == "n":
                    return (
                        self.verb_link(hit, "clause") if hit.entry.word_class == "v" else self.noun_link(hit, "clause")
                    )
            if self.tags[back] in "V;.SW" and self.lower[back] not in {"by", "as", "from"}:
                return None
        return None

    def _ending_at(self, at: int, relation: str) -> Link | None:
        """Return the link of an operator whose last word stands at a token and that can govern to its right."""
        best: Link | None = None
        for hit in self.ends.get(at, ()):
            if hit.entry.subject_only:
                continue
            if hit.entry.word_class == "v":
                best = self.verb_link(hit, relation)
            elif hit.entry.word_class == "n":
                best = best or self.noun_link(hit, relation)
            else:
                best = best or self.predicate_link(hit, relation)
        return best

    def verb_link(self, hit: OperatorHit, relation: str) -> Link:
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
        return at >= 0 and self.lower[at] in _NEGATIVE

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


class _NounSearch:
    """One search from a noun: first left through its phrase, then, if it is a subject, right to its verb."""

    def __init__(self, governors: Governors, first: int, last: int) -> None:
        self.all, self.first, self.last = governors, first, last
        self.lower, self.tags, self.forms = governors.lower, governors.tags, governors.forms
        self.links: list[Link] = []
        self.through: list[int] = []
        self.negated = False
        self.opaque = -1
        self.subject = False
        self.operator = False
        self.direct = False

    def run(self, *, operator: bool) -> Chain:
        compound = None if operator else self._compound()
        self.operator = operator
        if compound is not None:
            self._left_adjectives()
            self.links += [compound, *self.all.of_noun(compound.first, compound.last, operator=True).links]
        else:
            self._left()
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
            self.negated = self.lower[at] in _NEGATIVE

    def _adjective(self, at: int) -> int:
        """Take the operator adjective that ends at a token, and return the token before it."""
        for hit in self.all.ends.get(at, ()):
            if hit.entry.word_class == "a" and (self.tags[at] != "E"):
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
            self._right()

    def _step(self, at: int) -> int | None:
        """Look at one token to the left; return the next to look at, or None where the search ends."""
        tag = self.tags[at]
        if tag == "D":
            self.negated |= self.lower[at] in _NEGATIVE and not self.operator and not self.through
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
            return self._comma(at)
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

    def _comma(self, at: int) -> int | None:
        """Pass a comma of an enumeration only."""
        listed = (
            at
            and self.tags[at - 1] in "NE"
            and any(self.tags[i] == "J" for i in range(at + 1, min(self.last + 6, len(self.tags))))
        )
        if listed and self.tags[at + 1] in "NEAD":
            between = self.tags[at + 1 : self.first]
            if all(tag in "NEADC'J" for tag in between):
                return at - 1
        inserted = self._inserted(at)
        if inserted is not None:
            return inserted
        self.subject = True
        return None

    def _inserted(self, comma: int) -> int | None:
        """Pass a phrase between a verb and its object: "called off, with ten hours' notice, a meeting"."""
        for at in range(comma - 1, max(0, comma - _OBJECT - 1), -1):
            if self.tags[at] in ";.VXM":
                return None
            if self.tags[at] == ",":
                opens = self.tags[at + 1] in "PSR" and self.tags[comma + 1 : comma + 2] == ["D"]
                ends = any(hit.entry.word_class == "v" for hit in self.all.ends.get(at - 1, ()))
                return at - 1 if opens and ends else None
        return None

    def _verb(self, at: int) -> int | None:
        entries = [
            hit for hit in self.all.starts.get(at, ()) if hit.entry.word_class == "v" and not hit.entry.subject_only
        ]
        reach = [hit for hit in entries if hit.last <= self.first]
        if reach and reach[0].entry.clause and self._finite_follows():
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
        return None

    def _finite_follows(self) -> bool:
        """Tell whether the noun is the subject of a clause without that: "said the talks had failed"."""
        for at in range(self.last, min(len(self.tags), self.last + _REACH)):
            if self.tags[at] in ";.,SWQ":
                return False
            if self.tags[at] in "XM":
                return True
            if self.tags[at] == "V":
                group = self.all.group(at)
                return not group.gerund and not group.reduced
        return False

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
            self.subject = not at
            return None
        if word in _FREE and before in "NEC\"'" and not (word == "for" and self._goes_there(at)):
            self.through.append(at - 1)
            return at - 1
        return self._adjunct(at, purpose=word == "for")

    def _goes_there(self, at: int) -> bool:
        """Tell whether "for" follows a place or a day after a verb of motion: "to fly to Cairo for"."""
        return self.tags[at - 1] == "E" and self.all.tagged.tokens.is_capital(at - 1)

    def _adjunct(self, at: int, *, purpose: bool) -> int | None:
        """End the search at a phrase of place or time; the verb to the left is told as opaque.

        Of "will fly to Cairo for talks" the talks share what the verb says of its time.
        """
        for back in range(at - 1, max(-1, at - _REACH), -1):
            if self.tags[back] == "V":
                self.opaque = back
                group = self.all.group(back)
                due = any(
                    hit.entry.effect in {"plan", "propose"}
                    for at in (back, back + 1)
                    for hit in self.all.starts.get(at, ())
                )
                if purpose and due and not (group.modal or group.infinitive):
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
            link = _negate(link)
            self.negated = False
        elif self.negated and link.entry is not None and link.entry.word_class == "n":
            pass
        beyond = self.all.beyond(link)
        self.links += [link, *beyond]
        if link.group is None and not beyond and link.first not in self.all.active:
            self._carry(link)

    def _carry(self, link: Link) -> None:
        """Go on from a noun operator: a no before it, and its own predicate ("the suspension of talks was denied")."""
        self.all.active.add(link.first)
        chain = self.all.of_noun(link.first, link.last, operator=True)
        self.all.active.discard(link.first)
        self.opaque = chain.opaque

    # to the right: "talks between A and B were suspended", "talks that began on Monday collapsed"
    def _right(self) -> None:
        at = self.last
        limit = min(len(self.tags), self.last + _REACH)
        while at < limit:
            tag = self.tags[at]
            if tag in "XM" or tag == "V":
                main = self._main(at)
                if main is None or not self._predicate(main):
                    return
                at = main + 1
                continue
            if tag == "P" and self._state(at):
                return
            if tag == ",":
                after = self._after_parenthesis(at)
                if after is None:
                    return
                at = after
                continue
            if (
                self.lower[at] in {"that", "which", "who"}
                and tag in "SW"
                and self.tags[at + 1 : at + 2] not in (["X"], ["M"], ["V"])
            ):
                at = self._after_relative(at)
                continue
            if tag == "T" and self.operator:
                at += 2  # "an attempt to storm the town failed"
                continue
            if (tag in ";.SQT" and self.lower[at] != "by") or (tag == "J" and self._new_clause(at)):
                return
            at += 1

    def _after_relative(self, at: int) -> int:
        """Return the token after the verb of a relative clause: "the exercise that Ankara had announced was scrapped"."""
        for index in range(at + 1, min(at + _REACH, len(self.tags))):
            if self.tags[index] in "XMV":
                main = self._main(index)
                return (index if main is None else main) + 1
            if self.tags[index] in ";.,SW":
                break
        return len(self.tags)

    def _state(self, at: int) -> bool:
        """Read a headline's predicate without a verb: "accord on ice", "talks on hold"."""
        for hit in self.all.starts.get(at, ()) if self.all.headline else ():
            if hit.entry.word_class == "a":
                link = Link(
                    effect=hit.entry.effect, relation="subject", first=hit.first, last=hit.last, entry=hit.entry
                )
                self.links.append(link)
                return True
        return False

    def _new_clause(self, at: int) -> bool:
        return self.lower[at] in {"but", "yet"} or (at > 0 and self.tags[at - 1] == ",")

    def _main(self, at: int) -> int | None:
        for index in range(at, min(at + 7, len(self.tags))):
            if self.tags[index] == "V":
                return index
            if self.tags[index] not in "XMRGT,":
                return None
        return None

    def _after_parenthesis(self, comma: int) -> int | None:
        for index in range(comma + 1, min(comma + 18, len(self.tags) - 1)):
            if self.tags[index] in ";.":
                return None
            if self.tags[index] == ",":
                follows = self.tags[index + 1]
                return index + 1 if follows in "XMV" else None
        return None

    def _predicate(self, main: int) -> bool:
        """Take the verb of which the noun is the subject; tell whether to look further right for the main verb."""
        group = self.all.group(main)
        relative = group.reduced and not self.all.headline
        passive = (
            group.passive or group.reduced or (self.all.headline and group.form in "nd" and not self._object(main))
        )
        hits = [hit for hit in self.all.starts.get(main, ()) if hit.entry.word_class == "v"]
        if group.gerund:
            return True
        link = None
        if passive:
            hit = next((h for h in hits if not h.entry.subject_only), None)
            link = self.all.verb_link(hit, "subject") if hit else self._participle(group)
        else:
            hit = next((h for h in hits if h.entry.intransitive and h.entry.subject_only), None) or next(
                (h for h in hits if h.entry.intransitive and self._no_object(h)), None
            )
            link = self.all.verb_link(hit, "subject") if hit else self._complement(group)
        if link is None:
            if not relative:
                self.opaque = main if self.opaque < 0 else self.opaque
                self.links += self._through_passive(group)
            return relative
        if self.negated:
            link = _negate(link)
            self.negated = False
        self.links.append(link)
        if not relative:
            self.links += self.all.beyond(link)
        return relative

    def _through_passive(self, group: Group) -> list[Link]:
        """Let the clause around an unknown verb still count: "denied that the talks had soured"."""
        if group.main in self.all.active:
            return []
        self.all.active.add(group.main)
        links, _ = self.all.verb_links(group)
        self.all.active.discard(group.main)
        return [link for link in links if link.effect in {"deny", "propose", "threaten"}]

    def _object(self, main: int) -> bool:
        after = self.tags[main + 1] if main + 1 < len(self.tags) else ""
        return after in {"D", "N", "E", "Q", "C"}

    def _no_object(self, hit: OperatorHit) -> bool:
        """Tell whether no object follows the verb: in "the attack halted traffic" the attack is not what stops."""
        after = hit.last
        while after < len(self.tags) and self.tags[after] == "R":
            after += 1
        if after >= len(self.tags):
            return True
        tag = self.tags[after]
        if tag == "D" and self.lower[min(after + 1, len(self.tags) - 1)] in _TIMES:
            return True
        if tag in "DEQ" or (tag == "N" and self.lower[after] not in _TIMES):
            return self.lower[after] in _TIMES or (tag == "E" and self.lower[after] in _TIMES)
        return True

    def _participle(self, group: Group) -> Link | None:
        """Read "have been stuck", where the participle is an operator as an adjective."""
        for hit in self.all.starts.get(group.main, ()):
            if hit.entry.word_class == "a":
                return Link(
                    effect=hit.entry.effect,
                    relation="subject",
                    first=hit.first,
                    last=hit.last,
                    entry=hit.entry,
                    group=group,
                )
        return None

    def _complement(self, group: Group) -> Link | None:
        """Read the predicate of be, remain, become: "are over", "is off the table", "were a failure"."""
        if self.lower[group.main] not in _COPULAS:
            return None
        for index in range(group.main + 1, min(group.main + 6, len(self.tags))):
            for hit in self.all.starts.get(index, ()):
                if hit.entry.word_class == "a" or (hit.entry.word_class == "n" and index > group.main):
                    return Link(
                        effect=hit.entry.effect,
                        relation="subject",
                        first=hit.first,
                        last=hit.last,
                        entry=hit.entry,
                        group=group,
                    )
            if self.tags[index] not in "RGDAN":
                return None
        return None


_BEING = (
    "be is are was were been remain remains remained become became seem seems appear appears stay stayed look looks hang lie"
    " lies lay stand stands stood 's 're"
)
_COPULAS = frozenset(_BEING.split())
_CALENDAR = (
    "monday tuesday wednesday thursday friday saturday sunday last this next today yesterday early late earlier overnight"
    " indefinitely without two three days weeks hours hour day week month year moment night months years minutes again"
)
_TIMES = frozenset(_CALENDAR.split())


def _negate(link: Link) -> Link:
    return replace(link, negated=not link.negated)


def operators_in(links: tuple[Link, ...]) -> Iterator[Link]:
    """Yield the links that are words of the dictionary."""
    for link in links:
        if link.entry is not None:
            yield link
