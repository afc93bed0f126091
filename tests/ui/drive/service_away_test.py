#!/usr/bin/python3
"""The service goes away in the middle of an upload and comes back: the window says what it waits for, and continues."""

from desk import MIB, PART, Desk, require, run
from screen import percent_of, see_window

CLIP_MIB = 40


def test(desk: Desk) -> None:
    clip = desk.make_file("A001C001.mov", CLIP_MIB)
    desk.link.limit(4 * MIB)
    screen, _ = see_window(desk, clip)
    before = percent_of(screen.see_row(r"A001C001\.mov, [23]\d percent.*, uploading to Studio").name)

    desk.stop_service()
    held = screen.see_row(r"A001C001\.mov, Offline: continues by itself, \d+ percent, for Studio")
    require(percent_of(held.name) >= before, f"{before} percent were stored, then “{held.name}”")
    screen.see("label", "Offline: continues by itself")
    screen.see("list item", "Waiting, 1 upload")
    acknowledged = desk.parts_stored()

    desk.link.limit(None)
    desk.restart_service()
    screen.see_row(r"A001C001\.mov, Done, verified by its (checksum|ETag), at Studio")
    screen.see("label", "Nothing to send")
    desk.require_stored(clip, clip.name)
    stored = desk.parts_stored()
    require(set(stored) == set(range(1, CLIP_MIB * MIB // PART + 1)), f"parts: {stored}")
    again = [part for part in acknowledged if stored.count(part) > 1]
    require(not again, f"sent again although they were acknowledged: {again}")
    require(desk.requests("POST", r"/api/uploads ") == 1, "it began a second session")


run(test)
