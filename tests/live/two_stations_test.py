#!/usr/bin/env python3
"""Two workstations upload into one bucket at the same time: neither ends the other's unfinished upload, and under each key
there is one whole file in the end."""

import hashlib
import threading
from pathlib import Path

from wire import Request
from workstation import MIB, Ended, Place, Workstation, main, require

SIZE = 60 * MIB
DONE, NEEDS_DECISION = 0, 4


def test(place: Place) -> None:
    stations = [place.workstation(name) for name in ("first", "second")]
    different_keys(place, stations)
    same_file(place, stations)
    other_file_of_that_name(place, stations)
    require(not place.wire.of("DELETE"), "an unfinished upload was aborted")
    require(not place.client.uploads(), "an unfinished upload is left behind")


def together(place: Place, stations: list[Workstation], paths: list[Path]) -> list[Ended]:
    """Both at once: neither knows what is unfinished there before the other has asked, too."""
    both_asked = threading.Barrier(2)
    begun = len(place.wire.requests)

    def hold(request: Request) -> None:
        if request.method == "GET" and "uploads" in request.query:
            both_asked.wait(60.0)

    place.wire.on_answer = hold
    ended = [running.end() for running in [station.start("upload", path, "--json")
                                           for station, path in zip(stations, paths)]]
    place.wire.on_answer = lambda request: None
    requests = place.wire.requests[begun:]
    opened = [request for request in requests if request.method == "POST" and "uploads" in request.query]
    require(len(opened) == 2, f"{len(opened)} sessions, not one for each")
    senders = {upload: [request.part for request in requests if request.upload == upload and request.part is not None]
               for upload in {request.upload for request in requests if request.part is not None}}
    require(len(senders) == 2 and all(len(parts) == len(set(parts)) for parts in senders.values()),
            f"one sent parts to the other's session: {senders}")
    return ended


def different_keys(place: Place, stations: list[Workstation]) -> None:
    paths = [place.make_file(f"{name}.mov", SIZE, seed) for seed, name in enumerate(("left", "right"))]
    for ended in together(place, stations, paths):
        ended.expect(DONE)
    for path in paths:
        place.require_stored(path)


def same_file(place: Place, stations: list[Workstation]) -> None:
    path = place.make_file("same.mov", SIZE, seed=7)
    for ended in together(place, stations, [path, path]):
        ended.expect(DONE)
    place.require_stored(path)


def other_file_of_that_name(place: Place, stations: list[Workstation]) -> None:
    """The one that was completed last is there, whole; whose file is not there in the end was done before, or is told."""
    paths = [place.make_file(f"{name}/clash.mov", SIZE, seed) for seed, name in enumerate(("x", "y"), 20)]
    ended = together(place, stations, paths)
    stored = place.client.sha256(paths[0].name)
    whole = [hashlib.sha256(path.read_bytes()).hexdigest() == stored for path in paths]
    require(any(whole), f"neither file is stored whole: {ended[0]}\n{ended[1]}")
    for each, is_there in zip(ended, whole):
        each.expect(DONE) if is_there else require(each.code in (DONE, NEEDS_DECISION), f"{each}")


main(test)
