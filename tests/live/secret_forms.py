"""What a secret may look like where it ought not to be."""

import base64
import urllib.parse


def forms(secret: str) -> list[bytes]:
    """As it is, and as it would look after the usual encodings."""
    plain = secret.encode()
    # Base64 depends on what stands before; without its ends each of the three forms is found anywhere.
    coded = [base64.b64encode(b"_" * lead + plain)[4:-4] for lead in range(3)]
    return [plain, urllib.parse.quote(secret, safe="").encode(), plain.hex().encode(), plain.decode().encode("utf-16-le"),
            *coded]
