#!/usr/bin/env python3
"""The line breaks for three seconds when 99 % are sent: only the part that was under way is sent again. Then answers get
lost that the store has given: what it has is found, not sent again, and not begun anew. And a bit is turned over."""

import time

from wire import Broken, Request
from workstation import PART, Place, eventually, main, require

PARTS = 20
AWAY = 3.0


def test(place: Place) -> None:
    broken_at_the_end(place)
    answers_lost(place)
    damaged_on_the_way(place)


def broken_at_the_end(place: Place) -> None:
    station, wire = place.workstation("first", "--parts", "1"), place.wire
    path = place.make_file("cut.mov", PARTS * PART)
    wire.cut_at = PARTS * PART * 99 // 100
    running = station.start("upload", path, "--json")
    eventually("99 % are sent", lambda: wire.cut_at is None)
    wire.settle()
    confirmed = place.stored_parts()
    require(len(confirmed) == PARTS - 1, f"{len(confirmed)} parts were confirmed at 99 %")
    before = len(wire.requests)
    time.sleep(AWAY)
    require(running.running, "it gave up")
    wire.mend()
    mended = time.monotonic()
    running.end().expect(0)
    print(f"done {time.monotonic() - mended:.1f} s after the line was mended", flush=True)
    sent = [request.part for request in wire.requests[before:] if request.part is not None]
    require(sent == [PARTS], f"after the cut the parts {sent} were sent, not only the last")
    require(len(wire.of("POST", uploads="")) == 1, "it began a second session")
    place.require_stored(path)


def answers_lost(place: Place) -> None:
    """The answers to the second part and to the completion."""
    station, wire = place.workstation("second"), place.wire
    path = place.make_file("lost.mov", 4 * PART, seed=2)
    begun = len(wire.requests)
    lost: list[str] = []

    def lose(request: Request) -> None:
        what = "part 2" if request.part == 2 else "completion" if request.method == "POST" and request.upload else ""
        if what and what not in lost and request.status == 200:
            lost.append(what)
            raise Broken

    wire.on_answer = lose
    try:
        station.upload(path).expect(0)
    finally:
        wire.on_answer = lambda request: None
    require(lost == ["part 2", "completion"], f"answers lost: {lost}")
    requests = wire.requests[begun:]
    sent = sorted(request.part for request in requests if request.part is not None)
    # Whether its second part arrived, a running upload cannot know without asking; once more is all it may cost.
    require(sent in ([1, 2, 3, 4], [1, 2, 2, 3, 4]), f"parts sent: {sent}")
    require(sum(request.method == "POST" and "uploads" in request.query for request in requests) == 1,
            "it began a second session")
    require(not any(request.method == "DELETE" for request in requests), "it aborted what the store had completed")
    place.require_stored(path)
    require(not place.client.uploads(), "an unfinished upload is left behind")


def damaged_on_the_way(place: Place) -> None:
    """One bit of one part, which the store sees by its digest; that part is sent again, and no other."""
    station, wire = place.workstation("third"), place.wire
    path = place.make_file("damaged.mov", 4 * PART, seed=3)
    begun = len(wire.requests)
    damaged: list[Request] = []

    def flip(request: Request, piece: bytes) -> bytes:
        if request.part != 3 or damaged:
            return piece
        damaged.append(request)
        return bytes([piece[0] ^ 1]) + piece[1:]

    wire.on_piece = flip
    station.upload(path).expect(0)
    wire.on_piece = lambda _, piece: piece
    require(damaged[0].status == 400, f"the store answers {damaged[0].status}")
    sent = sorted(request.part for request in wire.requests[begun:] if request.part is not None)
    require(sent == [1, 2, 3, 3, 4], f"parts sent: {sent}")
    place.require_stored(path)


main(test)
