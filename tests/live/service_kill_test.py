#!/usr/bin/env python3
"""gantryctl through the service: it is killed, the service is killed, links expire on the way; what the store has taken is
not sent again, and what it holds in the end is the file. The service dies at each of its steps, and nothing is torn, lost,
or left behind."""

import os
import random
import time

from servers import ServerFailure
from upload_service import Caller, UploadService, knows_service, put_all, require_no_secret, service_of
from wire import Request
from workstation import MIB, PART, Place, Workstation, eventually, main, number_of_parts, require

SIZE = 512 * MIB
KILLS = 20
MOST_OF_A_LIFE = SIZE // (KILLS + 4)
LIFETIME = 3
STEPS = ["open.noted", "open.created", "open.recorded", "complete.intended", "complete.placed", "complete.recorded",
         "delete.recorded"]


def test(place: Place) -> None:
    seed = int(os.environ.get("GANTRY_LIVE_SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"seed: {seed} (GANTRY_LIVE_SEED repeats it)", flush=True)
    with service_of(place) as service:
        service.start()
        token = service.add_token()
        stations = [place.bare_workstation(name) for name in ("first", "camera", "office")]
        for station in stations:
            knows_service(station, service.port, token, "--parts", "2")
        both_are_killed(place, service, stations[0], random.Random(seed))
        another_workstation_continues(place, *stations[1:])
        require_no_secret(place, [service], [token], stations)
    with service_of(place, "hasty", f"url_lifetime_seconds = {LIFETIME}") as hasty:
        hasty.start()
        links_are_renewed(place, hasty, hasty.add_token())
    for step in STEPS:
        with service_of(place, step) as dying:
            dies_at(place, dying, step)


def both_are_killed(place: Place, service: UploadService, station: Workstation, dice: random.Random) -> None:
    wire = place.wire
    path = place.make_file("A001C001.mov", SIZE)
    stored: set[tuple[str, int]] = set()
    for kill in range(KILLS):
        sent_before = len(wire.requests)
        life = station.start("upload", path, "--json")
        limit = wire.up + dice.randrange(1, MOST_OF_A_LIFE)
        deadline = time.monotonic() + (dice.uniform(0, 0.5) if kill % 4 == 3 else 60.0)
        while life.running and wire.up < limit and time.monotonic() < deadline:
            time.sleep(0.002)
        require(life.running, f"life {kill + 1} ended by itself")
        if kill % 2:
            service.kill()  # first, so that the client sees it
        life.kill()
        wire.settle()
        if kill % 2:
            service.start()
        require_not_again(place, stored, sent_before)
        stored = place.stored_parts()
    require(len(stored) < number_of_parts(SIZE), "nothing is left for the last life")
    sent_before, limit = len(wire.requests), wire.up
    last = station.start("upload", path, "--json")
    eventually("a part more goes up", lambda: wire.up > limit)
    service.kill()
    eventually("parts go up while the service is away", lambda: wire.up > limit + PART)
    service.start()
    ended = last.end().expect(0)
    require_not_again(place, stored, sent_before)
    place.require_stored(path, f"in/ann/{path.name}")
    require(len(wire.of("POST", uploads="")) == 1, "it began a second session")
    require(not place.client.uploads(), "an unfinished upload is left behind")
    done = ended.events("done")[0]
    require(done["verified"] == "etag" and done["parts_total"] == number_of_parts(SIZE), f"done: {done}")


def another_workstation_continues(place: Place, first: Workstation, second: Workstation) -> None:
    path = place.make_file("A001C002.mov", 64 * MIB, 2)
    limit = place.wire.up + 24 * MIB
    life = first.start("upload", path, "--json")
    eventually("some parts are stored", lambda: place.wire.up > limit)
    life.kill()
    place.wire.settle()
    sent_before, stored = len(place.wire.requests), place.stored_parts()
    second.upload(path).expect(0)
    require_not_again(place, stored, sent_before)
    place.require_stored(path, f"in/ann/{path.name}")
    require(not place.client.uploads(), "an unfinished upload is left behind")


def require_not_again(place: Place, stored: set[tuple[str, int]], sent_before: int) -> None:
    again = [request.part for request in place.wire.requests[sent_before:]
             if request.part is not None and (request.upload, request.part) in stored]
    require(not again, f"sent again although the store had them: parts {sorted(again)}")


def links_are_renewed(place: Place, service: UploadService, token: str) -> None:
    """The store answers so slowly that the upload takes longer than a link lives."""
    station, wire = place.bare_workstation("slow"), place.wire
    knows_service(station, service.port, token, "--parts", "1")
    path = place.make_file("slow.mov", 10 * PART, seed=5)
    begun = len(wire.requests)

    def hold(request: Request) -> None:
        if request.part is not None:
            time.sleep(0.7)

    wire.on_answer = hold
    ended = station.upload(path).expect(0)
    wire.on_answer = lambda request: None
    parts = [request for request in wire.requests[begun:] if request.part is not None]
    signed = {request.query["X-Amz-Date"] for request in parts if request.status == 200}
    require(len(signed) > 2, f"the links were signed at {signed}")
    require(len([request for request in parts if request.status == 200]) == 10, "a part was stored twice")
    require(ended.events("summary")[0]["failed"] == 0 and not ended.err.strip(), f"a word to the user: {ended}")
    place.require_stored(path, "in/ann/slow.mov")


def dies_at(place: Place, service: UploadService, step: str) -> None:
    content = random.Random(step).randbytes(2 * PART + 1)
    name = f"{step} ü+.mov"
    token = service.add_token()
    caller = Caller(service, token)
    service.start(f"step:{step}")
    deletes = step.startswith("delete")

    def again(what: str) -> None:
        """The service has died, and is started again."""
        service.wait()
        service.start()
        print(f"{step}: died in {what}", flush=True)

    try:
        begun = caller.begin(name, len(content))
    except OSError:
        again("begin")
        require(not [each for each in place.client.uploads() if step in each.key] or step == "open.recorded",
                f"{step}: what the crash has left is still on the store")
        begun = caller.begin(name, len(content))
    upload = begun["upload_id"]
    if deletes:
        try:
            caller("DELETE", f"/api/uploads/{upload}")
            raise ServerFailure(f"it did not die at {step}")
        except OSError:
            again("delete")
        require(caller("DELETE", f"/api/uploads/{upload}").status == 204, "deleted again")
        require(not place.client.uploads(), f"{step}: the store still has it")
        return
    etags = put_all(begun, content)
    try:
        done = caller.complete(upload, etags)
    except OSError:
        again("complete")
        done = caller.complete(upload, etags)
    require(done.status == 200, f"{step}: complete: {done}")
    require(caller.complete(upload, etags).json == done.json, f"{step}: sent again, complete answers otherwise")
    require(place.client.get(f"in/ann/{name}") == content, f"{step}: another content is stored")
    require(not place.client.uploads(), f"{step}: an unfinished upload is left behind: {place.client.uploads()}")


main(test)
