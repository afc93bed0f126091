#!/usr/bin/env python3
"""gantry-service on a machine whose clock is hours off: the store says what time it is, and from then on its calls and its
links are signed with that."""

import os
from pathlib import Path

from upload_service import PREFIX, Caller, put_all, service_of
from workstation import PART, Place, main, require

WRONG_CLOCKS = ["+3h", "-3h"]


def test(place: Place) -> None:
    libraries = list(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    require(libraries, "faketime is not installed. Run installer/packages-debian.sh test")
    for seed, off in enumerate(WRONG_CLOCKS):
        uploads_with(place, off, seed, {"LD_PRELOAD": str(libraries[0]), "FAKETIME": off,
                                        "FAKETIME_DONT_FAKE_MONOTONIC": "1"})


def uploads_with(place: Place, off: str, seed: int, clock: dict[str, str]) -> None:
    content = place.make_file(f"clock{off}", 2 * PART + 7, seed).read_bytes()
    before = len(place.wire.requests)
    with service_of(place, f"service{seed}") as service:
        token = service.add_token()
        os.environ.update(clock)
        try:
            service.start()
        finally:
            for name in clock:
                del os.environ[name]
        started = len(place.wire.requests)
        caller = Caller(service, token)
        begun = caller.begin(f"clock{off}.mov", len(content))
        etags = put_all(begun, content)
        done = caller.complete(begun["upload_id"], etags)
        require(done.status == 200, f"with the clock {off} off it is not completed: {done}")
        require(place.client.get(f"{PREFIX}ann/clock{off}.mov") == content, "another content is stored")
    at_start, later = place.wire.requests[before:started], place.wire.requests[started:]
    require(any(request.status == 403 for request in at_start), f"nothing was refused with the clock {off} off")
    require(all(request.status in (200, 404) for request in later), "it did not learn the time when it started")


main(test)
