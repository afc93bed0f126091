#!/usr/bin/env python3
"""An S3 store that takes uploads and forgets them: as null_sink.py, for clients of S3.

    null_s3.py              prints its port on one line, and serves on loopback until it is ended

It speaks as much as gantryctl, rclone, aws and s3cmd ask for one object that is not there yet, believes every signature, and
keeps of each object what HEAD tells: size, ETag, metadata.
"""

import hashlib
import itertools
import urllib.parse
from xml.sax.saxutils import escape

import null_sink

XMLNS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'

numbers = itertools.count(1)
uploads = {}  # by ID: (metadata, {part number: (size, MD5)})
objects = {}  # by path: (size, ETag, metadata)


def metadata_of(headers):
    return {name: value for name, value in headers.items() if name.startswith("x-amz-meta-")}


class Connection(null_sink.Connection):
    def serve(self):
        while True:
            request, headers = self.head()
            if not request:
                return
            path, _, text = request[1].partition("?")
            query = dict(urllib.parse.parse_qsl(text, keep_blank_values=True))
            if headers.get("expect", "").lower() == "100-continue":
                self.peer.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            self.handle(request[0], path, query, headers, int(headers.get("content-length", 0)))

    def handle(self, method, path, query, headers, length):
        digest = hashlib.md5()
        self.body(length, digest.update)
        if method == "PUT":
            self.put(path, query, headers, length, digest)
        elif method == "POST" and "uploads" in query:
            name = f"u{next(numbers)}"
            uploads[name] = (metadata_of(headers), {})
            self.answer_xml("InitiateMultipartUploadResult", f"<UploadId>{name}</UploadId>")
        elif method == "POST" and "uploadId" in query:
            self.complete(path, uploads.pop(query["uploadId"]))
        elif method == "HEAD":
            self.head_object(path)
        elif "location" in query:
            self.answer_xml("LocationConstraint", "")
        elif "uploads" in query:
            self.answer_xml("ListMultipartUploadsResult", "<IsTruncated>false</IsTruncated>")
        elif method == "GET":
            self.answer_xml("ListBucketResult", "<IsTruncated>false</IsTruncated><KeyCount>0</KeyCount>")
        else:
            objects.pop(path, None)
            self.answer("204 No Content")

    def put(self, path, query, headers, length, digest):
        etag = digest.hexdigest()
        if "uploadId" in query:
            uploads[query["uploadId"]][1][int(query["partNumber"])] = (length, etag)
        else:
            objects[path] = (length, etag, metadata_of(headers))
        self.answer("200 OK", headers=[f'ETag: "{etag}"'])

    def complete(self, path, upload):
        metadata, parts = upload
        joined = hashlib.md5(b"".join(bytes.fromhex(parts[number][1]) for number in sorted(parts)))
        etag = f"{joined.hexdigest()}-{len(parts)}"
        objects[path] = (sum(size for size, _ in parts.values()), etag, metadata)
        self.answer_xml("CompleteMultipartUploadResult",
                        f"<Location>{escape(path)}</Location><ETag>&quot;{etag}&quot;</ETag>")

    def head_object(self, path):
        if path.strip("/").count("/") == 0:  # the bucket
            self.answer("200 OK")
            return
        found = objects.get(path)
        if not found:
            self.peer.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            return
        size, etag, metadata = found
        lines = ["HTTP/1.1 200 OK", f"Content-Length: {size}", f'ETag: "{etag}"', "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT",
                 *(f"{name}: {value}" for name, value in metadata.items()), "", ""]
        self.peer.sendall("\r\n".join(lines).encode())

    def answer_xml(self, name, content):
        body = f'<?xml version="1.0" encoding="UTF-8"?><{name} {XMLNS}>{content}</{name}>'
        self.answer("200 OK", body.encode(), ["Content-Type: application/xml"])


if __name__ == "__main__":
    null_sink.main(Connection)
