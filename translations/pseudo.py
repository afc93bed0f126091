#!/usr/bin/env python3
"""Makes a pseudo-language out of a file for Qt Linguist: every text in «brackets», accented, 40 % longer.

    pseudo.py IN.ts OUT.ts

On a screenshot, a text without brackets never went through tr(), and one without its closing bracket is clipped.
Placeholders, mnemonics and markup stay as they are.
"""

import re
import sys
import xml.etree.ElementTree as xml

ACCENTED = str.maketrans("AaBCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz", "ÅåßÇçÐðÉéĜĝĤĥÎîĴĵĶķĻļÑñÖöŔŕŠšŢţÛûŴŵÝýŽž")
KEPT = re.compile(r"%L?\d+|%L?n|<[^>]*>|&[a-z]+;|&.|\n|;;|\([^)]*\*[^)]*\)")  # the last: file dialogs' filters
FILLING = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"


def pseudo(text):
    out, last = [], 0
    for kept in KEPT.finditer(text):
        out += [text[last:kept.start()].translate(ACCENTED), kept.group()]
        last = kept.end()
    out.append(text[last:].translate(ACCENTED))
    longer = max(1, round(len(text) * 0.4))
    filling = (FILLING + " ") * (longer // len(FILLING) + 1)
    return f"«{''.join(out)} {filling[:longer].strip()}»"


def convert(root):
    root.set("language", "en")  # for the plural rule: one and many
    for message in root.iter("message"):
        source = message.findtext("source")
        old = message.find("translation")
        message.remove(old)
        new = xml.SubElement(message, "translation")
        if message.get("numerus") == "yes":
            for _ in range(2):
                xml.SubElement(new, "numerusform").text = pseudo(source)
        else:
            new.text = pseudo(source)
    return root


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    with open(arguments[1], "wb") as file:
        file.write(b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n')
        xml.ElementTree(convert(xml.parse(arguments[0]).getroot())).write(file, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
