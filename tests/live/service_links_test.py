#!/usr/bin/env python3
"""The service's links to parts on the store: each is good for one method, key, part number and length, and for its time;
the store refuses everything else. What the keys are is seen nowhere."""

import time
import urllib.parse

from upload_service import Caller, call, put_all, service_of
from workstation import PART, Place, main, require

LIFETIME = 2


def test(place: Place) -> None:
    with service_of(place) as service, service_of(place, "hasty", f"url_lifetime_seconds = {LIFETIME}") as hasty:
        service.start()
        caller = Caller(service, service.add_token())
        tampered_links_are_refused(place, caller)
        what_is_stored_is_told(place, caller)
        hasty.start()
        expired_links_are_refused(place, Caller(hasty, hasty.add_token()))
        for path in service.files_written() + hasty.files_written():
            content = path.read_bytes()
            require(place.store.secret.encode() not in content, f"the secret key is in {path.name}")
            require(b"X-Amz-Signature" not in content, f"a link is in {path.name}")


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
    # Somebody else's upload does not exist.
    stranger = Caller(caller.service, caller.service.add_token("bob"))
    require(stranger("GET", f"/api/uploads/{upload}/progress").status == 404, "a stranger sees an upload")


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
