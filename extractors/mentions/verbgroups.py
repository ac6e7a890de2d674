"""Verb groups: what the auxiliaries around a verb say of tense, voice, modality and negation."""

from dataclasses import dataclass

from extractors.mentions.tagging import Tagged

_BE = frozenset(["be", "am", "is", "are", "was", "were", "been", "being", "'s", "'re", "get", "gets", "got"])
_HAVE = frozenset(["has", "have", "had", "having", "'ve"])
_INSIDE = frozenset("XMTRG")
_REACH = 8
_NEVER = frozenset(["no", "nor", "never", "neither", "not"])

# they have no passive: without an auxiliary such a form is the past tense
_INTRANSITIVE = frozenset(
    [
        "remained", "arrived", "stayed", "resigned", "died", "happened", "occurred", "erupted", "emerged", "appeared",
        "existed", "travelled", "traveled", "waited", "vanished", "lasted", "belonged",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The verb at token `main` and what stands before it from `start` on.

    `modal` is the modal in small letters, "be to" for "is to meet", "to" for a bare infinitive of a headline. `to` is
    the token of the infinitive's to, or -1. `gerund` and `participle` are forms without an auxiliary. `flat` marks
    "had" and "never", with which a no denies a fact.
    """

    main: int
    start: int
    form: str
    modal: str
    to: int
    perfect: bool
    passive: bool
    progressive: bool
    negated: bool
    again: bool = False
    flat: bool = False

    @property
    def gerund(self) -> bool:
        """Whether it is an -ing form that stands by itself."""
        return self.form == "g" and not self.progressive

    @property
    def infinitive(self) -> bool:
        """Whether it hangs on a governor by to."""
        return self.to >= 0 and self.modal == ""

    @property
    def reduced(self) -> bool:
        """Whether it is a participle without an auxiliary: "talks held in Doha"."""
        return self.form == "n" and not self.passive and not self.perfect


def group_at(tagged: Tagged, main: int) -> Group:
    """Read the group of the verb at token `main`."""
    tags, lower, forms = tagged.tags, tagged.tokens.lower, tagged.forms
    start, at = main, main - 1
    inner: list[int] = []
    while (
        at >= 0
        and main - at <= _REACH
        and (
            tags[at] in _INSIDE
            or _helps(tagged, at, inner)
            or (tags[at] == "Q" and at and tags[at - 1] in "XM" and at == main - 1)
        )
    ):
        if tags[at] != "R":
            start = at
        inner.append(at)
        at -= 1
    inner = [i for i in reversed(inner) if i >= start]
    words = [lower[i] for i in inner]
    to = next((i for i in inner if tags[i] == "T"), -1)
    modal = next((lower[i] for i in inner if tags[i] == "M"), "")
    before_to = [lower[i] for i in inner if i < to and tags[i] in "XV"]
    if to >= 0 and not modal and before_to:
        modal = "be to" if before_to[-1] in _BE or before_to[-1] == "going" else "must"
    after = [word for i, word in zip(inner, words, strict=True) if i > to and tags[i] == "X"]
    form = forms[main] or "b"
    if form == "n" and not after and lower[main] in _INTRANSITIVE:
        form = "d"
    return Group(
        main=main, start=start, form=form, modal=modal, to=to,
        perfect=any(word in _HAVE for word in after) and form in "nd",
        passive=form in "nd" and bool(after) and after[-1] in _BE,
        progressive=(form == "g" and bool(after) and after[-1] in _BE) or after[-1:] == ["being"],
        negated=any(tags[i] == "G" for i in inner) or _inverted(tagged, start),
        flat=words[:1] == ["had"] or "never" in words,
        again="again" in words or lower[main + 1 : main + 2] == ["again"],
    )  # fmt: skip


def _inverted(tagged: Tagged, start: int) -> bool:
    """Tell whether a no has put the auxiliary before its subject: "at no point did we", "nor do we"."""
    if tagged.tags[start] not in "XM" or start + 1 >= len(tagged.tags) or tagged.tags[start + 1] not in "QDNE":
        return False
    return any(word in _NEVER for word in tagged.tokens.lower[max(0, start - 3) : start])


def _helps(tagged: Tagged, at: int, inner: list[int]) -> bool:
    """Tell whether a verb by its tag helps the one behind it: "is going to", "have, in turn, been"."""
    if not inner or tagged.tags[at] != "V":
        return False
    word = tagged.tokens.lower[at]
    return word in _BE or (word == "going" and tagged.tags[at + 1] == "T")
