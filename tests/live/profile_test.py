#!/usr/bin/env python3
"""Credentials of a profile of Amazon's tools, of the environment, and of memory: they sign, they are read again when they have
expired, and whatever goes wrong, nothing of them is written down or dumped."""

import json
import os
import resource
import signal
import subprocess
import time
from pathlib import Path

from secret_forms import forms
from stores import BUCKET
from workstation import MIB, PART, Place, Running, Workstation, eventually, main, require

SECRET = "canary+8f1d/profile-right-5e0c"
WRONG = "canary+77aa/profile-wrong-09bd"
OLD_SECRET = "canary+2c4e/profile-old-31f0"
TOKEN = "canary-session-token-b6d2e9"
CANARIES = (SECRET, WRONG, OLD_SECRET, TOKEN)


FAILED, STOPPED = 1, 3
# What stores refuse with, and how a run ends that hears nothing else; None: it goes on trying.
REFUSALS = [(400, "InvalidToken", STOPPED), (400, "ExpiredToken", STOPPED), (400, "TokenRefreshRequired", STOPPED),
            (403, "SignatureDoesNotMatch", FAILED), (403, "InvalidAccessKeyId", FAILED), (403, "AccessDenied", FAILED),
            (403, "AllAccessDisabled", FAILED), (403, "RequestTimeTooSkewed", FAILED), (403, "RequestExpired", FAILED),
            (404, "NoSuchBucket", FAILED), (400, "AuthorizationHeaderMalformed", FAILED), (403, "QuotaExceeded", FAILED),
            (400, "KeyTooLongError", FAILED), (400, "InvalidRequest", FAILED), (405, "MethodNotAllowed", FAILED),
            (301, "PermanentRedirect", FAILED), (501, "NotImplemented", FAILED), (418, "NeverHeardOf", FAILED),
            (200, "InternalError", FAILED), (503, "SlowDown", None), (503, "ServiceUnavailable", None),
            (400, "RequestTimeout", None), (429, "TooManyRequests", None), (500, "InternalError", None)]


def answer(status: int, code: str, has_body: bool, message: str = "made up") -> bytes:
    body = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>".encode() if has_body else b""
    return f"HTTP/1.1 {status} Made Up\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


class Profiles:
    """A credentials file, written as other tools write it: beside, then renamed."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "credentials"
        self.variables = {"AWS_SHARED_CREDENTIALS_FILE": str(self.path), "AWS_CONFIG_FILE": str(folder / "config")}

    def write(self, access: str, secret: str, token: str = "") -> None:
        lines = ["# of another tool", "[default]", "aws_access_key_id = nobody", f"aws_secret_access_key = {WRONG}", "",
                 "[studio] ; ours", f"aws_access_key_id={access}", f"aws_secret_access_key={secret}"]
        if token:
            lines.append(f"aws_session_token = {token}")
        fresh = self.path.with_suffix(".new")
        fresh.touch(0o600)
        fresh.write_text("\n".join(lines) + "\n")
        fresh.rename(self.path)


def add(place: Place, station: Workstation, name: str, *options: str, **variables: str) -> None:
    station.start("destination", "add", name, "--kind", "s3", "--preset", "ceph", "--endpoint",
                  f"http://127.0.0.1:{place.wire.port}", "--bucket", BUCKET, "--part-size", "5MiB", *options,
                  **variables).end().expect(0)


def upload(station: Workstation, path: Path, to: str, code: int = 0, **variables: str) -> str:
    ended = station.start("upload", path, "--to", to, "--json", "--offline-timeout", "2s", **variables).end().expect(code)
    return ended.out + ended.err


def test(place: Place) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    os.chdir(place.folder)  # where a core file would be
    station = place.bare_workstation("first")
    profiles = Profiles(place.folder)
    renewed_on_the_way(place, station, profiles)
    of_the_environment(place, station)
    of_memory(place, station)
    expired_and_nobody_renews_them(place, station)
    every_way_to_fail(place, station, profiles)
    dies(place, station, profiles)
    for path in station.files_written():
        require_clean(path.name, path.read_bytes())
    names = {path.name for path in station.files_written()}
    require({"journal.sqlite", "gantry.log"} <= names, f"looked only at {sorted(names)}")


def require_clean(what: str, content: bytes) -> None:
    for canary in CANARIES:
        for form in forms(canary):
            require(form not in content, f"{what} holds {canary[:12]}…")


def renewed_on_the_way(place: Place, station: Workstation, profiles: Profiles) -> None:
    """The token expires while parts are on the wire. Until the other tool has written new credentials the upload waits, and
    goes on with them by itself."""
    profiles.write("temporary", OLD_SECRET, TOKEN)
    add(place, station, "profile", "--profile", "studio", **profiles.variables)
    # The store knows no such token: until it expires, the wire answers for it.
    place.wire.instead = lambda request: answer(400, "ExpiredToken", request.method != "HEAD") if request.token else b""
    path = place.make_file("renewed.mov", 6 * PART + 11)
    running = station.start("upload", path, "--to", "profile", "--json", **profiles.variables)
    eventually("it waits", lambda: b"waits for credentials" in held(station, profiles))
    document = json.loads(station.start("list", "--json", **profiles.variables).end().expect(0).out)["uploads"][0]
    require(document["holds"] == ["credentials"], f"it is held by {document['holds']}")
    require(running.running, "it ended")
    tried = len(place.wire.requests)
    require(all(request.token == TOKEN for request in place.wire.requests), "a request went without the token")
    profiles.write(place.store.access, place.store.secret)
    ended = running.end().expect(0)
    require(ended.events("summary")[-1]["done"] == 1, f"{ended}")
    place.require_stored(path)
    require(not any(request.token for request in place.wire.requests[tried + 4:]), "the old token went on being sent")
    place.wire.instead = lambda request: b""


def held(station: Workstation, profiles: Profiles) -> bytes:
    return station.start("list", **profiles.variables).end().out.encode()


def of_the_environment(place: Place, station: Workstation) -> None:
    add(place, station, "environment", "--credentials", "environment")
    path = place.make_file("environment.mov", PART + 3, seed=2)
    said = upload(station, path, "environment", 3)
    require("AWS_ACCESS_KEY_ID" in said, f"what is missing is not said: {said}")
    running = station.start("run", "--json", AWS_ACCESS_KEY_ID=place.store.access, AWS_SECRET_ACCESS_KEY=place.store.secret)
    running.end().expect(0)
    place.require_stored(path)


def of_memory(place: Place, station: Workstation) -> None:
    """The secret key and the session token, each from a place of its own."""
    add(place, station, "memory", "--secret-store", "memory", "--access-key", place.store.access, "--secret-env", "STUDIO_SECRET",
        "--session-token-env", "STUDIO_TOKEN", STUDIO_SECRET=SECRET, STUDIO_TOKEN=TOKEN)
    path = place.make_file("memory.mov", PART, seed=3)
    tokens = []

    def note(request: object) -> bytes:
        tokens.append(getattr(request, "token"))
        return answer(503, "SlowDown", True)

    place.wire.instead = note
    running = station.start("upload", path, "--to", "memory", STUDIO_SECRET=SECRET, STUDIO_TOKEN=TOKEN)
    eventually("it asks", lambda: tokens)
    running.stop().expect(3)
    place.wire.instead = lambda request: b""
    require(tokens and set(tokens) == {TOKEN}, "the token of memory is not signed with")


def expired_and_nobody_renews_them(place: Place, station: Workstation) -> None:
    """A variable or a key of the destination's own stays what it is while this runs: there is nothing to wait for."""
    path = place.make_file("expired.mov", PART + 5, seed=5)
    place.wire.instead = lambda request: answer(400, "ExpiredToken", request.method != "HEAD") if request.token else b""
    add(place, station, "file", "--secret-store", "file", "--access-key", place.store.access, "--secret-env", "STUDIO_SECRET",
        "--session-token-env", "STUDIO_TOKEN", STUDIO_SECRET="written down", STUDIO_TOKEN="written down, too")
    sources = {"environment": {"AWS_ACCESS_KEY_ID": place.store.access, "AWS_SECRET_ACCESS_KEY": SECRET,
                               "AWS_SESSION_TOKEN": TOKEN},
               "memory": {"STUDIO_SECRET": SECRET, "STUDIO_TOKEN": TOKEN}, "file": {}}
    for to, variables in sources.items():
        began = time.monotonic()
        ended = station.start("upload", path, "--to", to, "--json", "--offline-timeout", "1h", **variables).end(30).expect(1)
        require(time.monotonic() - began < 15, f"it took {time.monotonic() - began:.0f} s: {ended}")
        require("have expired" in ended.err and to in ended.err, f"not the reason: {ended}")
        require(ended.events("summary")[-1]["unfinished"] == 1, f"it is not kept: {ended}")
    place.wire.instead = lambda request: b""
    upload(station, path, "environment", AWS_ACCESS_KEY_ID=place.store.access, AWS_SECRET_ACCESS_KEY=place.store.secret)
    place.require_stored(path)
    station.start("remove", "--all", STUDIO_SECRET=SECRET, STUDIO_TOKEN=TOKEN).end()


def every_way_to_fail(place: Place, station: Workstation, profiles: Profiles) -> None:
    path = place.make_file("failing.mov", 2 * PART, seed=4)
    profiles.write(place.store.access, WRONG)
    upload(station, path, "profile", 1, **profiles.variables)
    station.start("destination", "test", "profile", **profiles.variables).end().expect(1)
    profiles.write(place.store.access, SECRET, TOKEN)
    talkative = f"You signed with {SECRET} and sent {TOKEN}"  # some proxies do say such things
    for status, code, exit_code in REFUSALS:
        is_temporary = exit_code is None
        print(f"every answer is {status} {code}", flush=True)
        place.wire.instead = lambda request, status=status, code=code: answer(status, code, request.method != "HEAD", talkative)
        station.start("retry", "--all", **profiles.variables).end()
        running = station.start("run", "--json", "--offline-timeout", "1s", **profiles.variables)
        tried = len(place.wire.requests)
        if is_temporary:
            eventually("it asks again and again", lambda: len(place.wire.requests) > tried + 2)
            running.stop().expect(STOPPED)
        else:
            ended = running.end()
            require(ended.code == exit_code, f"{code}: wanted exit {exit_code}: {ended}")
        station.start("destination", "test", "profile", **profiles.variables).end().expect(FAILED)
    place.wire.instead = lambda request: b""
    profiles.path.write_text(f"[studio]\naws_secret_access_key {SECRET}\n")
    said = upload(station, path, "profile", 3, **profiles.variables)
    require("Line 2" in said, f"the line that cannot be read is not named: {said}")
    place.wire.cut()
    profiles.write(place.store.access, SECRET, TOKEN)
    upload(station, path, "profile", 3, **profiles.variables)
    place.wire.mend()


def dumped(process: "subprocess.Popen[bytes]") -> bool:
    return os.WCOREDUMP(os.waitpid(process.pid, 0)[1])


def dies(place: Place, station: Workstation, profiles: Profiles) -> None:
    """Of fatal signals, with secrets in memory and cores allowed."""
    control = subprocess.Popen(["sleep", "60"])
    control.send_signal(signal.SIGSEGV)
    if not dumped(control):
        print("this machine dumps no cores at all: only the process's own settings are looked at")
    for core in place.folder.glob("core*"):
        core.unlink()
    profiles.write(place.store.access, SECRET, TOKEN)
    place.wire.instead = lambda request: answer(503, "SlowDown", True)
    for how in (signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL):
        running: Running = station.start("run", **profiles.variables)
        tried = len(place.wire.requests)
        eventually("it asks", lambda: len(place.wire.requests) > tried)
        about = Path("/proc") / str(running.process.pid)
        require_clean("the command line", (about / "cmdline").read_bytes())
        limit = next(line for line in (about / "limits").read_text().splitlines() if line.startswith("Max core file size"))
        require(limit.split()[4:6] == ["0", "0"], f"its limit is: {limit}")
        running.process.send_signal(how)
        require(not dumped(running.process), f"a core was dumped on {how.name}")
    require(not list(place.folder.glob("core*")), "there is a core file")
    place.wire.instead = lambda request: b""


main(test, secret=SECRET)
