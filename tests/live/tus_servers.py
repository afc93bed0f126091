#!/usr/bin/env python3
"""Real tus servers on loopback: the protocol's own for Node, one for Node that takes checksums, and tusd where GANTRY_TUSD
names its program; and our own, which joins partial uploads.

    tus_servers.py install FOLDER    puts what the servers for Node are made of there, as tus/package-lock.json has it
"""

import base64
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from servers import Server, ServerFailure, answers, free_ports, wait_until

SOURCES = Path(__file__).resolve().parent / "tus"
OLDEST_NODE = (20, 19)
INSTALL_SECONDS = 240.0


@dataclass
class Upload:
    """As it lies on the server's disk."""
    length: int
    metadata: dict[str, str]
    path: Path
    is_partial: bool = False
    parts: list[str] = field(default_factory=list)  # the names of the partial uploads that it was made of

    @property
    def offset(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0


class TusServer(Server):
    """Restarts keep its port and its uploads."""

    joins = False  # partial uploads

    def __init__(self, folder: Path, programs: Path, max_size: int | None = None, lifetime_ms: int | None = None,
                 token: str | None = None, relative: bool = False) -> None:
        """max_size: of an upload, in bytes; lifetime_ms: of an unfinished one; relative: locations without a host. What a server
        cannot do it leaves."""
        super().__init__(folder)
        self.programs_folder = programs
        self.max_size, self.lifetime_ms, self.token, self.relative = max_size, lifetime_ms, token, relative
        self.content = folder / "content"

    @property
    def url(self) -> str:
        return self.url_at(self.port)

    @staticmethod
    def url_at(port: int) -> str:
        return f"http://127.0.0.1:{port}/files/"

    def start(self) -> None:
        self._spawn("tus", *self._command())
        wait_until(f"{self.kind} answers", lambda: answers(self.url))

    def kill(self) -> None:
        process = self._processes.pop("tus")
        process.kill()
        process.wait()

    def uploads(self) -> list[Upload]:
        """Finished or not."""
        raise NotImplementedError

    def _start(self) -> None:
        self.content.mkdir()
        [self.port] = free_ports(1)
        self.start()

    def _command(self) -> list[str | Path]:
        raise NotImplementedError

    def _packages(self) -> Path:
        folder = self.programs_folder.parent / "tests" / "live" / "tus"
        if not (folder / "node_modules").exists():
            raise ServerFailure(f"nothing is installed in {folder}: run tests/live/tus_servers.py install {folder}")
        return folder


class NodeTus(TusServer):
    kind = "tus for Node"

    def _command(self) -> list[str | Path]:
        options = {"maxSize": self.max_size, "lifetimeMs": self.lifetime_ms, "token": self.token,
                   "relativeLocation": self.relative}
        given = {name: value for name, value in options.items() if value is not None}
        return [node(), self._packages() / "node_tus.mjs", str(self.port), self.content, json.dumps(given)]

    def uploads(self) -> list[Upload]:
        return [Upload(facts["size"], facts.get("metadata") or {}, self.content / facts["id"])
                for facts in documents(self.content, "*.json")]


class Uploadx(TusServer):
    kind = "uploadx"

    def _command(self) -> list[str | Path]:
        return [node(), self._packages() / "uploadx.mjs", str(self.port), self.content]

    def uploads(self) -> list[Upload]:
        return [Upload(facts["size"], facts["metadata"], self.content / facts["name"])
                for facts in documents(self.content / ".meta", "*.META")]


class Tusd(TusServer):
    kind = "tusd"
    joins = True

    def _command(self) -> list[str | Path]:
        program = os.environ.get("GANTRY_TUSD", "")
        if not Path(program).is_file():
            raise ServerFailure("GANTRY_TUSD names no program")
        size = ["-max-size", str(self.max_size)] if self.max_size is not None else []
        return [program, "-host", "127.0.0.1", "-port", str(self.port), "-base-path", "/files/", "-upload-dir", self.content,
                *size]

    def uploads(self) -> list[Upload]:
        return [Upload(facts["Size"], facts.get("MetaData") or {}, self.content / facts["ID"], facts["IsPartial"],
                       facts.get("PartialUploads") or [])
                for facts in documents(self.content, "*.info")]


class FakeTus(TusServer):
    """tests/fakes/fake_tus.h, which keeps to the protocol's text."""

    kind = "FakeTus"
    joins = True
    extensions = "creation,creation-with-upload,termination,expiration,concatenation"

    def _command(self) -> list[str | Path]:
        program = self.programs_folder.parent / "tests" / "fakes" / "fake_tus_server"
        options = {"--max-size": self.max_size, "--lifetime": self.lifetime_ms, "--token": self.token}
        given = [word for name, value in options.items() if value is not None for word in (name, str(value))]
        return [program, "--extensions", self.extensions, "--folder", self.content, "--port", str(self.port), *given]

    def uploads(self) -> list[Upload]:
        # A kind of 1 is a partial upload.
        return [Upload(facts["length"], decoded(facts["metadata"]), self.content / facts["number"], facts["kind"] == 1,
                       [str(part) for part in facts["partials"]])
                for facts in documents(self.content, "*.json")]


SERVERS: dict[str, type[TusServer]] = {"node_tus": NodeTus, "uploadx": Uploadx, "tusd": Tusd, "fake_tus": FakeTus}


def documents(folder: Path, pattern: str) -> list[dict[str, Any]]:
    """With the file's name as their number."""
    return [{"number": path.stem} | json.loads(path.read_text()) for path in sorted(folder.glob(pattern))]


def decoded(header: str) -> dict[str, str]:
    """Upload-Metadata."""
    pairs = (pair.strip().partition(" ") for pair in header.split(",") if pair.strip())
    return {key: base64.b64decode(value).decode() for key, _, value in pairs}


def node() -> str:
    program = shutil.which("node")
    version = ""
    if program:
        version = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.strip()
        if tuple(int(number) for number in version.lstrip("v").split(".")[:2]) >= OLDEST_NODE:
            return program
    raise ServerFailure(f"The tus servers need Node {'.'.join(map(str, OLDEST_NODE))} or newer with npm in the PATH, and "
                        f"{f'there is {version}' if program else 'there is none'}. Debian 12 has 18: take it from "
                        "https://nodejs.org or https://github.com/nodesource/distributions")


def install(folder: Path) -> None:
    program = node()
    npm = shutil.which("npm", path=os.pathsep.join([str(Path(program).parent), os.environ.get("PATH", "")]))
    if not npm:
        raise ServerFailure(f"There is no npm beside {program}")
    folder.mkdir(parents=True, exist_ok=True)
    for source in SOURCES.iterdir():
        shutil.copy2(source, folder)
    lock, done = (folder / "package-lock.json").read_text(), folder / "installed.json"
    if done.exists() and done.read_text() == lock:
        return
    ended = subprocess.run([npm, "ci", "--omit=optional", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder,
                           stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    if ended.returncode != 0:
        raise ServerFailure(f"npm ci: status {ended.returncode}\n{ended.stdout}{ended.stderr}")
    done.write_text(lock)


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] != "install":
        sys.exit(f"usage: {Path(sys.argv[0]).name} install FOLDER")
    try:
        install(Path(sys.argv[2]))
    except ServerFailure as failure:
        sys.exit(f"FAIL: {failure}")
