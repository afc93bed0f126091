#!/usr/bin/env python3
"""More parts are stored than one page of the store's list names: all pages are read, and only what is missing is sent.

A thousand parts of a real page would be 5 GiB in the memory of the machine. So the store is told to list ten at a time,
whatever it is asked for. GANTRY_LIVE_PARTS=1050 tries it with a page of a thousand.
"""

import os

from workstation import PART, Place, main, require

PARTS = int(os.environ.get("GANTRY_LIVE_PARTS") or 45)
PAGE = 1000 if PARTS > 1000 else 10
MISSING = [3, PAGE + 7, 2 * PAGE + 10 if PARTS > 2 * PAGE + 10 else PAGE + 9, PARTS]


def test(place: Place) -> None:
    # Full of holes, and yet no part is like another.
    path = place.folder / "pages.mov"
    with path.open("wb") as file:
        for number in range(PARTS):
            file.seek(number * PART)
            file.write(f"part {number + 1}".encode())
        file.truncate(PARTS * PART)
    upload = place.client.open(path.name)
    with path.open("rb") as file:
        for number in range(1, PARTS + 1):
            content = file.read(PART)
            if number not in MISSING:
                place.client.put_part(path.name, upload, number, content)
    place.workstation().upload(path).expect(0)

    wire = place.wire
    sent = sorted(request.part for request in wire.parts() if request.part is not None)
    require(sent == MISSING, f"sent the parts {sent}, missing were {MISSING}")
    require(not wire.of("POST", uploads=""), "it began a session of its own")
    lists = [request.query for request in wire.of("GET", uploadId=upload)]
    markers = {query.get("part-number-marker", "") for query in lists}
    pages = -(-(PARTS - len(MISSING)) // PAGE)
    require(len(markers) == pages, f"{len(markers)} pages of {pages} were asked for: {sorted(markers)}")
    place.require_stored(path)


main(test, page=PAGE)
