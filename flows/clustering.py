"""Near-duplicates: fingerprints of the articles that have none yet, and the clusters that they join."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from extractors.records import Problem
from flows.plan import Run
from flows.reading import fingerprints
from flows.together import together
from warehouse.clusters import Recent, unprinted, update_clusters

if TYPE_CHECKING:
    from extractors.clusters import Fingerprint

BATCH = 50


async def cluster(run: Run) -> str:
    """Link the articles that have no fingerprint yet to their near-duplicates; returns the log line."""
    texts = await run.store(unprinted, run.warehouse)
    if not texts:
        return "No new text to compare."
    batches = [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]
    seconds = run.plan.settings.page_seconds
    found = await together(
        run.pool.run(fingerprints, batch, subject="fingerprints", seconds=seconds) for batch in batches
    )
    run.tally.note(outcome for outcome in found if isinstance(outcome, Problem))
    prints = [print_ for outcome in found if not isinstance(outcome, Problem) for print_ in outcome]
    assigned = partial(_assigned, prints)
    known, changed = await run.store(update_clusters, run.warehouse, run.plan.run_id, run.plan.now, prints, assigned)
    return f"{len(prints)} texts compared with {known}, {changed} articles linked to near-duplicates."


def _assigned(prints: "list[Fingerprint]", known: Sequence[Recent]) -> dict[str, str]:
    from extractors.clusters import Fingerprint, Member, assign  # noqa: PLC0415 - numpy and scipy, only where there is work

    members = [
        Member(
            fingerprint=Fingerprint(article_id=article, text_hash=text, signature=signature, marks=marks, words=words),
            cluster_id=cluster_id,
        )
        for article, text, signature, marks, words, cluster_id in known
    ]
    return assign(prints, members)
