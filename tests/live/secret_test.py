#!/usr/bin/env python3
"""The secret key is nowhere to be found: not in what Gantry wrote or printed, not in what other users see of its process,
whatever went wrong."""

import secrets
from pathlib import Path

from secret_forms import forms
from workstation import MIB, PART, Place, Running, eventually, main, require

SECRET = f"canary+{secrets.token_hex(12)}/rightkey"
WRONG = f"canary+{secrets.token_hex(12)}/wrongkey"


def require_clean(what: str, content: bytes) -> None:
    for secret in (SECRET, WRONG):
        for form in forms(secret):
            require(form not in content, f"{what} holds the secret, as {form[:12]!r}…")


def look_at(running: Running) -> None:
    line = Path(f"/proc/{running.process.pid}/cmdline").read_bytes()
    require(b"gantryctl" in line, f"there is no command line to look at: {line!r}")
    require_clean("the command line", line)


def test(place: Place) -> None:
    station, wire = place.workstation(), place.wire
    station.knows(place.store, wire.port, name="wrong", secret=WRONG).expect(0)
    small = place.make_file("small.mov", 2 * PART)
    station.upload(small, options=("--to", "store")).expect(0)
    station.upload(small, options=("--to", "wrong")).expect(1)

    large = place.make_file("large.mov", 60 * MIB, seed=2)
    wire.cut_at = wire.up + 10 * MIB
    cut = station.start("upload", large, "--to", "store", "--json", "--offline-timeout", "1s")
    eventually("the line is cut", lambda: wire.cut_at is None)
    look_at(cut)
    cut.end().expect(3)
    wire.mend()
    killed = station.start("upload", large, "--to", "store", "--json", "--limit-rate", "20MiB")
    limit = wire.up + 10 * MIB
    eventually("more goes up", lambda: wire.up > limit)
    look_at(killed)
    killed.kill()
    wire.settle()
    station.ctl("run")
    place.require_stored(large)
    for command in ("destination list", "destination test wrong", "list --json", "show 1 --json"):
        station.ctl(*command.split())

    written = list(station.files_written())
    names = {path.name for path in written}
    require({"journal.sqlite", "gantry.log"} <= names, f"looked only at {sorted(names)}")
    for path in written:
        require_clean(path.name, path.read_bytes())


main(test, secret=SECRET)
