"""The network between Gantry and its service: it can be slow, stand still, and break."""

import select
import socket
import threading
import time
from contextlib import suppress

PIECE = 64 * 1024
LEAST_PIECE = 8 * 1024  # smaller ones cost more than they move
CONNECT_SECONDS = 5


def listen(port: int) -> socket.socket:
    listener = socket.create_server(("127.0.0.1", port))
    # Of its connections: what lies in buffers looks sent and is not stored.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, PIECE)
    return listener


class Link:
    """Forwards a port of its own to a server's. The limit is for all that goes up, in bytes a second."""

    def __init__(self) -> None:
        self._listener = listen(0)
        self.port: int = self._listener.getsockname()[1]
        self.target = 0  # the server's port
        self._lock = threading.Condition()
        self._limit: float | None = None
        self._credit = 0.0
        self._filled = time.monotonic()
        self._open: set[socket.socket] = set()
        self._accept_on(self._listener)

    def limit(self, bytes_per_second: float | None) -> None:
        """None: as fast as it goes; 0: nothing moves."""
        with self._lock:
            self._limit = bytes_per_second
            self._credit = 0.0
            self._filled = time.monotonic()
            self._lock.notify_all()

    def cut(self) -> None:
        """Ends all connections, and refuses new ones."""
        self._listener.shutdown(socket.SHUT_RDWR)  # wakes who accepts
        self._listener.close()
        with self._lock:
            for end in self._open:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            self._lock.notify_all()

    def mend(self) -> None:
        self._listener = listen(self.port)
        self._accept_on(self._listener)

    def _accept_on(self, listener: socket.socket) -> None:
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError), client, \
                socket.create_connection(("127.0.0.1", self.target), CONNECT_SECONDS) as server:
            server.settimeout(None)
            ends = {client, server}
            with self._lock:
                self._open |= ends
            try:
                self._forward(client, server)
            finally:
                with self._lock:
                    self._open -= ends

    def _forward(self, client: socket.socket, server: socket.socket) -> None:
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
