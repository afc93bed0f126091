#!/usr/bin/python3
"""`gantry FILE…` uploads at once, and the window shows the way to the end: percent, time left, parts, proof."""

import re

from desk import MIB, Desk, eventually, require, run
from screen import quietly, see_window


def test(desk: Desk) -> None:
    card = [desk.make_file(f"A001C00{number}.mov", 32) for number in (1, 2)]
    desk.link.limit(12 * MIB)
    screen, gantry = see_window(desk, *card)

    under_way = re.compile(r"A001C00([12])\.mov, (\d+) percent(?:, .+ left)?, uploading to Studio")
    seen: dict[str, list[int]] = {"1": [], "2": []}
    times_left: list[str] = []

    def watch() -> bool:
        rows = screen.rows()
        for row in rows:
            if match := under_way.fullmatch(row):
                seen[match[1]].append(int(match[2]))
            if " left, " in row:
                times_left.append(row)
        return len(rows) == 2 and all(row.endswith("at Studio") for row in rows)

    eventually("both done", quietly(watch))
    for number, percents in seen.items():
        require(percents == sorted(percents), f"A001C00{number}.mov ran backward: {percents}")
        require(len(set(percents)) > 3, f"A001C00{number}.mov was not seen moving: {percents}")
        require(max(percents) < 100, f"100 percent before it was done: {percents}")
    require(times_left, "never a time left")
    for row in screen.rows():
        require(re.fullmatch(r"A001C00[12]\.mov, Done, verified by its (checksum|ETag), at Studio", row), row)

    screen.see("list item", "Done, 2 uploads")
    screen.see("list item", "Active, 0 uploads")
    screen.see("label", "Nothing to send")
    screen.click(screen.see_row(r"A001C002\.mov, Done.*"))
    screen.see("label", "100%")
    parts = screen.see("list", "Parts")
    require(parts.description == "7 of 7 parts stored", f"parts: {parts.description}")
    for file in card:
        desk.require_stored(file, file.name)

    screen.press("ctrl+q")
    require(gantry.wait() == 0, "gantry did not end well")


run(test)
