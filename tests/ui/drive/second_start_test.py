#!/usr/bin/python3
"""A second start hands its files to the window that is there, which comes to the front, and ends."""

from desk import MIB, Desk, eventually, require, run
from screen import quietly, see_window


def test(desk: Desk) -> None:
    clip = desk.make_file("A001C001.mov", 24)
    note = desk.make_file("notes/day 3.txt", 1)
    desk.link.limit(6 * MIB)
    screen, first = see_window(desk, clip)
    screen.see_row(r"A001C001\.mov, [1-9]\d* percent.*, uploading to Studio")

    desk.xdotool("getactivewindow", "windowminimize")
    eventually("the window is minimised", quietly(lambda: not screen.is_active()))
    # As from a terminal: relative, and with a file that is on its way already.
    second = desk.start_gantry("day 3.txt", clip, cwd=note.parent)
    require(second.wait() == 0, "the second start did not end well")
    require(first.running, "the first ended")
    eventually("the window is in front again", quietly(screen.is_active))
    screen.see("frame", r"2 files added to Studio\. 1 of them was already queued or unfinished: it continues\.")
    require(len(screen.rows()) == 2, f"rows: {screen.rows()}")

    desk.link.limit(None)
    screen.see_row(r"A001C001\.mov, Done, .*, at Studio")
    screen.see_row(r"day 3\.txt, Done, .*, at Studio")
    desk.require_stored(clip, clip.name)
    desk.require_stored(note, note.name)
    require(desk.requests("POST", r"/api/uploads ") == 2, "a file was begun twice")

    # Without files it is a wish to see the window.
    desk.xdotool("getactivewindow", "windowminimize")
    eventually("the window is minimised", quietly(lambda: not screen.is_active()))
    require(desk.start_gantry().wait() == 0, "the third start did not end well")
    eventually("the window is in front again", quietly(screen.is_active))


run(test)
