"""Verb or noun: what the words beside an open-class word say of it, and which form of a verb it is."""

from extractors.mentions.closed_words import CLOSED
from extractors.mentions.lexicon import Lexicon
from extractors.mentions.tokens import Tokens

_BE = frozenset(["be", "am", "is", "are", "was", "were", "been", "being", "'re"])
_HAVE = frozenset(["has", "have", "had", "having", "'ve"])
_SHORT = 4
_AHEAD = 9
_MOSTLY_NOUNS = frozenset(
    ["talks", "strikes", "drills", "clashes", "forces", "positions", "exercises", "patrols", "allies", "monitors"]
)
_PARTICLES = frozenset(["off", "out", "up", "down", "back", "away"])
_TOLD = frozenset(["holds", "calls", "stalls", "looms", "offers"])  # verbs where a headline has them after a noun
_SINGULAR = ("us", "ss", "is", "as", "laos")
_LINKING = frozenset(
    ["remain", "remains", "remained", "become", "became", "stay", "stayed", "seem", "seems", "got", "lie", "lies"]
)


class Neighbours:
    """The tokens of a sentence, those to the left tagged, those to the right only known by what they could be."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon, *, headline: bool) -> None:
        self.tokens, self.lower, self.known, self.headline = tokens, tokens.lower, lexicon.tags, headline
        self.size = len(self.lower)
        self.tags: list[str] = [""] * self.size
        self.forms: list[str] = [""] * self.size

    def word(self, index: int) -> str:
        """Return the word at a token, or nothing past the end."""
        return self.lower[index] if index < self.size else ""

    def possible(self, index: int) -> str:
        """Name roughly what the word at `index` could be, before it is tagged."""
        word = self.word(index)
        if not word:
            return ""
        closed = CLOSED.get(word)
        if closed:
            return closed
        known = self.known.get(word, "")
        verb = any(letter in "bsdng" for letter in known)
        noun = not known or "N" in known or "P" in known
        return ("V" if verb else "") + ("N" if noun else "")

    def goes_on(self, index: int) -> bool:
        """Tell whether a verb in the present may stand here: an object follows, or a plural subject stands before."""
        return (
            self.object_follows(index)
            or self.headline
            or self.plural_before(index)
            or (self.tags[index - 1] == "E" and self.lower[index].endswith("s"))
        )

    def noun_follows(self, index: int) -> bool:
        """Tell whether the next word looks like a noun."""
        follows = self.possible(index + 1)
        return follows in {"N", "A", "VN", "E"} or (index + 1 < self.size and self.tokens.is_capital(index + 1))

    def is_verb(self, index: int, known: str, verb: str, before: str) -> bool:  # noqa: PLR0911 - a table of cases
        """Decide between verb and noun."""
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
            return before in {"A", "C"} and self.plural_before(index) and self.object_follows(index)
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
            return "s" in verb and self.object_follows(index)
        return False

    def _coordinated(self, index: int, verb: str) -> bool:
        """Tell whether the form goes on with a verb before "and": "to stop the war and release prisoners"."""
        form = verb[0]
        for at in range(index - 2, max(-1, index - 14), -1):
            if self.tags[at] == "V":
                return self.forms[at] == form and self.object_follows(index)
            if self.tags[at] in {";", "."}:
                break
        return False

    def _after_noun(self, index: int, known: str, verb: str) -> bool:  # noqa: PLR0911 - a table of cases
        """Decide after a noun or name: "troops attack", "Russia attacks Kyiv", but "drone attack"."""
        if any(letter in verb for letter in "dn"):
            return True
        if verb == "g":
            return self._takes_object(index)
        if self.headline and "s" in verb and self._announced(index):
            return True
        if self._in_phrase(index) and "P" in known and CLOSED.get(self.word(index + 1)) not in {"D", "Q"}:
            return False
        plural = self.plural_before(index)
        if "b" in verb and "s" not in verb:
            return self._base_after_noun(index, plural=plural)
        if plural and "P" in known:
            return False
        adjective = self.tags[index - 1] == "E" and self.lower[index - 1].endswith(
            ("ian", "ish", "ese", "ean", "eli", "iqi")
        )
        if adjective and "P" in known and CLOSED.get(self.word(index + 1)) != "D":
            return False
        if self.lower[index] in _MOSTLY_NOUNS and CLOSED.get(self.word(index + 1)) not in {"D", "Q"}:
            return False
        if self.tags[index - 1] == "N" and "P" in known and CLOSED.get(self.word(index + 1)) == "P":
            return self.headline and self.word(index + 1) not in {"with", "of", "between", "on"}
        return self.object_follows(index) and not self._verb_follows(index)

    def _base_after_noun(self, index: int, *, plural: bool) -> bool:
        """Decide about a base form: "troops attack", "demanded that Israel stop its attacks"."""
        if self.tags[index - 1] == "E" and CLOSED.get(self.word(index + 1)) in {"D", "Q"} and not self.headline:
            return True
        return (
            (plural or self._subject_waits(index))
            and not self._verb_follows(index)
            and (self.object_follows(index) or not self.noun_follows(index))
        )

    def _announced(self, index: int) -> bool:
        """Tell whether a headline's form in -s is its verb: "president breaks off talks", "Gaza truce holds"."""
        parted = self.word(index + 1) in _PARTICLES and not self.tokens.is_joined(index + 1)
        return parted or (self.lower[index] in _TOLD and not self.plural_before(index))

    def _subject_waits(self, index: int) -> bool:
        """Tell whether a plural noun before still lacks its verb: "talks in Istanbul END without a deal"."""
        for at in range(index - 1, -1, -1):
            tag = self.tags[at]
            if tag in {"V", "X", "M", ";", ".", "S", "W", "D", "T", "'"}:
                return False
            if tag == "N" and self.lower[at].endswith("s") and at < index - 1:
                return CLOSED.get(self.word(index + 1), "") in {"P", "S", "R", ""} and not self.noun_follows(index)
        return False

    def _takes_object(self, index: int) -> bool:
        """Tell whether an -ing form that is also a noun has an object: "shelling the town"."""
        follows = self.word(index + 1)
        if follows == "at" and self.word(index + 2) == "least":
            return True
        if CLOSED.get(follows):
            return CLOSED[follows] in {"D", "Q", "C"}
        return bool(follows) and self.tokens.is_capital(index + 1) and not self.headline

    def _in_phrase(self, index: int) -> bool:
        """Tell whether an article opens the phrase whose last word this may be: "the Jeddah talks with"."""
        at = index - 1
        while at >= 0 and self.tags[at] in {"E", "N", "A"} and index - at <= _SHORT:
            at -= 1
        return at >= 0 and self.tags[at] in {"D", "'"}

    def plural_before(self, index: int) -> bool:
        """Tell whether the word before looks like a plural."""
        word = self.lower[index - 1]
        if self.tags[index - 1] == "E":
            if index > 2 and self.tags[index - 2] in {"J", ","} and self.tags[index - 3] == "E":  # noqa: PLR2004 - E and E
                return self.tags[index - 2] == "J" or self.headline
            return self.headline and word.endswith("s") and not word.endswith(_SINGULAR)
        return word.endswith("men") or (word.endswith("s") and not word.endswith(("ss", "us", "is"))) or word in {
            "troops", "forces", "police", "people", "men", "militia", "military", "women", "personnel", "aircraft",
        }  # fmt: skip

    def object_follows(self, index: int) -> bool:
        """Tell whether what follows looks like an object or a complement rather than the rest of a noun phrase."""
        follows = self.word(index + 1)
        closed = CLOSED.get(follows, "")
        if closed:
            return follows == "that" or (
                closed in {"D", "Q", "C", "A", "P", "R", "T"} and follows not in {"of", "and", "between"}
            )
        if not follows:
            return False
        capital = self.tokens.is_capital(index + 1)
        possible = self.possible(index + 1)
        return capital or possible in {"N", "VN"} or follows.endswith("ly")

    def _verb_follows(self, index: int) -> bool:
        """Tell whether a finite verb comes next: then this word is its subject."""
        follows = self.word(index + 1)
        if CLOSED.get(follows, "") in {"X", "M"}:
            return True
        known = self.known.get(follows, "")
        return any(letter in "sd" for letter in known) and "P" not in known

    def form(self, index: int, verb: str) -> str:
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
        follows = self.word(index + 1)
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
