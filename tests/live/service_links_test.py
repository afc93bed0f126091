#!/usr/bin/env python3
"""The service's links to parts on the store: each is good for one method, key, part number and length, and for its time;
the store refuses everything else. What the keys are is seen nowhere."""

import random
import time
import urllib.parse

from upload_service import PREFIX, USER, Caller, call, knows_service, put_all, require_no_secret, service_of
from wire import Request
from workstation import PART, Place, Workstation, main, require

LIFETIME = 2


def test(place: Place) -> None:
    with service_of(place) as service, service_of(place, "hasty", f"url_lifetime_seconds = {LIFETIME}") as hasty:
        service.start()
        ann, bob = (Caller(service, service.add_token(user)) for user in ("ann", "bob"))
        tampered_links_are_refused(place, ann)
        what_is_stored_is_told(place, ann)
        links_come_in_batches(ann)
        two_users(place, ann, bob)
        names_too_long_for_parts(place, ann)
        hasty.start()
        caller = Caller(hasty, hasty.add_token())
        expired_links_are_refused(place, caller)
        station = place.bare_workstation("first")
        expired_on_the_way(place, station, caller)
        require_no_secret(place, [service, hasty], [ann.token, bob.token, caller.token], [station])


def with_query(url: str, **changes: str) -> str:
    parts = urllib.parse.urlsplit(url)
    query = dict(urllib.parse.parse_qsl(parts.query)) | changes
    return urllib.parse.urlunsplit(parts._replace(query=urllib.parse.urlencode(query, quote_via=urllib.parse.quote)))


def tampered_links_are_refused(place: Place, caller: Caller) -> None:
    content = bytes(PART)
    upload, other = caller.begin("tampered.mov", 3 * PART), caller.begin("other.mov", 3 * PART)
    url, other_url = upload["chunk_urls"][0]["url"], other["chunk_urls"][0]["url"]
    other_id = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(other_url).query))["uploadId"]
    attempts = {
        "another part": ("PUT", with_query(url, partNumber="2"), content),
        "another key": ("PUT", url.replace("tampered.mov", "other.mov"), content),
        "another key and its upload": ("PUT", with_query(url.replace("tampered.mov", "other.mov"), uploadId=other_id), content),
        "another upload": ("PUT", with_query(url, uploadId=other_id), content),
        "a byte less": ("PUT", url, content[1:]),
        "a byte more": ("PUT", url, content + b"x"),
        "no bytes": ("PUT", url, b""),
        "a longer life": ("PUT", with_query(url, **{"X-Amz-Expires": "604800"}), content),
        "no length among what is signed": ("PUT", with_query(url, **{"X-Amz-SignedHeaders": "host"}), content),
        "the whole object": ("PUT", url.replace("partNumber=1&", ""), content),
        "reading": ("GET", url, None),
        "ending the upload": ("DELETE", url, None),
    }
    for what, (method, address, body) in attempts.items():
        reply = call(method, address, body)
        require(reply.status in (400, 403, 405), f"{what}: the store answers {reply.status} {reply.body[:200]!r}")
    for begun in (upload, other):
        reply = caller("GET", f"/api/uploads/{begun['upload_id']}/parts")
        require(reply.status == 200 and reply.json["parts"] == [], f"after all that the store has parts: {reply}")
    require(not place.client.keys(), "an object has come to be")
    require(call("PUT", url, content).status == 200, "the link itself is good")


def what_is_stored_is_told(place: Place, caller: Caller) -> None:
    content = place.make_file("told", 2 * PART + 7).read_bytes()
    begun = caller.begin("reel 1/käse+b.mov", len(content))
    upload = begun["upload_id"]
    etags = put_all(begun, content)
    progress = caller("GET", f"/api/uploads/{upload}/progress").json
    require((progress["chunks_uploaded"], progress["bytes_uploaded"]) == (3, len(content)), f"progress: {progress}")
    wrong = caller.complete(upload, [etags[1], *etags[1:]])
    require((wrong.status, wrong.json["error"]) == (409, "etag_mismatch"), f"with a wrong ETag: {wrong}")
    done = caller.complete(upload, etags)
    require(done.status == 200 and done.json["size"] == len(content), f"complete: {done}")
    require(caller.complete(upload, etags).json == done.json, "sent again, complete answers otherwise")
    require(caller.complete(upload, [etags[1], *etags[1:]]).status == 409, "other parts are told to be complete, too")
    require(place.client.get("in/ann/reel 1/käse+b.mov") == content, "another content is stored")
    require(place.client.head("in/ann/reel 1/käse+b.mov").headers["content-type"] == "video/quicktime", "another type")
    require(caller("DELETE", f"/api/uploads/{upload}").status == 409, "a finished upload is deleted")


def links_come_in_batches(caller: Caller) -> None:
    """So many with the beginning, and those that are asked for; each is good for its own part."""
    content = random.Random(8).randbytes(5 * PART)
    reply = caller("POST", "/api/uploads", {"filename": "batch.mov", "size": len(content), "content_type": "", "urls": 2,
                                            "fingerprint": "batch", "part_size": PART})
    begun = reply.json
    require([link["part_number"] for link in begun["chunk_urls"]] == [1, 2], f"at first: {reply}")
    more = caller("GET", f"/api/uploads/{begun['upload_id']}/urls?parts=3-5").json["urls"]
    require([link["part_number"] for link in more] == [3, 4, 5], f"asked for: {more}")
    etags = put_all({"chunk_urls": begun["chunk_urls"] + more}, content)
    require(caller.complete(begun["upload_id"], etags).status == 200, "complete")


def two_users(place: Place, ann: Caller, bob: Caller) -> None:
    """The same file of the same name: neither sees, continues, completes nor ends what is the other's."""
    contents = {caller: random.Random(seed).randbytes(2 * PART) for seed, caller in enumerate((ann, bob))}
    begun = {caller: caller.begin("shared.mov", 2 * PART, "the same") for caller in (ann, bob)}
    ids = {caller: begun[caller]["upload_id"] for caller in (ann, bob)}
    require(ids[ann] != ids[bob], "both were given one upload")
    etags = {caller: put_all(begun[caller], contents[caller]) for caller in (ann, bob)}
    for caller, other in ((ann, bob), (bob, ann)):
        found = caller("GET", "/api/uploads/resume?fingerprint=the%20same").json
        require(found["upload_id"] == ids[caller], f"it is to continue {found}")
        at = f"/api/uploads/{ids[other]}"
        for method, path in (("GET", f"{at}/progress"), ("GET", f"{at}/parts"), ("GET", f"{at}/urls?parts=1"), ("DELETE", at)):
            reply = caller(method, path)
            require(reply.status == 404, f"{method} of somebody else's: {reply}")
        reply = caller.complete(ids[other], etags[other])
        require(reply.status == 404, f"somebody else's is completed: {reply}")
    require(not [key for key in place.client.keys() if key.endswith("shared.mov")], "something was completed")
    for caller, user in ((ann, "ann"), (bob, "bob")):
        require(caller.complete(ids[caller], etags[caller]).status == 200, "its own is not completed")
        require(place.client.get(f"in/{user}/shared.mov") == contents[caller], "another content is stored")


def names_too_long_for_parts(place: Place, caller: Caller) -> None:
    """Swift keeps parts under the name with 50 bytes behind it and the part's number: of the first not one, of the second the
    tenth would be refused."""
    before = len(place.client.uploads())
    for length, parts in ((1024, 2), (1024 - 1 - 48 - 1 - 1, 10)):
        room = length - len(f"{PREFIX}{USER}/")
        name = "/".join(["f" * 99] * 12)[:room - 1] + "x"
        reply = caller("POST", "/api/uploads", {"filename": name, "size": parts * PART, "content_type": "", "urls": parts,
                                                "fingerprint": f"of {length}", "part_size": PART})
        if place.store.kind == "Swift":
            require(reply.status == 400 and "Shorten" in reply.json["message"], f"{length} bytes: {reply}")
        else:
            require(reply.status == 200, f"{length} bytes: {reply}")
            require(call("PUT", reply.json["chunk_urls"][-1]["url"], bytes(PART)).status == 200, "its last part is refused")
            require(caller("DELETE", f"/api/uploads/{reply.json['upload_id']}").status == 204, "it is not ended")
    require(len(place.client.uploads()) == before, "something was begun all the same")


def expired_on_the_way(place: Place, station: Workstation, caller: Caller) -> None:
    """The request comes to the store when the time of its link is over."""
    path = place.make_file("expired.mov", 3 * PART, seed=9)
    knows_service(station, caller.service.port, caller.token, "--parts", "1")
    begun = len(place.wire.requests)

    def hold(request: Request) -> None:
        if request.part == 2 and not refused():
            time.sleep(LIFETIME + 1.5)

    def refused() -> list[Request]:
        return [request for request in place.wire.requests[begun:] if request.status == 403]

    place.wire.on_request = hold
    ended = station.upload(path).expect(0)
    place.wire.on_request = lambda request: None
    require([request.part for request in refused()] == [2], f"refused: {refused()}")
    stored = [request for request in place.wire.requests[begun:] if request.part and request.status == 200]
    require([request.part for request in stored] == [1, 2, 3], f"stored: {stored}")
    require(stored[1].query["X-Amz-Date"] != refused()[0].query["X-Amz-Date"], "the link was not renewed")
    require(ended.events("summary")[0]["failed"] == 0 and not ended.err.strip(), f"a word to the user: {ended}")
    place.require_stored(path, "in/ann/expired.mov")


def expired_links_are_refused(place: Place, caller: Caller) -> None:
    begun = caller.begin("late.mov", PART)
    expires = time.time() + LIFETIME
    while time.time() <= expires + 1:
        time.sleep(0.1)
    reply = call("PUT", begun["chunk_urls"][0]["url"], bytes(PART))
    require(reply.status == 403, f"past its time the link is answered {reply.status}")
    again = caller("GET", f"/api/uploads/{begun['upload_id']}/urls?parts=1").json
    require(call("PUT", again["urls"][0]["url"], bytes(PART)).status == 200, "a fresh link is refused")
    require(caller("DELETE", f"/api/uploads/{begun['upload_id']}").status == 204, "it is not deleted")
    require(caller("DELETE", f"/api/uploads/{begun['upload_id']}").status == 204, "it is not deleted again")
    require("late" not in str(place.client.uploads()), "the store still has the deleted upload")


main(test)
