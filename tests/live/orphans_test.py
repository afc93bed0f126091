#!/usr/bin/env python3
"""What others left unfinished on the store: listed with its size through every page, ended only when asked for, again and
again until the store confirms it; what this queue continues is neither listed nor ended. And the bucket's own rule."""

import json

from wire import Broken, Request
from workstation import MIB, PART, Ended, Place, Workstation, eventually, main, require

USAGE = 2
EXPIRY = ("<Rule><ID>proxies</ID><Filter><Prefix>proxies/</Prefix></Filter><Status>Enabled</Status>"
          "<Expiration><Days>30</Days></Expiration></Rule>")


def test(place: Place) -> None:
    station = place.workstation("first", "--parts", "2")
    own = place.make_file("own.mov", 60 * MIB)
    running = station.start("upload", own, "--json", "--limit-rate", "20MiB")
    eventually("two parts are stored", lambda: len(place.stored_parts()) >= 2)
    running.kill()
    own_upload = {upload.id for upload in place.client.uploads()}

    sizes = {"dailies/a ü+b%.mov": [PART, PART, PART, 7], "empty.mov": [], "z'.mov": [PART]}
    begun = {key: begin(place, key, parts) for key, parts in sizes.items()}
    require(orphans(station) == {(begun[key], key, len(parts), sum(parts)) for key, parts in sizes.items()},
            f"listed: {orphans(station)}")
    require("dailies/a ü+b%.mov" in station.ctl("orphans", "list", "--to", "store").expect(0).out, "no table")

    asked_wrongly(place, station)
    station.ctl("orphans", "abort", "--to", "store", begun["empty.mov"]).expect(0)
    require(begun["empty.mov"] not in open_uploads(place), "it is still there")
    killed_before_it_was_confirmed(place, station, begun["z'.mov"])
    ended = json.loads(station.ctl("orphans", "abort", "--to", "store", "--older-than", "0", "--json").expect(0).out)
    require([each["id"] for each in ended["aborted"]] == [begun["dailies/a ü+b%.mov"]], f"ended: {ended}")
    require(open_uploads(place) == own_upload, "it ended what its own queue continues")
    station.ctl("run", "--json").expect(0)
    place.require_stored(own)
    require(not open_uploads(place), "something is left behind")

    lifecycle(place, station)


def begin(place: Place, key: str, sizes: list[int]) -> str:
    upload = place.client.open(key)
    for number, size in enumerate(sizes, 1):
        place.client.put_part(key, upload, number, bytes(size))
    return upload


def open_uploads(place: Place) -> set[str]:
    return {upload.id for upload in place.client.uploads()}


def orphans(station: Workstation) -> set[tuple[str, str, int, int]]:
    listed = json.loads(station.ctl("orphans", "list", "--to", "store", "--json").expect(0).out)["orphans"]
    require(all(each["initiated"] for each in listed), f"no dates: {listed}")
    return {(each["id"], each["key"], each["parts"], each["size"]) for each in listed}


def asked_wrongly(place: Place, station: Workstation) -> None:
    before = open_uploads(place)
    require("--older-than" in station.ctl("orphans", "abort", "--to", "store").expect(USAGE).err, "no advice")
    require("Nothing was ended" in station.ctl("orphans", "abort", "--to", "store", sorted(before)[0], "nobody").expect(
        USAGE).err, "an unknown ID was taken")
    station.ctl("orphans", "abort", "--to", "store", "--older-than", "1d").expect(0)
    require(open_uploads(place) == before, "something was ended unasked")


def killed_before_it_was_confirmed(place: Place, station: Workstation, upload: str) -> None:
    """The answers to the first run are lost; the next one asks again, and the one after has nothing to ask."""
    def asked() -> int:
        return len(place.wire.of("DELETE", uploadId=upload))

    def lose(request: Request) -> None:
        if request.method == "DELETE":
            raise Broken

    place.wire.on_answer = lose
    abort = station.start("orphans", "abort", "--to", "store", upload)
    eventually("it is asked a second time", lambda: asked() >= 2)
    abort.kill()
    place.wire.settle()
    place.wire.on_answer = lambda request: None
    before = asked()
    require(not any(upload == each[0] for each in orphans(station)), "what is being ended is listed")
    eventually("it is asked once more", lambda: asked() > before or station.ctl("destination", "test", "store").code != 0)
    place.wire.settle()
    before = asked()
    station.ctl("destination", "test", "store").expect(0)
    require(asked() == before, "it asks without end")


def lifecycle(place: Place, station: Workstation) -> None:
    def days(*arguments: str) -> int | None:
        said: Ended = station.ctl("lifecycle", *arguments, "--to", "store", "--json").expect(0)
        return json.loads(said.out)["abort_after_days"]

    if not place.store.has_lifecycle:
        for arguments in (("show",), ("set", "--abort-after-days", "7")):
            refused = station.ctl("lifecycle", *arguments, "--to", "store")
            require(refused.code == 1 and "lifecycle" in refused.err, f"{refused}")
        return
    require(days("show") is None, "a rule out of nothing")
    place.client.put_lifecycle(f"<LifecycleConfiguration>{EXPIRY}</LifecycleConfiguration>")
    require(days("show") is None, "a rule that ends finished objects was taken for one that ends uploads")
    require(days("set", "--abort-after-days", "7") == 7 and days("show") == 7, "not set")
    require(days("set", "--abort-after-days", "14") == 14, "not replaced")
    rules = place.client.lifecycle()
    require("proxies/" in rules and "<Days>30</Days>" in rules and rules.count("<Rule>") == 2, f"the rules: {rules}")
    station.ctl("lifecycle", "set", "--to", "store", "--abort-after-days", "0").expect(USAGE)


main(test, page=2)
