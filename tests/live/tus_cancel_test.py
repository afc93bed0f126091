#!/usr/bin/env python3
"""What is cancelled is ended on the server, at once or when it is back; what is finished is not. Where the server names places
by their path, they are found all the same."""

from tus_place import TusPlace, main
from tus_servers import NodeTus
from workstation import DESTINATION, MIB, Workstation, eventually, require

SIZE = 40 * MIB
RATE = "4MiB"
FAILED = 1


def test(place: TusPlace) -> None:
    cancelled(place)
    cancelled_while_it_is_away(place)
    finished(place)


def cancelled(place: TusPlace) -> None:
    station, wire = place.workstation("first"), place.wire
    running = station.start("upload", place.make_file("cancelled.mov", SIZE), "--json", "--limit-rate", RATE)
    eventually("some of it is sent", lambda: wire.up > 2 * MIB)
    require(place.server.uploads(), "nothing was begun")
    station.ctl("cancel", "--all").expect(0)
    running.end().expect(FAILED)
    eventually("it is ended", lambda: not place.server.uploads())
    ended = {request.path for request in wire.of("DELETE") if request.status == 204}
    begun = {request.path for request in wire.of("PATCH")}
    require(ended >= begun, f"sent to {begun}, ended {ended}")
    if isinstance(place.server, NodeTus):
        places = [request.answer["location"] for request in wire.of("POST")]
        require(all(each.startswith("/") for each in places), f"it names {places}")
    nothing_is_noted(station)


def cancelled_while_it_is_away(place: TusPlace) -> None:
    station, wire = place.workstation("second"), place.wire
    up = wire.up
    running = station.start("upload", place.make_file("away.mov", SIZE, seed=2), "--json", "--limit-rate", RATE)
    eventually("some of it is sent", lambda: wire.up - up > 2 * MIB)
    place.server.kill()
    station.ctl("cancel", "--all").expect(0)
    running.end().expect(FAILED)
    require(place.server.uploads(), "nothing is left to be ended")
    place.server.start()
    station.ctl("run").expect(0)
    eventually("it is ended", lambda: not place.server.uploads())
    nothing_is_noted(station)


def finished(place: TusPlace) -> None:
    station, wire = place.workstation("third"), place.wire
    path = place.make_file("finished.mov", MIB, seed=3)
    station.upload(path).expect(0)
    begun = len(wire.of("DELETE"))
    station.ctl("remove", "--all").expect(0)
    nothing_is_noted(station)
    place.require_stored(path)
    require(len(wire.of("DELETE")) == begun, "what is finished was to be ended")


def nothing_is_noted(station: Workstation) -> None:
    """A destination that still has to confirm an ending stays."""
    eventually("the server has confirmed all", lambda: station.ctl("destination", "remove", DESTINATION).code == 0)


main(test, relative=True)
