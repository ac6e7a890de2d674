"""The deployments: when flows run, that runs do not overlap, and what the UI lets an operator choose."""

from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any

from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.flows import Flow
from prefect.runner import Runner
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.backfill import backfill
from flows.ingest import ingest
from flows.prefect_runs import cancel_missed
from flows.reprocess import reprocess
from flows.schedule_text import interval_seconds
from flows.settings import Settings

NAME = "parley"
ONE = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


async def deploy(runner: Runner, settings: Settings, now: datetime) -> None:
    """Register the flows with the Prefect server for this runner to run; what was due before now is not made up for."""
    flows: dict[Flow[..., Any], Schedule | None] = {ingest: schedule_of(settings), reprocess: None, backfill: None}
    for flow, schedule in flows.items():
        deployment_id = await runner.aadd_flow(
            flow,
            name=NAME,
            schedule=schedule,
            concurrency_limit=ONE,
            description=(flow.description or "").partition("\n")[0],
            tags=[NAME],
            version=version(NAME),
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        await cancel_missed(deployment_id, now)


def schedule_of(settings: Settings) -> Schedule:
    """Read the schedule that the settings hold."""
    if seconds := interval_seconds(settings.schedule):
        return Interval(timedelta(seconds=seconds))
    return Cron(settings.schedule, timezone="UTC")
