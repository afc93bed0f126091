"""What the benchmarks of throughput share: running clients, describing the machine, writing the table."""

import datetime
import os
import platform
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MIB = 1024 * 1024
GIB = 1024 * MIB


def run_all(commands, environment):
    """Runs them side by side; seconds, CPU seconds, and the peak resident bytes of all together."""
    begin = time.monotonic()
    children = [subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                for command in commands]
    cpu = memory = 0
    for command, child in zip(commands, children):
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        message = child.stderr.read().decode(errors="replace")
        child.stderr.close()
        if child.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}: exit status {child.returncode}\n{message}")
        cpu += usage.ru_utime + usage.ru_stime
        memory += usage.ru_maxrss * 1024
    return time.monotonic() - begin, cpu, memory


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def wait_for(port, server):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit(f"{server.args[0]} does not serve")


def first_line(command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[0]


def cpu_model():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def filesystem(folder):
    return first_line(["stat", "--file-system", "--format=%T", str(folder)])


def machine(folder):
    return (f"{datetime.date.today()}, {os.cpu_count()} cores ({cpu_model()}), Linux {platform.release()}, "
            f"{filesystem(folder)} file system.")


def write_between(path, begin, text, end):
    """In place of what stands there between the two marks."""
    before, found, rest = path.read_text().partition(begin)
    after = rest.partition(end)[2]
    if not found or end not in rest:
        sys.exit(f"{path} has no section between {begin} and {end}")
    path.write_text(f"{before}{begin}\n{text}{end}{after}")
