#!/usr/bin/env python3
"""A start of the service: it brings its own sessions and the store's into step, leaves other programs' alone, looks at the
bucket's lifecycle, and does not start with a store that refuses it."""

from s3_client import Refused
from upload_service import Caller, UploadService, knows_service, put_all, service_of
from workstation import PART, Place, main, require

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
    place.require_stored(path, "in/ann/again.mov")


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
    wrong = service_of(place, "wrong")
    (wrong.folder / "secret").write_text("not the secret key")
    ended = wrong.command("--listen", "127.0.0.1:0").expect(1)
    require("secret" in ended.err.lower() and "not the secret key" not in ended.err, f"it says: {ended.err}")
    (wrong.folder / "secret").chmod(0o644)
    wrong.command("--listen", "127.0.0.1:0").expect(1)
    try:
        place.client.head("in/ann/nothing")
    except Refused as refused:
        require(refused.status == 404, "the store is in order")


main(test)
