#!/usr/bin/env python3
"""What the store refuses is told in words that say what to do, at once, and with the exit status that scripts rely on."""

import json
from pathlib import Path

from workstation import PART, Ended, Place, Workstation, main, require

UPLOADED, FAILED, STOPPED = 0, 1, 3

# Swift does not tell an unknown key from a wrong secret.
UNKNOWN_KEY = {"Ceph RGW": "The store does not know this access key.",
               "Swift": "The secret key does not belong to the access key."}

WRONG_CLOCKS = ["+3h", "-3h"]


def test(place: Place) -> None:
    station = place.workstation()
    refused_for_good(place, station)
    told_by_the_test(place, station)
    wrong_clock(place, station)


def refused_for_good(place: Place, station: Workstation) -> None:
    path = place.make_file("clip.mov", PART + 1)
    store, port = place.store, place.wire.port

    def attempt(name: str, code: int, *words: str) -> Ended:
        ended = station.start("upload", path, "--to", name, "--json", "--offline-timeout", "2s").end(20).expect(code)
        told = ended.out + ended.err
        for word in words:
            require(word in told, f"{name}: nothing is said of “{word}”: {ended}")
        require(store.secret not in told, f"{name}: the secret is printed")
        return ended

    station.knows(store, port, name="wrong-secret", secret="not the secret").expect(0)
    attempt("wrong-secret", FAILED, "The secret key does not belong to the access key.")
    station.knows(store, port, name="wrong-key", access="nobody").expect(0)
    attempt("wrong-key", FAILED, UNKNOWN_KEY[store.kind])
    station.knows(store, port, name="no-bucket", bucket="nothing-here").expect(0)
    attempt("no-bucket", FAILED, "There is no bucket of that name.")
    place.wire.cut()
    attempt("store", STOPPED)
    place.wire.mend()
    require(not place.client.keys() and not place.client.uploads(), "something was stored all the same")

    # A store that checks the region says which it is, and is believed.
    station.knows(store, port, "--region", "eu-nowhere-7", name="wrong-region").expect(0)
    attempt("wrong-region", UPLOADED)
    place.require_stored(path)
    refused = [request for request in place.wire.requests if request.status == 400]
    require(bool(refused) == store.checks_region, f"{len(refused)} requests were refused for their region")


def told_by_the_test(place: Place, station: Workstation) -> None:
    """A line for each right, in the order in which they are needed; nothing is left behind."""
    def checks(name: str, code: int) -> list[tuple[str, str]]:
        lines = json.loads(station.ctl("destination", "test", name, "--json").expect(code).out)["checks"]
        return [(line["name"], line["result"]) for line in lines]

    every = ["reachable", "clock", "credentials", "create", "list", "abort"]
    require(checks("store", 0) == [(name, "passed") for name in every], f"{checks('store', 0)}")
    require(not place.client.uploads(), "the test left an unfinished upload behind")
    seen = dict(checks("wrong-secret", FAILED))
    require(list(seen) == every and seen["credentials"] == "failed" and seen["list"] == "skipped", f"{seen}")


def wrong_clock(place: Place, station: Workstation) -> None:
    """The store refuses what is signed with it, and says what time it is: that is enough."""
    libraries = list(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    require(libraries, "faketime is not installed. Run installer/packages-debian.sh test")
    for seed, off in enumerate(WRONG_CLOCKS):
        path = place.make_file(f"clock{off}.mov", 2 * PART, seed)
        begun = len(place.wire.requests)
        station.start("upload", path, "--to", "store", "--json", LD_PRELOAD=str(libraries[0]), FAKETIME=off,
                      FAKETIME_DONT_FAKE_MONOTONIC="1").end().expect(UPLOADED)
        place.require_stored(path)
        refused = sum(request.status == 403 for request in place.wire.requests[begun:])
        require(refused == 1, f"{refused} requests were refused with the clock {off} off, wanted one")


main(test)
