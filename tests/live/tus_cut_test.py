#!/usr/bin/env python3
"""The line breaks for three seconds when 99 % are sent; it is slow, and the server restarts behind it; an answer gets lost: only
what the server does not have is sent again."""

import time

from tus_place import TusPlace, main, patches, require_nothing_again
from wire import Broken, Request
from workstation import MIB, eventually, require

SIZE = 100 * MIB
AWAY = 3.0
SLOW = 4 * MIB  # bytes per second and connection
SLOW_SIZE = 24 * MIB
LOST_SIZE = 10 * MIB


def test(place: TusPlace) -> None:
    broken_at_the_end(place)
    slow_and_restarted(place)
    answer_lost(place)


def broken_at_the_end(place: TusPlace) -> None:
    station, wire = place.workstation("first"), place.wire
    path = place.make_file("cut.mov", SIZE)
    wire.cut_at = SIZE * 99 // 100
    running = station.start("upload", path, "--json")
    eventually("99 % are sent", lambda: wire.cut_at is None)
    wire.settle()
    before, up = len(wire.requests), wire.up
    time.sleep(AWAY)
    require(running.running, "it gave up")
    wire.mend()
    mended = time.monotonic()
    running.end().expect(0)
    print(f"done {time.monotonic() - mended:.1f} s after the line was mended", flush=True)
    upload = place.require_stored(path)
    require_nothing_again(wire.requests, upload)
    # What was on its way may be lost; of all else the server is asked, and says that it has it.
    begins = [int(request.headers["upload-offset"]) for request in patches(wire.requests[before:])]
    require(wire.up - up < SIZE // 10, f"{wire.up - up} bytes were sent after the cut, from {begins} on")
    require(begins and 0 not in begins, f"after the cut it was sent from {begins} on")


def slow_and_restarted(place: TusPlace) -> None:
    """What the server has read when it dies, it has."""
    def crawl(_: Request, piece: bytes) -> bytes:
        time.sleep(len(piece) / SLOW)
        return piece

    station, wire = place.workstation("second", "--parts", "2"), place.wire
    path = place.make_file("slow.mov", SLOW_SIZE, seed=2)
    begun, up = len(wire.requests), wire.up
    wire.on_piece = crawl
    running = station.start("upload", path, "--json")
    eventually("half is sent", lambda: wire.up - up >= SLOW_SIZE // 2)
    place.server.kill()
    time.sleep(1.0)
    place.server.start()
    running.end().expect(0)
    wire.on_piece = lambda _, piece: piece
    require_nothing_again(wire.requests[begun:], place.require_stored(path))
    require(wire.up - up < SLOW_SIZE + 4 * MIB, f"{wire.up - up} bytes were sent of {SLOW_SIZE}")


def answer_lost(place: TusPlace) -> None:
    """To a PATCH that brought the last bytes: the server has them, and says so when it is asked."""
    station, wire = place.workstation("third", "--part-size", "4MiB", "--parts", "1"), place.wire
    path = place.make_file("lost.mov", LOST_SIZE, seed=3)
    begun, up = len(wire.requests), wire.up
    lost: list[Request] = []

    def lose(request: Request) -> None:
        if request.method == "PATCH" and request.answer.get("upload-offset") == str(LOST_SIZE) and not lost:
            lost.append(request)
            raise Broken

    wire.on_answer = lose
    station.upload(path).expect(0)
    wire.on_answer = lambda request: None
    place.require_stored(path)
    require(len(lost) == 1, "no answer was lost")
    require(wire.up - up == LOST_SIZE, f"{wire.up - up} bytes were sent of {LOST_SIZE}")
    creations = [request for request in wire.requests[begun:] if request.method == "POST"]
    require(len(creations) == 1, f"{len(creations)} uploads were begun")


main(test)
