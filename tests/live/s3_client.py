"""A small S3 client of its own: what Gantry did is asked of the store by somebody else (Signature Version 4, path style)."""

import base64
import datetime
import hashlib
import hmac
import http.client
import re
import urllib.parse
import xml.etree.ElementTree as ElementTree
from typing import NamedTuple

NOTHING = hashlib.sha256(b"").hexdigest()


class Refused(Exception):
    def __init__(self, method: str, path: str, status: int, body: bytes) -> None:
        super().__init__(f"{method} {path}: {status} {body[:400]!r}")
        self.status = status
        code = re.search(rb"<Code>([^<]*)</Code>", body)
        self.code = code.group(1).decode() if code else ""


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes

    @property
    def etag(self) -> str:
        return self.headers.get("etag", "").strip('"')


class Upload(NamedTuple):
    key: str
    id: str


class Part(NamedTuple):
    number: int
    size: int
    etag: str


def encoded(text: str | bytes, safe: str = "") -> str:
    return urllib.parse.quote(text, safe=safe + "-._~")


def texts(element: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [child for child in element.iter() if child.tag.rpartition("}")[2] == name]


def text(element: ElementTree.Element, name: str) -> str:
    found = texts(element, name)
    return (found[0].text or "") if found else ""


class S3Client:
    """Of one bucket."""

    def __init__(self, port: int, access: str, secret: str, bucket: str, region: str = "us-east-1") -> None:
        self._host = f"127.0.0.1:{port}"
        self._access, self._secret, self._region = access, secret, region
        self._bucket = bucket

    # The bucket.

    def make_bucket(self) -> None:
        self._call("PUT", None)

    def keys(self) -> list[str]:
        keys, after = [], ""
        while True:
            query = {"encoding-type": "url", "max-keys": "1000"} | ({"marker": after} if after else {})
            page = ElementTree.fromstring(self._call("GET", None, query).body)
            found = [urllib.parse.unquote_plus(text(entry, "Key")) for entry in texts(page, "Contents")]
            keys += found
            if text(page, "IsTruncated") != "true":
                return keys
            after = found[-1]

    def uploads(self) -> list[Upload]:
        query = {"uploads": "", "encoding-type": "url", "max-uploads": "1000"}
        page = ElementTree.fromstring(self._call("GET", None, query).body)
        return [Upload(urllib.parse.unquote_plus(text(entry, "Key")), text(entry, "UploadId"))
                for entry in texts(page, "Upload")]

    def lifecycle(self) -> str:
        return self._call("GET", None, {"lifecycle": ""}).body.decode()

    def put_lifecycle(self, configuration: str) -> None:
        body = configuration.encode()
        md5 = base64.b64encode(hashlib.md5(body).digest()).decode()
        self._call("PUT", None, {"lifecycle": ""}, body, headers={"content-md5": md5})

    # Objects.

    def head(self, key: str) -> Answer:
        return self._call("HEAD", key)

    def get(self, key: str) -> bytes:
        return self._call("GET", key).body

    def sha256(self, key: str) -> str:
        """Of the object's content, without having it all at once."""
        digest = hashlib.sha256()
        with self._connection() as connection:
            response = self._send(connection, "GET", key, {}, b"", NOTHING, {})
            if response.status != 200:
                raise Refused("GET", key, response.status, response.read())
            while piece := response.read(1 << 20):
                digest.update(piece)
        return digest.hexdigest()

    def put(self, key: str, body: bytes) -> Answer:
        return self._call("PUT", key, {}, body)

    def delete(self, key: str) -> None:
        self._call("DELETE", key)

    # Unfinished uploads.

    def open(self, key: str) -> str:
        answer = self._call("POST", key, {"uploads": ""})
        return text(ElementTree.fromstring(answer.body), "UploadId")

    def put_part(self, key: str, upload: str, number: int, body: bytes, body_sha256: str = "") -> str:
        query = {"partNumber": str(number), "uploadId": upload}
        return self._call("PUT", key, query, body, body_sha256).etag

    def parts(self, key: str, upload: str) -> list[Part]:
        parts: list[Part] = []
        while True:
            query = {"uploadId": upload} | ({"part-number-marker": str(parts[-1].number)} if parts else {})
            page = ElementTree.fromstring(self._call("GET", key, query).body)
            parts += [Part(int(text(entry, "PartNumber")), int(text(entry, "Size")), text(entry, "ETag").strip('"'))
                      for entry in texts(page, "Part")]
            if text(page, "IsTruncated") != "true":
                return parts

    def complete(self, key: str, upload: str, parts: list[tuple[int, str]]) -> Answer:
        listed = "".join(f"<Part><PartNumber>{number}</PartNumber><ETag>\"{etag}\"</ETag></Part>" for number, etag in parts)
        body = f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>".encode()
        return self._call("POST", key, {"uploadId": upload}, body)

    def abort(self, key: str, upload: str) -> None:
        self._call("DELETE", key, {"uploadId": upload})

    # Requests.

    def _call(self, method: str, key: str | None, query: dict[str, str] | None = None, body: bytes = b"",
              body_sha256: str = "", headers: dict[str, str] | None = None) -> Answer:
        with self._connection() as connection:
            digest = body_sha256 or hashlib.sha256(body).hexdigest()
            response = self._send(connection, method, key, query or {}, body, digest, headers or {})
            answer = Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
        if answer.status >= 300:
            raise Refused(method, key or self._bucket, answer.status, answer.body)
        return answer

    def _connection(self) -> "Connection":
        return Connection(self._host)

    def _send(self, connection: "Connection", method: str, key: str | None, query: dict[str, str], body: bytes,
              digest: str, more: dict[str, str]) -> http.client.HTTPResponse:
        path = f"/{self._bucket}" + ("" if key is None else "/" + encoded(key, "/"))
        line = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in sorted(query.items()))
        now = datetime.datetime.now(datetime.timezone.utc)
        stamp, day = f"{now:%Y%m%dT%H%M%SZ}", f"{now:%Y%m%d}"
        headers = {"host": self._host, "x-amz-content-sha256": digest, "x-amz-date": stamp} | more
        names = ";".join(sorted(headers))
        request = "\n".join([method, path, line, *(f"{name}:{headers[name]}" for name in sorted(headers)), "", names, digest])
        scope = f"{day}/{self._region}/s3/aws4_request"
        to_sign = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(request.encode()).hexdigest()])
        secret = f"AWS4{self._secret}".encode()
        for word in scope.split("/"):
            secret = hmac.new(secret, word.encode(), hashlib.sha256).digest()
        signature = hmac.new(secret, to_sign.encode(), hashlib.sha256).hexdigest()
        headers["authorization"] = (f"AWS4-HMAC-SHA256 Credential={self._access}/{scope}, SignedHeaders={names}, "
                                    f"Signature={signature}")
        connection.request(method, path + ("?" + line if line else ""), body=body or None, headers=headers)
        return connection.getresponse()


class Connection(http.client.HTTPConnection):
    def __init__(self, host: str) -> None:
        super().__init__(host, timeout=60)

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
