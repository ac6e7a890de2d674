"""Runs over the sample newsroom one after the other in one process, as test_day.py asks: it kills this one at times.

    python day_player.py PORT    PARLEY_DB says where; PORT is the newsroom's

Each line on stdin is the instant that a run is to take for now; each answer on stdout is a line of JSON: what the run
found, or its error, and the memory and open files of this process and its workers.
"""

import asyncio
import json
import sys
import time
from dataclasses import replace
from datetime import datetime

import psutil

from extractors.fetch import FetchPolicy
from extractors.pool import Pool
from flows.ingest import run_ingest
from flows.opening import open_warehouse, plan_of, policy_of, workers
from flows.plan import Order
from flows.sample import LOOPBACK, SampleNewsroom
from flows.settings import Settings, read_settings
from flows.summary import sentence
from flows.terminal import Silence

FEEDS = SampleNewsroom(2).feeds


def main() -> None:
    """Answer every line until stdin ends."""
    settings = read_settings()
    hosts = {feed.url.split("/")[2]: (LOOPBACK, int(sys.argv[1])) for feed in FEEDS}
    policy = replace(policy_of(settings), connect_to=hosts, host_delay=0.0)
    with workers(settings) as ready:
        pool = ready()
        tell({"ready": True})
        for line in sys.stdin:
            begun = time.monotonic()
            found = run(datetime.fromisoformat(line.strip()), settings, policy, pool)
            tell({"seconds": time.monotonic() - begun, **found, **weight()})


def run(now: datetime, settings: Settings, policy: FetchPolicy, pool: Pool) -> dict[str, str]:
    """Run once, as the serving process does, but at another time."""
    plan = replace(plan_of(settings, FEEDS, policy), now=now)
    try:
        with open_warehouse(settings) as warehouse:
            finished = asyncio.run(run_ingest(Order(all_due=True), plan, warehouse, pool, Silence()))
    except Exception as error:  # noqa: BLE001 - whatever it is, the test is to see it
        return {"error": f"{type(error).__name__}: {error}"}
    return {"said": sentence(finished.tally)}


def weight() -> dict[str, int]:
    """Weigh this process and its workers: proportional memory in bytes, and open files."""
    me = psutil.Process()
    tree = [me, *me.children(recursive=True)]
    return {"pss": sum(one.memory_full_info().pss for one in tree), "files": me.num_fds()}


def tell(found: dict[str, object]) -> None:
    """Answer with one line."""
    print(json.dumps(found), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
