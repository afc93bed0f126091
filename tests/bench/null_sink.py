#!/usr/bin/env python3
"""A server that takes uploads and forgets them: the ceiling against which a client is measured.

    null_sink.py            prints its port on one line, and serves on loopback until it is ended

It speaks the four calls that every upload service has (initiate, resume, complete, progress), and PUT on any other path.
A body is read and its MD5 returned as ETag, since clients compare it; nothing is kept.
"""

import hashlib
import itertools
import json
import socket
import threading

BUFFER = 1024 * 1024
MIB = 1024 * 1024

uploads = {}
numbers = itertools.count(1)
lock = threading.Lock()


class Upload:
    def __init__(self, size, chunk):
        self.size, self.chunk, self.etags = size, chunk, {}
        self.total = max(1, -(-size // chunk))

    def etag(self):
        if self.total == 1:
            return self.etags[1]
        joined = hashlib.md5(b"".join(bytes.fromhex(self.etags[number]) for number in range(1, self.total + 1)))
        return f"{joined.hexdigest()}-{self.total}"


class Connection:
    def __init__(self, peer):
        self.peer, self.early = peer, b""

    def head(self):
        """The request line and the headers, or nothing at the end of the connection."""
        while b"\r\n\r\n" not in self.early:
            more = self.peer.recv(65536)
            if not more:
                return None, {}
            self.early += more
        head, _, self.early = self.early.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        return first.split(), {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}

    def body(self, length, take):
        part, self.early = self.early[:length], self.early[length:]
        take(part)
        left, buffer = length - len(part), bytearray(BUFFER)
        view = memoryview(buffer)
        while left:
            count = self.peer.recv_into(view[:min(left, BUFFER)])
            if not count:
                raise ConnectionError("closed inside a body")
            take(view[:count])
            left -= count

    def answer(self, status, body=b"", headers=()):
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
        self.peer.sendall("\r\n".join(lines).encode() + body)

    def answer_json(self, status, value):
        self.answer(status, json.dumps(value).encode(), ["Content-Type: application/json"])

    def serve(self):
        while True:
            request, headers = self.head()
            if not request:
                return
            method, path = request[0], request[1].partition("?")[0]
            if headers.get("expect", "").lower() == "100-continue":
                self.peer.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            length = int(headers.get("content-length", 0))
            if method == "PUT":
                self.put(path, length)
                continue
            body = bytearray()
            self.body(length, body.extend)
            self.call(method, path, headers, body)

    def put(self, path, length):
        digest = hashlib.md5()
        self.body(length, digest.update)
        place, _, number = path.strip("/").rpartition("/")
        upload = uploads.get(place.rpartition("/")[2])
        if upload:
            upload.etags[int(number)] = digest.hexdigest()
        self.answer("200 OK", headers=[f'ETag: "{digest.hexdigest()}"'])

    def call(self, method, path, headers, body):
        if (method, path) == ("POST", "/api/uploads"):
            asked = json.loads(body)
            with lock:
                name = f"u{next(numbers)}"
                upload = uploads[name] = Upload(asked["size"], asked.get("part_size") or 10 * MIB)
            base = f"http://{headers['host']}/parts/{name}"
            self.answer_json("200 OK", {
                "upload_id": name, "chunk_size": upload.chunk, "total_chunks": upload.total,
                "chunk_urls": [{"part_number": number, "url": f"{base}/{number}"} for number in range(1, upload.total + 1)]})
        elif (method, path) == ("POST", "/api/uploads/complete"):
            with lock:
                upload = uploads.pop(json.loads(body)["upload_id"])
            self.answer_json("200 OK", {"status": "completed", "etag": f'"{upload.etag()}"', "size": upload.size})
        elif path == "/api/uploads/resume":
            self.answer_json("404 Not Found", {"resumable": False})
        else:
            self.answer_json("404 Not Found", {"error": "not_found", "message": "There is nothing here."})


def serve(peer, connection):
    with peer:
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            connection(peer).serve()
        except ConnectionError:
            pass


def main(connection=Connection):
    with socket.create_server(("127.0.0.1", 0)) as server:
        print(server.getsockname()[1], flush=True)
        while True:
            peer, _ = server.accept()
            threading.Thread(target=serve, args=(peer, connection), daemon=True).start()


if __name__ == "__main__":
    main()
