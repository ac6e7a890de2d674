"""A Prefect server of our own, in a process that ends with us and is started again should it end before."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from extractors.errors import CannotStartError, ParleyError
from flows.terminal import complain

LOOPBACK = "127.0.0.1"
STOP_SECONDS = 10.0
SHORT_SECONDS = 20.0
"""A server that lives no longer did not get anywhere; after three such starts it is given up."""
STARTS = 3
OWN_SERVER = {
    # one insert per hundred task runs instead of one each: the recorder is what makes a busy run lag behind
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",  # cut to whole seconds there: 0.5 would spin
}


class ServerError(ParleyError):
    """The Prefect server does not come up, or does not answer any more."""


class OwnServer:
    """The server, while the context is open. Nobody else can take its port: we hold the socket that it answers on.

    So whoever asks while it starts, or starts again, waits instead of being refused.

    Attributes:
        url: where its API is.
        lost: set once it is not started again any more.
    """

    def __init__(self, prefect_home: Path, host: str, port: int, settings: Mapping[str, str]) -> None:
        """Bind the port.

        Raises:
            CannotStartError: the port is taken, or the address is none of this machine.
        """
        self._socket = _listen(host, port)
        reached = LOOPBACK if host == "0.0.0.0" else f"[{host}]" if ":" in host else host  # noqa: S104 - a comparison
        self.url = f"http://{reached}:{self._socket.getsockname()[1]}/api"
        self.lost = threading.Event()
        self._log = prefect_home / "server.log"
        ui = {"PREFECT_SERVER_UI_API_URL": "/api"}  # where the UI came from, through whatever proxy
        self._settings = OWN_SERVER | dict(settings) | ui
        self._stopping = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="server", daemon=True)

    def __enter__(self) -> Self:
        """Start it; it takes some seconds until it answers."""
        self._process = self._start()
        self._keeper.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        self._stopping.set()
        process = self._process
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
        self._keeper.join()
        self._socket.close()

    def _keep(self) -> None:
        starts, begun = 1, time.monotonic()
        while not (self._process.wait() is not None and self._stopping.is_set()):
            starts = starts + 1 if time.monotonic() - begun < SHORT_SECONDS else 1
            if starts > STARTS:
                self.lost.set()
                return
            complain("The Prefect server ended and is started again; prefect/server.log in the data folder says why.")
            self._process, begun = self._start(), time.monotonic()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-m", "flows.server", str(self._socket.fileno())],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                pass_fds=[self._socket.fileno()],
                env=os.environ | self._settings | {"PREFECT_API_URL": self.url},
                start_new_session=True,  # Ctrl-C is for us: the server is needed until we have said our last word
            )


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=256)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CannotStartError(
            f"The Prefect server cannot listen on {host}, port {port}: {reason}; set server_port to a free one."
        ) from None
