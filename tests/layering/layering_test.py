#!/usr/bin/env python3
"""Reads the #include lines of all sources and fails on a line that a room may not have.

    layering_test.py check ROOT QT_HEADERS    the tree under ROOT; QT_HEADERS holds QtCore/, QtGui/, …
    layering_test.py selftest                 proves on made-up trees that each rule fires
"""

import re
import sys
import tempfile
import unittest
from pathlib import Path
from typing import NamedTuple

ANY = "*"


class Room(NamedTuple):
    path: str                   # folder; a file belongs to the room with the longest path that fits
    may_include: list           # folders or files of this project, beside the room itself; a folder that holds
                                # engine/protocol does not open protocol/<name>
    qt: list = []               # Qt modules, or single headers of them, beside QtCore
    outside: list = []          # other libraries beside tl::expected, by the first part of the header's name


CORE = "engine/core"
PLANNING = "engine/planning"
DIGESTS = "engine/hashing/digests.h"
PROTOCOL = "engine/protocol"    # what all protocols share; protocol/<name> are rooms of their own
HTTP = "engine/protocol/http_message.h"
INTAKE = "engine/intake"
FACADE = ["engine/scheduling/engine.h", "engine/scheduling/state_lock.h"]

# What each room may see. protocol/<name> stands for each folder there.
ROOMS = [
    Room(CORE,                     []),
    Room(PLANNING,                 [CORE]),
    Room("engine/hashing",         [CORE], qt=["QtConcurrent"], outside=["openssl", "xxhash.h", "isa-l"]),
    Room(PROTOCOL,                 [CORE, PLANNING, DIGESTS]),
    Room("engine/protocol/<name>", [CORE, PLANNING, DIGESTS, PROTOCOL]),
    Room("engine/transport",       [CORE, PLANNING, HTTP], qt=["QtNetwork"]),
    Room("engine/storage",         [CORE], qt=["QtSql", "QtConcurrent", "QtDBus"], outside=["qt6keychain"]),
    Room(INTAKE,                   [CORE]),
    Room("engine/platform",        [CORE], qt=["QtNetwork", "QtDBus"]),
    Room("engine/ipc",             [CORE, *FACADE, "engine/platform"], qt=["QtNetwork"]),
    Room("engine/scheduling",      [CORE, PLANNING, "engine/hashing", PROTOCOL, "engine/transport", "engine/storage",
                                    "engine/platform"], qt=["QtConcurrent", "QNetworkInformation"]),
    Room("ui",                     [CORE, INTAKE, *FACADE], qt=["QtGui", "QtWidgets", "QtSvg"]),
    Room("app/cli",                ["engine"], qt=["QtNetwork"], outside=["CLI"]),
    Room("app/desktop",            ["engine", "ui"], qt=[ANY], outside=["CLI"]),
    Room("app/service",            [CORE, PLANNING, DIGESTS, HTTP, "engine/protocol/s3", "engine/platform/core_dumps.h"],
         qt=["QtSql"], outside=["CLI", "httplib.h", "openssl"]),
    Room("tests",                  [ANY], qt=[ANY], outside=[ANY]),
]

# Systems' own headers; the rest of what has no ".h" is the C++ standard library.
SYSTEM = re.compile(r"^(sys|linux|netinet|arpa|net)/|^(unistd|fcntl|signal|errno|termios|poll|pwd|grp|dirent|dlfcn|time|"
                    r"stdlib|string|stdio|limits|stdint|math|pthread|sched|locale|wchar|io|windows)\.h$")
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:<([^>]+)>|"([^"]+)")', re.MULTILINE)
FOLDERS = ["app", "engine", "ui", "tests"]
PROTOCOLS = "engine/protocol/"


def within(path, folder):
    return path == folder or path.startswith(folder + "/")


def protocol_of(path):
    """The room protocol/<name> that a path lies in, or None for what all protocols share."""
    rest = path[len(PROTOCOLS):] if path.startswith(PROTOCOLS) else ""
    return PROTOCOLS + rest.split("/")[0] if "/" in rest else None


def room_of(path):
    if protocol_of(path):
        return next(room for room in ROOMS if room.path.endswith("<name>"))
    rooms = [room for room in ROOMS if within(path, room.path)]
    return max(rooms, key=lambda room: len(room.path), default=None)


def allowed(room, source, target):
    if ANY in room.may_include:
        return True
    own, other = protocol_of(source), protocol_of(target)
    if other:
        # One protocol's folder is open to itself and to who names it, not to who may see the folders above.
        return own == other or any(within(target, entry) and within(entry, other) for entry in room.may_include)
    return within(target, room.path) or any(within(target, entry) for entry in room.may_include)


class QtModules:
    """Header name → module, as this installation of Qt has it."""

    def __init__(self, headers):
        self._module = {}
        for folder in sorted(Path(headers).iterdir()):
            if folder.is_dir():
                for header in folder.iterdir():
                    self._module.setdefault(header.name, folder.name)

    def module_of(self, header):
        first, _, rest = header.partition("/")
        return first if rest and first.startswith("Qt") else self._module.get(header)


def complaints_about(root, source, qt):
    room = room_of(source)
    if room is None:
        yield f"{source}: lies in no room that the table knows"
        return
    for angle, quoted in INCLUDE.findall((root / source).read_text(encoding="utf-8")):
        if quoted:
            if quoted == Path(source).with_suffix(".moc").name or quoted == "backend_list.inc":
                continue
            if not quoted.startswith(tuple(folder + "/" for folder in FOLDERS)) or ".." in quoted:
                yield f'{source}: "{quoted}" is not named from the project\'s root'
            elif not allowed(room, source, quoted):
                yield f'{source}: {room.path} may not include "{quoted}"'
            continue
        module = qt.module_of(angle)
        if module:
            if module != "QtCore" and not {ANY, module, angle}.intersection(room.qt):
                yield f"{source}: {room.path} may not include <{angle}> of {module}"
        elif re.fullmatch(r"Q[A-Za-z0-9]+", angle):
            yield f"{source}: <{angle}> is in no installed module of Qt"
        elif ("." in angle or "/" in angle) and not SYSTEM.search(angle):
            if not {ANY, angle.split("/")[0]}.intersection(["tl", *room.outside]):
                yield f"{source}: {room.path} may not include <{angle}>"


def complaints(root, qt_headers):
    root, qt = Path(root), QtModules(qt_headers)
    sources = sorted(path.relative_to(root).as_posix() for folder in FOLDERS
                     for path in (root / folder).rglob("*") if path.suffix in {".h", ".cpp", ".inc", ".in"})
    found = [line for source in sources for line in complaints_about(root, source, qt)]
    return len(sources), found


class EachRuleFires(unittest.TestCase):
    """One made-up file with one line; what stands in FORBIDDEN must be found, what stands in FINE must not."""

    QT = {"QtCore": ["QString", "QFile"], "QtGui": ["QIcon"], "QtWidgets": ["QWidget"], "QtConcurrent": ["QtConcurrentRun"],
          "QtNetwork": ["QNetworkReply", "QLocalSocket", "QNetworkInformation"], "QtSql": ["QSqlQuery"], "QtTest": ["QTest"],
          "QtSvg": ["QSvgRenderer"]}

    FORBIDDEN = [
        # The engine knows nothing above it, and has no window.
        ("engine/core/a.h", '"ui/main_window.h"'),
        ("engine/scheduling/a.cpp", '"app/cli/progress.h"'),
        ("engine/scheduling/a.cpp", '"tests/fakes/server.h"'),
        *[(f"engine/{room}/a.cpp", header)
          for room in ("core", "planning", "hashing", "intake", "protocol", "protocol/s3", "transport", "storage", "platform",
                       "ipc", "scheduling")
          for header in ("<QIcon>", "<QWidget>", "<QSvgRenderer>", "<QtGui/QIcon>", "<QtWidgets/QWidget>")],
        # Pure rooms decide without I/O: QtCore only, and of each other only what lies below.
        *[(f"engine/{room}/a.cpp", header)
          for room in ("core", "planning", "protocol", "protocol/s3")
          for header in ("<QNetworkReply>", "<QSqlQuery>", "<QtConcurrentRun>", "<openssl/evp.h>")],
        ("engine/core/a.h", '"engine/planning/chunk_planner.h"'),
        ("engine/planning/a.h", '"engine/protocol/http_message.h"'),
        ("engine/planning/a.h", '"engine/storage/journal.h"'),
        ("engine/hashing/a.h", '"engine/protocol/http_message.h"'),
        # A protocol sees no other protocol, no socket, no journal, no scheduler.
        ("engine/protocol/s3/a.cpp", '"engine/protocol/tus/tus_headers.h"'),
        ("engine/protocol/a.cpp", '"engine/protocol/s3/s3_backend.h"'),
        ("engine/protocol/s3/a.cpp", '"engine/transport/lane_pool.h"'),
        ("engine/protocol/s3/a.cpp", '"engine/storage/journal.h"'),
        ("engine/protocol/s3/a.cpp", '"engine/scheduling/engine.h"'),
        ("engine/protocol/s3/a.cpp", '"engine/hashing/hash_pool.h"'),
        # Transport and storage know no backend.
        ("engine/transport/a.cpp", '"engine/protocol/s3/s3_backend.h"'),
        ("engine/transport/a.cpp", '"engine/protocol/protocol_backend.h"'),
        ("engine/storage/a.cpp", '"engine/protocol/protocol_backend.h"'),
        ("engine/storage/a.cpp", '"engine/protocol/service/service_backend.h"'),
        # The scheduler goes through the catalogue; SQL and sockets stay in their rooms.
        ("engine/scheduling/a.cpp", '"engine/protocol/s3/s3_backend.h"'),
        ("engine/scheduling/a.cpp", "<QSqlQuery>"),
        ("engine/scheduling/a.cpp", "<QNetworkReply>"),
        ("engine/transport/a.cpp", "<QtConcurrentRun>"),
        ("engine/transport/a.cpp", "<qt6keychain/keychain.h>"),
        ("engine/storage/a.cpp", "<QNetworkReply>"),
        ("engine/transport/a.cpp", "<QSqlQuery>"),
        ("engine/platform/a.cpp", '"engine/scheduling/engine.h"'),
        # Looking for files needs the disk and the vocabulary, and may not add what it finds.
        ("engine/intake/a.cpp", '"engine/scheduling/engine.h"'),
        ("engine/intake/a.cpp", "<QNetworkReply>"),
        ("engine/scheduling/a.cpp", '"engine/intake/file_walk.h"'),
        ("engine/ipc/a.cpp", '"engine/storage/journal.h"'),
        # The window sees core and the facade.
        ("ui/queue/a.cpp", '"engine/scheduling/upload_runner.h"'),
        ("ui/queue/a.cpp", '"engine/planning/chunk_planner.h"'),
        ("ui/queue/a.cpp", '"engine/storage/journal.h"'),
        ("ui/queue/a.cpp", "<QSqlQuery>"),
        ("ui/look/a.cpp", "<QNetworkReply>"),
        ("ui/queue/a.cpp", '"app/desktop/composition.h"'),
        # The programs.
        ("app/cli/a.cpp", '"ui/main_window.h"'),
        ("app/cli/a.cpp", '"app/service/sessions.h"'),
        ("app/cli/a.cpp", '"engine/protocol/s3/s3_backend.h"'),
        ("app/desktop/a.cpp", '"engine/protocol/s3/s3_backend.h"'),
        ("app/desktop/a.cpp", '"app/service/sessions.h"'),
        ("app/service/a.cpp", '"engine/storage/journal.h"'),
        ("app/service/a.cpp", '"engine/scheduling/engine.h"'),
        ("app/service/a.cpp", '"engine/transport/lane_pool.h"'),
        ("app/service/a.cpp", '"engine/protocol/service/service_backend.h"'),
        ("app/service/a.cpp", '"engine/hashing/hash_pool.h"'),
        ("app/service/a.cpp", "<QWidget>"),
        ("app/cli/a.cpp", "<httplib.h>"),
        # Wherever it stands.
        ("engine/core/a.h", '"failure.h"'),
        ("engine/core/a.h", '"../planning/chunk_planner.h"'),
        ("engine/core/a.h", '"engine/core/../planning/chunk_planner.h"'),
        ("engine/core/a.h", "<QNowhereInstalled>"),
        ("engine/attic/a.h", "<QString>"),
        ("app/a.h", "<QString>"),
        ("tests/pure/a.cpp", '"test_helpers.h"'),
    ]

    FINE = [
        ("engine/core/a.cpp", "<tl/expected.hpp>"),
        ("engine/core/a.cpp", "<QFile>"),
        ("engine/core/a.cpp", "<vector>"),
        ("engine/core/a.cpp", '"a.moc"'),
        ("engine/planning/a.cpp", '"engine/core/failure.h"'),
        ("engine/hashing/a.cpp", "<sys/stat.h>"),
        ("engine/hashing/a.cpp", "<QtConcurrentRun>"),
        ("engine/protocol/s3/a.cpp", '"engine/protocol/protocol_backend.h"'),
        ("engine/protocol/s3/a.cpp", '"engine/protocol/s3/s3_xml.h"'),
        ("engine/protocol/s3/a.cpp", '"engine/hashing/digests.h"'),
        ("engine/transport/a.cpp", '"engine/protocol/http_message.h"'),
        ("engine/storage/a.cpp", "<QSqlQuery>"),
        ("engine/storage/a.cpp", "<qt6keychain/keychain.h>"),
        ("engine/scheduling/a.cpp", '"engine/protocol/backend_catalogue.h"'),
        ("engine/scheduling/a.cpp", "<QNetworkInformation>"),
        ("engine/ipc/a.cpp", "<QLocalSocket>"),
        ("engine/intake/a.cpp", '"engine/core/key_length.h"'),
        ("ui/intake/a.cpp", '"engine/intake/file_walk.h"'),
        ("app/cli/a.cpp", '"engine/intake/file_walk.h"'),
        ("ui/queue/a.cpp", "<QWidget>"),
        ("ui/look/a.cpp", "<QSvgRenderer>"),
        ("ui/queue/a.cpp", '"engine/scheduling/engine.h"'),
        ("app/cli/a.cpp", "<CLI/CLI.hpp>"),
        ("app/cli/a.cpp", '"app/cli/progress.h"'),
        ("app/desktop/a.cpp", '"ui/main_window.h"'),
        ("app/service/a.cpp", '"engine/protocol/s3/sigv4.h"'),
        ("app/service/a.cpp", "<httplib.h>"),
        ("tests/contract/a.cpp", '"engine/protocol/s3/s3_backend.h"'),
        ("tests/contract/a.cpp", "<QTest>"),
    ]

    def found(self, source, include):
        with tempfile.TemporaryDirectory() as folder:
            qt, root = Path(folder) / "qt", Path(folder) / "root"
            for module, headers in self.QT.items():
                (qt / module).mkdir(parents=True)
                for header in headers:
                    (qt / module / header).touch()
            (root / source).parent.mkdir(parents=True)
            (root / source).write_text(f"// A made-up file.\n#  include {include}\n", encoding="utf-8")
            count, lines = complaints(root, qt)
            self.assertEqual(count, 1)
            return lines

    def test_forbidden_lines_are_found(self):
        for source, include in self.FORBIDDEN:
            with self.subTest(source=source, include=include):
                self.assertEqual(len(self.found(source, include)), 1)

    def test_fine_lines_are_let_through(self):
        for source, include in self.FINE:
            with self.subTest(source=source, include=include):
                self.assertEqual(self.found(source, include), [])

    def test_each_room_has_a_forbidden_line(self):
        broken = {room_of(source).path for source, _ in self.FORBIDDEN if room_of(source)}
        self.assertEqual(broken, {room.path for room in ROOMS})


def main(arguments):
    if arguments[:1] == ["selftest"] and len(arguments) == 1:
        return 0 if unittest.main(argv=["layering_test"], exit=False, verbosity=2).result.wasSuccessful() else 1
    if arguments[:1] != ["check"] or len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    count, found = complaints(arguments[1], arguments[2])
    for line in found:
        print(line)
    print(f"{count} sources read, {len(found)} forbidden includes")
    return 1 if found or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
