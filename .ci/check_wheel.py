"""Check that a wheel holds our four top-level packages, their data, and nothing else."""

import sys
import zipfile
from pathlib import Path

OURS = {"flows", "extractors", "warehouse", "seeds"}
WANTED = (
    "seeds/feeds.toml",
    "seeds/triggers.toml",
    "seeds/newsroom/outlets.toml",
    "flows/py.typed",
    "flows/constraints.txt",
)


def main(wheel: Path) -> None:
    """Exit with a sentence where the wheel holds too much or too little."""
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    metadata = {top for top in tops if top.endswith(".dist-info")}
    if tops - metadata != OURS:
        sys.exit(f"{wheel.name} holds {sorted(tops - metadata)} instead of {sorted(OURS)}.")
    for wanted in WANTED:
        if wanted not in names:
            sys.exit(f"{wheel.name} lacks {wanted}.")
    if unwanted := [name for name in names if name.endswith((".pyc", ".duckdb")) or "/tests/" in name]:
        sys.exit(f"{wheel.name} holds {unwanted}.")
    print(f"{wheel.name}: {len(names)} files, {', '.join(sorted(OURS))}.")  # noqa: T201 - a script's answer


if __name__ == "__main__":
    main(Path(sys.argv[1]))
