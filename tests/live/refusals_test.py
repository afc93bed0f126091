#!/usr/bin/env python3
"""What the store refuses is told in words that say what to do, at once, and with the exit status that scripts rely on."""

from workstation import PART, Ended, Place, main, require

UPLOADED, FAILED, STOPPED = 0, 1, 3

# Swift does not tell an unknown key from a wrong secret.
UNKNOWN_KEY = {"Ceph RGW": "The store does not know this access key.",
               "Swift": "The secret key does not belong to the access key."}


def test(place: Place) -> None:
    path = place.make_file("clip.mov", PART + 1)
    station, store, port = place.workstation(), place.store, place.wire.port

    def attempt(name: str, code: int, *words: str) -> Ended:
        ended = station.start("upload", path, "--to", name, "--json", "--offline-timeout", "2s").end(20).expect(code)
        told = ended.out + ended.err
        for word in words:
            require(word in told, f"{name}: nothing is said of “{word}”: {ended}")
        require(store.secret not in told, f"{name}: the secret is printed")
        return ended

    station.knows(store, port, name="wrong-secret", secret="not the secret").expect(0)
    attempt("wrong-secret", FAILED, "The secret key does not belong to the access key.")
    station.knows(store, port, name="wrong-key", access="nobody").expect(0)
    attempt("wrong-key", FAILED, UNKNOWN_KEY[store.kind])
    station.knows(store, port, name="no-bucket", bucket="nothing-here").expect(0)
    attempt("no-bucket", FAILED, "There is no bucket of that name.")
    place.wire.cut()
    attempt("store", STOPPED)
    place.wire.mend()
    require(not place.client.keys() and not place.client.uploads(), "something was stored all the same")

    # A store that checks the region says which it is, and is believed.
    station.knows(store, port, "--region", "eu-nowhere-7", name="wrong-region").expect(0)
    attempt("wrong-region", UPLOADED)
    place.require_stored(path)
    refused = [request for request in place.wire.requests if request.status == 400]
    require(bool(refused) == store.checks_region, f"{len(refused)} requests were refused for their region")


main(test)
