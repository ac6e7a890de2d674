"""What `parley code --explain` draws: the way from a dictionary line to a mention, for people who mend dictionaries."""

import re
from datetime import date
from importlib import resources
from io import StringIO

import pytest
from rich.console import Console

from extractors.mentions.coder import Coder
from flows.explaining import tree_of

TEXT = "Hamas denied in Cairo on Monday having refused to resume talks with Israel, Al Jazeera reported."


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def drawn(coder: Coder, text: str) -> str:
    out = StringIO()
    console = Console(file=out, width=200)
    for mention in coder.code(article_id="1", title="", text=text, published=date(2025, 11, 12)).mentions:
        console.print(tree_of(mention), soft_wrap=True)
    return out.getvalue()


def test_each_step_has_its_line(coder: Coder) -> None:
    said = drawn(coder, TEXT)
    for step in (
        "trigger ",
        "operator ",
        "stage ",
        "initiator ",
        "roles ",
        "speaker ",
        "date ",
        "place ",
    ):
        assert step in said, step
    assert re.search(r"confidence +high by chief event of its sentence, parties, day or place", said)
    assert "»refused to resume talks«" in said


def test_the_lines_named_are_those_of_the_entries(coder: Coder) -> None:
    entries = re.findall(r'(\w+\.toml):(\d+) \[[^\]]+\] "([^"]+)"', drawn(coder, TEXT))
    assert {file for file, _, _ in entries} == {"triggers.toml", "operators.toml"}
    for file, line, phrase in entries:
        lines = resources.files("seeds").joinpath(file).read_text("utf-8").split("\n")
        assert lines[int(line) - 1].startswith(f'"{phrase}" =')
    (file, line), *_ = re.findall(r'from "Hamas" \((\w+\.toml):(\d+)\)', drawn(coder, TEXT))
    assert resources.files("seeds").joinpath(file).read_text("utf-8").split("\n")[int(line) - 1].startswith("HAMAS")


def test_no_markup_and_no_escape_code_of_the_text_is_heard(coder: Coder) -> None:
    said = drawn(coder, "Russia attacked Kharkiv [/b] [bold]today[/bold] \x1b[31m with drones.")
    assert "[/b] [bold]today[/bold]" in said
    assert "\x1b" not in said
