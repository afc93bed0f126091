#!/usr/bin/python3
"""Pause and resume with the mouse: the row is chosen, the buttons of the toolbar follow it and are obeyed."""

import re

from desk import MIB, Desk, eventually, require, run
from screen import quietly, see_window


def test(desk: Desk) -> None:
    clip = desk.make_file("A001C001.mov", 48)
    desk.link.limit(4 * MIB)
    screen, _ = see_window(desk, clip)
    row = screen.see_row(r"A001C001\.mov, [1-9]\d* percent.*, uploading to Studio")
    require(not screen.see("push button", "Pause").enabled, "Pause is offered while nothing is chosen")

    screen.click(row)
    screen.click_button("Pause")
    paused = screen.see_row(r"A001C001\.mov, Paused, \d+ percent, for Studio")
    stored = re.findall(r"\d+ percent", paused.name)
    screen.see("list item", "Paused, 1 upload")
    eventually("Pause is not offered twice", quietly(lambda: not screen.see("push button", "Pause").enabled))
    desk.link.limit(None)
    acknowledged = len(desk.parts_stored())
    # A day of a paused upload, in short: other things are clicked, and it stays.
    screen.click(screen.see("list item", "Done, 0 uploads"))
    eventually("no row among those that are done", quietly(lambda: not screen.rows()))
    screen.click(screen.see("list item", "Paused, 1 upload"))
    paused = screen.see_row(r"A001C001\.mov, Paused, \d+ percent, for Studio")
    require(re.findall(r"\d+ percent", paused.name) == stored, "it went on while it was paused")
    on_their_way = 2
    require(len(desk.parts_stored()) <= acknowledged + on_their_way, "parts were sent while it was paused")
    require(not desk.stored(clip.name).exists(), "it is there although it was paused")

    screen.click(paused)
    screen.click_button("Resume")
    eventually("it leaves the paused ones", quietly(lambda: not screen.rows()))
    screen.click(screen.see("list item", "All, 1 upload"))
    screen.see_row(r"A001C001\.mov, Done, verified by its (checksum|ETag), at Studio")
    desk.require_stored(clip, clip.name)


run(test)
