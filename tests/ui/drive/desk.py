"""A desk to try Gantry at: a display, a window manager, accessibility, an upload service, and a link to it.

All of it is private: a folder of its own, free ports, a free display, a D-Bus that knows only the accessibility bus. It
ends with the desk, by process id, whatever happens.
"""

import ctypes
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from link import Link

MIB = 1024 * 1024
PART = 5 * MIB  # the smallest that a destination may have
PATIENCE = 60.0  # seconds; on a busy machine, too
SCREEN = "1600x900"

T = TypeVar("T")


class Disappointed(Exception):
    """Something that ought to be seen was not."""


def eventually(what: str, look: Callable[[], T | None], seconds: float = PATIENCE) -> T:
    """Looks again and again until there is something to see."""
    deadline = time.monotonic() + seconds
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > deadline:
            raise Disappointed(f"not seen within {seconds:.0f} s: {what}")
        time.sleep(0.1)


def require(condition: object, what: str) -> None:
    if not condition:
        raise Disappointed(what)


BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <servicedir>{folder}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
ACCESSIBILITY_SERVICE = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")


class Program:
    """A process that dies with this one. Its output goes to a file."""

    def __init__(self, command: list[str | Path], environment: dict[str, str], log: Path, **options: Any) -> None:
        self.name = Path(command[0]).name
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *command], env=environment,
                                            stdin=subprocess.DEVNULL, stdout=output, stderr=output, **options)

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """The exit status; negative: the signal that it died of."""
        if self.running:
            self.process.send_signal(how)
        return self.wait()

    def wait(self) -> int:
        return self.process.wait(PATIENCE)


class Desk:
    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self._ends = ExitStack()
        self._logs: list[Path] = []
        self._service: Program | None = None

    def __enter__(self) -> "Desk":
        # What our children leave behind becomes ours, so that it can be ended.
        subreaper = 36
        ctypes.CDLL(None).prctl(subreaper, 1, 0, 0, 0)
        with self._ends:
            self.folder = Path(self._ends.enter_context(tempfile.TemporaryDirectory(prefix="gantry-drive-")))
            self._ends.callback(self._end_children)
            try:
                self._set_up()
            except BaseException:
                self.print_logs()
                raise
            self._ends = self._ends.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.close()

    # Files.

    def path(self, name: str) -> Path:
        return self.folder / name

    def stored(self, key: str) -> Path:
        """Where the service keeps what has arrived."""
        return self.folder / "stored" / "ann" / key

    def make_file(self, name: str, mib: int) -> Path:
        path = self.folder / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for _ in range(mib):
                file.write(os.urandom(MIB))
        return path

    @staticmethod
    def require_same(path: Path, copy: Path) -> None:
        compared = subprocess.run(["cmp", path, copy], capture_output=True, text=True, check=False)
        require(compared.returncode == 0, f"{copy.name} is not stored as it is: {compared.stdout}{compared.stderr}")

    def require_stored(self, path: Path, key: str) -> None:
        self.require_same(path, self.stored(key))

    # Programs.

    def start_service(self) -> None:
        known = self._size("service.log")
        self._service = self.start([self.programs / "service/gantry-service", "--config", self.path("service.ini"),
                                    "--listen", "127.0.0.1:0"], "service.log")
        line = eventually("the service listens",
                          lambda: self._line_with("listening on", self.path("service.log"), known))
        self.link.target = int(line.rsplit(":", 1)[1])

    def stop_service(self) -> None:
        """As the client sees it, too: the link refuses."""
        assert self._service is not None
        self.link.cut()
        require(self._service.end() == 0, "the service did not end in order")

    def restart_service(self) -> None:
        self.start_service()
        self.link.mend()

    def requests(self, method: str, path: str) -> int:
        """How many of them the service has carried out; path is the beginning of a regular expression."""
        log = self.path("service.log").read_text()
        return len(re.findall(rf"^\S+ {method} {path}.*\b20\d \d+ ms$", log, re.MULTILINE))

    def parts_stored(self) -> list[int]:
        """The numbers of the parts that the service has acknowledged, in the order in which it did."""
        log = self.path("service.log").read_text()
        return [int(part) for part in re.findall(r"^\S+ PUT /parts/\w+/(\d+) 200 ", log, re.MULTILINE)]

    def start_gantry(self, *paths: str | Path, **options: Any) -> Program:
        return self.start([self.programs / "desktop/gantry", "--state-dir", self.state, *paths], "gantry.log",
                          **options)

    def begin_anew(self) -> None:
        """Gantry as just installed, for whoever has never used it."""
        self.state = self._private("newcomer")

    @property
    def service_pid(self) -> int:
        assert self._service is not None
        return self._service.process.pid

    def processes(self, name: str) -> list[int]:
        """Ids of those that belong to this desk and run this program."""
        mark = f"HOME={self.path('home')}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            with suppress(OSError, ValueError):
                environment = (entry / "environ").read_bytes().split(b"\0")
                if mark in environment and (entry / "comm").read_text().strip() == name:
                    found.append(int(entry.name))
        return found

    def ctl(self, *arguments: str | Path) -> str:
        done = subprocess.run([self.programs / "cli/gantryctl", "--state-dir", self.state, *arguments],
                              env=self._environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
        require(done.returncode == 0, f"gantryctl {arguments}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def xdotool(self, *arguments: str | int) -> str:
        done = subprocess.run(["xdotool", *map(str, arguments)], env=self._environment, capture_output=True, text=True,
                              timeout=PATIENCE, check=False)
        require(done.returncode == 0, f"xdotool {arguments}: {done.stderr}")
        return done.stdout

    def find_window(self, title: str) -> str:
        """Its id, once it is shown."""
        def look() -> str:
            return subprocess.run(["xdotool", "search", "--onlyvisible", "--name", f"^{title}$"], env=self._environment,
                                  capture_output=True, text=True, timeout=PATIENCE, check=False).stdout
        return eventually(f"a window “{title}”", look).split()[0]

    def await_front(self, title: str) -> None:
        """Until the window manager has this window as the one that its keys are for."""
        window = self.find_window(title)

        def is_front() -> bool:
            active = subprocess.run(["xdotool", "getactivewindow"], env=self._environment, capture_output=True,
                                    text=True, timeout=PATIENCE, check=False)
            return active.stdout.strip() == window

        eventually(f"“{title}” in front", is_front)

    def screenshot(self, path: Path) -> None:
        subprocess.run(["import", "-window", "root", path], env=self._environment, timeout=PATIENCE, check=True)

    def print_logs(self) -> None:
        for log in self._logs:
            text = log.read_text(errors="replace").strip()
            if text:
                print(f"--- {log.name}\n" + "\n".join(text.splitlines()[-60:]))

    # How it is put together.

    def _set_up(self) -> None:
        self.state = self._private("state")
        self._environment = self._clean_environment()
        self._start_display()
        self._start_bus()
        self.link = Link()
        self._make_destination()

    def _clean_environment(self) -> dict[str, str]:
        strange = ("GANTRY_", "QT_", "XDG_", "LC_", "WAYLAND_", "DBUS_", "AT_SPI_", "GTK_")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
        environment |= {
            "HOME": str(self._private("home")),
            "XDG_RUNTIME_DIR": str(self._private("run")),
            "XDG_CONFIG_HOME": str(self._private("home/config")),
            "XDG_DATA_HOME": str(self._private("home/data")),
            "XDG_CACHE_HOME": str(self._private("home/cache")),
            "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "NO_AT_BRIDGE": "1",  # of what else may be started here
        }
        environment.pop("SESSION_MANAGER", None)
        return environment

    def _private(self, name: str) -> Path:
        path = self.folder / name
        path.mkdir(mode=0o700)
        return path

    def start(self, command: list[str | Path], log: str, **options: Any) -> Program:
        path = self.path(log)
        if path not in self._logs:
            self._logs.append(path)
        return Program(command, self._environment, path, **options)

    def _size(self, name: str) -> int:
        path = self.path(name)
        return path.stat().st_size if path.exists() else 0

    @staticmethod
    def _line_with(words: str, path: Path, after: int) -> str | None:
        text = path.read_bytes()[after:].decode(errors="replace")
        complete = text[:text.rfind("\n") + 1]
        return next((line for line in complete.splitlines() if words in line), None)

    def _start_display(self) -> None:
        reading, writing = os.pipe()
        # Without -noreset it begins anew, and refuses whoever comes meanwhile, when its only client leaves.
        self.start(["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{SCREEN}x24", "-nolisten", "tcp", "-noreset"],
                   "xvfb.log", pass_fds=[writing])
        os.close(writing)
        with os.fdopen(reading) as display:
            number = display.readline().strip()
        require(number, "Xvfb did not start")
        self._environment["DISPLAY"] = f":{number}"
        self.start(["openbox"], "openbox.log")
        eventually("the window manager is there", self._has_window_manager)
        # The first key that is pressed by program changes the display's keyboard. The window manager then takes its
        # keys anew, and would miss one that is pressed meanwhile.
        self.xdotool("key", "shift")

    def _has_window_manager(self) -> bool:
        asked = subprocess.run(["xdotool", "get_num_desktops"], env=self._environment, capture_output=True,
                               timeout=PATIENCE, check=False)
        return asked.returncode == 0

    def _start_bus(self) -> None:
        services = self._private("services")
        (services / ACCESSIBILITY_SERVICE.name).symlink_to(ACCESSIBILITY_SERVICE)
        config = self.path("bus.conf")
        config.write_text(BUS_CONFIG.format(folder=self.folder))
        self._environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={self.folder}/bus"
        self.start(["dbus-daemon", "--nofork", "--nopidfile", f"--config-file={config}"], "bus.log")
        eventually("the bus is there", self.path("bus").exists)
        # This process asks what is on the screen.
        os.environ.update(self._environment)
        os.environ.pop("AT_SPI_BUS_ADDRESS", None)

    def _make_destination(self) -> None:
        self.path("service.ini").write_text(
            f"[service]\ndata={self.path('service')}\nstore=disk:{self.path('stored')}\nlog_requests=true\n"
            f"public_url=http://127.0.0.1:{self.link.port}\n")
        token = subprocess.run([self.programs / "service/gantry-service", "token", "add", "ann", "--data",
                                self.path("service")], env=self._environment, capture_output=True, check=True)
        self.path("token").write_bytes(token.stdout)
        self.start_service()
        self.ctl("destination", "add", "Studio", "--kind", "service", "--url", f"http://127.0.0.1:{self.link.port}",
                 "--token-file", self.path("token"), "--secret-store", "file", "--part-size", str(PART), "--parts", "2")

    @staticmethod
    def _children() -> list[int]:
        found = []
        for thread in Path("/proc/self/task").iterdir():
            with suppress(OSError):  # it has just ended, and others have its children now
                found += [int(pid) for pid in (thread / "children").read_text().split()]
        return found

    def _end_children(self) -> None:
        """Children, and theirs as they become ours."""
        while pids := self._children():
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            for pid in pids:
                with suppress(ChildProcessError):
                    os.waitpid(pid, 0)


def keep_evidence(desk: Desk, name: str) -> None:
    """What the screen shows, for whoever has to find out why a test failed."""
    from screen import tree_of
    picture = desk.programs.parent / f"drive-{name}.png"
    with suppress(OSError, subprocess.SubprocessError):
        desk.screenshot(picture)
        print(f"--- screenshot: {picture}")
    print("--- what a screen reader sees\n" + tree_of())
    desk.print_logs()


def run(test: Callable[[Desk], None]) -> NoReturn:
    """The whole of a test's program. Its last argument is the folder with desktop/gantry, cli/ and service/."""
    name = Path(sys.argv[0]).stem
    with Desk(Path(sys.argv[-1]).resolve()) as desk:
        try:
            test(desk)
        except BaseException:
            keep_evidence(desk, name)
            raise
    sys.exit(0)
