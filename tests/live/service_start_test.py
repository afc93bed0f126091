#!/usr/bin/env python3
"""A start of the service: it brings its own sessions and the store's into step, leaves other programs' alone, looks at the
bucket's lifecycle, and does not start with a store that refuses it."""

from s3_client import Refused
from servers import free_ports
from stores import BUCKET
from upload_service import Caller, UploadService, knows_service, put_all, require_no_secret, service_of
from wire import Broken, Request
from workstation import PART, Place, eventually, main, require

FOREIGN_RULE = """<LifecycleConfiguration><Rule><ID>mine</ID><Filter><Prefix>elsewhere/</Prefix></Filter>
<Status>Enabled</Status><Expiration><Days>365</Days></Expiration></Rule></LifecycleConfiguration>"""


def test(place: Place) -> None:
    with service_of(place) as service:
        service.start()
        caller = Caller(service, service.add_token())
        sessions_that_the_store_lost(place, service, caller)
        sessions_of_other_programs(place, service)
        if place.store.has_lifecycle:
            lifecycle(place, service)
        require_no_secret(place, [service], [caller.token])
    with service_of(place, "diligent") as diligent:
        brought_into_step_while_it_serves(place, diligent)
        require_no_secret(place, [diligent], [])
    refusals(place)


def sessions_that_the_store_lost(place: Place, service: UploadService, caller: Caller) -> None:
    """Somebody, or a lifecycle rule, aborts one while the service is away, and one while it serves; one is completed."""
    content = place.make_file("content", 2 * PART).read_bytes()
    away, placed, kept = (caller.begin(name, len(content)) for name in ("away ü.mov", "placed.mov", "kept ü+.mov"))
    etags = put_all(placed, content)
    kept_etags = put_all(kept, content)
    service.kill()
    ids = {each.key: each.id for each in place.client.uploads()}
    place.client.abort("in/ann/away ü.mov", ids["in/ann/away ü.mov"])
    place.client.complete("in/ann/placed.mov", ids["in/ann/placed.mov"],
                          [(number, etag.strip('"')) for number, etag in enumerate(etags, start=1)])
    service.start()
    require("lost: upload" in service.log(), f"it does not say what was lost: {service.log()}")
    require(caller("GET", f"/api/uploads/{away['upload_id']}/progress").status == 404, "a lost upload is still there")
    require(caller("GET", "/api/uploads/resume?fingerprint=away%20%C3%BC.mov").status == 404, "it can be resumed")
    require(caller.complete(placed["upload_id"], etags).status == 200, "the completed upload is not found")
    require(caller.complete(kept["upload_id"], kept_etags).status == 200, "an upload that was there is lost")

    station, path = place.bare_workstation("first"), place.make_file("again.mov", 3 * PART, seed=3)
    knows_service(station, service.port, caller.token, "--parts", "1")
    begun = caller.begin("serving.mov", len(content))
    [session] = place.client.uploads()
    place.client.abort(session.key, session.id)
    reply = caller("GET", "/api/uploads/resume?fingerprint=serving.mov")
    require((reply.status, reply.json.get("resumable")) == (404, False), f"resume: {reply}")
    require(caller.begin("serving.mov", len(content))["upload_id"] != begun["upload_id"], "the lost upload goes on")
    [session] = place.client.uploads()
    place.client.abort(session.key, session.id)

    running = station.start("upload", path, "--json")
    while running.running and not place.wire.parts()[-1].path.endswith("again.mov"):
        pass
    for session in place.client.uploads():
        place.client.abort(session.key, session.id)
    running.end().expect(0)
    require("it starts over" in station.log(), f"it does not say so: {station.log()}")
    place.require_stored(path, "in/ann/again.mov")


def brought_into_step_while_it_serves(place: Place, service: UploadService) -> None:
    """No client asks: the service itself looks now and then."""
    service.start(reclaim_ms=200)
    caller = Caller(service, service.add_token())
    gone = caller.begin("gone.mov", 2 * PART)
    [session] = place.client.uploads()
    place.client.abort(session.key, session.id)
    eventually("it says what was lost", lambda: f"lost: upload {gone['upload_id']}" in service.log())
    require(caller("GET", f"/api/uploads/{gone['upload_id']}/progress").status == 404, "a lost upload is still there")

    stuck, kept = caller.begin("stuck.mov", 2 * PART), caller.begin("kept.mov", PART)
    foreign = place.client.open("in/ann/foreign.mov")
    etags = put_all(kept, bytes(PART))

    def lose(request: Request) -> None:
        if request.method == "DELETE":
            raise Broken

    place.wire.on_request = lose
    reply = caller("DELETE", f"/api/uploads/{stuck['upload_id']}")
    require((reply.status, reply.json["error"]) == (503, "busy"), f"the store does not hear of a delete: {reply}")
    place.wire.on_request = lambda request: None
    eventually("what was deleted is aborted on the store",
               lambda: sorted(each.key for each in place.client.uploads()) == ["in/ann/foreign.mov", "in/ann/kept.mov"])
    require(caller.complete(kept["upload_id"], etags).status == 200, "an upload that was there is lost")
    place.client.abort("in/ann/foreign.mov", foreign)


def sessions_of_other_programs(place: Place, service: UploadService) -> None:
    below, beside = place.client.open("in/ann/foreign.mov"), place.client.open("elsewhere.mov")
    service.kill()
    service.start()
    left = {each.id for each in place.client.uploads()}
    require({below, beside} <= left, "somebody else's session is gone")
    require("1 unfinished uploads that are not this service's" in service.log(), "it does not say so")
    place.client.abort("in/ann/foreign.mov", below)
    place.client.abort("elsewhere.mov", beside)


def lifecycle(place: Place, service: UploadService) -> None:
    require("no rule of the bucket removes unfinished uploads" in service.log(), "it does not say that there is no rule")
    place.client.put_lifecycle(FOREIGN_RULE)
    shown = service.command("lifecycle", "show").expect(0).out
    require("no rule" in shown, f"shown: {shown}")
    service.command("lifecycle", "set", "--abort-after-days", "9").expect(0)
    service.command("lifecycle", "set", "--abort-after-days", "3").expect(0)
    shown = service.command("lifecycle", "show").expect(0).out
    require("after 3 days" in shown, f"shown: {shown}")
    rules = place.client.lifecycle()
    require("<ID>mine</ID>" in rules and "<Days>365</Days>" in rules, f"the other rule is gone: {rules}")
    require(rules.count("AbortIncompleteMultipartUpload>") == 2, f"not one rule of ours: {rules}")
    service.command("lifecycle", "set", "--abort-after-days", "0").expect(2)
    service.kill()
    service.start()
    require("removes unfinished uploads after 3 days, which is before" in service.log(), "it does not warn")


def refusals(place: Place) -> None:
    """It says what is wrong, and no secret."""
    wrong = service_of(place, "wrong")
    with_secret = (wrong.folder / "secret").read_text()
    (wrong.folder / "secret").write_text("not the secret key")
    says(wrong, "secret key does not belong to the access key", not_that="not the secret key")
    (wrong.folder / "secret").chmod(0o644)
    says(wrong, "is open to every user", not_that="not the secret key")
    (wrong.folder / "secret").chmod(0o600)
    (wrong.folder / "secret").write_text(with_secret)
    config = (wrong.folder / "service.ini").read_text()
    (wrong.folder / "service.ini").write_text(config.replace(f"bucket = {BUCKET}", "bucket = nowhere"))
    says(wrong, "nowhere", not_that=with_secret)
    [closed] = free_ports(1)
    (wrong.folder / "service.ini").write_text(config.replace(f":{place.wire.port}", f":{closed}"))
    says(wrong, f"127.0.0.1:{closed}", not_that=with_secret)
    (wrong.folder / "service.ini").write_text(config)
    try:
        place.client.head("in/ann/nothing")
    except Refused as refused:
        require(refused.status == 404, "the store is in order")


def says(service: UploadService, what: str, not_that: str) -> None:
    ended = service.command("--listen", "127.0.0.1:0").expect(1)
    last = ended.err.splitlines()[-1]
    print(last, flush=True)
    require(last.startswith("gantry-service: ") and what in last, f"it does not say {what!r}: {ended}")
    require(not_that not in ended.err + ended.out, f"it says a secret: {ended}")


main(test)
