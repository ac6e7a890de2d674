"""Whether a text is English: a share of its commonest words first, a trained model only in doubt."""

import re

_COMMON = (
    "the of and to in a is was that for on with as at by from it he said has have had be are were an not this its his"
    " their they will would after who which but or been over more than about"
)
_WORDS = frozenset(_COMMON.split())
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4_000  # characters looked at
_SURE = 0.22  # share of common words above which no other language lies
_FEW = 40  # words below which a model guesses more than it knows
_HARDLY = 0.06
_LATIN = re.compile(r"[A-Za-z]")


def is_english(text: str) -> bool:
    """Tell whether a text is English; one too short to tell is, unless its letters speak against it."""
    sample = text[:_SAMPLE]
    words = [word.lower() for word in _WORD.findall(sample)]
    if not words:
        return True
    letters = len(_LATIN.findall(sample))
    if letters * 2 < sum(len(word) for word in words):
        return False
    share = sum(word in _WORDS for word in words) / len(words)
    if share >= _SURE:
        return True
    if len(words) < _FEW:
        return share > 0 or _looks_english(sample, share)
    return share >= _HARDLY and _looks_english(sample, share) if share < _SURE / 2 else _looks_english(sample, share)


def _looks_english(sample: str, share: float) -> bool:
    import py3langid  # type: ignore[import-untyped]  # noqa: PLC0415 - costs a second and is seldom needed

    language, _ = py3langid.classify(sample)
    return bool(language == "en") or (share > _HARDLY and language not in _NEIGHBOURS and len(sample) < _SAMPLE / 20)


_NEIGHBOURS = frozenset(
    ["de", "nl", "fr", "es", "it", "pt", "sv", "da", "no", "nb", "nn", "pl", "ro", "tr", "id", "ms"]
)
