#!/usr/bin/env python3
"""with_postgres.py PROGRAM ARGUMENT…: runs it with a PostgreSQL server of its own, which GANTRY_TEST_POSTGRES names as libpq
takes it."""

import os
import subprocess
import sys

from postgres import postgres
from servers import ServerFailure


def main() -> int:
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} PROGRAM ARGUMENT…")
    with postgres() as server:
        return subprocess.run(sys.argv[1:], env=os.environ | {"GANTRY_TEST_POSTGRES": server.dsn}, check=False).returncode


try:
    sys.exit(main())
except ServerFailure as failure:
    sys.exit(str(failure))
