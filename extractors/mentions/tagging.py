"""Word classes in a sentence, decided by closed classes, the lexicon, endings and the words beside.

One letter a token:
    D determiner  A adjective  N noun  E name  C number  Q pronoun  ' genitive
    V verb  X auxiliary (be, have, do)  M modal  T infinitive's to  R adverb  G not, never
    P preposition  S subordinator  W relative  J and, or, but  , comma  ; stronger mark  " quotation mark
"""

from dataclasses import dataclass

from extractors.mentions.closed_words import CLOSED, PREFIXED
from extractors.mentions.lexicon import Lexicon
from extractors.mentions.tokens import Tokens

_BE = frozenset(["be", "am", "is", "are", "was", "were", "been", "being", "'re"])
_HAVE = frozenset(["has", "have", "had", "having", "'ve"])
_LEFT_OF_NOUN = frozenset("DPA'CS")
_ADJECTIVE_ENDINGS = ("ous", "ful", "ive", "ible", "able", "ical", "less", "ary", "ian", "ese", "ish")
_SHORT = 4
_AHEAD = 9
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
_MOSTLY_NOUNS = frozenset(["talks", "strikes", "drills", "clashes", "forces", "positions", "exercises", "patrols"])
_LINKING = frozenset(
    ["remain", "remains", "remained", "become", "became", "stay", "stayed", "seem", "seems", "got", "lie", "lies"]
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


class _Tagger:
    """One pass from left to right, each open word decided by what stands left of it and what could come next."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon, *, headline: bool) -> None:
        self.tokens, self.lower, self.known, self.headline = tokens, tokens.lower, lexicon.tags, headline
        self.size = len(self.lower)
        self.tags: list[str] = [""] * self.size
        self.forms: list[str] = [""] * self.size

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

    def _closed(self, index: int, word: str, closed: str) -> str:
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
        follows = self._possible(index + 1)
        if before in {"P", ""} and "V" not in follows:
            return "D"
        if before in {"N", "E"} and ("V" in follows or CLOSED.get(self._word(index + 1), "") in {"X", "M"}):
            return "W"
        return "S"

    def _word(self, index: int) -> str:
        return self.lower[index] if index < self.size else ""

    def _possible(self, index: int) -> str:
        """Name roughly what the word at `index` could be, before it is tagged."""
        word = self._word(index)
        if not word:
            return ""
        closed = CLOSED.get(word)
        if closed:
            return closed
        known = self.known.get(word, "")
        verb = any(letter in "bsdng" for letter in known)
        noun = not known or "N" in known or "P" in known
        return ("V" if verb else "") + ("N" if noun else "")

    def _base_follows(self, index: int) -> bool:
        at = index + 1
        while at < self.size and (CLOSED.get(self.lower[at]) in {"R", "G"} or self._is_adverb(at)):
            at += 1
        word = self._word(at)
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
        following = CLOSED.get(self._word(at + 1), "")
        if before in {"return", "returned", "returns", "returning", "due", "response", "subject", "according", "close"}:
            return following in {"D", "Q"}
        return True

    def _open(self, index: int, word: str) -> None:
        known = self.known.get(word, "")
        before = self.tags[index - 1] if index else ""
        capital = self.tokens.is_capital(index)
        following = self.known.get(self._word(index + 1), "")
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
        elif index + 1 < self.size and self.tokens.is_joined(index + 1) and "g" in known:
            self.tags[index] = "A"
        elif not known:
            self._unknown(index, word, before, capital=capital)
        else:
            self._decide(index, known, before)

    def _unknown(self, index: int, word: str, before: str, *, capital: bool) -> None:
        if word.endswith("ly") and len(word) > _SHORT:
            self.tags[index] = "R"
        elif capital and (index or not word.endswith(("ed", "ing"))):
            self.tags[index] = "E"
        elif word.endswith("ed") and len(word) > _SHORT and "'" not in word:
            self._verb_or(index, "A" if before in _LEFT_OF_NOUN and self._noun_follows(index) else "", "dn")
        elif word.endswith("ing") and len(word) > _SHORT + 1:
            noun = before in "DA'C" or (before in "PS" and not self._object_follows(index))
            self._verb_or(index, "N" if before and noun else "", "g")
        else:
            self.tags[index] = "A" if word.endswith(_ADJECTIVE_ENDINGS) else "N"

    def _verb_or(self, index: int, other: str, forms: str) -> None:
        if other:
            self.tags[index] = other
        else:
            self.tags[index], self.forms[index] = "V", self._form(index, forms)

    def _decide(self, index: int, known: str, before: str) -> None:
        verb = "".join(letter for letter in known if letter in "bsdng")
        noun = "N" in known or "P" in known
        if not verb:
            self.tags[index] = "N"
        elif not noun:
            self._only_verb(index, verb, before)
        elif self._is_verb(index, known, verb, before):
            self.tags[index], self.forms[index] = "V", self._form(index, verb)
        else:
            self.tags[index] = "N"

    def _only_verb(self, index: int, verb: str, before: str) -> None:
        participle = any(letter in "dng" for letter in verb)
        if participle and before in {"D", "A", "'", "C"} and self._noun_follows(index):
            self.tags[index] = "A"
        elif verb == "g" and before in {"D", "A", "'"}:
            self.tags[index] = "N"
        elif not participle and (before in {"D", "'", "A", "P"} or (before in {"N", "E"} and not self._goes_on(index))):
            self.tags[index] = "N"
        else:
            self.tags[index], self.forms[index] = "V", self._form(index, verb)

    def _goes_on(self, index: int) -> bool:
        """Tell whether a verb in the present may stand here: an object follows, or a plural subject stands before."""
        return (
            self._object_follows(index)
            or self.headline
            or self._plural_before(index)
            or (self.tags[index - 1] == "E" and self.lower[index].endswith("s"))
        )

    def _noun_follows(self, index: int) -> bool:
        follows = self._possible(index + 1)
        return follows in {"N", "A", "VN", "E"} or (index + 1 < self.size and self.tokens.is_capital(index + 1))

    def _is_verb(self, index: int, known: str, verb: str, before: str) -> bool:  # noqa: PLR0911 - a table of cases
        if before in {"T", "M", "Q", "W", "G"}:
            return not (before == "Q" and verb == "b" and self.lower[index - 1] in {"her", "it"})
        if before == "V" or self.tokens.is_joined(index):
            return verb in {"g", "n", "dn"} and not self.tokens.is_joined(index)
        if before == "X":
            return any(
                letter in verb for letter in ("dng" if self.lower[index - 1] not in {"do", "does", "did"} else "b")
            )
        if before == "R":
            return self._after_adverb(index, verb)
        if before in {"D", "A", "'", "C"}:
            return before in {"A", "C"} and self._plural_before(index) and self._object_follows(index)
        if before in {"P", "S", "J", '"', ";", ",", "", "."}:
            return self._at_edge(index, verb, before)
        return self._after_noun(index, known, verb)

    def _after_adverb(self, index: int, verb: str) -> bool:
        at = index - 1
        while at > 0 and self.tags[at] == "R":
            at -= 1
        return self.tags[at] in {"N", "E", "Q", "M", "X", "T"} or any(letter in verb for letter in "dn")

    def _at_edge(self, index: int, verb: str, before: str) -> bool:
        if verb == "g":
            return self._takes_object(index)
        if any(letter in verb for letter in "dn"):
            return True
        if before == "J":
            return self._coordinated(index, verb)
        if before == ",":
            return "s" in verb and self._object_follows(index)
        return False

    def _coordinated(self, index: int, verb: str) -> bool:
        """Tell whether the form goes on with a verb before "and": "to stop the war and release prisoners"."""
        form = verb[0]
        for at in range(index - 2, max(-1, index - 14), -1):
            if self.tags[at] == "V":
                return self.forms[at] == form and self._object_follows(index)
            if self.tags[at] in {";", "."}:
                break
        return False

    def _after_noun(self, index: int, known: str, verb: str) -> bool:
        """Decide after a noun or name: "troops attack", "Russia attacks Kyiv", but "drone attack", "Russia attacks kill"."""
        if any(letter in verb for letter in "dn"):
            return True
        if verb == "g":
            return self._takes_object(index)
        if self._in_phrase(index) and "P" in known and CLOSED.get(self._word(index + 1)) not in {"D", "Q"}:
            return False
        plural = self._plural_before(index)
        if "b" in verb and "s" not in verb:
            return (
                plural
                and not self._verb_follows(index)
                and (self._object_follows(index) or not self._noun_follows(index))
            )
        if plural and "P" in known:
            return False
        adjective = self.tags[index - 1] == "E" and self.lower[index - 1].endswith(
            ("ian", "ish", "ese", "ean", "eli", "iqi")
        )
        if adjective and "P" in known and CLOSED.get(self._word(index + 1)) != "D":
            return False
        if self.lower[index] in _MOSTLY_NOUNS and CLOSED.get(self._word(index + 1)) not in {"D", "Q"}:
            return False
        if self.tags[index - 1] == "N" and "P" in known and CLOSED.get(self._word(index + 1)) == "P":
            return self.headline and self._word(index + 1) not in {"with", "of", "between", "on"}
        return self._object_follows(index) and not self._verb_follows(index)

    def _takes_object(self, index: int) -> bool:
        """Tell whether an -ing form that is also a noun has an object: "shelling the town", not "shelling of the town"."""
        follows = self._word(index + 1)
        if CLOSED.get(follows):
            return CLOSED[follows] in {"D", "Q", "C"}
        return bool(follows) and self.tokens.is_capital(index + 1) and not self.headline

    def _in_phrase(self, index: int) -> bool:
        """Tell whether an article opens the phrase whose last word this may be: "the Jeddah talks with"."""
        at = index - 1
        while at >= 0 and self.tags[at] in {"E", "N", "A"} and index - at <= _SHORT:
            at -= 1
        return at >= 0 and self.tags[at] in {"D", "'"}

    def _plural_before(self, index: int) -> bool:
        word = self.lower[index - 1]
        if self.tags[index - 1] == "E":
            return self.headline and word.endswith("s") and not word.endswith(("us", "ss", "is"))
        return word.endswith("men") or (word.endswith("s") and not word.endswith(("ss", "us", "is"))) or word in {
            "troops", "forces", "police", "people", "men", "militia", "military", "women", "personnel", "aircraft",
        }  # fmt: skip

    def _object_follows(self, index: int) -> bool:
        """Tell whether what follows looks like an object or a complement rather than the rest of a noun phrase."""
        follows = self._word(index + 1)
        closed = CLOSED.get(follows, "")
        if closed:
            return (
                follows == "that"
                or closed in {"D", "Q", "C", "A", "P", "R", "T"}
                and follows not in {"of", "and", "between"}
            )
        if not follows:
            return False
        capital = self.tokens.is_capital(index + 1)
        possible = self._possible(index + 1)
        return capital or possible in {"N", "VN"} or follows.endswith("ly")

    def _verb_follows(self, index: int) -> bool:
        """Tell whether a finite verb comes next: then this word is its subject."""
        follows = self._word(index + 1)
        if CLOSED.get(follows, "") in {"X", "M"}:
            return True
        known = self.known.get(follows, "")
        return any(letter in "sd" for letter in known) and "P" not in known

    def _form(self, index: int, verb: str) -> str:
        """Choose between the forms that a spelling can have."""
        if len(verb) == 1:
            return verb
        before = self._helper(index)
        if before in _BE or before in _HAVE or before == "being":
            return next((letter for letter in "ngdbs" if letter in verb), verb[0])
        if before in {"to", "do", "does", "did"} or CLOSED.get(before) == "M":
            return "b" if "b" in verb else verb[0]
        if "d" in verb and "n" in verb:
            return self._past_or_participle(index)
        return next((letter for letter in "dsbgn" if letter in verb), verb[0])

    def _helper(self, index: int) -> str:
        at = index - 1
        while at >= 0 and self.tags[at] in {"R", "G"}:
            at -= 1
        return self.lower[at] if at >= 0 and self.tags[at] in {"X", "M", "T"} else ""

    def _past_or_participle(self, index: int) -> str:
        """Read "talks held in Doha" as a participle, "they held talks" as the past."""
        before = self.tags[index - 1] if index else ""
        follows = self._word(index + 1)
        passive = follows in {"by", "in", "on", "at", "near", "between", "under", "from", "during", "last", "against"}
        if (before in {"N", "A", ","} and passive) or self.lower[index - 1] in _LINKING:
            return "n"
        opens = before == "N" or (before == "E" and CLOSED.get(follows) in {"P", "S"} and follows != "that")
        return "n" if opens and self._finite_ahead(index) else "d"

    def _finite_ahead(self, index: int) -> bool:
        """Tell whether the clause has another verb: "a truce initialled there held" is about a truce that held."""
        for at in range(index + 1, min(self.size, index + _AHEAD)):
            word = self.lower[at]
            closed = CLOSED.get(word, "")
            if closed in {"X", "M"}:
                return True
            if word != "there" and closed in {",", ";", ".", "S", "W", "J", "Q", '"'}:
                return False
            if "d" in self.known.get(word, "") and not self.tokens.is_capital(at):
                return True
        return False

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
