#!/usr/bin/env python3
"""A byte changes on the way to a server that checks what arrives: it refuses the body, which is sent once more, and what it holds
in the end is the file."""

from tus_place import TusPlace, main, patches
from wire import Request
from workstation import MIB, require

SIZE = 40 * MIB
AT = 12 * MIB  # bytes of bodies, before one is changed
MISMATCH = 460


def test(place: TusPlace) -> None:
    station, wire = place.workstation("first", "--part-size", "8MiB"), place.wire
    path = place.make_file("flipped.mov", SIZE)
    flipped: list[Request] = []

    def flip(request: Request, piece: bytes) -> bytes:
        if wire.up < AT or flipped:
            return piece
        flipped.append(request)
        return bytes([piece[0] ^ 1]) + piece[1:]

    wire.on_piece = flip
    station.upload(path).expect(0)
    upload = place.require_stored(path)
    require(upload.length == SIZE, f"{upload}")
    sent = patches(wire.requests)
    require(all("upload-checksum" in request.headers for request in sent), "a body was sent without its checksum")
    refused = [request for request in sent if request.status == MISMATCH]
    require(refused == flipped and len(refused) == 1, f"{len(refused)} bodies were refused")
    again = [request for request in sent if request.headers["upload-offset"] == refused[0].headers["upload-offset"]]
    require(len(again) == 2, f"the refused body was sent {len(again)} times")
    require(wire.up == SIZE + refused[0].body, f"{wire.up} bytes were sent")


main(test)
