"""What a person does at the screen: reads through the accessibility bus, clicks and types through the X server."""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

from desk import Desk, Program, eventually, require  # noqa: E402

LINES = {"table cell", "list item", "page tab", "menu item"}
ANSWER_MS = 20_000  # of the program to one question; a busy machine is slow, not broken


class Place(NamedTuple):
    """On the screen, in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


class Widget:
    """One object of the accessible tree. Nothing is kept: each question is asked anew."""

    def __init__(self, accessible: Any) -> None:
        self._it = accessible

    @property
    def name(self) -> str:
        return self._it.get_name() or ""

    @property
    def description(self) -> str:
        return self._it.get_description() or ""

    @property
    def role(self) -> str:
        return self._it.get_role_name()

    @property
    def states(self) -> set[str]:
        return {state.value_nick for state in self._it.get_state_set().get_states()}

    @property
    def shown(self) -> bool:
        return {"showing", "visible"} <= self.states

    @property
    def enabled(self) -> bool:
        return {"showing", "visible", "enabled"} <= self.states

    @property
    def focused(self) -> bool:
        return "focused" in self.states

    @property
    def children(self) -> list["Widget"]:
        found = []
        for index in range(self._it.get_child_count()):
            child = self._it.get_child_at_index(index)
            if child is not None:
                found.append(Widget(child))
        return found

    def children_of(self, *roles: str) -> list[list["Widget"]]:
        """For each role its children of that role."""
        found: dict[str, list[Widget]] = {role: [] for role in roles}
        for child in self.children:
            role = child.role
            if role in found:
                found[role].append(child)
        return [found[role] for role in roles]

    @property
    def text(self) -> str:
        interface = self._it.get_text_iface()
        return interface.get_text(0, interface.get_character_count()) if interface is not None else ""

    @property
    def labels(self) -> list[str]:
        return [relation.get_target(i).get_name() for relation in self._it.get_relation_set()
                if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY
                for i in range(relation.get_n_targets())]

    @property
    def place(self) -> Place:
        extents = self._it.get_extents(Atspi.CoordType.SCREEN)
        return Place(extents.x, extents.y, extents.width, extents.height)

    @property
    def actions(self) -> list[str]:
        interface = self._it.get_action_iface()
        return [] if interface is None else [interface.get_action_name(i) for i in range(interface.get_n_actions())]

    def all(self, only_shown: bool = True) -> Iterator["Widget"]:
        """This and all below it. What is not shown is left out with all below it."""
        if only_shown and not self.shown:
            return
        yield self
        for child in self.children:
            yield from child.all(only_shown)

    def __str__(self) -> str:
        return f"{self.role} “{self.name}”"


def application() -> Widget | None:
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        found = desktop.get_child_at_index(index)
        if found is not None and found.get_name() == "gantry":
            found.set_cache_mask(Atspi.Cache.NONE)
            return Widget(found)
    return None


def tree_of() -> str:
    lines: list[str] = []

    def add(widget: Widget, depth: int) -> None:
        if depth > 0 and not widget.shown:
            return
        marks = sorted(widget.states & {"focused", "selected", "checked"})
        lines.append(" ".join([f"{'  ' * depth}{widget}", *marks, *([] if widget.enabled else ["disabled"])]))
        for child in widget.children:
            add(child, depth + 1)

    try:
        root = application()
        if root is not None:
            add(root, 0)
    except GLib.Error as error:
        lines.append(str(error))
    return "\n".join(lines) or "nothing: there is no window"


def focus_within(widget: Widget, is_handed_on: bool) -> Widget | None:
    """The innermost: who hands the focus on to a part of himself has it, too, and so has the ground that he paints on.

    Lists always have a current line: the list counts, not the line.
    """
    has_it = widget.focused and widget.role not in LINES
    for child in widget.children:
        if child.shown and (found := focus_within(child, has_it)):
            return found
    is_ground = is_handed_on and widget.role == "filler" and not widget.name
    return widget if has_it and not is_ground else None


class Screen:
    """The window of one gantry, and who sits before it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._queue: Widget | None = None
        Atspi.init()
        Atspi.set_timeout(ANSWER_MS, ANSWER_MS)

    # Looking.

    def windows(self) -> list[Widget]:
        """The program's, from the first to the last opened."""
        root = application()
        return [] if root is None else [window for window in root.children if window.shown]

    def is_active(self) -> bool:
        """One of its windows has the keyboard."""
        return any("active" in window.states for window in self.windows())

    def focused(self) -> Widget | None:
        """What has the keyboard."""
        for window in self.windows():
            if "active" in window.states:
                return focus_within(window, False)
        return None

    def look(self, role: str, name: str | None = None, within: Widget | None = None,
             state: str | None = None) -> Widget | None:
        """The first that is shown; name is a regular expression for all of it."""
        for window in [within] if within is not None else reversed(self.windows()):
            for widget in window.all():
                if widget.role == role and (name is None or re.fullmatch(name, widget.name)) \
                        and (state is None or state in widget.states):
                    return widget
        return None

    def see(self, role: str, name: str | None = None, within: Widget | None = None,
            state: str | None = None) -> Widget:
        return eventually(f"{role} {name or ''} {state or ''}", quietly(lambda: self.look(role, name, within, state)))

    @staticmethod
    def labelled(within: Widget, role: str, label: str) -> Widget | None:
        """What has that label. On Linux Qt gives a choice the name of what is chosen."""
        return next((widget for widget in within.all() if widget.role == role and label in widget.labels), None)

    def see_gone(self, role: str, name: str | None = None) -> None:
        eventually(f"no {role} {name or ''} any more", quietly(lambda: self.look(role, name) is None))

    def see_enabled(self, role: str, name: str) -> Widget:
        def enabled() -> Widget | None:
            widget = self.look(role, name)
            return widget if widget is not None and widget.enabled else None

        return eventually(f"{role} {name}, enabled", quietly(enabled))

    def cells(self) -> tuple[list[str], list[list[Widget]]]:
        """The queue's columns, and for each row its cells."""
        if self._queue is None:
            self._queue = self.see("tree", "Queue of uploads")
        headings, cells = self._queue.children_of("table column header", "table cell")
        columns = len(headings)
        return ([heading.name for heading in headings],
                [cells[first:first + columns] for first in range(0, len(cells), columns or 1)])

    def rows(self) -> list[str]:
        """What a screen reader says of each row of the queue."""
        return [row[0].name for row in self.cells()[1]]

    def place_of_row(self, name: str) -> dict[str, Place]:
        """Of the row of that file, by the name of the column."""
        columns, rows = self.cells()
        row = next(row for row in rows if row[0].name.startswith(name + ","))
        return {column: cell.place for column, cell in zip(columns, row)}

    def see_row(self, words: str) -> Widget:
        """A row of which a screen reader says that; words is a regular expression for all of it."""
        return self.see("table cell", words)

    # Doing.

    def click(self, widget: Widget) -> None:
        place = widget.place
        require(place.width > 0 and place.height > 0, f"{widget} has no place on the screen")
        self.click_at(place.x + place.width // 2, place.middle)

    def click_at(self, x: int, y: int) -> None:
        self._desk.xdotool("mousemove", x, y, "click", 1)

    def drag_to(self, x: int, y: int) -> None:
        """With a button held down, by as many steps as a hand takes."""
        at = dict(line.split("=") for line in self._desk.xdotool("getmouselocation", "--shell").split())
        x0, y0 = int(at["X"]), int(at["Y"])
        steps = 24
        moves: list[str | int] = []
        for step in range(1, steps + 1):
            moves += ["mousemove", x0 + (x - x0) * step // steps, y0 + (y - y0) * step // steps, "sleep", "0.01"]
        self._desk.xdotool(*moves)

    def press(self, *keys: str) -> None:
        """Names as xdotool has them: ctrl+p, Down, Return."""
        self._desk.xdotool("key", *keys)

    def write(self, text: str) -> None:
        self._desk.xdotool("type", "--delay", 20, text)

    def click_button(self, name: str) -> None:
        self.click(self.see_enabled("push button", name))


def quietly(look: Callable[[], Any]) -> Callable[[], Any]:
    """What vanishes while it is looked at, or is not there yet, was not seen."""
    def looking() -> Any:
        try:
            return look()
        except (GLib.Error, IndexError):
            return None

    return looking


def percent_of(row: str) -> int:
    found = re.search(r"(\d+) percent", row)
    require(found, f"no percent in “{row}”")
    return int(found[1])


def see_window(desk: Desk, *paths: Any) -> tuple[Screen, Program]:
    """Starts gantry and waits until its window can be used."""
    program = desk.start_gantry(*paths)
    screen = Screen(desk)
    eventually("the window is the active one, or the program ended",
               quietly(lambda: screen.is_active() or not program.running))
    require(program.running, "gantry ended at once")
    return screen, program
