"""The predicate of a noun: "talks between A and B were suspended", "talks that began on Monday collapsed"."""

from extractors.mentions.links import DEEP, OBJECT, REACH, Link, negate
from extractors.mentions.operators import OperatorHit
from extractors.mentions.readings import Reading
from extractors.mentions.verbgroups import Group

_CALENDAR = (
    "monday tuesday wednesday thursday friday saturday sunday last this next today yesterday early late earlier"
    " overnight indefinitely without two three days weeks hours hour day week month year moment night months years"
    " minutes again right south north east west"
)
_TIMES = frozenset(_CALENDAR.split())
_BEING = (
    "be is are was were been remain remains remained become became seem seems appear appears stay stayed look looks"
    " hang lie lies lay stand stands stood 's 're"
)
_COPULAS = frozenset(_BEING.split())


_JOINING = frozenset(["at", "for", "in", "into", "of", "on", "over", "to", "under", "with", "without"])
_UNSURE = frozenset(["would", "could", "might", "may", "must", "should"])


class PredicateSearch:
    """What is found about one noun; `seek_predicate` reads right from it to the verb of which it is the subject."""

    def __init__(self, reading: Reading, first: int, last: int) -> None:
        self.all, self.first, self.last = reading, first, last
        self.lower, self.tags, self.forms = reading.lower, reading.tags, reading.forms
        self.links: list[Link] = []
        self.through: list[int] = []
        self.negated = False
        self.opaque = -1
        self.subject = False
        self.operator = False
        self.direct = False

    def seek_predicate(self) -> None:
        """Read right to the verb of which the noun is the subject, past phrases and relative clauses."""
        at = self.last
        if self.operator and self.tags[at - 1 : at + 1] == ["T", "V"]:
            at += 1  # "efforts to reach a truce have stalled"
        limit = min(len(self.tags), self.last + REACH)
        while at < limit:
            tag = self.tags[at]
            if tag in "XMV" or (tag == "T" and self.all.headline and not self.operator):
                main = self._main(at)
                if main is None or not self._predicate(main):
                    return
                at = main + 1
                continue
            after = self._past(at, tag)
            if after is None:
                return
            at = after

    def _past(self, at: int, tag: str) -> int | None:
        """Return the token from which to look on, or None where the noun's clause ends."""
        if tag == "P" and self._state(at):
            return None
        if tag == ",":
            return self._after_parenthesis(at)
        follows = self.tags[at + 1] if at + 1 < len(self.tags) else ""
        if tag in "SW" and self.lower[at] in {"that", "which", "who"}:
            return at + 1 if follows in {"X", "M", "V"} else self._after_relative(at)
        if tag == "T" and (self.operator or not self.all.headline):
            return at + 2  # "an attempt to storm the town failed"
        if (tag in ";.SQT" and self.lower[at] != "by") or (tag == "J" and self._new_clause(at)):
            return None
        return at + 1

    def _after_relative(self, at: int) -> int:
        """Return the token after the verb of a relative clause: "the drill that Ankara had announced was scrapped"."""
        for index in range(at + 1, min(at + REACH, len(self.tags))):
            if self.tags[index] in "XMV":
                main = self._main(index)
                return (index if main is None else main) + 1
            if self.tags[index] in ";.,SW":
                break
        return len(self.tags)

    def seek_relative(self) -> None:
        """Read what a relative clause says of a noun that is no subject: "the talks that failed"."""
        at = self.last
        if at < len(self.tags) and self.tags[at] == "V" and self.forms[at] == "n" and self.all.group(at).reduced:
            self._predicate(at)  # "the talks held in Riyadh"
            return
        while at < len(self.tags) and at - self.last < OBJECT and self.tags[at] in "PNEACD'":
            at += 1
        if at + 1 < len(self.tags) and self.tags[at] == "," and self.lower[at + 1] == "which":
            at += 1
        elif at < len(self.tags) and self.lower[at] == "which" and self.tags[at - 1] == "P":
            return
        if at + 1 >= len(self.tags) or self.lower[at] not in {"that", "which"} or self.tags[at] not in "SW":
            return
        if self.tags[at + 1] in "XMVRG":
            main = self._main(at + 1)
            if main is not None:
                self._predicate(main)
        elif self.tags[at - 1] != ",":
            self._object_relative(at + 1)

    def _object_relative(self, at: int) -> None:
        """Take the verb whose object the noun is in "the drill that Ankara had announced"."""
        for index in range(at, min(at + OBJECT, len(self.tags))):
            if self.tags[index] in "XMV":
                main = self._main(index)
                hits = () if main is None else self.all.starts.get(main, ())
                hit = next((h for h in hits if h.entry.word_class == "v" and not h.entry.subject_only), None)
                if hit is not None and not self._object(hit.last - 1):
                    self.links.append(self.all.verb_link(hit, "object"))
                return
            if self.tags[index] in ";.,SW":
                return

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
                if follows in "XMV":
                    self._aside(comma + 1)
                return index + 1 if follows in "XMV" else None
        return None

    def _aside(self, at: int) -> None:
        """Read a relative clause between commas: "the siege, which lasted a year, had"."""
        if self.lower[at] == "which" and self.tags[at + 1] in "XMV":
            main = self._main(at + 1)
            if main is not None:
                self._predicate(main)

    def _predicate(self, main: int) -> bool:
        """Take the verb of which the noun is the subject; tell whether to look further right for the main verb."""
        group = self.all.group(main)
        relative = (group.reduced and not self.all.headline) or self._in_relative(group)
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
            hit = next(
                (h for h in hits if h.entry.subject_only and (" " in h.entry.phrase or self._no_object(h))), None
            )
            hit = hit or next((h for h in hits if h.entry.intransitive and self._no_object(h)), None)
            link = self.all.verb_link(hit, "subject") if hit else self._complement(group)
        if link is None and group.modal in _UNSURE and not self.negated and not self._definite():
            link = Link(effect="propose", relation="subject", first=main, last=main + 1, group=group)
        if link is None:
            if not relative:
                self.opaque = main if self.opaque < 0 else self.opaque
                self.links += self._through_passive(group)
            return relative
        if self.negated:
            link = negate(link)
            self.negated = False
        self.links.append(link)
        if not relative:
            self.links += self.all.beyond(link)
        return relative

    def _in_relative(self, group: Group) -> bool:
        """Tell whether the verb stands in a relative clause about the noun: "a meeting that was to be held in May"."""
        before = group.start - 1
        return before >= 0 and self.tags[before] in "SW" and self.lower[before] in {"that", "which", "who"}

    def _definite(self) -> bool:
        """Tell whether an article or a name says which event is meant."""
        at = self.first - 1
        while at >= 0 and self.tags[at] in "AN":
            at -= 1
        return at >= 0 and (self.lower[at] in {"the", "this", "that"} or self.tags[at] in "'E")

    def _through_passive(self, group: Group) -> list[Link]:
        """Let the clause around an unknown verb still count: "denied that the talks had soured"."""
        if group.main in self.all.active or len(self.all.active) > DEEP:
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
        if hit.entry.phrase.rpartition(" ")[2] in _JOINING:
            return True  # "ended without a breakthrough": what follows is no object of the verb
        while after < len(self.tags) and self.tags[after] == "R":
            after += 1
        if after >= len(self.tags):
            return True
        tag = self.tags[after]
        if tag == "C" and self.tags[after + 1 : after + 2] == ["N"] and self.lower[after + 1] not in _TIMES:
            return False
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
