#!/usr/bin/env python3
"""The translations are complete: what lupdate finds today is what they hold, and nothing in them is unfinished.

    translations_test.py ROOT     ROOT: the project's folder
"""

import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml
from pathlib import Path

ROOT = Path()
PLACES = re.compile(r"%L?(?:\d+|n)")


def messages(path):
    """(context, source, comment, plural?) → list of forms, or None if it is unfinished."""
    found = {}
    for context in xml.parse(path).getroot().findall("context"):
        for message in context.findall("message"):
            key = (context.findtext("name"), message.findtext("source"), message.findtext("comment") or "",
                   message.get("numerus") == "yes")
            translation = message.find("translation")
            forms = [form.text or "" for form in translation.findall("numerusform")] or [translation.text or ""]
            found[key] = None if translation.get("type") or not all(forms) else forms
    return found


def mnemonics(text):
    return len(re.findall(r"&(?!&)\S", text))


# What two programs say to each other, not to people: engine/ipc names calls and faults of the other one.
UNTOLD = ("engine/ipc/ipc_", "engine/ipc/request_", "engine/ipc/json_", "app/desktop/window_port")
SENTENCE = re.compile(r'\b(?:QStringLiteral|QLatin1String|u)\(?\s*((?:"(?:[^"\\\n]|\\.)*"\s*)+)')


def unwrapped(text):
    """Sentences that nobody would translate: literals of several words that end with a full stop."""
    for literal in SENTENCE.findall(text):
        words = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literal))
        if words.count(" ") > 1 and words.endswith("."):
            yield words


class Translations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        for path in (ROOT / "translations").glob("*.ts"):
            shutil.copy(path, cls.folder.name)
        subprocess.run([ROOT / "translations" / "update.sh", cls.folder.name], check=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def each(self):
        paths = sorted((ROOT / "translations").glob("gantry_*.ts"))
        self.assertGreaterEqual({path.name for path in paths}, {"gantry_de.ts", "gantry_en.ts"})
        return paths

    def test_all_texts_are_there_and_no_others(self):
        for path in self.each():
            today = messages(Path(self.folder.name) / path.name)
            kept = messages(path)
            self.assertGreater(len(kept), 0)
            self.assertEqual(sorted(set(today) - set(kept)), [], "new: run translations/update.sh and translate them")
            self.assertEqual(sorted(set(kept) - set(today)), [], "gone: run translations/update.sh")

    def test_sentences_are_wrapped(self):
        self.assertEqual(list(unwrapped('fail(QStringLiteral("It is "\n  "not there."))')), ["It is not there."])
        self.assertEqual(list(unwrapped('tr("It is not there.") QStringLiteral("a.b") QLatin1String("a b")')), [])
        seen = 0
        for folder in ("engine", "ui", "app/desktop"):
            for path in sorted((ROOT / folder).rglob("*.cpp")):
                name = path.relative_to(ROOT).as_posix()
                if not name.startswith(UNTOLD):
                    seen += 1
                    self.assertEqual(list(unwrapped(path.read_text(encoding="utf-8"))), [], name)
        self.assertGreater(seen, 100)

    def test_none_is_unfinished(self):
        for path in self.each():
            self.assertEqual([key for key, forms in messages(path).items() if forms is None], [], path.name)

    def test_english_has_plural_forms_only(self):
        self.assertEqual([key for key in messages(ROOT / "translations" / "gantry_en.ts") if not key[3]], [])

    def test_what_is_put_in_is_put_in(self):
        for path in self.each():
            for (_, source, _, plural), forms in messages(path).items():
                for form in forms or []:
                    wanted, got = set(PLACES.findall(source)), set(PLACES.findall(form))
                    if plural:  # "this upload" needs no number
                        self.assertLessEqual(got, wanted, (source, form))
                        self.assertLessEqual(wanted - got, {"%n", "%Ln"}, (source, form))
                    else:
                        self.assertEqual(got, wanted, (source, form))

    def test_mnemonics_line_ends_and_spaces_are_kept(self):
        for path in self.each():
            for (_, source, _, _), forms in messages(path).items():
                for form in forms or []:
                    self.assertEqual(mnemonics(form), mnemonics(source), (source, form))
                    self.assertEqual(form.count("\n"), source.count("\n"), (source, form))
                    for end in ("…", ":", " "):
                        self.assertEqual(form.endswith(end), source.endswith(end), (source, form))
                    self.assertEqual(form.startswith(" "), source.startswith(" "), (source, form))

    def test_same_text_has_one_translation(self):
        for path in self.each():
            subprocess.run([sys.executable, ROOT / "translations" / "one_context.py", path,
                            Path(self.folder.name) / "merged"], check=True)

    def test_two_translations_of_a_text_are_refused(self):
        made = Path(self.folder.name) / "made"
        message = "<message><source>A</source><comment>{}</comment><translation>{}</translation></message>"
        for comments, status in ((("x", "y"), 0), (("x", "x"), 1)):
            made.write_text("<TS>" + "".join(
                f"<context><name>{name}</name>{message.format(comment, name)}</context>"
                for name, comment in zip(("one", "two"), comments)) + "</TS>", encoding="utf-8")
            done = subprocess.run([sys.executable, ROOT / "translations" / "one_context.py", made, f"{made}.merged"],
                                  capture_output=True, check=False)
            self.assertEqual(done.returncode, status, done.stderr)

    def test_pseudo_language_keeps_what_is_no_word(self):
        made = Path(self.folder.name) / "made"
        source = "Send &amp;all %n of %L1 to &lt;b&gt;%2&lt;/b&gt;…"
        made.write_text(f"<TS><context><name>c</name><message><source>{source}</source><translation/></message>"
                        "</context></TS>", encoding="utf-8")
        subprocess.run([sys.executable, ROOT / "translations" / "pseudo.py", made, f"{made}.qps"], check=True)
        text = xml.parse(f"{made}.qps").getroot().find("context/message").findtext("translation")
        self.assertRegex(text, r"^«.*»$")
        for kept in ("&a", "%n", "%L1", "<b>%2</b>"):
            self.assertIn(kept, text)
        self.assertNotIn("Send", text)
        self.assertGreaterEqual(len(text), 1.4 * len("Send &all %n of %L1 to <b>%2</b>…"))


if __name__ == "__main__":
    ROOT = Path(sys.argv.pop(1)).resolve()
    unittest.main(verbosity=2)
