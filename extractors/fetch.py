"""The only socket: one pool of connections, HTTP/2 where offered, every answer whole and within limits, or a Problem.

httpx2 builds the requests and its core, httpcore2, sends them, over a network back end of ours that judges every
address at the moment of connecting. There is no cookie jar and no redirect that we did not look at first.
"""

import asyncio
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit, urlunsplit

from extractors.asking import Asking, Outcome, Redirect, placed, unfetchable, validators
from extractors.exchange import Exchange
from extractors.policy import STAGE, FetchKind, FetchPolicy
from extractors.records import Fetch, Problem, Reason, Response
from extractors.robots import Rules

__all__ = ["FetchKind", "FetchPolicy", "Fetcher"]


class Fetcher:
    """Fetches politely; use as an async context manager. One is enough for a run, and remembers what a run must."""

    def __init__(self, policy: FetchPolicy) -> None:
        self.policy = policy
        self._exchange = Exchange(policy)
        self._rules: dict[str, asyncio.Task[Rules]] = {}
        self._ledger: dict[str, list[Fetch]] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._rules.values():
            task.cancel()
        await self._exchange.aclose()

    async def get(
        self, url: str, *, kind: FetchKind, etag: str | None = None, last_modified: str | None = None
    ) -> Response | Problem:
        """Ask for a URL, with the validators given; raises for no fault of a server.

        Redirects are followed and judged hop by hop, transient trouble is asked again within the policy's deadline.
        """
        target, _, _ = url.strip().partition("#")
        refusal = unfetchable(target) or self._exchange.refusal(target)
        if refusal is None and kind == "page":
            refusal = await self._robots_refusal(target, asked=url)
        if refusal is not None:
            return Problem(stage=STAGE[kind], code=refusal[0], subject=url, detail=refusal[1])
        asking = Asking(url=url, kind=kind, validators=validators(etag, last_modified))
        return await self._ask_again(asking, target)

    def take_fetches(self, url: str | None = None) -> tuple[Fetch, ...]:
        """Hand over the ledger's rows since the last time, of one URL as asked or of all, and forget them.

        The request for a host's robots.txt is among those of the page that was first to need it.
        """
        if url is not None:
            return tuple(self._ledger.pop(url, ()))
        rows = tuple(row for rows in self._ledger.values() for row in rows)
        self._ledger.clear()
        return rows

    async def _ask_again(self, asking: Asking, target: str) -> Response | Problem:
        spent = 0.0
        for attempt in range(self.policy.retries + 1):
            if attempt:
                await asyncio.sleep(self.policy.retry_pause_s * 3 ** (attempt - 1))
            outcome = await self._chain(asking, target, self.policy.deadline_s - spent)
            spent += outcome.seconds
            self._note(asking, outcome)
            if not outcome.transient or spent >= self.policy.deadline_s * 0.7:
                break
        return outcome.answer

    def _note(self, asking: Asking, outcome: Outcome) -> None:
        answer, word = outcome.answer, "problem"
        if isinstance(answer, Response):
            word = "not-modified" if answer.not_modified else "ok"
        row = Fetch(
            url=asking.url,
            final_url=outcome.final_url,
            status=answer.status,
            outcome=word,
            bytes=outcome.received,
            seconds=outcome.seconds,
            fetched_at=outcome.at,
        )
        self._ledger.setdefault(asking.url, []).append(row)

    async def _chain(self, asking: Asking, target: str, deadline: float) -> Outcome:
        """Follow one chain of redirects to its end."""
        outcome = Outcome(final_url=target, at=datetime.now(UTC))
        seen, permanent = {target}, True
        for _ in range(self.policy.max_redirects + 1):
            hop = await self._exchange.hop(asking, outcome, deadline)
            if not isinstance(hop, Redirect):
                outcome.answer = placed(hop, outcome, permanent=permanent and len(seen) > 1)
                return outcome
            permanent = permanent and hop.permanent
            refusal = unfetchable(hop.target) or self._exchange.refusal(hop.target)
            if refusal is None and hop.target in seen:
                refusal = (Reason.REDIRECTS, f"redirects run in a circle at {hop.target}")
            if refusal is None and asking.kind == "page":
                refusal = await self._robots_refusal(hop.target, asked=asking.url)
            if refusal is not None:
                outcome.answer = asking.problem(refusal[0], f"redirected to {hop.target}: {refusal[1]}", hop.status)
                return outcome
            seen.add(hop.target)
            outcome.final_url = hop.target
        outcome.answer = asking.problem(Reason.REDIRECTS, f"more than {self.policy.max_redirects} redirects", None)
        return outcome

    async def _robots_refusal(self, url: str, *, asked: str) -> tuple[Reason, str] | None:
        """Ask a host's robots.txt, once a run, what it thinks of us."""
        parts = urlsplit(url)
        root = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "/robots.txt", "", ""))
        if root not in self._rules:
            self._rules[root] = asyncio.create_task(self._fetch_rules(root, asked))
        rules = await asyncio.shield(self._rules[root])
        if rules.allows(url, self.policy.user_agent.partition("/")[0]):
            return None
        return Reason.ROBOTS, f"{root} {rules.words}"

    async def _fetch_rules(self, root: str, asked: str) -> Rules:
        answer = await self.get(root, kind="robots")
        if root != asked:
            self._ledger.setdefault(asked, []).extend(self._ledger.pop(root, ()))
        return Rules.of(answer)
