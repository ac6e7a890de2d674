import pytest

from extractors.mentions.sentences import split
from extractors.mentions.tokens import tokenize


def texts(text: str, field: str = "text") -> list[str]:
    return [sentence.text for sentence in split(field, text)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Talks began. They ended.", 2),
        ("Gen. Omar Bakri met Mr. Lund. Nothing was signed.", 2),
        ("The U.S. Navy left. It came back.", 2),
        ("They left the U.S. The talks went on.", 2),
        ("It ended at 3 p.m. The ministry said so.", 2),
        ('"Will you come?" he asked. "No."', 2),
        ('"We will not come." He left.', 2),
        ("\u201cWe refuse.\u201d The envoy left.", 2),
        ("ARDENA (AP) \u2014 Talks began.", 1),
        ("A headline without a stop\nThen a sentence.", 2),
        ("Prices rose 3.5 percent.", 1),
        ("J. R. Hale spoke.", 1),
        ("", 0),
        (" \n \n", 0),
    ],
)
def test_counts(text: str, count: int) -> None:
    assert len(texts(text)) == count


def test_offsets_are_those_of_the_field() -> None:
    text = "  One.\n\nTwo \u2014 \U0001f600 three!  "
    for sentence in split("text", text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip()


def test_headlines() -> None:
    assert split("title", "Rebels enter town.")[0].headline
    first, second = split("text", "Rebels enter town\nRebels entered the town on Monday.")
    assert first.headline
    assert not second.headline


def test_endless_line_is_cut() -> None:
    pieces = split("text", "word " * 2_000)
    assert len(pieces) > 1
    assert max(len(piece.text) for piece in pieces) <= 2_000


def test_tokens_keep_offsets_and_plain_signs() -> None:
    text = "The U.S.-led \u201ccease\u2011fire\u201d didn\u2019t hold; Iran\u2019s 3,000 men left."
    tokens = tokenize(text)
    assert " ".join(tokens.lower) == "the u.s. led \" cease fire \" did n't hold ; iran 's 3,000 men left ."
    assert tokens.is_joined(2)
    assert tokens.is_joined(5)
    assert not tokens.is_joined(4)
    assert text[tokens.starts[14] : tokens.ends[14]] == "men"
