"""Where in `seeds/` an entry stands: file and line, for those who follow a mention back to the dictionaries."""

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources

_ENTRY = re.compile(r'^(\w+\.toml) (\[[^\]]+\]) "(.*?)"')
_PEOPLE = ("leaders.toml", "groups.toml", "actors.toml")


def with_line(rule: str) -> str:
    """Put the line's number behind the file that a rule begins with: `triggers.toml:123 [...] "hold talks" as verb`."""
    found = _ENTRY.match(rule)
    if found is None:
        return rule
    file, section, phrase = found.groups()
    line = _line_below(file, section.strip("[]"), phrase)
    return rule if line is None else f"{file}:{line}{rule[len(file) :]}"


def place_of_actor(actor_id: str, text: str) -> str:
    """Name the line that makes `text` mean an actor: that of a leader of this name, else of the actor itself."""
    for file in _PEOPLE:
        for number, line in enumerate(_lines(file), start=1):
            entry = re.match(rf"(?:\[\w+\.)?{re.escape(actor_id)}\b", line)
            if entry and (file != "leaders.toml" or _names_one(line, text)):
                return f"{file}:{number}"
    return "as the article says"


def _names_one(line: str, text: str) -> bool:
    """Tell whether a line of leaders has somebody of this name, or of this surname."""
    names = [name for entry in re.findall(r'"([^"]+)"', line) for name in entry.partition(" | ")[0].split("; ")]
    return any(text in (name, name.rpartition(" ")[2]) for name in names)


def _line_below(file: str, section: str, phrase: str) -> int | None:
    lines = _lines(file)
    begins = (f"[{section}]", f'["{section}"]')
    start = next((number for number, line in enumerate(lines) if line.startswith(begins)), None)
    if start is None:
        return None
    return next(
        (number + 1 for number, line in enumerate(lines[start:], start) if line.startswith(f'"{phrase}" =')), None
    )


@cache
def _lines(file: str) -> Sequence[str]:
    return resources.files("seeds").joinpath(file).read_text("utf-8").split("\n")
