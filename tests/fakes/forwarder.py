"""A port that forwards to a server's, connection by connection, and can break."""

import contextlib
import socket
import threading

CONNECT_SECONDS = 5.0


class Forwarder:
    """What goes over a connection is up to forward(). `target` is the server's port; it may be named later."""

    receive_buffer: int | None = None  # bytes, of its connections; None: as the system has it

    def __init__(self, target: int = 0) -> None:
        self.target = target
        self._lock = threading.Condition()
        self._open: set[socket.socket] = set()
        self._cuts = 0
        self._listener = self._listen(0)
        self.port: int = self._listener.getsockname()[1]

    def cut(self) -> None:
        """Ends all connections, and refuses new ones."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes who accepts
        self._listener.close()
        with self._lock:
            self._cuts += 1
            for end in self._open:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            self._lock.notify_all()

    def mend(self) -> None:
        self._listener = self._listen(self.port)

    def forward(self, client: socket.socket, server: socket.socket) -> None:
        """Until one of them ends. Called in a thread of the connection's own; an OSError ends it, too."""
        raise NotImplementedError

    def _listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port), backlog=64)
        if self.receive_buffer is not None:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.receive_buffer)
        threading.Thread(target=self._accept, args=(listener, self._cuts), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket, cuts: int) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client, cuts), daemon=True).start()

    def _serve(self, client: socket.socket, cuts: int) -> None:
        """cuts: how many there had been when its listener began."""
        with contextlib.suppress(OSError), client, \
                socket.create_connection(("127.0.0.1", self.target), CONNECT_SECONDS) as server:
            server.settimeout(None)
            ends = {client, server}
            with self._lock:
                if cuts != self._cuts:  # it was on its way to the server, and is over, too
                    return
                self._open |= ends
            try:
                self.forward(client, server)
            finally:
                with self._lock:
                    self._open -= ends
