"""The network between Gantry and its service: it can be slow, stand still, and break."""

import select
import socket
import time

from forwarder import Forwarder

PIECE = 64 * 1024
LEAST_PIECE = 8 * 1024  # smaller ones cost more than they move


class Link(Forwarder):
    """The limit is for all that goes up, in bytes a second."""

    receive_buffer = PIECE  # what lies in buffers looks sent and is not stored

    def __init__(self) -> None:
        self._limit: float | None = None
        self._credit = 0.0
        self._filled = time.monotonic()
        super().__init__()

    def limit(self, bytes_per_second: float | None) -> None:
        """None: as fast as it goes; 0: nothing moves."""
        with self._lock:
            self._limit = bytes_per_second
            self._credit = 0.0
            self._filled = time.monotonic()
            self._lock.notify_all()

    def forward(self, client: socket.socket, server: socket.socket) -> None:
        while True:
            readable, _, _ = select.select([client, server], [], [])
            for end in readable:
                size = self._allowed() if end is client else PIECE
                if size == 0:
                    # Nothing may go up just now; an answer or an end may come all the same.
                    if server in readable:
                        continue
                    with self._lock:
                        self._lock.wait(0.02)
                    continue
                piece = end.recv(size)
                if not piece:
                    return
                (server if end is client else client).sendall(piece)

    def _allowed(self) -> int:
        """How much may go up now; it counts as gone."""
        with self._lock:
            if self._limit is None:
                return PIECE
            now = time.monotonic()
            # A pause is not made up for.
            self._credit = min(self._credit + (now - self._filled) * self._limit, PIECE)
            self._filled = now
            if self._credit < LEAST_PIECE:
                return 0
            size = int(self._credit)
            self._credit -= size
            return size
