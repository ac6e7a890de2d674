"""The grammar's lists: verbs inflected, and faults named with their line."""

import pytest

from extractors.errors import DictionaryError
from extractors.mentions.grammar import load_grammar, shipped_grammar


def test_verbs_are_inflected() -> None:
    verbs = shipped_grammar().verbs
    for form in ("carried", "rammed", "opened", "shelling", "seizes", "withdrew", "withdrawn", "met"):
        assert form in verbs
    assert "openned" not in verbs


@pytest.mark.parametrize(
    ("text", "says"),
    [("regular = [\n", "grammar.toml"), ('irregular = ["be was been"]\nregular = "x"\n', "grammar.toml:2: regular")],
)
def test_a_malformed_grammar_names_file_line_and_reason(text: str, says: str) -> None:
    with pytest.raises(DictionaryError) as caught:
        load_grammar(text)
    assert says in str(caught.value)
