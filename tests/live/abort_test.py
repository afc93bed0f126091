#!/usr/bin/env python3
"""An upload is ended while a part is still on its way: the store is asked until it knows nothing of the upload any more,
by the client as by the service, so that nothing is left to be billed for."""

import threading

from upload_service import PREFIX, Caller, call, service_of
from wire import Request
from workstation import PART, Place, eventually, main, require

UPLOADED = 0
GONE = 404


class HeldPart:
    """The last bytes of one part of an object wait on the wire for the answer to the upload's abort, which waits for the
    part's own answer."""

    def __init__(self, place: Place, key: str, part: int) -> None:
        self._place, self._key, self._part = place, key, part
        self.is_held, self._is_aborted, self._is_answered = threading.Event(), threading.Event(), threading.Event()
        place.wire.on_piece, place.wire.on_answer = self._hold, self._answered

    def release(self) -> None:
        self._is_aborted.set()
        self._place.wire.on_piece, self._place.wire.on_answer = lambda request, piece: piece, lambda request: None

    def _is_it(self, request: Request) -> bool:
        return request.part == self._part and request.path.endswith("/" + self._key)

    def _hold(self, request: Request, piece: bytes) -> bytes:
        if self._is_it(request) and request.body + len(piece) == int(request.headers["content-length"]):
            self.is_held.set()
            require(self._is_aborted.wait(60), "nobody ended the upload")
        return piece

    def _answered(self, request: Request) -> None:
        if self._is_it(request):
            self._is_answered.set()
        elif request.method == "DELETE" and request.path.endswith("/" + self._key):
            self._is_aborted.set()
            require(self._is_answered.wait(60), "the store does not answer the part")


def test(place: Place) -> None:
    by_the_client(place)
    by_the_service(place)


def by_the_client(place: Place) -> None:
    station = place.workstation("first", "--parts", "2")
    part = HeldPart(place, "cancelled.mov", 2)
    upload = station.start("upload", place.make_file("cancelled.mov", 3 * PART), "--json")
    eventually("a part is on its way", part.is_held.is_set)
    station.ctl("cancel", "--all").expect(0)
    upload.end()
    part.release()
    station.ctl("run", "--json").expect(UPLOADED)
    require_nothing_left(place, "cancelled.mov")


def by_the_service(place: Place) -> None:
    with service_of(place) as service:
        service.start()
        caller = Caller(service, service.add_token())
        begun = caller.begin("cancelled.mov", 2 * PART)
        key = PREFIX + "ann/cancelled.mov"
        part = HeldPart(place, key, 2)
        sender = threading.Thread(target=call, args=("PUT", begun["chunk_urls"][1]["url"], bytes(PART)))
        sender.start()
        eventually("a part is on its way", part.is_held.is_set)
        reply = caller("DELETE", f"/api/uploads/{begun['upload_id']}")
        part.release()
        sender.join()
        require(reply.status == 204, f"it is not ended: {reply}")
        require_nothing_left(place, key)


def require_nothing_left(place: Place, key: str) -> None:
    place.wire.settle()
    require(not place.client.uploads(), f"the store still has {place.client.uploads()}")
    require(key not in place.client.keys(), "it was finished all the same")
    aborts = [request for request in place.wire.of("DELETE") if request.path.endswith("/" + key)]
    require(aborts, "nobody ended it")
    after = place.wire.requests[place.wire.requests.index(aborts[-1]):]
    require(aborts[-1].status == GONE or any(
        request.method == "GET" and request.upload == aborts[-1].upload and request.status == GONE for request in after),
        "nobody asked whether something is left of it")


main(test)
