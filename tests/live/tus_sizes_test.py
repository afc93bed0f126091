#!/usr/bin/env python3
"""The sizes at which an upload takes another way, and names that a header could stumble over: each file is stored as it is,
under its own name, with nothing sent twice."""

from tus_place import PART, TusPlace, main, patches
from workstation import MIB, require

SIZES = {"empty": 0, "one byte": 1, "one part": PART, "one part and a byte": PART + 1, "many parts": 64 * MIB}
NAMES = ["a space.mov", "a+plus.mov", "\N{MOVIE CAMERA} ü.mov", "a\nline.mov", "quo\"te's.mov", "comma, and = sign.mov"]


def test(place: TusPlace) -> None:
    sizes(place)
    names(place)
    short_bodies(place)


def sizes(place: TusPlace) -> None:
    station = place.workstation("first", "--metadata", "project=Alpha,reel=7")
    paths = {name: place.make_file(name, size, seed=size) for name, size in SIZES.items()}
    ended = station.upload(*paths.values()).expect(0)
    done = {event["key"]: event for event in ended.events("done")}
    require(set(done) == set(SIZES), f"done: {sorted(done)}")
    for path in paths.values():
        upload = place.require_stored(path)
        require(upload.metadata.get("project") == "Alpha" and upload.metadata.get("reel") == "7", f"{upload.metadata}")
    require(place.wire.up == sum(SIZES.values()), f"{place.wire.up} bytes were sent of {sum(SIZES.values())}")
    listed = station.ctl("list").expect(0).out
    require(all(name in listed for name in SIZES) and "://" not in listed, f"listed by their addresses: {listed}")


def names(place: TusPlace) -> None:
    station = place.workstation("second")
    paths = [place.make_file(name, 1000, seed) for seed, name in enumerate(NAMES)]
    station.upload(*paths).expect(0)
    for path in paths:
        place.require_stored(path)


def short_bodies(place: TusPlace) -> None:
    """As a proxy may want them."""
    station = place.workstation("third", "--part-size", "3MiB")
    path, begun, up = place.make_file("short bodies.mov", PART, seed=5), len(place.wire.requests), place.wire.up
    station.upload(path).expect(0)
    place.require_stored(path)
    bodies = [request.body for request in patches(place.wire.requests[begun:])]
    require(len(bodies) >= 4 and max(bodies) <= 3 * MIB, f"the bodies have {bodies} bytes")
    require(place.wire.up - up == PART, f"{place.wire.up - up} bytes were sent of {PART}")


main(test)
