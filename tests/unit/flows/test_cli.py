"""The command line: what ends a command, and what it says then."""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pytest

from flows.cli import main


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    for name in [name for name in os.environ if name.startswith("PARLEY_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def command(*words: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["parley", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Done(code=int(ended.value.code or 0), out=said.out, err=said.err)

    return command


def refused(done: Done, code: int = 2) -> str:
    """Check that a command said one sentence and ended with this code; returns the sentence."""
    assert done.code == code, done.out + done.err
    assert len(done.err.strip().splitlines()) == 1, done.err
    assert done.err.startswith("parley: ")
    assert "Unforeseen" not in done.err
    return done.err


class TerminationSignal(BaseException):
    """As Prefect raises it inside a flow."""


def interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def terminated(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def terminated_in_flow(*_: object, **__: object) -> None:
    raise TerminationSignal


@pytest.mark.parametrize(("end", "code"), [(interrupted, 130), (terminated, 143), (terminated_in_flow, 143)])
def test_a_run_that_is_stopped_says_what_stays(
    run: Run, monkeypatch: pytest.MonkeyPatch, end: Callable[..., None], code: int
) -> None:
    monkeypatch.setattr("flows.launch.launch", end)
    before = signal.getsignal(signal.SIGTERM)
    assert "What was loaded stays" in refused(run("ingest", "--sample"), code)
    assert signal.getsignal(signal.SIGTERM) is before


def test_other_commands_that_are_stopped_say_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.ask.ask", interrupted)
    assert refused(run("sql", "select 1"), 130) == "parley: Stopped.\n"


def test_a_usage_error_keeps_its_message_and_code(run: Run) -> None:
    done = run("ingest", "--no-such-flag")
    assert done.code == 2
    assert "No such option" in done.err


def test_a_data_folder_that_cannot_be_made_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("PARLEY_HOME", str(tmp_path / "file" / "home"))
    assert "cannot be made" in refused(run("ingest", "--sample"))
    assert "cannot be made" in refused(run("ingest"))
    assert "cannot be made" in refused(run("ingest", "--sample", "--db", tmp_path / "x.duckdb"))


@pytest.mark.parametrize(
    "words",
    [
        ("ingest", "--sample", "--feeds", "mine.txt"),
        ("ingest", "--day", "2"),
        ("export", "out", "--format", "csv", "--since", "2026-01-01"),
        ("export", "out.duckdb", "--format", "duckdb", "--since", "2026-01-01"),
    ],
)
def test_flags_that_would_be_ignored_are_refused(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    assert "leave out" in refused(run(*words))
    assert not list(tmp_path.iterdir())


def test_the_version_is_told(run: Run) -> None:
    done = run("--version")
    assert (done.code, done.out) == (0, f"parley {version('parley')}\n")


def test_without_a_command_there_is_help(run: Run) -> None:
    assert "Usage" in run().out
    assert run("--debug").code == 2


def test_settings_are_shown_with_their_origin_and_no_secret(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_PROXY", "http://anna:hush@proxy.example:3128")
    done = run("settings", "--db", "mine.duckdb")
    assert done.code == 0, done.err
    lines = {line.split()[0]: line for line in done.out.splitlines()}
    assert "mine.duckdb" in lines["db"]
    assert "--db" in lines["db"]
    assert "PARLEY_PROXY" in lines["proxy"]
    assert "default" in lines["workers"]
    assert "hush" not in done.out
