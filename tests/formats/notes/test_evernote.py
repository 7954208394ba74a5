"""Evernote's exports: notes one by one, pictures by their digest, what is encrypted or damaged."""

from __future__ import annotations

import base64
import hashlib
import io

import pytest

from reader.errors import UnreadableSource
from reader.formats import evernote
from reader.formats.evernote.stream import notes_in
from reader.sources import Fetched
from tests.formats.notes.vault import PNG, shown
from tests.unpacked import Unpacked, read_file

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE en-export SYSTEM "http://e.example.org/x.dtd">\n<en-export>'


def export(*notes: str) -> str:
    return f"{HEAD}{''.join(notes)}</en-export>"


def enex_note(
    content: str, *, title: str = "A note", extra: str = "", created: str = "20220102T030405Z"
) -> str:
    return (
        f"<note><title>{title}</title><created>{created}</created>{extra}"
        f'<content><![CDATA[<!DOCTYPE en-note SYSTEM "x"><en-note>{content}</en-note>]]></content></note>'
    )


def resource(raw: bytes, media_type: str, name: str = "") -> str:
    named = f"<resource-attributes><file-name>{name}</file-name></resource-attributes>" if name else ""
    data = base64.encodebytes(raw).decode()
    return f'<resource><data encoding="base64">\n{data}\n</data><mime>{media_type}</mime>{named}</resource>'


def read(*notes: str) -> Unpacked:
    return read_file(export(*notes), "/notes/my.enex")


def digest(raw: bytes) -> str:
    return hashlib.md5(raw).hexdigest()


def test_what_a_note_says():
    extra = (
        "<updated>20230101T000000Z</updated><tag>a b</tag><tag>c</tag><note-attributes><author>Ann</author>"
        "<source-url>https://a.example.org/x</source-url><latitude>1.5</latitude></note-attributes>"
    )
    (page,) = read(enex_note("<h1>A note</h1><p>Text &amp; <b>more</b></p>", extra=extra)).pages
    facts = page.facts
    assert (page.article.title, page.article.tags, page.member) == (
        "A note",
        ("a-b", "c"),
        "20220102T030405Z",
    )
    assert (facts.url, facts.author, facts.saved) == (
        "https://a.example.org/x",
        "Ann",
        "2022-01-02T03:04:05Z",
    )
    assert shown(page) == ["paragraph Text & more"]


def test_tasks_code_and_highlights():
    content = (
        '<div><en-todo checked="true"/>done</div><div><en-todo/>to do</div>'
        '<div style="box-sizing: border-box; -en-codeblock: true;">'
        "<div>if x:</div><div>\u00a0\u00a0y</div></div>"
        '<div>A <span style="--en-highlight:yellow;background-color: #ffef9e;">marked</span> word</div>'
    )
    task = "<task><title>Call</title><taskStatus>completed</taskStatus></task>"
    (page,) = read(enex_note(content, extra=task)).pages
    assert shown(page) == [
        "item1 ☑ done",
        "item1 ☐ to do",
        "code if x:\n  y",
        "paragraph A marked word",
        "item1 ☑ Call",
    ]
    assert [mark.quote for mark in page.facts.highlights] == ["marked"]


def test_pictures_are_found_by_their_digest():
    other = PNG + b"2"
    content = (
        f'<en-media hash="{digest(PNG)}" type="image/png" alt="A &quot;p&quot;"/><p>x</p>'
        f'<en-media hash="{digest(other)}" type="image/png"></en-media>'
        f'<en-media hash="{digest(b"%PDF")}" type="application/pdf"/>'
        f'<en-media hash="{"0" * 32}" type="image/png"/>'
    )
    resources = (
        resource(PNG, "image/png", "p.png")
        + resource(other, "image/png", "p.png")
        + resource(b"%PDF", "application/pdf", "paper.pdf")
        + resource(PNG + b"unused", "image/png", "u.png")
    )
    (page,) = read(enex_note(content, extra=resources)).pages
    assert [(asset.name, asset.raw) for asset in page.assets] == [
        ("p.png", PNG),
        (f"{digest(other)}-p.png", other),
    ]
    assert shown(page)[:2] == ['image A "p"', "paragraph x"]
    assert "paper.pdf" in page.article.text()


def test_what_is_encrypted_is_left_out_and_said():
    both = read(
        enex_note('<p>Open</p><en-crypt cipher="AES" hint="h">c2VjcmV0</en-crypt><p>End</p>', title="Half"),
        enex_note("<p>Other</p>", created="20220102T030406Z"),
    )
    assert both.titles == ["Half", "A note"]
    assert [(member, reason.partition(" cannot")[0]) for _, member, reason in both.refused] == [
        ("Half", "an encrypted passage")
    ]
    assert shown(both.pages[0]) == ["paragraph Open", "paragraph End"]
    assert "c2VjcmV0" not in repr([(page.article, page.record) for page in both.pages])


def test_a_damaged_export_gives_what_comes_before_the_damage():
    text = export(enex_note("<p>One</p>"), enex_note("<p>Two</p>", title="B")) + "<en-export>"
    whole = read_file(text, "/x.enex")
    assert whole.titles == ["A note", "B"]
    assert [reason.partition(" at line")[0] for _, _, reason in whole.refused] == ["it is damaged"]
    cut = read_file(text[: text.index("Two")], "/x.enex")
    assert cut.titles == ["A note"]
    assert len(cut.refused) == 1


def test_characters_that_xml_does_not_allow_are_dropped():
    raw = export(enex_note("<p>a\x0bb\x1fc</p>", title="x&#11;y&#x1B;z&#65;&#xD800;")).encode()
    (page,) = read_file(raw, "/x.enex").pages
    assert (page.article.title, page.article.text()) == ("xyzA", "abc")


def test_entities_are_refused():
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE en-export [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>'
        "<en-export><note><title>&b;</title></note></en-export>"
    )
    read = read_file(bomb, "/x.enex")
    assert read.pages == []
    assert "declares entities" in read.refused[0][2]
    outside = '<!DOCTYPE en-export [<!ENTITY a SYSTEM "file:///etc/passwd">]><en-export><note><title>&a;</title></note></en-export>'
    assert read_file(outside, "/x.enex").pages == []


def test_an_export_without_notes():
    with pytest.raises(UnreadableSource, match="holds no notes"):
        list(evernote.read(Fetched("/x.enex", export().encode())))


def test_notes_are_read_before_the_file_ends():
    """A large export is a stream: the first note is there before the last one is read."""

    class Endless(io.RawIOBase):
        asked = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:
            if self.asked > 3:
                raise AssertionError("more was read than the first note needs")
            self.asked += 1
            note = enex_note("<p>x</p>").encode()
            part = HEAD.encode() * (self.asked == 1) + note * (len(buffer) // len(note) - 2)
            buffer[: len(part)] = part
            return len(part)

    notes = notes_in(io.BufferedReader(Endless(), 1 << 18))
    assert next(iter(notes)).texts["title"] == "A note"


def test_an_attachment_larger_than_ten_megabytes():
    large = b"\0" * (12 << 20)
    extra = resource(large, "application/octet-stream", "big.bin") + resource(PNG, "image/png", "p.png")
    text = enex_note(f'<en-media hash="{digest(PNG)}" type="image/png"/>', extra=extra)
    (page,) = read(text).pages
    assert [asset.name for asset in page.assets] == ["p.png"]
