#!/usr/bin/env python3
"""An unfinished upload that a person chose is continued with its file, though there is a newer one of that name: what it has
is not sent again. One that is of another file is left alone, and told."""

import json
from pathlib import Path

from workstation import PART, Place, Workstation, main, require

USAGE = 2


def test(place: Place) -> None:
    station = place.workstation("first", "--parts", "2")
    the_older_one(place, station)
    one_without_parts(place, station)
    a_small_file(place, station)
    another_file(place, station)
    asked_wrongly(place, station)
    require(not place.client.uploads(), "something is left behind")


def begin(place: Place, path: Path, *numbers: int) -> str:
    content = path.read_bytes()
    upload = place.client.open(path.name)
    for number in numbers:
        place.client.put_part(path.name, upload, number, content[(number - 1) * PART:number * PART])
    return upload


def adopt(station: Workstation, upload: str, path: Path) -> None:
    said = station.ctl("orphans", "adopt", "--to", "store", "--json", upload, path).expect(0)
    require(json.loads(said.out)["upload"] > 0, f"{said}")
    require(upload not in str(station.ctl("orphans", "list", "--to", "store", "--json").expect(0).document()),
            "it is listed as if nobody continued it")


def sent(place: Place, begun: int) -> set[tuple[str, int | None]]:
    return {(request.upload, request.part) for request in place.wire.requests[begun:] if request.part}


def the_older_one(place: Place, station: Workstation) -> None:
    path = place.make_file("older.mov", 5 * PART - 1)
    older, newer = begin(place, path, 1, 3, 5), begin(place, path, 2)
    begun = len(place.wire.requests)
    adopt(station, older, path)
    station.ctl("run", "--json").expect(0)
    require(sent(place, begun) == {(older, 2), (older, 4)}, f"sent: {sent(place, begun)}, wanted: 2 and 4 of {older}")
    place.require_stored(path)
    require([left.id for left in place.client.uploads()] == [newer], "the other one is not as it was")
    place.client.abort(path.name, newer)


def one_without_parts(place: Place, station: Workstation) -> None:
    path = place.make_file("empty.mov", 2 * PART, seed=2)
    upload, begun = begin(place, path), len(place.wire.requests)
    adopt(station, upload, path)
    station.ctl("run", "--json").expect(0)
    require(sent(place, begun) == {(upload, 1), (upload, 2)}, f"sent: {sent(place, begun)}, wanted all of {upload}")
    place.require_stored(path)


def a_small_file(place: Place, station: Workstation) -> None:
    path = place.make_file("small.mov", 1000, seed=3)
    upload, begun = begin(place, path, 1), len(place.wire.requests)
    adopt(station, upload, path)
    station.ctl("run", "--json").expect(0)
    require(not sent(place, begun), f"sent again: {sent(place, begun)}")
    place.require_stored(path)


def another_file(place: Place, station: Workstation) -> None:
    """Of the same name and size: its first part shows it."""
    theirs = place.make_file("theirs/clash.mov", 3 * PART, seed=4)
    upload = begin(place, theirs, 1, 2)
    path = place.make_file("clash.mov", 3 * PART, seed=5)
    adopt(station, upload, path)
    station.ctl("run", "--json").expect(0)
    place.require_stored(path)
    require("left alone" in station.log(), f"it does not say so: {station.log()}")
    require([left.id for left in place.client.uploads()] == [upload], "somebody else's is not as it was")

    longer = place.make_file("longer/clash.mov", 4 * PART + 7, seed=6)
    begun = len(place.wire.requests)
    adopt(station, upload, longer)
    station.ctl("cancel", "--all").expect(0)  # before it was looked at
    require([left.id for left in place.client.uploads()] == [upload], "somebody else's was ended")
    require(not sent(place, begun), "something was sent")
    place.client.abort(path.name, upload)


def asked_wrongly(place: Place, station: Workstation) -> None:
    path = place.make_file("wrong.mov", 2 * PART, seed=7)
    upload = begin(place, path, 1)
    require("Nothing was queued" in station.ctl("orphans", "adopt", "--to", "store", "nobody", path).expect(USAGE).err, "advice")
    require("wrong.mov" in station.ctl("orphans", "adopt", "--to", "store", upload, path.parent).expect(USAGE).err, "a folder")
    queued = place.make_file("queued.mov", 2 * PART, seed=9)
    station.ctl("upload", "--no-wait", queued, "--to", "store").expect(0)
    second = begin(place, queued, 1)
    refused = station.ctl("orphans", "adopt", "--to", "store", second, queued).expect(USAGE)
    require("already" in refused.err, f"{refused}")
    place.client.abort(queued.name, second)
    adopt(station, upload, path)
    other = place.make_file("other/wrong.mov", 2 * PART, seed=8)
    station.ctl("orphans", "adopt", "--to", "store", upload, other).expect(USAGE)
    station.ctl("run", "--json").expect(0)
    place.require_stored(path)


main(test)
