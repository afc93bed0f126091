#!/usr/bin/python3
"""A day without a mouse: add, watch, pause, resume, remove, undo, search, details, settings, destinations, quit.

After each step something has the focus, and it has a name.
"""

from desk import MIB, Desk, eventually, require, run
from screen import Screen, quietly, see_window

QUEUE = "Queue of uploads"
MOST_STOPS = 40  # of the Tab key, once around the window


def focus(screen: Screen) -> str:
    """What has it; it is never lost."""
    widget = eventually("something has the focus", quietly(screen.focused))
    require(widget.name.strip(), f"the focus is on something without a name: {widget}")
    place = widget.place
    require(place.width > 0 and place.height > 0, f"the focus is on something that is not seen: {widget}")
    return widget.name


def tab_to(screen: Screen, name: str) -> None:
    for _ in range(MOST_STOPS):
        if focus(screen) == name:
            return
        screen.press("Tab")
    require(False, f"the Tab key does not lead to “{name}”")


def around(screen: Screen) -> list[str]:
    """All stops of the Tab key."""
    stops = [focus(screen)]
    for _ in range(MOST_STOPS):
        screen.press("Tab")
        now = focus(screen)
        if now == stops[0]:
            return stops
        stops.append(now)
    raise AssertionError(f"the Tab key never comes back to where it was: {stops}")


def test(desk: Desk) -> None:
    clip = desk.make_file("A001C001.mov", 48)
    desk.link.limit(2 * MIB)
    screen, gantry = see_window(desk)
    stops = around(screen)
    expected = ["Which uploads are shown", QUEUE, "No limit", "Search the queue"]
    require(stops == expected, f"stops in an empty window: {stops}")

    # Add.
    screen.press("ctrl+o")
    screen.see("dialog", "Choose files to upload")
    require(focus(screen) == "File name:", f"the name cannot be typed at once: {focus(screen)}")
    screen.write(str(clip))
    screen.press("Return")
    screen.see_gone("dialog", "Choose files to upload")
    screen.see_row(r"A001C001\.mov, \d+ percent.*, uploading to Studio")

    # Pause and resume.
    tab_to(screen, QUEUE)
    screen.press("Down")
    screen.see("table cell", r"A001C001\.mov, .*", state="selected")
    screen.press("ctrl+p")
    screen.see_row(r"A001C001\.mov, Paused, \d+ percent, for Studio")
    screen.press("ctrl+r")
    screen.see_row(r"A001C001\.mov, \d+ percent.*, uploading to Studio")
    # By the menu of the row, too; Qt keeps such menus out of the tree.
    screen.press("Menu", "p")
    screen.see_row(r"A001C001\.mov, Paused, \d+ percent, for Studio")
    screen.press("Menu", "r")
    screen.see_row(r"A001C001\.mov, \d+ percent.*, uploading to Studio")
    require(focus(screen) == QUEUE, f"pausing took the focus to {focus(screen)}")

    # Remove and undo.
    screen.press("Delete")
    eventually("it left the queue", quietly(lambda: screen.rows() == []))
    screen.see("frame", r"1 upload removed from the queue\.")
    focus(screen)
    screen.press("ctrl+z")
    screen.see_row(r"A001C001\.mov, .*, (uploading to|for) Studio")
    focus(screen)

    # Search.
    screen.press("ctrl+f")
    require(focus(screen) == "Search the queue", f"searching, the focus is on {focus(screen)}")
    screen.write("B002")
    eventually("nothing fits", quietly(lambda: screen.rows() == []))
    screen.press("ctrl+a", "BackSpace")
    screen.see_row(r"A001C001\.mov, .*")

    # Details.
    tab_to(screen, QUEUE)
    screen.press("Home", "Return")
    for tab in ("Speed", "Log", "Details"):
        screen.press("Right")
        require(focus(screen) == tab, f"{tab} is not reached: {focus(screen)}")
        screen.see("page tab", tab, state="focused")
    stops = around(screen)
    for stop in ("File", "Destination", "Fingerprint", "Which uploads are shown", QUEUE, "Search the queue"):
        require(stop in stops, f"the Tab key leaves out “{stop}”: {stops}")
    screen.press("alt+p")
    tab_to(screen, "Parts")
    screen.press("Tab")
    screen.see("list item", r"Part 1 of 10, .*", state="focused")
    screen.press("Right")
    screen.see("list item", r"Part 2 of 10, .*", state="focused")

    # Settings and destinations: opened, gone through, closed, and the focus is back where it was.
    for keys, dialog in (("ctrl+comma", "Settings"), ("ctrl+d", "Destinations")):
        tab_to(screen, QUEUE)
        screen.press(keys)
        screen.see("dialog", dialog)
        around(screen)
        screen.press("Escape")
        screen.see_gone("dialog", dialog)
        require(focus(screen) == QUEUE, f"after the {dialog} the focus is on {focus(screen)}")

    # The menu bar.
    screen.press("alt+u")
    screen.see("menu item", "Move to the front")
    screen.press("Escape", "Escape")
    screen.see_gone("menu item", "Move to the front")
    require(focus(screen) == QUEUE, f"after the menus the focus is on {focus(screen)}")

    desk.link.limit(None)
    screen.see_row(r"A001C001\.mov, Done, verified by its (checksum|ETag), at Studio")
    desk.require_stored(clip, clip.name)
    screen.press("ctrl+q")
    require(gantry.wait() == 0, "gantry did not end well")


run(test)
