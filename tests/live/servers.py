"""What the servers that the live tests start have in common: free ports, processes, logs, and their end."""

import contextlib
import http.client
import random
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Self

START_SECONDS = 60.0
SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
# Servers see neither the caller's settings nor another Python.
ENVIRONMENT = {"PATH": SYSTEM_PATH, "LANG": "C", "HOME": "/"}


class ServerFailure(Exception):
    """A server is not there, or does not start."""


# Below the range from which the system takes ports for outgoing connections, so that none is lost meanwhile.
PORTS = range(15_000, 32_000)
PORTS_OF_A_BLOCK = 20
_blocks: list[socket.socket] = []


def free_ports(count: int) -> list[int]:
    """At most a block: neighbours, which no other test gets while this process lives. So a server that does not listen yet,
    or that is started again, finds its port free."""
    assert count <= PORTS_OF_A_BLOCK
    while True:
        first = random.SystemRandom().choice(PORTS[:-PORTS_OF_A_BLOCK:PORTS_OF_A_BLOCK])
        ports = list(range(first, first + count))
        block = socket.socket(socket.AF_UNIX)
        try:
            block.bind(f"\0gantry-live-ports-{first}")  # of Linux: a name, no file; gone with the process
            for port in ports:
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            block.close()
            continue
        _blocks.append(block)
        return ports


def wait_until(what: str, is_so: Callable[[], object], seconds: float = START_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise ServerFailure(f"not within {seconds:.0f} s: {what}")
        time.sleep(0.05)


def answers(url: str) -> bool:
    """Whether a server says anything at all in HTTP."""
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except (OSError, http.client.HTTPException):
        return False


class Server:
    """Runs in a folder of its own, without root, and ends with its `with` block, by process id."""

    kind = ""
    programs: list[str] = []
    port = 0

    def __init__(self, folder: Path) -> None:
        """The folder has to be empty."""
        self.folder = folder
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        missing = [name for name in self.programs if shutil.which(name, path=SYSTEM_PATH) is None]
        if missing:
            raise ServerFailure(f"{self.kind} is not installed: no {', '.join(missing)}. "
                                "Run installer/packages-debian.sh test")
        (self.folder / "log").mkdir(parents=True)
        (self.folder / "run").mkdir()
        try:
            self._start()
            self._furnish()
        except BaseException:
            self.stop()
            self.print_logs()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        for name in reversed(list(self._processes)):
            self._end(name)

    def print_logs(self) -> None:
        for log in sorted((self.folder / "log").glob("*")):
            lines = log.read_text(errors="replace").splitlines()[-15:]
            print(f"-- {log.name}", *lines, sep="\n", flush=True)

    def _start(self) -> None:
        raise NotImplementedError

    def _furnish(self) -> None:
        """What is to be there before it is used."""

    def _spawn(self, name: str, *command: str | Path) -> None:
        with (self.folder / "log" / f"{name}.out").open("ab") as log:
            self._processes[name] = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *command], cwd=self.folder,
                                                     env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def _end(self, name: str) -> None:
        process = self._processes.pop(name)
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _run(self, *command: str | Path) -> str:
        ended = subprocess.run(command, cwd=self.folder, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True,
                               text=True, timeout=START_SECONDS, check=False)
        if ended.returncode != 0:
            raise ServerFailure(f"{' '.join(map(str, command))}: status {ended.returncode}\n{ended.stdout}{ended.stderr}")
        return ended.stdout
