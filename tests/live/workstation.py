"""A workstation with gantryctl: a state folder of its own, and a server at the other end of a wire."""

import contextlib
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from s3_client import S3Client
from servers import Server, ServerFailure
from stores import BUCKET, STORES, Store
from wire import Wire

MIB = 1024 * 1024
PART = 5 * MIB  # the smallest that S3 allows
PATIENCE = 120.0
DESTINATION = "store"


class Disappointed(Exception):
    """Something that ought to be so was not."""


def require(condition: object, what: str) -> None:
    if not condition:
        raise Disappointed(what)


def eventually(what: str, look: Callable[[], object], seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not look():
        require(time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}")
        time.sleep(0.005)


class Ended:
    """How a command ended."""

    def __init__(self, arguments: list[str], code: int, out: str, err: str) -> None:
        self.arguments, self.code, self.out, self.err = arguments, code, out, err

    def __str__(self) -> str:
        return f"gantryctl {' '.join(self.arguments)}: exit {self.code}\n{self.out}{self.err}"

    def document(self) -> dict[str, Any]:
        return dict(json.loads(self.out))

    def events(self, name: str) -> list[dict[str, Any]]:
        return [line for line in map(json.loads, self.out.splitlines()) if line["event"] == name]

    def expect(self, code: int) -> "Ended":
        require(self.code == code, f"wanted exit {code}: {self}")
        return self


class Running:
    """A command under way; its output goes to files, so that it never waits for a reader."""

    def __init__(self, program: Path, arguments: list[str], log: Path, environment: dict[str, str]) -> None:
        self.arguments = arguments
        self._files = [log.with_suffix(".out"), log.with_suffix(".err")]
        with self._files[0].open("wb") as out, self._files[1].open("wb") as err:
            self.process = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", program, *arguments], env=environment,
                                            stdin=subprocess.DEVNULL, stdout=out, stderr=err)

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> "Ended":
        self.process.send_signal(signal.SIGTERM)
        return self.end()

    def end(self, seconds: float = PATIENCE) -> Ended:
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Disappointed(f"it did not end within {seconds:.0f} s: {self._ended()}") from None
        return self._ended()

    def _ended(self) -> Ended:
        out, err = (file.read_text(errors="replace") for file in self._files)
        return Ended(self.arguments, self.process.returncode, out, err)


class Workstation:
    def __init__(self, folder: Path, programs: Path) -> None:
        folder.mkdir()
        self.state = folder / "state"
        self.folder = folder
        self._program = programs / "cli" / "gantryctl"
        self._count = 0

    def knows(self, store: Store, port: int, *options: str, name: str = DESTINATION, access: str = "", secret: str = "",
              bucket: str = BUCKET) -> Ended:
        """Adds the destination. The secret stays outside the state folder, as --secret-store memory promises."""
        secret_file = self.folder / f"{name}.secret"
        secret_file.touch(0o600)
        secret_file.write_text(secret or store.secret)
        size = () if "--part-size" in options else ("--part-size", "5MiB")
        return self.ctl("destination", "add", name, "--kind", "s3", "--endpoint", f"http://127.0.0.1:{port}", "--bucket",
                        bucket, "--access-key", access or store.access, "--secret-file", str(secret_file),
                        "--secret-store", "memory", *size, *options)

    def start(self, *arguments: str | Path, **variables: str) -> Running:
        self._count += 1
        environment = {name: value for name, value in os.environ.items() if name not in ("GANTRY_STATE_DIR", "LC_ALL")}
        words = ["--state-dir", str(self.state), *map(str, arguments)]
        return Running(self._program, words, self.folder / f"run{self._count}", environment | {"LANG": "C"} | variables)

    def ctl(self, *arguments: str | Path) -> Ended:
        return self.start(*arguments).end()

    def upload(self, *paths: Path, options: tuple[str, ...] = ()) -> Ended:
        return self.start("upload", *paths, "--json", *options).end()

    def log(self) -> str:
        return "".join(path.read_text(errors="replace") for path in sorted((self.state / "log").glob("*")))

    def files_written(self) -> Iterator[Path]:
        """All that Gantry wrote: its state folder, and what it printed."""
        yield from (path for path in self.state.rglob("*") if path.is_file())
        yield from (path for path in self.folder.glob("run*") if path.is_file())


class Site:
    """What every test has: a wire to a server, and a folder for files."""

    def __init__(self, folder: Path, programs: Path, wire: Wire) -> None:
        self.folder, self.programs, self.wire = folder, programs, wire

    def bare_workstation(self, name: str) -> Workstation:
        """One that knows no destination yet."""
        return Workstation(self.folder / name, self.programs)

    def make_file(self, name: str, size: int, seed: int = 1) -> Path:
        """The same content for the same seed."""
        path = self.folder / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        dice = random.Random(seed)
        with path.open("wb") as file:
            for at in range(0, size, MIB):
                file.write(dice.randbytes(min(MIB, size - at)))
        return path


class Place(Site):
    """With a store, and an observer of its own."""

    def __init__(self, folder: Path, programs: Path, store: Store, wire: Wire) -> None:
        super().__init__(folder, programs, wire)
        self.store = store
        self.client: S3Client = store.client()

    def workstation(self, name: str = "first", *options: str) -> Workstation:
        """One that knows the store by its wire."""
        station = self.bare_workstation(name)
        station.knows(self.store, self.wire.port, *options).expect(0)
        return station

    def require_stored(self, path: Path, key: str | None = None) -> None:
        key = path.name if key is None else key
        require(self.client.sha256(key) == sha256_of(path), f"{key!r} is not stored as it is")

    def stored_parts(self) -> set[tuple[str, int]]:
        """Upload and number of each part that the store has confirmed."""
        return {(request.upload, request.part or 0) for request in self.wire.parts() if request.status == 200}


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def number_of_parts(size: int) -> int:
    return max(1, -(-size // PART))


def main(test: Callable[[Place], None], page: int = 1000, min_part: int = PART, **secret: str) -> NoReturn:
    """X_test.py STORE PROGRAMS: the store's name, and the build's folder of programs."""
    def make(name: str, folder: Path, _: Path) -> Store:
        return STORES[name](folder, page=page, min_part=min_part, **secret)

    run(test, STORES, make, Place)


AnyServer = TypeVar("AnyServer", bound=Server)
AnySite = TypeVar("AnySite", bound=Site)


def run(test: Callable[[AnySite], None], names: Collection[str], make: Callable[[str, Path, Path], AnyServer],
        place: Callable[[Path, Path, AnyServer, Wire], AnySite]) -> NoReturn:
    """With a server that make() makes of a name, a folder of its own, and the build's folder of programs."""
    began = time.monotonic()
    if len(sys.argv) != 3 or sys.argv[1] not in names:
        sys.exit(f"usage: {Path(sys.argv[0]).name} {'|'.join(names)} PROGRAMS")
    try:
        with contextlib.ExitStack() as ends:
            folder = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="gantry-live-")))
            programs = Path(sys.argv[2]).resolve()
            server = ends.enter_context(make(sys.argv[1], folder / "server", programs))
            wire = ends.enter_context(Wire(server.port))
            print(f"{server.kind} answers after {time.monotonic() - began:.1f} s", flush=True)
            try:
                test(place(folder, programs, server, wire))
            except BaseException:
                for request in wire.requests[-20:]:
                    print(f"  {request.method} {request.path} {request.query} {request.body} bytes: {request.status}")
                server.print_logs()
                raise
    except (Disappointed, ServerFailure) as failure:
        sys.exit(f"FAIL: {failure}")
    print(f"as expected, {time.monotonic() - began:.1f} s")
    sys.exit(0)
