"""The command line: what ends a command, and what it says then."""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
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
