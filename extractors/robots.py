"""robots.txt as RFC 9309 reads it: 4xx allows all, 5xx or no answer allows nothing for now."""

from protego import Protego

from extractors.records import Problem, Response

READ_AT_MOST = 512 * 1024  # RFC 9309 section 2.5 asks for 500 KiB at least


class Rules:
    """What one host allows us, for one run."""

    def __init__(self, parsed: Protego | None, *, otherwise: bool) -> None:
        self._parsed = parsed
        self._otherwise = otherwise

    @property
    def words(self) -> str:
        """Say why a URL is not allowed."""
        return "gave no answer, which allows nothing for now" if self._parsed is None else "does not allow it"

    def allows(self, url: str, agent: str) -> bool:
        """Tell whether `agent`, a product name, may fetch the URL."""
        return self._otherwise if self._parsed is None else bool(self._parsed.can_fetch(url, agent))

    @classmethod
    def of(cls, answer: Response | Problem) -> "Rules":
        """Read what a host answered when asked for /robots.txt."""
        if isinstance(answer, Response):
            return cls(Protego.parse(answer.body[:READ_AT_MOST].decode("utf-8", "replace")), otherwise=True)
        refused = answer.status is not None and 400 <= answer.status < 500 and answer.status != 429  # noqa: PLR2004 - HTTP's own numbers
        return cls(None, otherwise=refused)
