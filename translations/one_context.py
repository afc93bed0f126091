#!/usr/bin/env python3
"""Puts all messages of a file for Qt Linguist into one context without a name.

    one_context.py IN.ts OUT.ts

What lupdate takes for the context of a text depends on how well it reads C++: for functions outside of classes it is a
namespace, and for some classes it misses theirs. The program therefore looks texts up without their context
(ui/text/language.cpp), by source and comment. Where the same text needs two translations, a comment tells them apart.
"""

import sys
import xml.etree.ElementTree as xml


def key(message):
    return tuple((message.findtext(tag) or "") for tag in ("source", "comment")) + (message.get("numerus") == "yes",)


def translation(message):
    found = message.find("translation")
    forms = [form.text or "" for form in found.findall("numerusform")]
    return forms or [found.text or ""]


def merge(root):
    """The root with one context. Raises ValueError for a text with two translations."""
    first = {}
    for message in root.iter("message"):
        known = first.setdefault(key(message), message)
        if translation(known) == translation(message):
            continue
        if not any(translation(known)):
            first[key(message)] = message
        elif any(translation(message)):
            raise ValueError(f"two translations of {message.findtext('source')!r}: "
                             f"{translation(known)} and {translation(message)}; a comment in the source would help")
    for context in root.findall("context"):
        root.remove(context)
    context = xml.SubElement(root, "context")
    xml.SubElement(context, "name")
    context.extend(first.values())
    return root


def write(root, path):
    with open(path, "wb") as file:
        file.write(b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n')
        xml.ElementTree(root).write(file, encoding="utf-8")


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        write(merge(xml.parse(arguments[0]).getroot()), arguments[1])
    except ValueError as why:
        print(f"{arguments[0]}: {why}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
