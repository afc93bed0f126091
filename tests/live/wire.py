"""The wire between Gantry and a server: it counts what goes over it, and can be cut.

It reads HTTP/1.1 as far as needed to know one request from the next, and passes on every byte as it came.
"""

import contextlib
import re
import select
import socket
import time
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from forwarder import Forwarder

PIECE = 256 * 1024


@dataclass(eq=False)
class Request:
    method: str
    path: str  # decoded
    query: dict[str, str]
    headers: dict[str, str]  # names in lower case
    begun: float = field(default_factory=time.monotonic)
    body: int = 0  # bytes passed on
    status: int | None = None  # the server's answer, whether or not the client still heard it
    answer: dict[str, str] = field(default_factory=dict)  # its headers

    @property
    def token(self) -> str:
        """The session token that it is signed with."""
        return self.headers.get("x-amz-security-token", "")

    @property
    def part(self) -> int | None:
        number = self.query.get("partNumber")
        return int(number) if self.method == "PUT" and number else None

    @property
    def upload(self) -> str:
        return self.query.get("uploadId", "")


class Broken(Exception):
    """An end is gone."""


class Reader:
    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._early = b""

    def head(self) -> bytes:
        while b"\r\n\r\n" not in self._early:
            self._early += self._more()
        head, _, self._early = self._early.partition(b"\r\n\r\n")
        return head + b"\r\n\r\n"

    def line(self) -> bytes:
        while b"\r\n" not in self._early:
            self._early += self._more()
        line, _, self._early = self._early.partition(b"\r\n")
        return line + b"\r\n"

    def at_once(self) -> bytes:
        """What is there already, or comes in a moment."""
        stray, self._early = self._early, b""
        if not stray and select.select([self._end], [], [], 0.05)[0]:
            stray = self._more()
        return stray

    def pieces(self, size: int) -> Iterator[bytes]:
        while size > 0:
            piece = self._early[:size] or self._more(min(size, PIECE))
            self._early = self._early[len(piece):]
            size -= len(piece)
            yield piece

    def _more(self, size: int = PIECE) -> bytes:
        more = self._end.recv(size)
        if not more:
            raise Broken
        return more


class Wire(Forwarder):
    """Requests are kept in the order in which they began."""

    def __init__(self, target: int) -> None:
        self.requests: list[Request] = []
        self.up = 0  # bytes of bodies that went to the server
        self.cut_at: int | None = None  # cuts itself once as many bytes of bodies went up
        self.on_request: Callable[[Request], None] = lambda request: None  # before the server has any of it
        self.on_answer: Callable[[Request], None] = lambda request: None  # before the client has it; Broken: it never has
        # Of a body, on its way to the server, which gets what is returned: as long.
        self.on_piece: Callable[[Request, bytes], bytes] = lambda request, piece: piece
        # An answer in the server's place, head and all, which hears nothing of the request; b"": the server is to answer.
        self.instead: Callable[[Request], bytes] = lambda request: b""
        self._pending = 0
        super().__init__(target)

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()

    def settle(self, seconds: float = 30.0) -> None:
        """Waits until the server has answered, or lost, all that was sent to it."""
        with self._lock:
            if not self._lock.wait_for(lambda: self._pending == 0, seconds):
                raise TimeoutError("the server still works on a request")

    def of(self, method: str, **query: str) -> list[Request]:
        """Those of a method with these words in their query."""
        with self._lock:
            return [request for request in self.requests
                    if request.method == method and all(request.query.get(name) == value for name, value in query.items())]

    def parts(self) -> list[Request]:
        with self._lock:
            return [request for request in self.requests if request.part is not None]

    def forward(self, client: socket.socket, server: socket.socket) -> None:
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        from_client, from_server = Reader(client), Reader(server)
        with contextlib.suppress(Broken):
            while self._exchange(from_client, from_server, client, server):
                pass

    def _exchange(self, from_client: Reader, from_server: Reader, client: socket.socket, server: socket.socket) -> bool:
        """One request and its answer; whether another may follow."""
        head = from_client.head()
        first, headers = parsed(head)
        method, target, _ = first.split(" ", 2)
        path, _, query = target.partition("?")
        request = Request(method, urllib.parse.unquote(path), dict(urllib.parse.parse_qsl(query, keep_blank_values=True)),
                          headers)
        with self._lock:
            self.requests.append(request)
            self._pending += 1
        try:
            self.on_request(request)
            if made_up := self.instead(request):
                for _ in from_client.pieces(int(headers.get("content-length", "0"))):
                    pass
                request.status = int(made_up.split(b" ")[1])
                client.sendall(made_up)
                return True
            server.sendall(head)
            for piece in from_client.pieces(int(headers.get("content-length", "0"))):
                server.sendall(self.on_piece(request, piece))
                self._count(request, len(piece))
            answer = from_server.head()
            while re.match(rb"HTTP/1\.1 1\d\d", answer) or not answer.startswith(b"HTTP/"):
                client.sendall(answer)
                answer = from_server.head()
            first, headers = parsed(answer)
            request.answer, request.status = headers, int(first.split(" ")[1])
        finally:
            with self._lock:
                self._pending -= 1
                self._lock.notify_all()
        self.on_answer(request)
        client.sendall(answer)
        if method == "HEAD":
            # Swift's proxy ends the answer with the end of a body, where there can be none; it has to get through, too.
            if headers.get("transfer-encoding") and (stray := from_server.at_once()):
                client.sendall(stray)
        elif request.status not in (204, 304):
            self._pass_body(from_server, headers, client)
        return headers.get("connection", "").lower() != "close"

    def _count(self, request: Request, size: int) -> None:
        with self._lock:
            request.body += size
            self.up += size
            is_enough = self.cut_at is not None and self.up >= self.cut_at
            if is_enough:
                self.cut_at = None
        if is_enough:
            self.cut()

    @staticmethod
    def _pass_body(from_server: Reader, headers: dict[str, str], client: socket.socket) -> None:
        if headers.get("transfer-encoding", "").lower() != "chunked":
            for piece in from_server.pieces(int(headers.get("content-length", "0"))):
                client.sendall(piece)
            return
        while True:
            line = from_server.line()
            client.sendall(line)
            size = int(line.split(b";")[0], 16)
            for piece in from_server.pieces(size):
                client.sendall(piece)
            client.sendall(from_server.line())
            if size == 0:
                return


def parsed(head: bytes) -> tuple[str, dict[str, str]]:
    first, *lines = head.decode("latin-1").strip().split("\r\n")
    return first, {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
