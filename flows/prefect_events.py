"""Events of ours, for Prefect's automations: runs that fail in a row, groups of feeds that bring nothing any more."""

import re
from collections.abc import Sequence

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.events import emit_event

FAILING = "parley.runs.failing"
QUIET = "parley.feeds.quiet"
IN_A_ROW = 3
_BAD = {StateType.FAILED, StateType.CRASHED}
_ENDED = FlowRunFilterState(type=FlowRunFilterStateType(any_=[*_BAD, StateType.COMPLETED]))


async def tell_if_failing(flow: str, *, failed_now: str | None = None) -> None:
    """Emit an event when the last three runs of a flow ended badly, and not the fourth: once for each such row.

    `failed_now` is what ends the run that asks. Without, it has just begun: then a row is told of whose last run
    was killed, and so could not tell by itself.
    """
    async with get_client() as client:
        ended = await client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=[flow])),
            flow_run_filter=FlowRunFilter(state=_ENDED, tags=FlowRunFilterTags(all_=["parley"])),
            sort=FlowRunSort.END_TIME_DESC,
            limit=IN_A_ROW + 1,
        )
    if failed_now is None and not (ended and ended[0].state_type is StateType.CRASHED):
        return
    if in_a_row(ended) + (failed_now is not None) == IN_A_ROW:
        reason = failed_now or (ended[0].state.message if ended[0].state else "") or "no reason known"
        body = f"{IN_A_ROW} runs of {flow} in a row failed or crashed, the last because: {reason}"
        emit_event(
            event=FAILING,
            resource={"prefect.resource.id": f"parley.flow.{flow}", "prefect.resource.name": flow},
            payload={"subject": f"Parley: runs of {flow} fail", "body": body},
        )


def in_a_row(ended: Sequence[FlowRun]) -> int:
    """Count the newest runs that ended badly, up to the first that did not."""
    good = (number for number, run in enumerate(ended) if run.state_type not in _BAD)
    return next(good, len(ended))


def tell_of_quiet(group: str, body: str) -> None:
    """Emit an event about a group of feeds."""
    slug = re.sub(r"\W+", "-", group).strip("-").lower() or "unnamed"
    emit_event(
        event=QUIET,
        resource={"prefect.resource.id": f"parley.feeds.{slug}", "prefect.resource.name": group},
        payload={"subject": f"Parley: the feeds of {group} have fallen silent", "body": body},
    )
