"""What we ask of the Prefect API besides running: to name runs, to close killed ones, to have recorded all of ours."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from httpx import TransportError
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterId,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import State, StateType
from prefect.exceptions import ObjectNotFound
from prefect.logging.handlers import APILogHandler
from prefect.states import Cancelled, Crashed

SETTLE_SECONDS = 5.0
LONG_PENDING = timedelta(minutes=2)
"""How long no run that the command line starts is pending: it begins at once, or never."""


async def name_flow_run(flow_run_id: str, name: str) -> None:
    """Call a flow run what it turns out to be, once it knows."""
    async with get_client() as client:
        await client.update_flow_run(UUID(flow_run_id), name=name)


async def mark_crashed(flow_run_ids: Iterable[str]) -> None:
    """Close flow runs whose process is gone; those that this server does not know are some other server's."""
    async with get_client() as client:
        for flow_run_id in flow_run_ids:
            state: State[Any] = Crashed(message="The process was killed; the next run took up what it left.")
            try:
                await client.set_flow_run_state(UUID(flow_run_id), state, force=True)
            except ObjectNotFound:
                continue


async def mark_stillborn(tags: list[str], now: datetime) -> None:
    """Close flow runs of these tags that were killed before they began: no ledger knows of them."""
    state: State[Any] = Crashed(message="The process was killed before the run began.")
    waiting = FlowRunFilter(
        tags=FlowRunFilterTags(all_=tags),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.PENDING])),
        expected_start_time=FlowRunFilterExpectedStartTime.model_validate({"before_": now - LONG_PENDING}),
    )
    async with get_client() as client:
        for flow_run in await client.read_flow_runs(flow_run_filter=waiting):
            await client.set_flow_run_state(flow_run.id, state, force=True)


async def cancel_missed(deployment_id: UUID, now: datetime) -> None:
    """Cancel runs that the schedule wanted while nobody served; left alone, they would all begin at once."""
    state: State[Any] = Cancelled(message="Nobody served when this run was due.")
    missed = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=[deployment_id]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
        expected_start_time=FlowRunFilterExpectedStartTime.model_validate({"before_": now}),
    )
    async with get_client() as client:
        for flow_run in await client.read_flow_runs(flow_run_filter=missed):
            if flow_run.auto_scheduled:
                await client.set_flow_run_state(flow_run.id, state, force=True)


async def settle(flow_run_id: str) -> None:
    """Wait, five seconds at most, until the server has every log line and the end of every task run: it lags behind.

    One that does not answer has nothing to wait for.
    """
    wanted = FlowRunFilter(id=FlowRunFilterId(any_=[UUID(flow_run_id)]))
    with suppress(TransportError, TimeoutError):
        async with asyncio.timeout(SETTLE_SECONDS), get_client() as client:
            await APILogHandler.aflush()
            while True:
                task_runs = await client.read_task_runs(flow_run_filter=wanted)
                if all(task_run.state and task_run.state.is_final() for task_run in task_runs):
                    return
                await asyncio.sleep(0.1)
