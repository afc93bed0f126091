#!/usr/bin/env python3
"""Two services stand behind one address, with one PostgreSQL database and one store. One of them is killed, and the other
goes on with everything; while both are there they do not get in each other's way."""

import random
import threading
import time

from postgres import Postgres, postgres
from upload_service import Caller, Reply, UploadService, knows_service, put_all, require_no_secret, service_of
from wire import Request, Wire
from workstation import MIB, PART, Place, Workstation, eventually, main, number_of_parts, require

SIZE = 256 * MIB


def test(place: Place) -> None:
    with postgres() as server:
        settings = f"driver = postgresql\ndsn = {server.dsn}"
        with service_of(place, "one", database=settings) as one, service_of(place, "two", database=settings) as two:
            for service in (one, two):
                service.launch()
            for service in (one, two):
                require(service.listens(), f"one of two does not start: {service.log()}")
            token = one.add_token()
            caller = Caller(one, token)
            what_one_begins_the_other_ends(place, caller, two)
            at_the_same_time(place, caller, two)
            one_dies_in_complete(place, caller, two)
            one_completes_while_the_other_deletes(place, server, caller, two)
            station = place.bare_workstation("first")
            one_is_killed(place, station, one, two, token)
            the_database_goes_away(server, caller, two)
            require_no_secret(place, [one, two], [token], [station], [server.password])


def what_one_begins_the_other_ends(place: Place, caller: Caller, two: UploadService) -> None:
    content = place.make_file("both", 2 * PART + 1).read_bytes()
    begun = caller.begin("both.mov", len(content))
    upload = begun["upload_id"]
    etags = put_all(begun, content)
    progress = caller("GET", f"/api/uploads/{upload}/progress", service=two)
    require(progress.json["chunks_uploaded"] == 3, f"the other says {progress}")
    done = caller.complete(upload, etags, two)
    require(done.status == 200, f"the other does not complete: {done}")
    require(caller.complete(upload, etags).json == done.json, "the two differ")
    require(place.client.get("in/ann/both.mov") == content, "another content is stored")


def at_the_same_time(place: Place, caller: Caller, two: UploadService) -> None:
    """The same call reaches both at once, as from an impatient client."""
    content = place.make_file("race", PART + 1).read_bytes()
    for count in range(10):
        name = f"race {count}.mov"
        begun = both(lambda service: caller("POST", "/api/uploads", {
            "filename": name, "size": len(content), "content_type": "", "fingerprint": name, "part_size": PART}, service),
            caller.service, two)
        require([reply.status for reply in begun] == [200, 200], f"begin: {begun}")
        require(begun[0].json["upload_id"] == begun[1].json["upload_id"], "the two began two uploads")
        upload = begun[0].json["upload_id"]
        require(len(place.client.uploads()) == 1, f"the store has {place.client.uploads()}")
        etags = put_all(begun[0].json, content)
        done = both(lambda service: caller.complete(upload, etags, service), caller.service, two)
        require([reply.status for reply in done] == [200, 200] and done[0].json == done[1].json, f"complete: {done}")


def both(call, one: UploadService, two: UploadService) -> list[Reply]:
    replies: dict[UploadService, Reply] = {}
    threads = [threading.Thread(target=lambda service=service: replies.update({service: call(service)}))
               for service in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [replies[one], replies[two]]


def one_dies_in_complete(place: Place, caller: Caller, two: UploadService) -> None:
    """Its lock dies with it: the other does not wait for it."""
    one = caller.service
    for step in ("complete.intended", "complete.placed", "complete.recorded"):
        content = random.Random(step).randbytes(PART + 5)
        one.kill()
        one.start(f"step:{step}")
        begun = caller.begin(f"{step}.mov", len(content))
        etags = put_all(begun, content)
        try:
            caller.complete(begun["upload_id"], etags)
            require(False, f"it did not die at {step}")
        except OSError:
            one.wait()
        at = time.monotonic()
        done = caller.complete(begun["upload_id"], etags, two)
        require(done.status == 200, f"{step}: the other answers {done}")
        require(time.monotonic() - at < 10, f"{step}: the other waited {time.monotonic() - at:.0f} s")
        require(place.client.get(f"in/ann/{step}.mov") == content, f"{step}: another content is stored")
        one.start()


def one_completes_while_the_other_deletes(place: Place, server: Postgres, caller: Caller, two: UploadService) -> None:
    """The lock of the first goes with its database connection, so both get to the store; what the store does first counts,
    and both say so. One of the two requests waits on the wire until the other has been answered."""
    for complete_is_first in (True, False):
        name = f"torn {complete_is_first}.mov"
        content = random.Random(name).randbytes(PART + 9)
        begun = caller.begin(name, len(content))
        upload, etags = begun["upload_id"], put_all(begun, content)
        completing, deleting, go_complete, go_delete = (threading.Event() for _ in range(4))

        def hold(request: Request) -> None:
            if request.method == "POST" and request.upload:
                completing.set()
                go_complete.wait(60)
            if request.method == "DELETE":
                deleting.set()
                go_delete.wait(60)

        replies: dict[str, Reply] = {}
        place.wire.on_request = hold
        complete = threading.Thread(target=lambda: replies.update(complete=caller.complete(upload, etags)))
        delete = threading.Thread(target=lambda: replies.update(
            delete=caller("DELETE", f"/api/uploads/{upload}", service=two)))
        complete.start()
        require(completing.wait(60), "complete does not get to the store")
        server.stop()
        server.start()
        delete.start()
        require(deleting.wait(60), f"delete does not get to the store: {replies}")
        first, second = (go_complete, complete), (go_delete, delete)
        for go, thread in (first, second) if complete_is_first else (second, first):
            go.set()
            thread.join(60)
        place.wire.on_request = lambda request: None
        answers = [(replies[name].status, replies[name].body and replies[name].json.get("error")) for name in replies]
        statuses = {name: reply.status for name, reply in replies.items()}
        key = f"in/ann/{name}"
        if complete_is_first:
            require(statuses == {"complete": 200, "delete": 409}, f"complete was first: {answers}")
            require(place.client.get(key) == content, "another content is stored")
            require(caller.complete(upload, etags, two).json == replies["complete"].json, "the two differ")
        else:
            require(statuses == {"complete": 404, "delete": 204}, f"delete was first: {answers}")
            require(key not in place.client.keys(), "deleted, and there all the same")
            require(caller.complete(upload, etags, two).status == 404, "deleted, and completed all the same")
        for service in (caller.service, two):
            deleted = caller("DELETE", f"/api/uploads/{upload}", service=service)
            require(deleted.status == (409 if complete_is_first else 204), f"asked again: {deleted}")
        require(not place.client.uploads(), "an unfinished upload is left behind")


def one_is_killed(place: Place, station: Workstation, one: UploadService, two: UploadService, token: str) -> None:
    """A wire stands for the balancer: its next connections go to the other."""
    with Wire(one.port) as balancer:
        path = place.make_file("A001C001.mov", SIZE)
        knows_service(station, balancer.port, token, "--parts", "2")
        opened, limit = len(place.wire.of("POST", uploads="")), place.wire.up
        running = station.start("upload", path, "--json")
        eventually("parts go up", lambda: place.wire.up > limit + 3 * PART)
        balancer.target = two.port
        one.kill()
        require(running.running, "it was done before the service died")
        running.kill()  # the client, too, knows no more than its journal
        running = station.start("upload", path, "--json")
        running.end().expect(0)
    place.require_stored(path, f"in/ann/{path.name}")
    begun = len(place.wire.of("POST", uploads="")) - opened
    require(begun == 1, f"{begun} sessions were begun")
    stored = [(each.upload, each.part) for each in place.wire.parts() if each.status == 200 and each.path.endswith(path.name)]
    # What was on its way when the client died may be sent twice.
    require(number_of_parts(SIZE) <= len(stored) <= number_of_parts(SIZE) + 2, f"{len(stored)} parts were stored")
    require(not place.client.uploads(), "an unfinished upload is left behind")
    one.start()


def the_database_goes_away(server: Postgres, caller: Caller, two: UploadService) -> None:
    begun = caller.begin("patient.mov", PART)
    server.stop()
    for service in (caller.service, two):
        reply = caller("GET", f"/api/uploads/{begun['upload_id']}/progress", service=service)
        require((reply.status, reply.json["error"]) == (503, "busy"), f"without its database: {reply}")
    server.start()
    for service in (caller.service, two):
        reply = caller("GET", f"/api/uploads/{begun['upload_id']}/progress", service=service)
        require(reply.status == 200, f"with its database again: {reply}")


main(test)
