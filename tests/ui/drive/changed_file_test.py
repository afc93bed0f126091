#!/usr/bin/python3
"""Files that change while they are sent: the window asks, in a bar that stops nothing, and does what it is told."""

import os
from pathlib import Path

from desk import MIB, Desk, eventually, require, run
from screen import quietly, see_window


def change(clip: Path) -> None:
    """As a camera does that goes on recording."""
    with clip.open("r+b") as file:
        file.write(os.urandom(MIB))
        file.seek(0, os.SEEK_END)
        file.write(os.urandom(3 * MIB))


def test(desk: Desk) -> None:
    again, skipped, bystander = (desk.make_file(f"A001C00{number}.mov", 32) for number in (1, 2, 3))
    desk.link.limit(6 * MIB)
    screen, _ = see_window(desk, again, skipped)
    for number in (1, 2):
        screen.see_row(rf"A001C00{number}\.mov, [1-9]\d* percent.*, uploading to Studio")
    change(again)
    change(skipped)
    asks = r", .* has changed since its upload began, \d+ percent, for Studio"
    question = screen.see_row(r"A001C001\.mov" + asks)
    screen.see_row(r"A001C002\.mov" + asks)
    screen.see("list item", "Needs you, 2 uploads")
    require(len(screen.windows()) == 1, "it asks in a window of its own")

    # The question can wait: another file goes up meanwhile.
    desk.link.limit(None)
    require(desk.start_gantry(bystander).wait() == 0, "the second start did not end well")
    screen.see_row(r"A001C003\.mov, Done, .*, at Studio")

    # Answered in the detail pane.
    screen.click(question)
    bar = screen.see("frame", "This upload asks something")
    screen.see("label", ".* has changed since its upload began\\.", bar)
    screen.see("push button", "Skip", bar)
    screen.click(screen.see("push button", "Start over", bar))
    screen.see_row(r"A001C001\.mov, Done, verified by its (checksum|ETag), at Studio")
    screen.see_gone("frame", "This upload asks something")
    desk.require_stored(again, again.name)

    # Answered in the row: its last button ends where the column of the state does.
    row = screen.place_of_row("A001C002.mov")
    screen.click_at(row["State"].right - 20, row["State"].middle)
    screen.see_row(r"A001C002\.mov, Cancelled, \d+ percent, for Studio")
    require(not desk.stored(skipped.name).exists(), "a skipped file is there")
    eventually("its session is ended", lambda: desk.requests("DELETE", "/api/uploads/") == 2)
    eventually("nothing asks any more", quietly(lambda: screen.look("list item", "Needs you, 0 uploads")))


run(test)
