#!/usr/bin/env python3
"""1,100 parts, killed when 1,050 are stored: the list is read to its second page, and only what is missing is sent. Directly
and through gantry-service.

Parts of S3's smallest size would be 5.5 GiB in the memory of the machine, so the store is set up to take small ones.
"""

import threading

from upload_service import knows_service, service_of
from wire import Request
from workstation import PATIENCE, Ended, Place, Workstation, main, require

PARTS, KILLED_AT = 1100, 1050
SIZE = 64 * 1024
SMALL = ("--part-size", "64KiB", "--parts", "8")


def test(place: Place) -> None:
    station = place.workstation("direct", "--min-part-size", "64KiB", *SMALL)
    killed_and_continued(place, station, "direct.mov", "direct.mov", seed=1)
    require(list_pages(place) >= 2, f"the list of parts was not read to its end: {list_pages(place)} pages")

    with service_of(place, store="min_part_size = 64KiB") as service:
        service.start()
        user = place.bare_workstation("through")
        knows_service(user, service.port, service.add_token(), *SMALL)
        killed_and_continued(place, user, "through.mov", "in/ann/through.mov", seed=2)


def killed_and_continued(place: Place, station: Workstation, name: str, key: str, seed: int) -> None:
    path = place.make_file(name, PARTS * SIZE, seed)
    stored: set[tuple[str, int]] = set()
    is_time, is_killed = threading.Event(), threading.Event()

    def hold(request: Request) -> None:
        """From the 1,050th part on, the store has it and the client does not hear of it."""
        if request.part is None or request.status != 200:
            return
        stored.add((request.upload, request.part))
        if len(stored) >= KILLED_AT:
            is_time.set()
            is_killed.wait(PATIENCE)

    place.wire.on_answer = hold
    life = station.start("upload", path, "--json")
    require(is_time.wait(PATIENCE) and life.running, f"it ended by itself, {len(stored)} parts are stored")
    life.kill()
    place.wire.settle()
    place.wire.on_answer = lambda request: None
    is_killed.set()
    before, resumed = set(stored), len(place.wire.requests)
    require(KILLED_AT <= len(before) < PARTS, f"{len(before)} parts are stored")

    ended: Ended = station.upload(path).expect(0)
    sent = [(request.upload, request.part or 0) for request in place.wire.requests[resumed:] if request.part is not None]
    again = [part for upload, part in sent if (upload, part) in before]
    require(not again, f"sent again although the store had them: parts {sorted(again)}")
    require(len(sent) == PARTS - len(before), f"sent {len(sent)} parts, missing were {PARTS - len(before)}")
    done = ended.events("done")[0]
    require(done["verified"] == "etag" and done["parts_total"] == PARTS, f"done: {done}")
    place.require_stored(path, key)


def list_pages(place: Place) -> int:
    return len({request.query.get("part-number-marker", "") for request in place.wire.requests
                if request.method == "GET" and "uploadId" in request.query})


main(test, min_part=SIZE)
