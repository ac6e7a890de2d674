"""What `parley doctor` finds: one line a check, fine or with the mend."""

from dataclasses import dataclass

WORDS = ("ok", "mend", "stop")
"""How a finding is called by its exit code: fine, something to mend, nothing can start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How one thing stands. `said` is one sentence: the state where it is fine, else the thing and the mend.

    `exit_code` is 0 where it is fine, 1 where something is to be mended, 2 where no run can start before that.
    """

    what: str
    said: str
    exit_code: int = 0

    @property
    def word(self) -> str:
        """Call it ok, mend or stop."""
        return WORDS[self.exit_code]


def fine(what: str, said: str) -> Finding:
    """Find that all is well."""
    return Finding(what=what, said=said)


def mend(what: str, said: str) -> Finding:
    """Find something that a person should mend; runs go on meanwhile."""
    return Finding(what=what, said=said, exit_code=1)


def stop(what: str, said: str) -> Finding:
    """Find something without which no run can start."""
    return Finding(what=what, said=said, exit_code=2)


def size(count: float) -> str:
    """Write a number of bytes for people."""
    for unit, least in (("GB", 1e9), ("MB", 1e6)):
        if count >= least:
            return f"{count / least:,.1f} {unit}"
    return f"{count / 1e3:,.0f} kB"
