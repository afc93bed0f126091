"""What the live tests of tus share: a server at the other end of the wire, and what it has acknowledged."""

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from tus_servers import SERVERS, TusServer, Upload
from wire import Request, Wire
from workstation import DESTINATION, MIB, Ended, Site, Workstation, require, run, sha256_of

PART = 10 * MIB


class TusPlace(Site):
    def __init__(self, folder: Path, programs: Path, server: TusServer, wire: Wire) -> None:
        super().__init__(folder, programs, wire)
        self.server = server

    def workstation(self, name: str = "first", *options: str) -> Workstation:
        """One that knows the server by its wire."""
        station = self.bare_workstation(name)
        self.introduce(station, *options).expect(0)
        return station

    def introduce(self, station: Workstation, *options: str, name: str = DESTINATION, token: str | None = None) -> Ended:
        """Adds the destination."""
        token = token or self.server.token
        secret = ["--secret-store", "file"]
        if token:
            token_file = station.folder / f"{name}.token"
            token_file.touch(0o600)
            token_file.write_text(token)
            secret = ["--token-file", str(token_file), "--secret-store", "memory"]
        return station.ctl("destination", "add", name, "--kind", "tus", "--url", self.server.url_at(self.wire.port), *secret,
                           *options)

    def stored(self, name: str) -> Upload:
        """The one finished upload of a file of that name."""
        found = [upload for upload in self.server.uploads()
                 if upload.metadata.get("filename") == name and not upload.is_partial and upload.offset == upload.length]
        require(len(found) == 1, f"{len(found)} finished uploads of {name!r}")
        return found[0]

    def require_stored(self, path: Path) -> Upload:
        upload = self.stored(path.name)
        require(sha256_of(upload.path) == sha256_of(path), f"{path.name!r} is not stored as it is")
        return upload


def main(test: Callable[[TusPlace], None], **options: int | str) -> NoReturn:
    """X_test.py SERVER PROGRAMS; the options are those of TusServer."""
    def make(name: str, folder: Path, programs: Path) -> TusServer:
        return SERVERS[name](folder, programs, **options)

    run(test, SERVERS, make, TusPlace)


def told(requests: list[Request]) -> dict[str, int]:
    """By the name that the server gave each upload: the offset that the client was last told."""
    return walked(requests)[0]


def require_nothing_again(requests: list[Request], upload: Upload) -> None:
    """Nothing was sent that the server had told to have, neither to that place nor to another. The requests are all that
    there were for that file, in the order in which they began."""
    offsets, again = walked(requests)
    require(not again, f"sent again although the server had told to have it: {again}")
    left = {name: offset for name, offset in offsets.items()
            if offset > 0 and name not in upload.parts and name != upload.path.name}
    require(not left, f"begun anew although the server had told to have something: {left}")


def walked(requests: list[Request]) -> tuple[dict[str, int], list[str]]:
    offsets: dict[str, int] = {}
    again: list[str] = []
    for request in requests:
        name = request.path.rpartition("/")[2]
        if request.method == "PATCH" and int(request.headers["upload-offset"]) < offsets.get(name, 0):
            again.append(f"{name} from {request.headers['upload-offset']} on, after {offsets[name]}")
        if request.status is None or not 200 <= request.status < 300:
            continue
        if request.method == "POST":
            name = request.answer.get("location", "").rpartition("/")[2]
        if request.method in ("POST", "HEAD", "PATCH") and "upload-offset" in request.answer:
            offsets[name] = int(request.answer["upload-offset"])
    return offsets, again


def patches(requests: list[Request]) -> list[Request]:
    return [request for request in requests if request.method == "PATCH"]
