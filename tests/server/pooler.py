"""A real PgBouncer in transaction mode, with far fewer connections to PostgreSQL than clients."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree, which
from tempfile import mkdtemp
from urllib.parse import urlsplit

import psycopg
from pydantic import SecretStr

from tests.privileges import NOBODY
from tests.waiting import until
from truthtime_server.config import Settings
from truthtime_server.postgres import free_port

CONNECTIONS = 4
"""To PostgreSQL, however many clients there are."""


@contextmanager
def pooled(settings: Settings) -> Iterator[Settings]:
    """The same settings with a PgBouncer between the server and its database."""
    parts = urlsplit(settings.database_url.get_secret_value())
    folder, port = Path(mkdtemp(prefix="truthtime-pooler-")), free_port()
    (folder / "users").write_text(f'"{parts.username}" "{parts.password}"\n')
    (folder / "ini").write_text(
        f"[databases]\n* = host=127.0.0.1 port={parts.port}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\npool_mode = transaction\n"
        f"auth_type = md5\nauth_file = {folder}/users\ndefault_pool_size = {CONNECTIONS}\n"
        f"max_client_conn = 1000\nlogfile = {folder}/log\n"
    )
    program = which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "The Debian package pgbouncer is one of TEST_PACKAGES (build/setup_environment.sh)."
    as_nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    if as_nobody:
        for path in (folder, *folder.iterdir()):
            os.chown(path, NOBODY, NOBODY)
    address = parts._replace(netloc=f"{parts.username}:{parts.password}@127.0.0.1:{port}").geturl()
    with subprocess.Popen([program, "-q", folder / "ini"], cwd=folder, **as_nobody) as running:
        try:
            until(lambda: _answers(address), 20, "PgBouncer to answer")
            yield settings.model_copy(update={"database_url": SecretStr(address), "behind_pooler": True})
        finally:
            running.terminate()
            running.wait(20)
    rmtree(folder)


def _answers(address: str) -> bool:
    try:
        with psycopg.connect(address) as connection:
            return connection.execute("select 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False
