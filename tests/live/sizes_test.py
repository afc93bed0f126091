#!/usr/bin/env python3
"""The sizes at which cutting into parts goes wrong: each file is stored whole, and with the ETag that its content has."""

import hashlib
from pathlib import Path

from workstation import PART, Place, main, number_of_parts, require

SIZES = {"empty": 0, "one byte": 1, "one part": PART, "one part and a byte": PART + 1, "three parts": 3 * PART}


def etag_of(path: Path) -> str:
    """A file of one part is put whole, and has its plain MD5."""
    content = path.read_bytes()
    pieces = [hashlib.md5(content[at:at + PART]) for at in range(0, len(content), PART)]
    if len(pieces) < 2:
        return hashlib.md5(content).hexdigest()
    return f"{hashlib.md5(b''.join(piece.digest() for piece in pieces)).hexdigest()}-{len(pieces)}"


def test(place: Place) -> None:
    station = place.workstation()
    paths = {name: place.make_file(name, size, seed=size) for name, size in SIZES.items()}
    ended = station.upload(*paths.values()).expect(0)
    done = {event["key"]: event for event in ended.events("done")}
    require(set(done) == set(SIZES), f"done: {sorted(done)}")
    for name, path in paths.items():
        head, event, etag = place.client.head(name), done[name], etag_of(path)
        require(int(head.headers["content-length"]) == SIZES[name], f"{name}: {head.headers['content-length']} bytes")
        place.require_stored(path)
        require(head.etag == etag, f"{name}: the store's ETag is {head.etag}, of the content it is {etag}")
        require(event["etag"].strip('"') == etag, f"{name}: told as ETag {event['etag']}, it is {etag}")
        require(event["verified"] in ("etag", "checksum"), f"{name}: verified by {event['verified']}")
        require(event["parts_total"] == number_of_parts(SIZES[name]), f"{name}: {event['parts_total']} parts")
    require(not place.client.uploads(), "an unfinished upload is left behind")


main(test)
