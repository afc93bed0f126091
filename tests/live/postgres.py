"""A PostgreSQL server of a test's own, on loopback; it ends with its `with` block, by process id."""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from servers import ENVIRONMENT, ServerFailure, free_ports, wait_until

USER = "gantry"


class Postgres:
    def __init__(self, folder: Path, port: int, password: str, password_file: Path) -> None:
        self.port, self.password = port, password
        self.dsn = f"host=127.0.0.1 port={port} dbname=postgres user={USER} passfile={password_file}"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*as_server(), program("postgres"), "-D", self._folder / "data", "-p", str(self.port), "-h", "127.0.0.1", "-k",
                 ""], cwd=self._folder, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        ready = [program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        wait_until("PostgreSQL answers", lambda: subprocess.run(ready, check=False).returncode == 0)

    def stop(self) -> None:
        """At once, without waiting for its clients."""
        if self._process:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(30)
            self._process = None


def program(name: str) -> str:
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: int(place.parent.name), reverse=True)
    found = shutil.which(name, path=os.pathsep.join(map(str, places)))
    if not found:
        raise ServerFailure(f"PostgreSQL is not installed: no {name}. Run installer/packages-debian.sh test")
    return found


def as_server() -> list[str]:
    """It refuses to run as root."""
    death = ["setpriv", "--pdeathsig", "KILL"]
    return death if os.getuid() else [*death, "--reuid", "postgres", "--regid", "postgres", "--clear-groups"]


@contextlib.contextmanager
def postgres() -> Iterator[Postgres]:
    with tempfile.TemporaryDirectory(prefix="gantry-postgres-") as name:
        folder, password = Path(name), secrets.token_hex(16)
        [port] = free_ports(1)
        for file, text in (("password", password), ("pgpass", f"127.0.0.1:{port}:*:{USER}:{password}\n")):
            (folder / file).touch(0o600)
            (folder / file).write_text(text)
        (folder / "log").touch()
        if os.getuid() == 0:
            owner = pwd.getpwnam("postgres")
            for path in (folder, folder / "password"):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        made = subprocess.run([*as_server(), program("initdb"), "-D", folder / "data", "-U", USER, "-A", "scram-sha-256",
                               "--pwfile", folder / "password", "-E", "UTF8", "--locale", "C"], cwd=folder, env=ENVIRONMENT,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if made.returncode != 0:
            raise ServerFailure(f"initdb: {made.stdout}{made.stderr}")
        server = Postgres(folder, port, password, folder / "pgpass")
        try:
            server.start()
            yield server
        finally:
            server.stop()
