#!/usr/bin/python3
"""What a screen reader finds: every row says how it stands, and nothing that can be used is without a name."""

import os
import re

from desk import MIB, Desk, eventually, require, run
from screen import Screen, quietly, see_window

# No focus goes to a scroll bar; cells of a row may be empty, and its first one is looked at for itself.
NEEDS_NO_NAME = {"scroll bar", "table cell"}


def require_names(screen: Screen, where: str) -> None:
    def nameless() -> list[str]:
        found = []
        for window in screen.windows():
            for widget in window.all():
                usable = "focusable" in widget.states or widget.actions
                if usable and widget.role not in NEEDS_NO_NAME and not widget.name.strip():
                    found.append(f"{widget} at {widget.place}")
        return found or ["none"]

    found = eventually("a tree that stands still", quietly(nameless))
    require(found == ["none"], f"without a name, {where}: {found}")
    require(all(screen.rows()), f"a row says nothing, {where}: {screen.rows()}")


def see_rows(screen: Screen, *rows: str) -> None:
    eventually(f"rows: {rows}", quietly(lambda: len(screen.rows()) == len(rows) and all(
        re.fullmatch(row, said) for row, said in zip(rows, screen.rows()))))


def test(desk: Desk) -> None:
    small = desk.make_file("slate.jpg", 1)
    moving, changing, waiting = (desk.make_file(f"A001C00{number}.mov", 60) for number in (1, 2, 3))
    screen, _ = see_window(desk, small)
    screen.see("frame", r"1 file added to Studio\.")
    screen.see_row(r"slate\.jpg, Done, verified by its (checksum|ETag), at Studio")
    desk.link.limit(4 * MIB)
    require(desk.start_gantry(moving, changing, waiting).wait() == 0, "the second start did not end well")

    # Rows. A screen reader says words, not abbreviations.
    screen.see_row(r"A001C001\.mov, [1-9]\d? percent, (\d+ seconds|\d+ minutes|1 minute) left, uploading to Studio")
    screen.see_row(r"A001C002\.mov, [1-9]\d? percent.*, uploading to Studio")
    with changing.open("ab") as file:
        file.write(os.urandom(MIB))
    screen.see_row(r"A001C002\.mov, .* has changed since its upload began, \d+ percent, for Studio")
    screen.click(screen.see_row(r"A001C003\.mov, .*"))
    screen.click_button("Pause")
    see_rows(screen,
             r"slate\.jpg, Done, verified by its (checksum|ETag), at Studio",
             r"A001C001\.mov, \d+ percent.*, uploading to Studio",
             r"A001C002\.mov, .* has changed since its upload began, \d+ percent, for Studio",
             r"A001C003\.mov, Paused, \d+ percent, for Studio")
    columns, cells = screen.cells()
    require(cells[1][columns.index("Destination")].name == "Studio", "the other cells say nothing")

    # Sidebar, toolbar, status.
    sidebar = screen.see("list", "Which uploads are shown")
    said = [entry.name for entry in sidebar.children if entry.shown]
    require(said == ["All, 4 uploads", "Active, 1 upload", "Waiting, 0 uploads", "Paused, 1 upload",
                     "Needs you, 1 upload", "Failed, 0 uploads", "Done, 1 upload", "Destinations",
                     "Studio, 4 uploads"], f"sidebar: {said}")
    buttons = screen.see("tool bar", "Toolbar")
    for name in ("Add files", "Add folder", "Pause", "Resume", "Retry", "Cancel", "Remove", "Destinations"):
        screen.see("push button", name, buttons)
    screen.see("text", "Search the queue")
    screen.see("label", "Uploading 1 file")
    screen.see("label", r"\d+(\.\d+)? MB left")

    # Detail pane.
    screen.click(screen.see_row(r"A001C001\.mov, .*"))
    parts = screen.see("list", "Parts")
    eventually("the parts in words", quietly(lambda: re.fullmatch(
        r"\d+ of 12 parts stored, \d+ sending", parts.description)))
    for tab in ("Speed", "Log", "Details", "Parts"):
        screen.click(screen.see("page tab", tab))
        screen.see("page tab", tab, state="focused")
        require_names(screen, f"with the tab {tab}")
    screen.click(screen.see_row(r"A001C002\.mov, .*"))
    screen.see("frame", "This upload asks something")
    require_names(screen, "with a question")

    # Notices.
    screen.click(screen.see_row(r"A001C003\.mov, .*"))
    screen.click_button("Remove")
    notice = screen.see("frame", r"1 upload removed from the queue\.")
    screen.see("push button", "Undo", notice)
    screen.see("push button", "Close this notice", notice)
    require_names(screen, "with a notice")
    screen.click(screen.see("text", "Search the queue"))
    screen.write("A001")
    require_names(screen, "with a search")
    # What cannot be sent.
    (desk.path("files") / "card").mkdir()
    (desk.path("files") / "card" / "broken").symlink_to("nowhere")
    desk.start_gantry(desk.path("files") / "card").wait()
    screen.see("tree", "What cannot be sent")
    require_names(screen, "with things that cannot be sent")
    screen.click_button("Close")

    # Dialogs.
    screen.press("ctrl+comma")
    settings = screen.see("dialog", "Settings")
    for role, name in (("spin button", "Files at once"), ("check box", "Limit the bandwidth to"),
                       ("spin button", "Bandwidth limit"), ("text", "State folder"), ("text", "Log"),
                       ("push button", "Open the state folder"), ("push button", "Close")):
        screen.see(role, name, settings)
    for label in ("Theme", "Rows of the queue", "Language"):
        require(screen.labelled(settings, "combo box", label), f"the choice of the {label} is not said to be that")
    require_names(screen, "with the settings")
    screen.press("Escape")
    screen.see_gone("dialog", "Settings")
    screen.press("ctrl+d")
    destinations = screen.see("dialog", "Destinations")
    screen.see("list item", "Studio, Upload service", destinations)
    screen.see("password text", r"Token.*", destinations)
    screen.see("push button", "Test connection", destinations)
    require_names(screen, "with the destinations")
    screen.click(screen.see("push button", "Add", destinations))
    screen.see("text", "Name.*", destinations)
    require_names(screen, "with a new destination")


run(test)
