#!/usr/bin/python3
"""kill -9 in the middle of an upload: the next start continues, and sends no part again that was acknowledged. The window
is as large as it was left."""

import signal

from desk import MIB, PART, Desk, Disappointed, eventually, require, run
from screen import percent_of, quietly, see_window

CLIP_MIB = 60


def size_of_window(desk: Desk) -> tuple[int, int]:
    geometry = desk.xdotool("getwindowgeometry", "--shell", desk.find_window("Gantry"))
    values = dict(line.split("=") for line in geometry.split())
    return int(values["WIDTH"]), int(values["HEIGHT"])


def resize_and_see_it_saved(desk: Desk) -> tuple[int, int]:
    layout = desk.state / "window.ini"

    def saved() -> bytes:
        return layout.read_bytes() if layout.exists() else b""

    # What was written while the size changed may hold either: then once more, with another one.
    for width in range(1130, 1180, 10):
        before = saved()
        desk.xdotool("windowsize", "--sync", desk.find_window("Gantry"), width, 650)
        if saved() == before:
            eventually("the layout was saved", lambda: saved() != before)
            return width, 650
    raise Disappointed("the layout is written all the time")


def test(desk: Desk) -> None:
    clip = desk.make_file("A001C001.mov", CLIP_MIB)
    desk.link.limit(3 * MIB)
    screen, gantry = see_window(desk, clip)
    size = resize_and_see_it_saved(desk)
    before = percent_of(screen.see_row(r"A001C001\.mov, [2-6]\d percent.*, uploading to Studio").name)
    require(gantry.end(signal.SIGKILL) == -signal.SIGKILL, "it was not killed")
    acknowledged = desk.parts_stored()

    # Without a word which file: the queue knows it. No part of it can arrive in time.
    desk.link.limit(MIB // 8)
    screen, gantry = see_window(desk)
    eventually("the size that it was left at", lambda: size_of_window(desk) == size)
    eventually(f"{before} percent or more again", quietly(lambda: percent_of(screen.rows()[0]) >= before))
    desk.link.limit(None)
    screen.see_row(r"A001C001\.mov, Done, verified by its (checksum|ETag), at Studio")
    desk.require_stored(clip, clip.name)

    parts = CLIP_MIB * MIB // PART
    stored = desk.parts_stored()
    require(set(stored) == set(range(1, parts + 1)), f"parts: {stored}")
    again = [part for part in acknowledged if stored.count(part) > 1]
    require(not again, f"sent again although they were acknowledged: {again}")
    require(desk.requests("POST", r"/api/uploads ") == 1, "it began a second session")
    screen.press("ctrl+q")
    require(gantry.wait() == 0, "gantry did not end well")


run(test)
