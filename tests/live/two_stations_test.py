#!/usr/bin/env python3
"""Two workstations upload into one bucket at the same time: neither ends the other's unfinished upload, and under each key
there is one whole file in the end."""

import hashlib
import threading
from pathlib import Path

from wire import Request
from workstation import MIB, Ended, Place, Workstation, eventually, main, require

SIZE = 60 * MIB
DONE, NEEDS_DECISION = 0, 4


def test(place: Place) -> None:
    stations = [place.workstation(name, "--parts", "2") for name in ("first", "second")]
    different_keys(place, stations)
    same_file(place, stations)
    same_file_later(place, stations)
    other_file_of_that_name(place, stations)
    other_file_of_that_name_later(place, stations)
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
    require_own_sessions(place.wire.requests[begun:])
    return ended


def later(place: Place, stations: list[Workstation], paths: list[Path]) -> list[Ended]:
    """The second finds what the first has begun, and is still sending to."""
    def parts_stored() -> int:
        return sum(request.part is not None and request.status == 200 for request in place.wire.requests[begun:])

    begun = len(place.wire.requests)
    first = stations[0].start("upload", paths[0], "--json", "--limit-rate", "30MiB")
    eventually("three parts of the first", lambda: parts_stored() >= 3)
    second = stations[1].start("upload", paths[1], "--json", "--limit-rate", "30MiB")
    return [first.end(), second.end()]


def require_own_sessions(requests: list[Request]) -> None:
    opened = [request for request in requests if request.method == "POST" and "uploads" in request.query]
    require(len(opened) == 2, f"{len(opened)} sessions, not one for each")
    senders = {upload: [request.part for request in requests if request.upload == upload and request.part is not None]
               for upload in {request.upload for request in requests if request.part is not None}}
    require(len(senders) == 2 and all(len(parts) == len(set(parts)) for parts in senders.values()),
            f"one sent parts to the other's session: {senders}")


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


def same_file_later(place: Place, stations: list[Workstation]) -> None:
    """Both send to one session; the object is the file of each, whoever of them completes it."""
    path = place.make_file("same_later.mov", SIZE, seed=8)
    for ended in later(place, stations, [path, path]):
        ended.expect(DONE)
    place.require_stored(path)


def other_file_of_that_name(place: Place, stations: list[Workstation]) -> None:
    paths = [place.make_file(f"{name}/clash.mov", SIZE, seed) for seed, name in enumerate(("x", "y"), 20)]
    require_one_whole(place, paths, together(place, stations, paths))


def other_file_of_that_name_later(place: Place, stations: list[Workstation]) -> None:
    """What the second finds under its key is another file's: it is neither continued nor ended."""
    paths = [place.make_file(f"{name}/clash_later.mov", SIZE, seed) for seed, name in enumerate(("x", "y"), 30)]
    begun = len(place.wire.requests)
    ended = later(place, stations, paths)
    require_own_sessions(place.wire.requests[begun:])
    require_one_whole(place, paths, ended)


def require_one_whole(place: Place, paths: list[Path], ended: list[Ended]) -> None:
    """The one that was completed last is there, whole; whose file is not there in the end was done before, or is told."""
    stored = place.client.sha256(paths[0].name)
    whole = [hashlib.sha256(path.read_bytes()).hexdigest() == stored for path in paths]
    require(any(whole), f"neither file is stored whole: {ended[0]}\n{ended[1]}")
    for each, is_there in zip(ended, whole):
        each.expect(DONE) if is_there else require(each.code in (DONE, NEEDS_DECISION), f"{each}")


main(test)
