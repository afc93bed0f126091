#!/usr/bin/env python3
"""Sessions that somebody else began: a workstation that knows nothing of them finds them by their key and continues,
trusts only parts that are the file's own, and never ends what it cannot use."""

from pathlib import Path

from workstation import MIB, PART, Place, eventually, main, require

SLOWLY = ("--limit-rate", "20MiB")  # there has to be time to kill it in the middle


def test(place: Place) -> None:
    begun_by_another_workstation(place)
    foreign_part(place)
    parts_that_fit_no_plan(place)
    aborted_by_somebody(place)
    being_ended(place)


def begun_by_another_workstation(place: Place) -> None:
    path, wire = place.make_file("shared.mov", 60 * MIB), place.wire
    first = place.workstation("first", "--parts", "2").start("upload", path, "--json", *SLOWLY)
    eventually("four parts are stored", lambda: len(place.stored_parts()) >= 4)
    first.kill()
    wire.settle()
    stored, begun = place.stored_parts(), len(wire.requests)
    place.workstation("second").upload(path).expect(0)
    requests = wire.requests[begun:]
    sent = {(request.upload, request.part) for request in requests if request.part is not None}
    require(not sent & stored, f"sent again: {sent & stored}")
    require({number for _, number in sent | stored} == set(range(1, 13)), f"sent: {sent}, stored before: {stored}")
    require(not any("uploads" in request.query for request in requests if request.method == "POST"),
            "it began a second session")
    place.require_stored(path)


def begin(place: Place, path: Path, parts: dict[int, bytes]) -> str:
    upload = place.client.open(path.name)
    for number, content in parts.items():
        place.client.put_part(path.name, upload, number, content)
    return upload


def foreign_part(place: Place) -> None:
    """The second part has the right size and other bytes."""
    path = place.make_file("foreign.mov", 4 * PART, seed=2)
    content = path.read_bytes()
    upload = begin(place, path, {1: content[:PART], 2: bytes(PART), 3: content[2 * PART:3 * PART]})
    begun = len(place.wire.requests)
    place.workstation("third").upload(path).expect(0)
    sent = [(request.upload, request.part) for request in place.wire.requests[begun:] if request.part is not None]
    require(sorted(sent) == [(upload, 2), (upload, 4)], f"sent {sent}, wanted the parts 2 and 4 of {upload}")
    place.require_stored(path)


def parts_that_fit_no_plan(place: Place) -> None:
    path = place.make_file("patchwork.mov", 4 * PART, seed=3)
    content = path.read_bytes()
    upload = begin(place, path, {1: content[:PART], 2: content[PART:PART + 6 * MIB]})
    place.workstation("fourth").upload(path).expect(0)
    place.require_stored(path)
    require([left.id for left in place.client.uploads()] == [upload], "somebody else's session is gone")
    place.client.abort(path.name, upload)


def aborted_by_somebody(place: Place) -> None:
    """As a bucket's lifecycle rule does, while the station is away, and while it sends: it starts over once, says so, and
    finishes."""
    wire = place.wire
    for is_away in (True, False):
        path = place.make_file(f"aborted {is_away}.mov", 60 * MIB, seed=4)
        station = place.workstation(f"fifth {is_away}", "--parts", "2")
        begun = len(wire.requests)
        running = station.start("upload", path, "--json", *SLOWLY)
        eventually("four parts are stored", lambda: sum(request.part is not None and request.status == 200
                                                        for request in wire.requests[begun:]) >= 4)
        if is_away:
            running.kill()
            wire.settle()
        for upload in place.client.uploads():
            place.client.abort(*upload)
        ended = (station.start("upload", path, "--json") if is_away else running).end().expect(0)
        opened = [request for request in wire.requests[begun:] if request.method == "POST" and "uploads" in request.query]
        require(len(opened) == 2, f"it did not begin a second session: {ended}")
        require("it starts over" in station.log(), f"it does not say so: {station.log()}")
        place.require_stored(path)
        eventually("nothing is left behind", lambda: not place.client.uploads())


def being_ended(place: Place) -> None:
    """Cancelled, and added again before the store has ended it: another unfinished upload of the file is continued."""
    path, wire = place.make_file("again.mov", 8 * PART, seed=5), place.wire
    other = begin(place, path, {})  # without a part, so that the station begins its own
    station = place.workstation("sixth", "--parts", "1")
    running = station.start("upload", path, "--json", "--limit-rate", "8MiB")
    eventually("a part is stored", lambda: any(request.path.endswith(path.name) for request in wire.parts()
                                               if request.status == 200))
    running.kill()
    wire.settle()
    place.client.put_part(path.name, other, 1, path.read_bytes()[:PART])
    wire.instead = lambda request: refusal() if request.method == "DELETE" else b""
    station.ctl("cancel", "--all")
    begun = len(wire.requests)
    running = station.start("upload", path, "--json")
    eventually("it sends", lambda: any(request.part for request in wire.requests[begun:]))
    wire.instead = lambda request: b""
    running.end().expect(0)
    sent = {(request.upload, request.part) for request in wire.requests[begun:] if request.part is not None}
    require(sent == {(other, number) for number in range(2, 9)}, f"sent: {sent}, the other one is {other}")
    place.require_stored(path)
    station.ctl("destination", "test", "store").expect(0)
    eventually("the cancelled one is ended", lambda: not [left for left in place.client.uploads() if left.key == path.name])


def refusal() -> bytes:
    return b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"


main(test)
