#!/usr/bin/env python3
"""What the store began while its answer was on the way, and the upload was paused, cancelled or quit meanwhile: it is
continued, or ended; nothing stays on the store that nobody knows of."""

import contextlib
import threading
from collections.abc import Callable, Iterator

from wire import Request
from workstation import PART, Place, Running, Workstation, eventually, main, require

STOPPED = 3
UPLOADED = 0


def test(place: Place) -> None:
    station = place.workstation("first", "--parts", "2")
    quit_meanwhile(place, station)
    paused_meanwhile(place, station)
    cancelled_meanwhile(place, station)


def quit_meanwhile(place: Place, station: Workstation) -> None:
    path = place.make_file("quit.mov", 3 * PART, 1)
    with begun(place, station, "quit.mov") as (upload, answer):
        threading.Timer(0.3, answer).start()  # less than what quitting waits for
        upload.stop().expect(STOPPED)
    station.ctl("run", "--json").expect(UPLOADED)
    place.require_stored(path)
    require(begun_for(place, "quit.mov") == 1, "it was begun a second time")
    require(not place.client.uploads(), "something is left behind")


def paused_meanwhile(place: Place, station: Workstation) -> None:
    path = place.make_file("paused.mov", 3 * PART, 2)
    with begun(place, station, "paused.mov") as (upload, answer):
        station.ctl("pause", "--all").expect(0)
        answer()
        eventually("the command ends", lambda: not upload.running)
    station.ctl("resume", "--all").expect(0)
    station.ctl("run", "--json").expect(UPLOADED)
    place.require_stored(path)
    require(begun_for(place, "paused.mov") == 1, "it was begun a second time")
    require(not place.client.uploads(), "something is left behind")


def cancelled_meanwhile(place: Place, station: Workstation) -> None:
    place.make_file("cancelled.mov", 3 * PART, 3)
    with begun(place, station, "cancelled.mov") as (upload, answer):
        station.ctl("cancel", "--all").expect(0)
        require(len(place.client.uploads()) == 1, "the store has nothing to end")
        answer()
        eventually("the command ends", lambda: not upload.running)
    if place.client.uploads():  # the answer came too late for the first
        station.ctl("run", "--json").expect(UPLOADED)
    require(not place.client.uploads(), "something is left behind")
    require("cancelled.mov" not in place.client.keys(), "it was finished all the same")


def begun_for(place: Place, key: str) -> int:
    return len([request for request in place.wire.of("POST", uploads="") if request.path.endswith("/" + key)])


@contextlib.contextmanager
def begun(place: Place, station: Workstation, name: str) -> Iterator[tuple[Running, Callable[[], None]]]:
    """An upload that the store has begun, and not yet said so: until the second is called."""
    is_answered = threading.Event()

    def late(request: Request) -> None:
        if request.method == "POST" and "uploads" in request.query:
            is_answered.wait(60.0)

    place.wire.on_answer = late
    upload = station.start("upload", place.folder / "files" / name, "--json")
    eventually("the store has begun it", lambda: any(
        request.status == 200 for request in place.wire.of("POST", uploads="") if request.path.endswith("/" + name)))
    try:
        yield upload, is_answered.set
    finally:
        is_answered.set()
        place.wire.on_answer = lambda request: None


main(test)
