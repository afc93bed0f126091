#!/usr/bin/env python3
"""What the server refuses is told in words, at once, and with the exit status that scripts rely on; and an upload that expired
begins anew, and says so."""

import json
import time

from tus_place import TusPlace, main, told
from workstation import MIB, Workstation, eventually, require

MAX_SIZE = 20 * MIB
LIFETIME_MS = 8000
TOKEN = "the token"
FAILED = 1


def test(place: TusPlace) -> None:
    wrong_token(place)
    too_large(place)
    expired(place)


def attempt(place: TusPlace, station: Workstation, name: str, *words: str) -> None:
    path = place.make_file(f"{name}.mov", MAX_SIZE + 1 if name == "too large" else 1000)
    ended = station.start("upload", path, "--to", name, "--json").end(20).expect(FAILED)
    said = ended.out + ended.err
    for word in words:
        require(word in said, f"{name}: nothing is said of “{word}”: {ended}")
    require(TOKEN not in said, f"{name}: the token is printed")


def wrong_token(place: TusPlace) -> None:
    station = place.bare_workstation("first")
    place.introduce(station, name="wrong token", token="another").expect(0)
    attempt(place, station, "wrong token", "does not accept the credentials")
    checked = station.ctl("destination", "test", "wrong token", "--json").expect(FAILED)
    results = {line["name"]: line["result"] for line in json.loads(checked.out)["checks"]}
    require("failed" in results.values(), f"the test of the destination says {results}")
    require(not place.server.uploads(), "something was begun all the same")


def too_large(place: TusPlace) -> None:
    station = place.bare_workstation("second")
    begun, up = len(place.wire.requests), place.wire.up
    place.introduce(station, name="too large").expect(0)
    attempt(place, station, "too large", "20.00 MiB")
    require(place.wire.up == up, f"{place.wire.up - up} bytes were sent all the same")
    methods = {request.method for request in place.wire.requests[begun:]}
    require(methods == {"OPTIONS"}, f"the server was asked {methods}")


def expired(place: TusPlace) -> None:
    station, wire = place.workstation("third"), place.wire
    path = place.make_file("expired.mov", MAX_SIZE)
    begun = len(wire.requests)
    life = station.start("upload", path, "--json", "--limit-rate", "4MiB")
    eventually("some of it is sent", lambda: wire.up > 2 * MIB)
    life.kill()
    wire.settle()
    time.sleep(LIFETIME_MS / 1000 + 1)
    again = station.upload(path, options=("--limit-rate", "8MiB")).expect(0)
    place.require_stored(path)
    shown = [event["set_back"] for name in ("added", "state", "progress") for event in again.events(name)]
    require(any(shown), f"the upload shows nothing of it: {again}")
    require("does not know" in station.log(), f"nothing is said of it: {station.log()}")
    created = [request for request in wire.requests[begun:] if request.method == "POST"]
    require(len(created) >= 2, f"{len(created)} uploads were begun: {told(wire.requests[begun:])}")


main(test, max_size=MAX_SIZE, lifetime_ms=LIFETIME_MS, token=TOKEN)
