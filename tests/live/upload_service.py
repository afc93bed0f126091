"""gantry-service over a real S3 store, as a process of its own; and what a plain client of its interface does."""

import contextlib
import http.client
import json
import os
import subprocess
import urllib.parse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from secret_forms import forms
from servers import free_ports
from stores import BUCKET, REGION, Store
from workstation import PART, Ended, Place, Workstation, require

PREFIX = "in/"
USER = "ann"


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.body or b"{}"))


def call(method: str, url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Reply:
    parts = urllib.parse.urlsplit(url)
    with contextlib.closing(http.client.HTTPConnection(parts.netloc, timeout=60)) as connection:
        connection.request(method, parts.path + ("?" + parts.query if parts.query else ""), body=body, headers=headers or {})
        response = connection.getresponse()
        return Reply(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())


class UploadService:
    """Restarts keep its port, its data directory and its token."""

    def __init__(self, folder: Path, programs: Path, store: Store, store_port: int, settings: str = "",
                 database: str = "", store_settings: str = "") -> None:
        """settings: lines of [service]; database: lines of [database]; store_settings: lines of [s3]."""
        folder.mkdir()
        self.folder, self._programs, self._store = folder, programs, store
        self.port = free_ports(1)[0]
        self._process: subprocess.Popen[bytes] | None = None
        secret = folder / "secret"
        secret.touch(0o600)
        secret.write_text(store.secret)
        self._config = folder / "service.ini"
        self._config.write_text(f"[service]\nstore = s3\n{settings}\n[s3]\nendpoint = http://127.0.0.1:{store_port}\n"
                                f"bucket = {BUCKET}\nregion = {REGION}\nprefix = {PREFIX}\npath_style = yes\n"
                                f"access_key = {store.access}\nsecret_key_file = {secret}\n"
                                f"{store_settings}\n[database]\n{database}\n")

    def __enter__(self) -> "UploadService":
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self, crash_at: str = "", reclaim_ms: int = 0) -> None:
        """Both as tests/service/crashing_service.cpp takes them; with crash_at it may die before it listens."""
        self.launch(crash_at, reclaim_ms)
        require(self.listens() or crash_at, f"it does not start: {self.log()}")

    def launch(self, crash_at: str = "", reclaim_ms: int = 0) -> None:
        """Does not wait. From the main thread: the service ends with the thread that launched it."""
        program = self._programs / "service" / "gantry-service"
        if crash_at or reclaim_ms:
            program = self._programs.parent / "tests" / "service" / "crashing-service"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", program, *self._options, "--listen", f"127.0.0.1:{self.port}"],
                env=os.environ | {"GANTRY_TEST_CRASH": crash_at, "GANTRY_TEST_RECLAIM_MS": str(reclaim_ms)}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=log)

    def listens(self) -> bool:
        """Waits for it, or for the service's end."""
        assert self._process and self._process.stdout
        return self._process.stdout.readline().startswith(b"listening on ")

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self.wait()

    def wait(self) -> None:
        assert self._process and self._process.stdout
        self._process.wait(60)
        self._process.stdout.close()
        self._process = None

    def command(self, *arguments: str) -> Ended:
        done = subprocess.run([self._programs / "service" / "gantry-service", *self._options, *arguments], text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
        return Ended(list(arguments), done.returncode, done.stdout, done.stderr)

    def add_token(self, user: str = USER) -> str:
        return self.command("token", "add", user).expect(0).out.strip()

    def log(self) -> str:
        return self._log.read_text(errors="replace")

    def files_written(self) -> list[Path]:
        return [self._log, *(path for path in self._data.rglob("*") if path.is_file())]

    @property
    def _options(self) -> list[str]:
        return ["--config", str(self._config), "--data", str(self._data)]

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _log(self) -> Path:
        return self.folder / "log"


class Caller:
    """A plain client of the interface, with one token."""

    def __init__(self, service: UploadService, token: str) -> None:
        self.service, self.token = service, token

    def __call__(self, method: str, path: str, body: object = None, service: UploadService | None = None) -> Reply:
        text = None if body is None else json.dumps(body).encode()
        return call(method, f"http://127.0.0.1:{(service or self.service).port}{path}", text,
                    {"Authorization": f"Bearer {self.token}"})

    def begin(self, name: str, size: int, fingerprint: str = "") -> dict[str, Any]:
        reply = self("POST", "/api/uploads", {"filename": name, "size": size, "content_type": "video/quicktime",
                                              "fingerprint": fingerprint or name, "part_size": PART})
        require(reply.status == 200, f"begin: {reply}")
        return reply.json

    def complete(self, upload: str, etags: list[str], service: UploadService | None = None) -> Reply:
        return self("POST", "/api/uploads/complete",
                    {"upload_id": upload, "parts": [{"PartNumber": number, "ETag": etag}
                                                    for number, etag in enumerate(etags, start=1)]}, service)


def put_all(upload: dict[str, Any], content: bytes) -> list[str]:
    """By the links of a begun upload; returns the ETags in order."""
    etags = []
    for link in upload["chunk_urls"]:
        number = link["part_number"]
        reply = call("PUT", link["url"], content[(number - 1) * PART:number * PART])
        require(reply.status == 200, f"part {number}: {reply}")
        etags.append(reply.headers["etag"])
    return etags


def require_no_secret(place: Place, services: list[UploadService], tokens: list[str], stations: Sequence[Workstation] = (),
                      more: Sequence[str] = ()) -> None:
    """In nothing that they wrote or printed: not the store's key, not the tokens, not a link."""
    files = [path for service in services for path in service.files_written()]
    files += [path for station in stations for path in station.files_written()]
    names = {path.name for path in files}
    require("log" in names and (not stations or "journal.sqlite" in names), f"looked only at {sorted(names)}")
    for path in files:
        content = path.read_bytes()
        require(b"X-Amz-Signature" not in content, f"a link is in {path}")
        for secret in (place.store.secret, *tokens, *more):
            for form in forms(secret):
                require(form not in content, f"{path} holds {secret[:4]}…")


def service_of(place: Place, name: str = "service", settings: str = "", database: str = "",
               store: str = "") -> UploadService:
    """One that reaches the store by the wire, and so do the clients with its links."""
    return UploadService(place.folder / name, place.programs, place.store, place.wire.port, settings, database, store)


def knows_service(station: Workstation, port: int, token: str, *options: str) -> None:
    token_file = station.folder / "token"
    token_file.touch(0o600)
    token_file.write_text(token)
    size = () if "--part-size" in options else ("--part-size", "5MiB")
    station.ctl("destination", "add", "service", "--kind", "service", "--url", f"http://127.0.0.1:{port}", "--token-file",
                str(token_file), "--secret-store", "memory", *size, *options).expect(0)
