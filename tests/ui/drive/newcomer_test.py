#!/usr/bin/python3
"""The first start of all: no destination yet, one click for a local service, and the first file goes up to it."""

from desk import Desk, eventually, require, run
from screen import see_window


def local_services(desk: Desk) -> list[int]:
    """Process ids of gantry-service, but for the one that the desk has started itself."""
    return [pid for pid in desk.processes("gantry-service") if pid != desk.service_pid]


def test(desk: Desk) -> None:
    desk.begin_anew()
    screen, gantry = see_window(desk)
    screen.see("label", r"Where should your files go\?")
    screen.see("push button", "Add a destination…")
    screen.click_button("Try it with a local service")
    screen.see("list item", "local, 0 uploads")
    focused = screen.focused()
    require(focused and focused.name, f"the button took the focus with it: {focused}")
    require(len(local_services(desk)) == 1, f"services: {local_services(desk)}")

    slate = desk.make_file("Day 03/slate.jpg", 8)
    require(desk.start_gantry(slate.parent).wait() == 0, "the second start did not end well")
    screen.see_row(r"slate\.jpg, Done, verified by its (checksum|ETag), at local")
    desk.require_same(slate, desk.path("home/Gantry uploads/me/Day 03/slate.jpg"))

    # The service goes with the window, and comes again with it.
    desk.await_front("Gantry")
    screen.press("alt+F4")
    require(gantry.wait() == 0, "gantry did not end well")
    eventually("the local service ends with it", lambda: not local_services(desk))
    screen, _ = see_window(desk)
    screen.see_row(r"slate\.jpg, Done, .*, at local")
    report = desk.make_file("report.txt", 1)
    require(desk.start_gantry(report).wait() == 0, "the second start did not end well")
    screen.see_row(r"report\.txt, Done, .*, at local")
    desk.require_same(report, desk.path("home/Gantry uploads/me/report.txt"))
    require(len(local_services(desk)) == 1, f"services: {local_services(desk)}")


run(test)
