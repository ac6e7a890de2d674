import pytest

from extractors.mentions.clauses import split_clauses


def kind(text: str, word: str) -> str:
    return split_clauses(text).at(text.index(word)).kind


def same(text: str, one: str, other: str) -> bool:
    clauses = split_clauses(text)
    return clauses.at(text.index(one)) == clauses.at(text.index(other))


@pytest.mark.parametrize(
    ("text", "word", "want"),
    [
        ("The army, which left the fort, bombed the town.", "left", "relative"),
        ("The army, which left the fort, bombed the town.", "bombed", "main"),
        ("The army said that it had left.", "left", "content"),
        ("When the army left, the town fell.", "left", "adverbial"),
        ("When the army left, the town fell.", "fell", "main"),
        ("The army left, wounding nobody.", "wounding", "participle"),
        ("The army left after rebels took the fort.", "took", "adverbial"),
        ("The army left before dawn on Monday.", "Monday", "main"),
        ("Patrols along that road began.", "began", "main"),
    ],
)
def test_a_word_stands_in_its_clause(text: str, word: str, want: str) -> None:
    assert kind(text, word) == want


def test_stops_and_conjunctions_begin_another_main_clause() -> None:
    assert not same("The army left; the town fell.", "left", "fell")
    assert not same("The army left, but the town fell.", "left", "fell")
    assert same("The army left the fort, the port, and the town.", "left", "town")


def test_a_comma_leads_back_to_the_clause_around() -> None:
    text = "Flags of the army, abandoned in May, rose again on Monday."
    assert same(text, "Flags", "Monday")
    assert not same(text, "Flags", "May")


def test_a_clause_knows_what_it_hangs_on_and_where_it_stands() -> None:
    text = "The army, which left, bombed."
    clauses = split_clauses(text)
    left = clauses.at(text.index("left"))
    assert clauses.parent(left) == clauses.at(0)
    assert [text[start:end] for start, end in clauses.extent(left)] == [", which left"]
