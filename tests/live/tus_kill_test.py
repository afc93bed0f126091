#!/usr/bin/env python3
"""gantryctl and the server are killed again and again in the middle of one upload, one of them or both: what the server has
told to have is not sent again, and what it holds in the end is the file."""

import os
import random
import time

from tus_place import TusPlace, main, require_nothing_again, told
from workstation import MIB, Running, require

SIZE = 512 * MIB
KILLS = 20
# All lives together cannot finish the file.
MOST_OF_A_LIFE = SIZE // (KILLS + 4)
VICTIMS = ["gantryctl", "server", "both"]


def test(place: TusPlace) -> None:
    seed = int(os.environ.get("GANTRY_LIVE_SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"seed: {seed} (GANTRY_LIVE_SEED repeats it)", flush=True)
    dice = random.Random(seed)
    station, wire = place.workstation("first", "--parts", "4"), place.wire
    path = place.make_file("A001C001.mov", SIZE, seed)

    life: Running | None = None
    for kill in range(KILLS):
        life = life or station.start("upload", path, "--json")
        # Every fourth dies early, wherever that is; the others, while bytes go up.
        deadline = time.monotonic() + (dice.uniform(0, 0.5) if kill % 4 == 3 else 60.0)
        limit = wire.up + dice.randrange(1, MOST_OF_A_LIFE)
        while life.running and wire.up < limit and time.monotonic() < deadline:
            time.sleep(0.002)
        require(life.running, f"life {kill + 1} ended by itself: {life.end() if not life.running else ''}")
        victim = dice.choice(VICTIMS)
        if victim != "gantryctl":
            place.server.kill()
        if victim != "server":
            life.kill()
            life = None
        wire.settle()
        if victim != "gantryctl":
            time.sleep(dice.uniform(0, 0.5))
            place.server.start()
    print(f"killed {KILLS} times; {sum(told(wire.requests).values()) // MIB} of {SIZE // MIB} MiB are acknowledged", flush=True)

    last = life or station.start("upload", path, "--json")
    last.end().expect(0)
    require_nothing_again(wire.requests, place.require_stored(path))
    print(f"{wire.up / SIZE:.2f} times the file went over the wire", flush=True)


main(test)
