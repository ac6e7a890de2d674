"""`parley serve`: starts what is missing, runs the flows when they are due, and ends in good order."""

import asyncio
import os
from datetime import UTC, datetime

from rich.console import Console
from rich.text import Text

from flows.feeds_file import followed_feeds
from flows.opening import make_folder
from flows.own_server import OwnServer, ServerError
from flows.server import alone, answers, standing_server, wait_until_up
from flows.settings import Settings
from flows.stopping import Terminated

WATCH_SECONDS = 1.0


def serve(settings: Settings, console: Console) -> None:
    """Serve until stopped.

    Raises:
        CannotStartError: another process serves this data folder, its port is taken, or the catalogue has a fault.
        ServerError: our Prefect server ended.
        Terminated: SIGTERM came, and all is closed.
    """
    make_folder(settings.prefect_home)
    followed_feeds(settings)  # a fault in it is told now, not at the first run
    with alone(settings):
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "INFO")  # what runs log goes to the journal too
        with standing_server(settings) as server:
            url = server.url if server else os.environ["PREFECT_API_URL"]
            said = f"Prefect's UI: {url.removesuffix('/api')}; schedule: {settings.schedule}."
            console.print(Text(said), soft_wrap=True)
            asyncio.run(_serve(settings, server, url, console))
    raise Terminated


async def _serve(settings: Settings, server: OwnServer | None, url: str, console: Console) -> None:
    """Run what is due until SIGTERM, through any silence of a server that is not ours."""
    from prefect.runner import Runner  # noqa: PLC0415 - takes Prefect's settings from the environment just made

    from flows.automations import automate  # noqa: PLC0415
    from flows.deploy import deploy  # noqa: PLC0415

    while True:
        runner = Runner(name="parley", limit=None, pause_on_shutdown=False)
        await automate(settings)
        await deploy(runner, settings, datetime.now(UTC))
        try:
            async with asyncio.TaskGroup() as group:
                watching = group.create_task(_watch(server))
                await runner.start()
                watching.cancel()
        except* RuntimeError:  # Prefect's word for a server that was silent three times
            if answers(url):
                raise
        except* ServerError as failed:
            raise failed.exceptions[0] from None
        else:
            return
        console.print(f"The Prefect server at {url} does not answer; trying again.")
        await asyncio.to_thread(wait_until_up, url, within=None)


async def _watch(server: OwnServer | None) -> None:
    """Notice that our server ends again and again.

    Raises:
        ServerError: it does.
    """
    while server:
        if server.lost.is_set():
            raise ServerError(
                "The Prefect server ends again and again; prefect/server.log in the data folder says why."
            )
        await asyncio.sleep(WATCH_SECONDS)
