#!/usr/bin/env python3
"""The line breaks for three seconds when 99 % are sent: only the part that was under way is sent again. Then answers get
lost that the store has given: what it has is found, not sent again, and not begun anew."""

import time

from wire import Broken, Request
from workstation import PART, Place, eventually, main, require

PARTS = 20
AWAY = 3.0


def test(place: Place) -> None:
    broken_at_the_end(place)
    answers_lost(place)


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


main(test)
