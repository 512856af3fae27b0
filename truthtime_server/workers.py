"""`truthtime-server serve`: one socket, several workers, an end that loses nothing.

How a worker ends (SIGTERM): `/readyz` says 503 for `drain_s`, while everything else is still answered; then no new
connection is taken, and running requests get `shutdown_timeout_s` to finish.
"""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from types import FrameType
from typing import Final

import structlog
import uvicorn
from fastapi import FastAPI

from truthtime_core.errors import TruthTimeError
from truthtime_server.config import Settings
from truthtime_server.connections import BoundedConfig, Bounds, Connection
from truthtime_server.metrics import SHARED_FOLDER

WORKER_SOCKET: Final = "TRUTHTIME_WORKER_SOCKET"
WORKER_LIFELINE: Final = "TRUTHTIME_WORKER_LIFELINE"
SPARE_FILES: Final = 64
"""File descriptors kept free for the database, logs and files."""

EARLY_S: Final = 5.0
EARLY_ENDS: Final = 5
"""A worker that ends this often within seconds of its start would do so for ever."""

PAUSE_S: Final = 0.5


class Worker(uvicorn.Server):
    """One process's server: on SIGTERM it first says that it is about to leave.

    Args:
        config: uvicorn's.
        leave: called when it is about to end.
        drain_s: how long it goes on answering after that.
    """

    def __init__(self, config: uvicorn.Config, leave: Callable[[], object], drain_s: float) -> None:
        super().__init__(config)
        self._leave = leave
        self._drain_s = drain_s
        self._ticks_left: int | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - as signal handlers are called
        """SIGTERM: drain, then end. Ctrl+C: end now. A second one: end without waiting for anybody."""
        if self.should_exit:
            self.force_exit = sig == signal.SIGINT
        elif sig == signal.SIGINT or self._ticks_left is not None:
            self.should_exit = True
        else:
            self._ticks_left = round(self._drain_s * 10)

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second."""
        if self.should_exit or self._ticks_left is not None:
            self._leave()
        if self._ticks_left is not None:
            self._ticks_left -= 1
            self.should_exit = self.should_exit or self._ticks_left < 0
        return await super().on_tick(counter)


def listening(host: str, port: int) -> socket.socket:
    """A socket that takes connections on this address.

    Raises:
        TruthTimeError: somebody else does, or nobody may.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((host, port))
        opened.listen(2_048)
    except OSError as error:
        opened.close()
        raise TruthTimeError(
            f"The server cannot listen on {host}, port {port}: {error.strerror or error}.",
            "Another program uses it, or it is not this computer's: stop that one, or choose another with --port.",
        ) from error
    opened.set_inheritable(True)
    return opened


def run_worker(app: FastAPI, settings: Settings, opened: socket.socket) -> int:
    """Serve in this process until it is told to end. Returns its exit code.

    Args:
        app: with `state.readiness` (health.py).
        settings: bounds and deadlines.
        opened: from `listening`.
    """
    worker = Worker(_config(app, settings), app.state.readiness.leaving.set, settings.drain_s)
    lifeline = os.environ.get(WORKER_LIFELINE)

    async def serve() -> None:
        if lifeline:
            asyncio.get_running_loop().add_reader(int(lifeline), worker.handle_exit, signal.SIGINT, None)
        await worker.serve(sockets=[opened])

    with asyncio.Runner(loop_factory=worker.config.get_loop_factory()) as runner:
        runner.run(serve())
    return 0


def _config(app: FastAPI, settings: Settings) -> BoundedConfig:
    config = BoundedConfig(
        app,
        http=Connection,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # done in the application, where it is done on every host
        timeout_keep_alive=settings.keep_alive_s,
        timeout_graceful_shutdown=settings.shutdown_timeout_s,
        ssl_certfile=settings.tls_certificate_file,
        ssl_keyfile=settings.tls_key_file,
    )
    most = min(settings.max_connections, _files() - SPARE_FILES - settings.pool_size)
    config.bounds = Bounds(max(16, most), settings.header_timeout_s, settings.write_timeout_s)
    return config


def _files() -> int:
    """How many file descriptors this process may have, after asking for as many as it is allowed to."""
    if sys.platform == "win32":
        return 8_192
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if hard == resource.RLIM_INFINITY else hard
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


def inherited_socket() -> socket.socket | None:
    """The socket that a worker was started with; None for the program that a person started."""
    number = os.environ.get(WORKER_SOCKET)
    return socket.socket(fileno=int(number)) if number else None


def supervise(settings: Settings, opened: socket.socket) -> int:
    """Keep `settings.workers` workers running until told to end. Returns the exit code.

    Raises:
        TruthTimeError: the workers end as soon as they have started.
    """
    if sys.platform == "win32":
        raise TruthTimeError("Several workers are not possible on Windows.", "Set TRUTHTIME_WORKERS to 1.")
    folder = tempfile.mkdtemp(prefix="truthtime-metrics-")
    try:
        return asyncio.run(_Supervisor(settings, opened, folder).run())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Supervisor:
    """Starts workers, starts them again when they die, and ends them all.

    Each worker is a process of its own that holds the read end of a pipe: when this program dies, however hard, the
    workers see the pipe's end and leave as well.
    """

    def __init__(self, settings: Settings, opened: socket.socket, folder: str) -> None:
        self._settings = settings
        self._socket = opened
        self._folder = folder
        self._log = structlog.get_logger("serve")
        self._workers: set[asyncio.subprocess.Process] = set()
        self._asked: int | None = None
        self._end = asyncio.Event()
        self._failed = False
        self._early_ends = 0

    async def run(self) -> int:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._ask_to_end, number)
        read_end, write_end = os.pipe()
        os.set_inheritable(read_end, True)  # noqa: FBT003 - the standard library's signature
        try:
            keeping = [asyncio.create_task(self._keep_one(read_end)) for _ in range(self._settings.workers)]
            await self._end.wait()
            await asyncio.gather(*keeping)
        finally:
            os.close(read_end)
            os.close(write_end)
        if self._failed:
            raise TruthTimeError(
                "The workers end as soon as they have started.", "The lines above say why; `truthtime-server doctor`."
            )
        return 0

    def _ask_to_end(self, number: int) -> None:
        """Hand the signal on; a second one reaches the workers as well, and makes them hurry."""
        self._asked = number
        self._end.set()
        for worker in self._workers:
            worker.send_signal(number)

    async def _keep_one(self, lifeline: int) -> None:
        loop = asyncio.get_running_loop()
        while not self._end.is_set():
            started_at_s = loop.time()
            worker = await self._start(lifeline)
            code = await self._ended(worker)
            if self._end.is_set():
                return
            self._log.error("worker_ended", pid=worker.pid, code=code)
            self._early_ends = self._early_ends + 1 if loop.time() - started_at_s < EARLY_S else 0
            if self._early_ends >= EARLY_ENDS:
                self._failed = True
                self._ask_to_end(signal.SIGTERM)
            await asyncio.sleep(PAUSE_S if self._early_ends else 0)

    async def _start(self, lifeline: int) -> asyncio.subprocess.Process:
        environment = dict(os.environ) | {
            WORKER_SOCKET: str(self._socket.fileno()),
            WORKER_LIFELINE: str(lifeline),
            SHARED_FOLDER: self._folder,
        }
        worker = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "truthtime_server",
            "serve",
            env=environment,
            stdin=subprocess.DEVNULL,
            pass_fds=(self._socket.fileno(), lifeline),
            start_new_session=True,  # Ctrl+C reaches this program, which hands it on once
        )
        self._workers.add(worker)
        if self._asked is not None:
            worker.send_signal(self._asked)
        self._log.info("worker_started", pid=worker.pid)
        return worker

    async def _ended(self, worker: asyncio.subprocess.Process) -> int:
        from truthtime_server.metrics import forget_worker

        waiting = asyncio.create_task(worker.wait())
        await asyncio.wait({waiting, asyncio.create_task(self._end.wait())}, return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            within_s = self._settings.drain_s + self._settings.shutdown_timeout_s + 5
            await asyncio.wait({waiting}, timeout=within_s)
            if not waiting.done():
                worker.kill()
        code = await waiting
        self._workers.discard(worker)
        os.environ[SHARED_FOLDER] = self._folder
        forget_worker(worker.pid)
        return code
