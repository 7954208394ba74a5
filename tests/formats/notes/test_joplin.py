"""Joplin's exports: archives and folders of items, with folders, tags, pictures and links between notes."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from reader import formats
from reader.formats import joplin
from reader.formats.joplin.items import item_of
from reader.model import Page
from reader.sources import Fetched
from tests.formats.notes.vault import PNG, shown, styles
from tests.unpacked import Unpacked, as_bytes, read_file, read_path


def id_of(name: str) -> str:
    return name.encode().hex().rjust(32, "0")


def item(kind: int, name: str, title: str = "", body: str = "", **properties: object) -> tuple[str, str]:
    known = {
        "id": id_of(name),
        "parent_id": "",
        "created_time": "2023-02-03T04:05:06.789Z",
        **properties,
        "type_": kind,
    }
    texts = [title] * bool(title) + [body] * bool(body)
    return f"{id_of(name)}.md", "\n\n".join(
        [*texts, "\n".join(f"{key}: {value}" for key, value in known.items())]
    )


def packed(*files: tuple[str, object]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, content in files:
            info = tarfile.TarInfo(name)
            info.size = len(as_bytes(content))
            archive.addfile(info, io.BytesIO(as_bytes(content)))
    return stream.getvalue()


def jex(*files: tuple[str, object]) -> Unpacked:
    return read_file(packed(*files), "/notes/all.jex")


def only(read: Unpacked) -> Page:
    (page,) = read.pages
    return page


FOLDERS = (item(2, "top", "Work"), item(2, "sub", "To read", parent_id=id_of("top")))


def test_what_a_note_says():
    page = only(
        jex(
            *FOLDERS,
            item(5, "tag", "big tag"),
            item(6, "link", note_id=id_of("n"), tag_id=id_of("tag")),
            item(
                *(1, "n", "Title", "Text ==marked==\n\n## Part"),
                **{
                    "parent_id": id_of("sub"),
                    "author": "Ann",
                    "source_url": "https://a.example.org",
                    "latitude": "1.5",
                },
            ),
        )
    )
    assert (page.article.title, page.member) == ("Title", f"{id_of('n')}.md")
    assert page.article.tags == ("big-tag", "work/to-read")
    facts = page.facts
    assert (facts.url, facts.author, facts.saved) == ("https://a.example.org", "Ann", "2023-02-03T04:05:06Z")
    assert [mark.quote for mark in facts.highlights] == ["marked"]
    assert shown(page) == ["paragraph Text marked", "heading2 Part"]


def test_properties_are_read_from_the_end():
    read = item_of("Title\n\na: b\n\nc: d\n\nid: 1\nsource: x\\ny\\\\n\ntype_: 1")
    assert read is not None
    assert (read.title, read.body, read.text("source")) == ("Title", "a: b\n\nc: d", "x\ny\\n")
    assert item_of("Title\n\nText") is None
    assert item_of("id: 1\ntype_: x") is None
    empty = item_of("id: 1\ntype_: 6")
    assert empty is not None
    assert (empty.title, empty.body) == ("", "")


def test_pictures_and_links_between_notes():
    read = jex(
        item(4, "p", "map.png", mime="image/png"),
        item(4, "q", "map.png", mime="image/png"),
        item(4, "r", "paper.pdf", mime="application/pdf"),
        item(
            1,
            "a",
            "A",
            f"![m](:/{id_of('p')}) ![](:/{id_of('q')})\n\n"
            f"[b](:/{id_of('b')}) [pdf](:/{id_of('r')}) [no](:/{'f' * 32})",
        ),
        item(
            1,
            "b",
            "B",
            f'<p>See <a href=":/{id_of("a")}">a</a> <img src=":/{id_of("p")}"/></p>',
            markup_language=2,
        ),
        (f"resources/{id_of('p')}.png", PNG),
        (f"resources/{id_of('q')}.png", PNG + b"2"),
        (f"resources/{id_of('r')}.pdf", b"%PDF"),
    )
    first, second = read.pages
    assert [(asset.name, asset.raw) for asset in first.assets] == [
        ("map.png", PNG),
        (f"{id_of('q')}-map.png", PNG + b"2"),
    ]
    assert [(link.title, link.address) for link in first.article.links] == [
        ("b", f"/notes/all.jex#{id_of('b')}.md")
    ]
    assert first.article.text().endswith("b pdf no")
    assert [(link.title, link.address) for link in second.article.links] == [
        ("a", f"/notes/all.jex#{id_of('a')}.md")
    ]
    assert [href for _, style, href in styles(second) if style == "image"] == ["map.png"]
    assert [asset.raw for asset in second.assets] == [PNG]


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ({"deleted_time": 1700000000000}, "bin"),
        ({"is_conflict": 1}, "conflicting copy"),
        ({"encryption_applied": 1}, "encrypted"),
    ],
)
def test_what_is_left_out_is_said(properties: Mapping[str, object], reason: str):
    read = jex(item(1, "a", "A", "Text", **properties), item(1, "b", "B", "Text"))
    assert read.titles == ["B"]
    ((_, member, said),) = read.refused
    assert member == f"{id_of('a')}.md"
    assert reason in said


def test_an_export_in_a_folder(tmp_path: Path):
    files = [
        *FOLDERS,
        item(4, "p", "map.png"),
        item(1, "n", "Title", f"![](:/{id_of('p')})", parent_id=id_of("sub")),
        (f"resources/{id_of('p')}.png", PNG),
        ("Other.md", "# Another note\n\nText"),
    ]
    for name, content in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(as_bytes(content))
    read = read_path(tmp_path)
    assert (sorted(read.titles), read.refused) == (["Another note", "Title"], [])
    assert read.titled("Title").article.tags == ("work/to-read",)
    assert [asset.name for asset in read.titled("Title").assets] == ["map.png"]


def test_folders_that_lead_in_a_circle():
    page = only(
        jex(
            item(2, "a", "A", parent_id=id_of("b")),
            item(2, "b", "B", parent_id=id_of("a")),
            item(1, "n", "N", "Text", parent_id=id_of("a")),
        )
    )
    assert page.article.tags == ("b/a",)


def test_other_archives_are_none_of_joplin():
    assert not joplin.sniff(Fetched("/x.tar", packed(("a.md", "# A"), ("b.txt", "B"))))
    assert not joplin.sniff(Fetched("/x.tar", packed(item(1, "n", "N"), ("b.txt", "B"))))
    assert not joplin.sniff(Fetched("/x.jex", b"no tar"))
    assert joplin.sniff(Fetched("/x.tar", packed(item(1, "n", "N"))))


def test_an_export_that_is_cut_off_gives_what_is_there():
    raw = packed(item(1, "a", "A", "Text"), item(1, "b", "B", "Text " * 2000))
    read = read_file(raw[:3000], "/x.jex")
    assert read.titles == ["A"]
    assert len(read.refused) == 1


def test_it_is_not_opened_as_an_archive():
    fetched = Fetched("/x.jex", packed(item(1, "n", "N")))
    assert formats.is_format_of_its_own(fetched)
