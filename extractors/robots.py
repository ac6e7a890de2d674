"""robots.txt as RFC 9309 reads it: 4xx allows all, 5xx or no answer allows nothing for now."""

from protego import Protego

from extractors.records import Problem, Response

READ_AT_MOST = 512 * 1024  # RFC 9309 section 2.5 asks for 500 KiB at least

_RATE_LIMITED, _SERVER_FAULT = 429, 500


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
        # 429 is about us and not about the file; a circle of redirects is as good as no file (section 2.3.1.2)
        told = answer.status is not None and answer.status < _SERVER_FAULT and answer.status != _RATE_LIMITED
        return cls(None, otherwise=told)
