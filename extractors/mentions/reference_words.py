"""The words that make a plain reference, and those beside it that keep one from being plain."""

PRONOUNS = {"he": "person", "she": "person", "his": "person", "her": "person", "it": "thing", "its": "thing"} | {
    "they": "plural", "their": "plural", "them": "plural", "we": "speaker", "our": "speaker",
}  # fmt: skip
STRANGE = frozenset(
    {
        "regional",
        "local",
        "rebel",
        "rival",
        "opposition",
        "provincial",
        "foreign",
        "former",
        "eastern",
        "separatist",
        "breakaway",
        "western",
        "northern",
        "southern",
        "de",
    }
)
QUOTES = frozenset({'"', "\u201c", "\u201d"})
UNDER = frozenset({"in", "on", "of", "with", "to", "from", "at", "by", "for", "between", "against", "into", "near"})
WITHIN = frozenset({"in", "around", "near", "inside"})
PARTNERS = frozenset({"sides", "delegations"})
GENERIC = ("generic_military", "generic_government", "groups")
HONOURS = frozenset({"excellency", "highness", "holiness", "majesty", "royal"})
PERSONS = frozenset({"person", "surname"})
BARE_MEN = frozenset({("troops",), ("soldiers",)})
AFTER_NOUN = frozenset("has had have was were is are will would in on at and said says of to".split())  # noqa: SIM905 - words
