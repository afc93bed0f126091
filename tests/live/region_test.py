#!/usr/bin/env python3
"""A wrong region where nobody may ask for the right one: the store tells it with its first refusal, and is believed, by the
client as by the service, and by whoever has a link of the service."""

from stores import REGION
from upload_service import PREFIX, Caller, put_all, service_of
from wire import Request
from workstation import PART, Place, main, require

UPLOADED = 0
NOWHERE = "eu-nowhere-7"
FORBIDDEN = b"<Error><Code>AccessDenied</Code></Error>"


def test(place: Place) -> None:
    by_the_client(place)
    by_the_service(place)


def refusals(place: Place, before: int) -> list[Request]:
    return [request for request in place.wire.requests[before:] if request.status == 400]


def by_the_client(place: Place) -> None:
    def who_may_not_ask(request: Request) -> bytes:
        if "location" not in request.query:
            return b""
        return b"HTTP/1.1 403 Forbidden\r\nContent-Length: %d\r\n\r\n" % len(FORBIDDEN) + FORBIDDEN

    place.wire.instead = who_may_not_ask
    station = place.workstation("first", "--region", NOWHERE)
    for name, wanted in (("first.mov", int(place.store.checks_region)), ("remembered.mov", 0)):
        before = len(place.wire.requests)
        path = place.make_file(name, 3 * PART)
        station.upload(path).expect(UPLOADED)
        place.require_stored(path)
        refused = refusals(place, before)
        require(len(refused) == wanted, f"{name}: {len(refused)} requests were refused, wanted {wanted}")
    place.wire.instead = lambda request: b""


def by_the_service(place: Place) -> None:
    content = place.make_file("linked.mov", 2 * PART).read_bytes()
    with service_of(place) as service:
        config = service.folder / "service.ini"
        config.write_text(config.read_text().replace(f"region = {REGION}\n", f"region = {NOWHERE}\n"))
        service.start()
        before = len(place.wire.requests)
        caller = Caller(service, service.add_token())
        begun = caller.begin("linked.mov", len(content))
        require(not place.store.checks_region or REGION in begun["chunk_urls"][0]["url"], f"not learnt: {begun}")
        done = caller.complete(begun["upload_id"], put_all(begun, content))
        require(done.status == 200, f"it is not completed: {done}")
        require(place.client.get(f"{PREFIX}ann/linked.mov") == content, "another content is stored")
        require(not refusals(place, before), "it did not learn the region when it started")


main(test)
