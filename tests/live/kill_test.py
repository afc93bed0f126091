#!/usr/bin/env python3
"""gantryctl is killed again and again in the middle of one upload, and the store goes away for a moment: what the store
has taken is not sent again, and what it holds in the end is the file."""

import os
import random
import time

from workstation import MIB, Place, eventually, main, number_of_parts, require

SIZE = 512 * MIB
KILLS = 20
# All lives together cannot finish the file.
MOST_OF_A_LIFE = SIZE // (KILLS + 4)


def test(place: Place) -> None:
    seed = int(os.environ.get("GANTRY_LIVE_SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"seed: {seed} (GANTRY_LIVE_SEED repeats it)", flush=True)
    dice = random.Random(seed)
    station, wire = place.workstation("first", "--parts", "2"), place.wire
    path = place.make_file("A001C001.mov", SIZE, seed)

    stored: set[tuple[str, int]] = set()
    for kill in range(KILLS):
        sent_before = len(wire.requests)
        life = station.start("upload", path, "--json")
        # Every fourth dies early, wherever that is; the others, while parts go up.
        deadline = time.monotonic() + (dice.uniform(0, 0.5) if kill % 4 == 3 else 60.0)
        limit = wire.up + dice.randrange(1, MOST_OF_A_LIFE)
        while life.running and wire.up < limit and time.monotonic() < deadline:
            time.sleep(0.002)
        require(life.running, f"life {kill + 1} ended by itself: {life.end() if not life.running else ''}")
        life.kill()
        wire.settle()
        require_not_again(place, stored, sent_before)
        stored = place.stored_parts()
    print(f"killed {KILLS} times; {len(stored)} of {number_of_parts(SIZE)} parts are stored", flush=True)
    require(len(stored) < number_of_parts(SIZE), "nothing is left for the last life")

    sent_before = len(wire.requests)
    last = station.start("upload", path, "--json")
    eventually("a part more goes up", lambda: wire.up > limit)
    place.store.stop_front()
    wire.cut()  # nobody listens any more
    time.sleep(1.0)
    place.store.start_front()
    wire.mend()
    last.end().expect(0)
    require_not_again(place, stored, sent_before)
    place.require_stored(path)
    require(len(wire.of("POST", uploads="")) == 1, "it began a second session")
    require(not place.client.uploads(), "an unfinished upload is left behind")


def require_not_again(place: Place, stored: set[tuple[str, int]], sent_before: int) -> None:
    again = [request.part for request in place.wire.requests[sent_before:]
             if request.part is not None and (request.upload, request.part) in stored]
    require(not again, f"sent again although the store had them: parts {sorted(again)}")


main(test)
