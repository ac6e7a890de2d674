"""Whether a text is English: a share of its commonest words first, a trained model only in doubt."""

import re

_COMMON = (
    "the of and to in a is was that for on with as at by from it said he has have had be are were an not this its his"
    " their they will would after who which but or been over more than about"
)
_WORDS = frozenset(_COMMON.split())
_STRANGE = (
    "der die das und ist nicht mit von den dem ein eine für auf sich le la les des et une est dans que pour qui el los"
    " las una por con para del il di che della het een van voor niet och att som det är nie się jest na ve bir için dan"
    " yang dengan o os da do em não um uma și din pe cu"
)
_STRANGERS = frozenset(_STRANGE.split())
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = re.compile(r"\b([^\W\d_]+)\b(?!['\u2019\s]+[A-Z])")  # no particle of a name: "Von der Leyen", "El Salvador"
_SAMPLE = 4_000  # characters looked at
_SURE = 0.22  # share of common words above which no other language lies
_LEAST = 0.06  # and below which a long text is hardly English
_FEW = 12  # words: of so few a model knows nothing
_TWO = 2  # words of another language that speak against English
_LATIN = re.compile(r"[A-Za-z]")


def is_english(text: str) -> bool:
    """Tell whether a text is English; one too short to tell is, unless its letters or words speak against it."""
    sample = text[:_SAMPLE]
    words = [word.lower() for word in _WORD.findall(sample)]
    if not words:
        return True
    if len(_LATIN.findall(sample)) * 2 < sum(len(word) for word in words):
        return False
    ours = sum(word in _WORDS for word in words)
    if ours >= _SURE * len(words):
        return True
    strange = sum(word in _STRANGERS for word in words)
    if len(words) <= _FEW:
        foreign = sum(word in _STRANGERS for word in _SMALL.findall(sample))
        return foreign < _TWO or ours > foreign
    return _looks_english(sample) if ours < _LEAST * len(words) or strange >= ours else True


def _looks_english(sample: str) -> bool:
    import py3langid  # type: ignore[import-untyped]  # noqa: PLC0415 - costs a second and is seldom needed

    language, _ = py3langid.classify(sample)
    return bool(language == "en")
