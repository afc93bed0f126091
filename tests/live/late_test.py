#!/usr/bin/env python3
"""What the store began while its answer was on the way, and the upload was paused, cancelled or quit meanwhile: it is
continued, or ended; nothing stays on the store that nobody knows of."""

import contextlib
import time
from collections.abc import Iterator

from wire import Request
from workstation import PART, Place, Running, Workstation, eventually, main, require

LATE = 0.6  # s; less than what quitting waits for
STOPPED = 3
UPLOADED = 0


def test(place: Place) -> None:
    station = place.workstation("first", "--parts", "2")
    quit_meanwhile(place, station)
    paused_meanwhile(place, station)
    cancelled_meanwhile(place, station)


def quit_meanwhile(place: Place, station: Workstation) -> None:
    path = place.make_file("quit.mov", 3 * PART, 1)
    with begun(place, station, "quit.mov") as upload:
        upload.stop().expect(STOPPED)
    station.ctl("run", "--json").expect(UPLOADED)
    place.require_stored(path)
    require(begun_for(place, "quit.mov") == 1, "it was begun a second time")
    require(not place.client.uploads(), "something is left behind")


def paused_meanwhile(place: Place, station: Workstation) -> None:
    path = place.make_file("paused.mov", 3 * PART, 2)
    with begun(place, station, "paused.mov") as upload:
        station.ctl("pause", "--all").expect(0)
        eventually("the command ends", lambda: not upload.running)
    station.ctl("resume", "--all").expect(0)
    station.ctl("run", "--json").expect(UPLOADED)
    place.require_stored(path)
    require(begun_for(place, "paused.mov") == 1, "it was begun a second time")
    require(not place.client.uploads(), "something is left behind")


def cancelled_meanwhile(place: Place, station: Workstation) -> None:
    place.make_file("cancelled.mov", 3 * PART, 3)
    with begun(place, station, "cancelled.mov") as upload:
        station.ctl("cancel", "--all").expect(0)
        require(len(place.client.uploads()) == 1, "the store has nothing to end")
        eventually("the command ends", lambda: not upload.running)
    if place.client.uploads():  # the answer came too late for the first
        station.ctl("run", "--json").expect(UPLOADED)
    require(not place.client.uploads(), "something is left behind")
    require("cancelled.mov" not in place.client.keys(), "it was finished all the same")


def begun_for(place: Place, key: str) -> int:
    return len([request for request in place.wire.of("POST", uploads="") if request.path.endswith("/" + key)])


@contextlib.contextmanager
def begun(place: Place, station: Workstation, name: str) -> Iterator[Running]:
    """An upload that the store has begun, and not yet said so."""
    def late(request: Request) -> None:
        if request.method == "POST" and "uploads" in request.query:
            time.sleep(LATE)

    place.wire.on_answer = late
    upload = station.start("upload", place.folder / "files" / name, "--json")
    eventually("the store has begun it", lambda: any(
        request.status == 200 for request in place.wire.of("POST", uploads="") if request.path.endswith("/" + name)))
    yield upload
    place.wire.on_answer = lambda request: None


main(test)
