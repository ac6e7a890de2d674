"""Word classes in a sentence, decided by closed classes, the lexicon, endings and the words beside.

One letter a token:
    D determiner  A adjective  N noun  E name  C number  Q pronoun  ' genitive
    V verb  X auxiliary (be, have, do)  M modal  T infinitive's to  R adverb  G not, never
    P preposition  S subordinator  W relative  J and, or, but  , comma  ; stronger mark  " quotation mark
"""

from dataclasses import dataclass

from extractors.mentions.closed_words import CLOSED, PREFIXED
from extractors.mentions.lexicon import Lexicon
from extractors.mentions.neighbours import Neighbours
from extractors.mentions.tokens import Tokens

_LEFT_OF_NOUN = frozenset("DPA'CS")
_ADJECTIVE_ENDINGS = ("ous", "ful", "ive", "ible", "able", "ical", "less", "ary", "ian", "ese", "ish")
_PARTICLES = frozenset(["up", "off", "out", "down", "back"])
_SHORT = 4
# they look like verbs at the head of a sentence
_NAMES = frozenset(
    ["beijing", "nanjing", "xiaoping", "ahmed", "mohammed", "muhammed", "khaled", "saeed", "waleed", "rasheed"]
)
_NO_WAY = frozenset(
    [
        ("on", "account"),
        ("under", "circumstances"),
        ("in", "way"),
        ("by", "means"),
        ("at", "time"),
        ("at", "point"),
        ("in", "case"),
    ]
)


@dataclass(slots=True, kw_only=True)
class Tagged:
    """The tokens of a sentence with a tag each and, for verbs, the form (b s d n g) in `forms`."""

    tokens: Tokens
    tags: list[str]
    forms: list[str]


def tag(tokens: Tokens, lexicon: Lexicon, *, headline: bool) -> Tagged:
    """Give each token a class."""
    tagger = _Tagger(tokens, lexicon, headline=headline)
    tagger.run()
    return Tagged(tokens=tokens, tags=tagger.tags, forms=tagger.forms)


class _Tagger(Neighbours):
    """One pass from left to right, each open word decided by what stands left of it and what could come next."""

    def run(self) -> None:
        for index in range(self.size):
            word = self.lower[index]
            closed = CLOSED.get(word)
            if closed:
                self.tags[index] = self._closed(index, word, closed)
            elif word[0].isdigit():
                self.tags[index] = "C"
            elif word == "'":
                self.tags[index] = self._apostrophe(index)
            else:
                self._open(index, word)
        self._nevers()
        self._auxiliaries()

    def _nevers(self) -> None:
        """Read "on no account", "under no circumstances" as one not."""
        for index in range(1, self.size - 1):
            if self.lower[index] == "no" and (self.lower[index - 1], self.lower[index + 1]) in _NO_WAY:
                self.tags[index - 1], self.tags[index], self.tags[index + 1] = "R", "G", "R"

    def _closed(self, index: int, word: str, closed: str) -> str:  # noqa: PLR0911 - a table of words
        if word == "to":
            return "T" if self._base_follows(index) else "P"
        if word == "that":
            return self._that(index)
        if (
            word in {"us", "who", "it"}
            and self.tokens.text[self.tokens.starts[index] + 1].isupper()
            and not self._shouts()
        ):
            return "E"
        if word == "may" and index and self.tokens.is_capital(index):
            return "N"
        if word == "outside" and index and self.tags[index - 1] == "V" and self.possible(index + 1) == "N":
            return "A" if not self.tokens.is_capital(index + 1) else closed
        if word == "once" and (CLOSED.get(self.word(index + 1)) in {"D", "Q"} or self.tokens.is_capital(index + 1)):
            return "S"
        if word == "last" and index and self.tags[index - 1] in {"M", "T", "W"}:
            self.forms[index] = "b"
            return "V"
        if closed == "S" and self.tokens.is_joined(index):
            return "A"
        return closed

    def _apostrophe(self, index: int) -> str:
        """Tell the genitive of "rebels' demand" from a single quotation mark."""
        tokens = self.tokens
        return (
            "'"
            if index and tokens.ends[index - 1] == tokens.starts[index] and tokens.lower[index - 1][-1] == "s"
            else '"'
        )

    def _shouts(self) -> bool:
        """Tell whether the whole text is written in capitals."""
        return self.tokens.text.isupper()

    def _that(self, index: int) -> str:
        before = self.tags[index - 1] if index else ""
        follows = self.possible(index + 1)
        if before in {"P", ""} and "V" not in follows:
            return "D"
        if before in {"N", "E"} and ("V" in follows or CLOSED.get(self.word(index + 1), "") in {"X", "M"}):
            return "W"
        return "S"

    def _base_follows(self, index: int) -> bool:
        at = index + 1
        while at < self.size and (CLOSED.get(self.lower[at]) in {"R", "G"} or self._is_adverb(at)):
            at += 1
        word = self.word(at)
        if word in {"be", "have", "do"}:
            return True
        known = self.known.get(word, "")
        if "b" not in known or (at < self.size and self.tokens.is_capital(at) and not self.headline):
            return False
        if not ("N" in known or "P" in known):
            return True
        return self._infinitive(index, at)

    def _is_adverb(self, at: int) -> bool:
        return self.lower[at].endswith("ly") and self.lower[at] not in self.known

    def _infinitive(self, index: int, at: int) -> bool:
        """Decide between "to attack them" and "to attack": a noun after to is rare, but "return to war" is one."""
        before = self.lower[index - 1] if index else ""
        following = CLOSED.get(self.word(at + 1), "")
        if before in {"return", "returned", "returns", "returning", "due", "response", "subject", "according", "close"}:
            return following in {"D", "Q"}
        return True

    def _open(self, index: int, word: str) -> None:
        known = self.known.get(word, "")
        before = self.tags[index - 1] if index else ""
        capital = self.tokens.is_capital(index)
        following = self.known.get(self.word(index + 1), "")
        if (
            word in PREFIXED
            and self.tokens.is_joined(index + 1 if index + 1 < self.size else 0)
            and "P" not in following[:1]
        ):
            form = next((letter for letter in "dsgb" if letter in following), "")
            self.tags[index], self.forms[index] = ("V", form) if form and form != "g" else ("N", "")
            return
        if self.tokens.is_joined(index) and index and self.lower[index - 1] in PREFIXED and self.tags[index - 1] == "V":
            self.tags[index] = "R"
            return
        if self.tokens.is_joined(index) and any(letter in "bsdng" for letter in known) and not {"N", "P"} & set(known):
            self.tags[index] = "A"
        elif capital and index and not self.headline and before not in {'"', ";", "."}:
            self.tags[index] = "E"
        elif "b" in known and self.word(index + 1) in _PARTICLES and self.tokens.is_joined(index + 1):
            self.tags[index] = "N"  # "a build-up", "the stand-off"
        elif index + 1 < self.size and self.tokens.is_joined(index + 1) and "g" in known:
            self.tags[index] = "A"
        elif not known:
            self._unknown(index, word, before, capital=capital)
        else:
            self._decide(index, known, before)

    def _unknown(self, index: int, word: str, before: str, *, capital: bool) -> None:
        if word.endswith("ly") and len(word) > _SHORT:
            self.tags[index] = "R"
        elif capital and (index or word in _NAMES or not word.endswith(("ed", "ing"))):
            self.tags[index] = "E"
        elif word.endswith("ed") and len(word) > _SHORT and "'" not in word:
            self._verb_or(index, "A" if before in _LEFT_OF_NOUN and self.noun_follows(index) else "", "dn")
        elif word.endswith("ing") and len(word) > _SHORT + 1:
            noun = before in "DA'C" or (before in "PS" and not self.object_follows(index))
            self._verb_or(index, "N" if before and noun else "", "g")
        else:
            self.tags[index] = "A" if word.endswith(_ADJECTIVE_ENDINGS) else "N"

    def _verb_or(self, index: int, other: str, forms: str) -> None:
        if other:
            self.tags[index] = other
        else:
            self.tags[index], self.forms[index] = "V", self.form(index, forms)

    def _decide(self, index: int, known: str, before: str) -> None:
        verb = "".join(letter for letter in known if letter in "bsdng")
        noun = "N" in known or "P" in known
        if not verb:
            self.tags[index] = "N"
        elif not noun:
            self._only_verb(index, verb, before)
        elif self.is_verb(index, known, verb, before):
            self.tags[index], self.forms[index] = "V", self.form(index, verb)
        else:
            self.tags[index] = "N"

    def _only_verb(self, index: int, verb: str, before: str) -> None:
        participle = any(letter in "dng" for letter in verb)
        if participle and before in {"D", "A", "'", "C", "V"} and verb != "g" and self.noun_follows(index):
            self.tags[index] = "A"
        elif (verb == "g" and before in {"D", "A", "'"}) or (
            not participle and (before in {"D", "'", "A", "P"} or (before in {"N", "E"} and not self.goes_on(index)))
        ):
            self.tags[index] = "N"
        else:
            self.tags[index], self.forms[index] = "V", self.form(index, verb)

    def _auxiliaries(self) -> None:
        """Make a main verb of "has no plan", "is over": an auxiliary that helps no verb."""
        for index, tag_here in enumerate(self.tags):
            if tag_here != "X":
                continue
            at = index + 1
            while at < self.size and self.tags[at] in {"R", "G", "X", "Q"} and at - index <= _SHORT:
                at += 1
            helped = at < self.size and (
                self.tags[at] == "V" or (self.tags[at] == "T" and "Q" not in self.tags[index + 1 : at])
            )
            if not helped:
                follows = self.tags[index + 1] if index + 1 < self.size else ""
                if follows != "X":
                    self.tags[index] = "V"
                    self.forms[index] = _auxiliary_form(self.lower[index])


def _auxiliary_form(word: str) -> str:
    if word in {"be", "do"}:
        return "b"
    if word in {"being", "having"}:
        return "g"
    if word == "been":
        return "n"
    return "d" if word in {"was", "were", "had", "did"} else "s"
