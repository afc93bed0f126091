#!/usr/bin/python3
"""Files and a folder dragged over from another program: the window says where they would go, and takes them.

Its first argument is the program that they are dragged from.
"""

import sys

from desk import Desk, eventually, require, run
from screen import quietly, see_window

OVERLAY = "Drop to upload to Studio"


def test(desk: Desk) -> None:
    files = {name: desk.make_file(name, mib) for name, mib in (
        ("Day 03/A-Cam/A001C001.mov", 12), ("Day 03/Sound/take 1 & 2.wav", 1), ("Day 03/Sound/Töne.wav", 1),
        ("report.txt", 1))}
    (desk.path("files") / "Day 03/empty").mkdir()
    desk.start([sys.argv[1], desk.path("files") / "Day 03", files["report.txt"]], "drag_source.log")
    screen, _ = see_window(desk)
    window = screen.windows()[0].place
    require(window.x > 140, f"the window covers what is dragged: {window}")

    desk.xdotool("mousemove", "--window", desk.find_window("Drag source"), 40, 40, "mousedown", 1)
    # Over the window, out of it again, and in again: a hand is not a ruler.
    screen.drag_to(window.x + 400, window.y + 300)
    eventually("the overlay names the destination", quietly(lambda: screen.look("filler", OVERLAY)))
    screen.drag_to(60, window.middle)
    eventually("the overlay leaves with the files", quietly(lambda: not screen.look("filler", OVERLAY)))
    require(not screen.rows(), f"nothing was dropped yet: {screen.rows()}")
    # Onto the field for the search, which would like to have the names as text.
    target = screen.see("text", "Search the queue").place
    screen.drag_to(target.x + target.width // 2, target.middle)
    eventually("the overlay is there again", quietly(lambda: screen.look("filler", OVERLAY)))
    desk.xdotool("mouseup", 1)

    screen.see_gone("filler", OVERLAY)
    eventually("all are done", quietly(
        lambda: len(screen.rows()) == len(files) and all(", Done, " in row for row in screen.rows())))
    require(screen.see("text", "Search the queue").text == "", "the names went into the search")
    for name, file in files.items():
        desk.require_stored(file, name)
        require(file.exists(), f"{name} was moved, not copied")


run(test)
