#!/usr/bin/env python3
"""Names of files that are hard to sign, to list or to tell apart: each is stored under exactly that key, and an unfinished
upload of it is found again. What a store cannot hold is refused with a reason, and leaves nothing behind."""

from pathlib import Path

from workstation import PART, Place, Workstation, main, require

# Each is a file's name.
NAMES = ["a b", " both ends ", "a+b", "100%", "a%20b", "%2F", "\"double\" 'single'", "sum = a & b; c, d", "what?#here",
         "at@home:$8", "[a](b){c}|d^e`f", "back\\slash", "~tilde*star!", "-dash", "--json", "..dots", "two\nlines", "tab\tbed",
         "<xml>&amp;", "\N{CLAPPER BOARD}\N{ZERO WIDTH JOINER}\N{PERFORMING ARTS}", "\N{CJK UNIFIED IDEOGRAPH-6620}",
         "caf\N{LATIN SMALL LETTER E WITH ACUTE}", "cafe\N{COMBINING ACUTE ACCENT}"]
SIZE = PART + 4321  # two parts: what is put whole is never listed
LONGEST = 1024  # bytes of a key

# Swift keeps the parts of an upload in objects of their own, under the key with the upload's ID (48 bytes) and the part's
# number behind it; beyond that it answers 500.
LONGEST_IN_PARTS = {"Ceph RGW": LONGEST, "Swift": LONGEST - 1 - 48 - 1 - 1}
AT_ONCE = 20.0  # seconds


def test(place: Place) -> None:
    station = place.workstation()
    odd_names(place, station)
    twins(place, station)
    long_keys(place, station)
    too_long_in_parts(place, station)
    refused_keys(place, station)


def odd_names(place: Place, station: Workstation) -> None:
    """The first part of each is there already, sent by somebody else."""
    paths = {name: place.make_file(name, SIZE, seed) for seed, name in enumerate(NAMES)}
    for name, path in paths.items():
        place.client.put_part(name, place.client.open(name), 1, path.read_bytes()[:PART])
    ended = station.upload(*paths.values()).expect(0)
    require({event["key"] for event in ended.events("done")} == set(NAMES), f"{ended}")
    require(sorted(place.client.keys()) == sorted(NAMES), f"stored under: {sorted(place.client.keys())}")
    for name, path in paths.items():
        place.require_stored(path)
    begun = [request.path for request in place.wire.of("POST", uploads="")]
    require(not begun, f"their unfinished uploads were not found: {begun}")
    sent = [(request.path, request.part) for request in place.wire.parts() if request.part != 2]
    require(not sent, f"sent again: {sent}")


def twins(place: Place, station: Workstation) -> None:
    """They look the same to a reader, and are two files."""
    composed, decomposed = (place.make_file(f"twins/{name}/clip", 100, seed) for seed, name in enumerate(NAMES[-2:]))
    station.upload(composed.parents[1]).expect(0)
    for path, name in ((composed, NAMES[-2]), (decomposed, NAMES[-1])):
        place.require_stored(path, f"twins/{name}/clip")


def long_keys(place: Place, station: Workstation) -> None:
    for size, longest in ((1, LONGEST), (SIZE, LONGEST_IN_PARTS[place.store.kind])):
        path = place.make_file(f"long{size}", size, seed=size)
        key = prefixed(path, longest)
        station.upload(path, options=("--prefix", key[:-len(path.name) - 1])).expect(0)
        place.require_stored(path, key)


def too_long_in_parts(place: Place, station: Workstation) -> None:
    """Under exactly that key, or refused at once with what to do. Of the second only the part would be refused, of the third
    only the tenth."""
    longest = LONGEST_IN_PARTS["Swift"]
    for length, size in ((LONGEST, SIZE), (longest + 1, SIZE), (longest, 10 * PART)):
        path = place.make_file(f"parts{length}-{size}", size, seed=length)
        key = prefixed(path, length)
        asked = len(place.wire.requests)
        running = station.start("upload", path, "--json", "--prefix", key[:-len(path.name) - 1])
        ended = running.end(AT_ONCE)
        if place.store.kind != "Swift":
            ended.expect(0)
            place.require_stored(path, key)
            continue
        said = ended.expect(1).events("failed")[-1]["error"]["message"]
        require("Shorten" in said, f"refused without the reason: {ended}")
        sent = [request.part for request in place.wire.requests[asked:] if request.part]
        require(not sent, f"sent before it was refused: {sent}")
        require(len([request for request in place.wire.requests[asked:] if request.method == "POST"]) <= 1, "asked again")
        require(key not in place.client.keys(), "it is stored all the same")
    require(not place.client.uploads(), "an unfinished upload is left behind")
    station.ctl("remove", "--all")


def prefixed(path: Path, length: int) -> str:
    """A key of that many bytes that ends with the file's name."""
    room = length - len(path.name) - 1
    folders = "/".join(["f" * 99] * 12)[:room]
    return f"{folders[:-1]}x/{path.name}"


def refused_keys(place: Place, station: Workstation) -> None:
    before = set(place.client.keys())
    path = place.make_file("refused", 10)
    for prefix, reason in ((prefixed(path, LONGEST + 1)[:-len(path.name) - 1], "1024"), ("a/../b", ".."), ("./a", "."),
                           ("a//b", "empty part")):
        ended = station.upload(path, options=("--prefix", prefix))
        require(ended.code in (1, 2), f"not refused: {ended}")
        require(reason in ended.err.replace(",", ""), f"refused without the reason: {ended}")
    require(set(place.client.keys()) == before, "what was refused is stored")
    require(not place.client.uploads(), "an unfinished upload is left behind")


main(test)
