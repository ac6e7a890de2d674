from importlib.metadata import version

import pytest

from flows.doctor_install import libraries, python


def test_an_old_python_stops() -> None:
    assert python((3, 10, 9)).word == "stop"
    assert python((3, 14, 0)).word == "ok"


@pytest.mark.parametrize(
    ("declared", "word", "said"),
    [
        ("typer>=0.1", "ok", "1 as declared"),
        ("no-such-library>=1", "stop", "no-such-library is not installed"),
        ("typer>=99", "mend", f"typer {version('typer')} (wanted >=99)"),
        ('no-such-library>=1; extra == "dev"', "ok", "0 as declared"),
    ],
)
def test_libraries_are_held_against_what_is_declared(declared: str, word: str, said: str) -> None:
    found = libraries([declared], tested="")
    assert found.word == word
    assert said in found.said


def test_other_versions_than_tested_are_named() -> None:
    found = libraries(["Typer>=0.1"], tested="typer==0.0.1\n")
    assert found.word == "ok"
    assert f"Typer {version('typer')} (tested 0.0.1)" in found.said


def test_ours_are_those_tested() -> None:
    assert libraries().said.endswith("as declared, as tested.")
