"""EPUB books: their chapters, titles, order, notes and pictures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import formats, ingest
from reader.errors import UnreadableSource
from reader.formats import Parsed, Refused
from reader.formats.books import epub
from reader.sources import Fetched, Names, source_of
from reader.sources import fetched as fetched_module
from reader.sources import files as files_module
from reader.store import open_store
from tests.examples import examples

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(100))
CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)
METADATA = "<dc:title>The Book</dc:title><dc:creator>Ada North</dc:creator><dc:date>2019-10-01</dc:date>"


def page(body: str, title: str = "The Book") -> str:
    return (
        '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"'
        f' xmlns:epub="http://www.idpf.org/2007/ops"><head><title>{title}</title></head>'
        f"<body>{body}</body></html>"
    )


def book(
    pages: Mapping[str, str],
    *,
    toc: Sequence[tuple[str, str]] = (),
    metadata: str = METADATA,
    guide: str = "",
    extra: Mapping[str, str | bytes] | None = None,
    spine: Sequence[str] | None = None,
) -> dict[str, str | bytes]:
    """The files of a book with pages in ``OEBPS/``; ``toc`` holds (title, place)."""
    items = "".join(
        f'<item id="{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(spine or pages)
    )
    order = "".join(f'<itemref idref="{number}"/>' for number, _ in enumerate(spine or pages))
    points = "".join(
        f'<navPoint><navLabel><text>{title}</text></navLabel><content src="{place}"/></navPoint>'
        for number, (title, place) in enumerate(toc)
    )
    package = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="2.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">'
        f"{metadata}</metadata><manifest>{items}"
        '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
        f'<spine toc="ncx">{order}</spine><guide>{guide}</guide></package>'
    )
    ncx = f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{points}</navMap></ncx>'
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": package,
        "OEBPS/toc.ncx": ncx,
        **{f"OEBPS/{name}": content for name, content in pages.items()},
        **(extra or {}),
    }


def packed(files: Mapping[str, str | bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return raw.getvalue()


def read(files: Mapping[str, str | bytes]) -> list[Parsed | Refused]:
    fetched = Fetched("/books/one.epub", packed(files))
    assert formats.format_of(fetched).name == "EPUB"
    return list(epub.read(fetched))


def chapters(files: Mapping[str, str | bytes]) -> list[Parsed]:
    return [one for one in read(files) if isinstance(one, Parsed)]


def titles(files: Mapping[str, str | bytes]) -> list[str]:
    return [one.article.title for one in chapters(files)]


TWO = {"one.xhtml": page("<h1>One</h1><p>First.</p>"), "two.xhtml": page("<h1>Two</h1><p>Second.</p>")}


# --- the book ---------------------------------------------------------------------------------------------


def test_each_chapter_is_an_article_with_links_to_its_neighbours() -> None:
    one, two = chapters(book(TWO))
    assert (one.member, one.article.title, one.article.text()) == ("OEBPS/one.xhtml", "One", "First.")
    assert (one.facts.site, one.facts.author, one.facts.published) == ("The Book", "Ada North", "2019-10-01")
    assert [(link.kind, link.title, link.address) for link in one.article.links] == [
        ("next", "Two", "/books/one.epub#OEBPS/two.xhtml")
    ]
    assert [(link.kind, link.address) for link in two.article.links] == [
        ("previous", "/books/one.epub#OEBPS/one.xhtml")
    ]


@pytest.mark.parametrize(
    ("metadata", "author", "published"),
    [
        ('<dc:creator opf:role="ill">Ink</dc:creator><dc:creator opf:role="aut">Pen</dc:creator>', "Pen", ""),
        ("<dc:creator>A</dc:creator><dc:creator>B</dc:creator><dc:creator>A</dc:creator>", "A, B", ""),
        (
            '<dc:creator id="a">Ink</dc:creator><meta refines="#a" property="role">ill</meta>'
            '<dc:creator id="b">Pen</dc:creator><meta refines="#b" property="role">aut</meta>',
            "Pen",
            "",
        ),
        (
            '<dc:date opf:event="modification">2020</dc:date><dc:date opf:event="publication">2011</dc:date>',
            "",
            "2011",
        ),
        ("<dc:date>0101-01-01T00:00:00+00:00</dc:date>", "", ""),
        ("<dc:date>2015-03-14T00:00:00+00:00</dc:date>", "", "2015-03-14T00:00:00Z"),
    ],
)
def test_what_the_book_says_about_itself(metadata: str, author: str, published: str) -> None:
    first = chapters(book(TWO, metadata=f"<dc:title>The Book</dc:title>{metadata}"))[0]
    assert (first.facts.author, first.facts.published) == (author, published)


def test_a_bare_ampersand_in_what_the_book_says_stays() -> None:
    metadata = "<dc:title>Salt & Smoke</dc:title><dc:creator>Ren&eacute;e & Sons</dc:creator>"
    facts = chapters(book(TWO, metadata=metadata))[0].facts
    assert (facts.site, facts.author) == ("Salt & Smoke", "Renée & Sons")


def test_the_main_title_is_that_of_the_book() -> None:
    metadata = (
        '<dc:title id="s">A Series</dc:title><meta refines="#s" property="title-type">collection</meta>'
        '<dc:title id="m">The Book</dc:title><meta refines="#m" property="title-type">main</meta>'
    )
    assert chapters(book(TWO, metadata=metadata))[0].facts.site == "The Book"


def test_cover_and_contents_are_no_articles() -> None:
    pages = {
        "cover.xhtml": page("<p>Cover</p>"),
        "toc.xhtml": page("<p><a href='one.xhtml'>One</a></p>"),
        "plate.xhtml": page('<img src="a.png"/>'),
        **TWO,
        "blank.xhtml": page("<p> </p>"),
    }
    guide = '<reference type="cover" href="cover.xhtml"/><reference type="toc" href="toc.xhtml"/>'
    assert titles(book(pages, guide=guide, toc=[("One", "one.xhtml")])) == ["One", "Two"]


def test_epub_3_says_in_its_landmarks_what_is_no_article() -> None:
    nav = (
        '<nav epub:type="toc"><ol><li><a href="one.xhtml">One of the contents</a><ol>'
        '<li><a href="one.xhtml#part">A part</a></li></ol></li></ol></nav>'
        '<nav epub:type="landmarks"><ol><li><a epub:type="cover" href="two.xhtml">Cover</a></li></ol></nav>'
    )
    files = book({"nav.xhtml": page(nav), **TWO})
    files["OEBPS/book.opf"] = str(files["OEBPS/book.opf"]).replace(
        'href="nav.xhtml"', 'href="nav.xhtml" properties="nav"'
    )
    assert titles(files) == ["One of the contents"]


def test_a_page_that_is_missing_is_named_and_the_others_are_read() -> None:
    first, *others = read(book(TWO, spine=["gone.xhtml", *TWO]))
    assert first == Refused("OEBPS/gone.xhtml", "is listed in the book but is not in it")
    assert len(others) == 2


@pytest.mark.parametrize(
    ("algorithm", "locked"),
    [
        ("http://www.w3.org/2001/04/xmlenc#aes128-cbc", True),
        ("http://www.idpf.org/2008/embedding", False),
        ("http://ns.adobe.com/pdf/enc#RC", False),
    ],
)
def test_an_encrypted_book_is_refused_and_one_with_encrypted_fonts_is_not(
    algorithm: str, locked: bool
) -> None:
    encryption = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"'
        ' xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
        f'<enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData>'
        '<enc:CipherReference URI="OEBPS/one.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>'
    )
    files = book(TWO, extra={"META-INF/encryption.xml": encryption})
    if locked:
        with pytest.raises(UnreadableSource, match="“The Book” is encrypted"):
            read(files)
    else:
        assert titles(files) == ["One", "Two"]


def test_a_book_that_does_not_fit_into_the_memory_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files_module, "MAX_BYTES", 1000)
    (tmp_path / "a.epub").write_bytes(packed(book(TWO)))
    (tmp_path / "b.bin").write_bytes(bytes(2000))
    monkeypatch.setattr(fetched_module, "MAX_BYTES", 1000)
    with open_store(tmp_path / "library.sqlite3") as store:
        report = ingest.add(store, [str(tmp_path / "a.epub"), str(tmp_path / "b.bin")], now=1.0)
        assert (report.added, [failure.error[:11] for failure in report.failed]) == (2, ["larger than"])
        again = ingest.add(store, [str(tmp_path / "a.epub")], now=2.0)
        assert (again.added, again.unchanged) == (0, 2)
        assert store.inspect() == []


def test_a_package_in_another_place_is_found() -> None:
    files = book(TWO)
    files["META-INF/container.xml"] = "<container/>"
    assert titles(files) == ["One", "Two"]


def test_a_book_that_is_cut_off_gives_the_chapters_that_are_there() -> None:
    whole = packed(book({f"{number}.xhtml": page(f"<h1>{number}</h1><p>Text.</p>") for number in range(9)}))
    cut = whole[: whole.index(b"OEBPS/7.xhtml")]
    found = list(epub.read(Fetched("/a.epub", cut)))
    assert [one.article.title for one in found if isinstance(one, Parsed)] == list("0123456")
    assert {one.reason for one in found if isinstance(one, Refused)} == {
        "is listed in the book but is not in it",
        "is damaged: only some of its files can be read",
    }


def test_an_unpacked_book_is_read_as_one(tmp_path: Path) -> None:
    for name, content in book(TWO, extra={"OEBPS/a.png": PNG}).items():
        path = tmp_path / "some" / "Book.epub" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = list(source_of(str(tmp_path)).find(print))
    (container,) = (each for each in found if each.path.endswith("container.xml"))
    fetched = container.fetch()
    assert epub.sniff(fetched)
    first = next(iter(epub.read(fetched)))
    assert isinstance(first, Parsed)
    assert first.article.links[0].address == f"{tmp_path}/some/Book.epub#OEBPS/two.xhtml"
    assert len(epub.takes(container.path, Names(each.path for each in found))) == len(found)
    assert epub.takes("some/Book.epub/OEBPS/one.xhtml", Names(())) == ()


@pytest.mark.parametrize(
    "raw",
    [b"", b"PK\3\4", packed({"a.txt": "text"}), packed({"mimetype": "text/plain"})],
    ids=["empty", "cut off", "zip", "other"],
)
def test_other_zips_are_no_books(raw: bytes) -> None:
    assert not epub.sniff(Fetched("/a.zip", raw))


# --- titles -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contents", "body", "title", "text"),
    [
        ("One", "<h1>One</h1><p>Text.</p>", "One", "Text."),
        ("1. One", "<h1>One</h1><p>Text.</p>", "One", "Text."),
        ("Chapter IV: One", "<h1>One</h1><p>Text.</p>", "One", "Text."),
        ("1. One", "<p>Text.</p>", "1. One", "Text."),
        ("Chapter 1. One", "<h1>Chapter 1</h1><h2>One</h2><p>Text.</p>", "Chapter 1. One", "Text."),
        ("One", "<h1>Something else</h1><p>Text.</p>", "One", "Something else\n\nText."),
        ("", "<h2>A heading</h2><p>Text.</p>", "A heading", "Text."),
        ("", "<p>Text.</p>", "Text.", "Text."),
    ],
)
def test_titles_come_from_the_contents_or_the_heading(
    contents: str, body: str, title: str, text: str
) -> None:
    toc = [(contents, "one.xhtml")] if contents else []
    (found,) = chapters(book({"one.xhtml": page(body)}, toc=toc))
    assert (found.article.title, found.article.text()) == (title, text)


def test_a_page_title_that_is_not_the_book_is_a_title() -> None:
    assert titles(book({"a.xhtml": page("<p>Text.</p>", "Foreword")})) == ["Foreword"]


def test_pages_that_only_go_on_belong_to_the_chapter_before() -> None:
    pages = {
        "one.xhtml": page("<h1>One</h1><p>First.</p>"),
        "one-b.xhtml": page("<p>And more.</p>"),
        "plate.xhtml": page('<svg xmlns="http://www.w3.org/2000/svg"><image xlink:href="a.png"/></svg>'),
        "end.xhtml": page("<h2>Afterword</h2><p>Last.</p>"),
    }
    one, end = chapters(book(pages, toc=[("One", "one.xhtml")], extra={"OEBPS/a.png": PNG}))
    assert [block.kind for block in one.article.blocks] == ["paragraph", "paragraph", "image"]
    assert [asset.name for asset in one.assets] == ["OEBPS/a.png"]
    assert (end.article.title, end.member) == ("Afterword", "OEBPS/end.xhtml")


def test_a_page_that_holds_several_chapters_is_divided() -> None:
    body = (
        "<p>Before it all.</p><h2><a id='c1'/>First</h2>"
        "<p>Text of it.<a href='#n1' epub:type='noteref'>1</a></p>"
        "<div><h2 id='c2'>Second</h2><p>Text of <a href='#c1'>the first</a>.</p></div>"
        "<h2 id='c3'>Third</h2><p>The end.</p><p id='n1'>A note on it all.</p>"
    )
    toc = [("First", "all.xhtml#c1"), ("Second", "all.xhtml#c2"), ("Third", "all.xhtml#c3")]
    first, second, third = chapters(book({"all.xhtml": page(body)}, toc=toc))
    assert [one.member for one in (first, second, third)] == [f"OEBPS/all.xhtml#c{n}" for n in (1, 2, 3)]
    assert [block.plain for block in first.article.blocks] == [
        *("Before it all.", "Text of it.[1]", "A note on it all."),
    ]
    assert first.article.blocks[-1].kind == "footnote"
    assert second.article.text() == "Text of the first."
    assert second.article.links[0].kind == "inline"
    assert second.article.links[0].address == "/books/one.epub#OEBPS/all.xhtml#c1"
    assert third.article.text() == "The end.\n\nA note on it all."


# --- what is in a chapter ---------------------------------------------------------------------------------


def test_pictures_come_along_and_links_lead_to_chapters() -> None:
    pages = {
        "text/one.xhtml": page(
            '<h1>One</h1><p>See <a href="two.xhtml#x">there</a> and <a href="https://example.org/">here</a>.</p>'
            '<img src="../my%20pictures/A.png" alt="A"/><img src="gone.png" alt="B"/>'
        ),
        "text/two.xhtml": TWO["two.xhtml"],
    }
    one, _ = chapters(book(pages, extra={"OEBPS/my pictures/a.png": PNG}))
    assert [(asset.name, asset.media_type) for asset in one.assets] == [
        ("OEBPS/my pictures/A.png", "image/png")
    ]
    images = [span.href for block in one.article.blocks for span in block.spans if "image" in span.style]
    assert images == ["OEBPS/my pictures/A.png", "gone.png"]
    links = [span.href for block in one.article.blocks for span in block.spans if "link" in span.style]
    assert links == ["OEBPS/text/two.xhtml#x", "https://example.org/"]
    assert one.article.links[0].address == "/books/one.epub#OEBPS/text/two.xhtml"


def test_notes_at_the_end_of_the_book_are_in_the_chapter_too() -> None:
    pages = {
        "one.xhtml": page(
            '<h1>One</h1><p>A word<sup><a id="r1" href="notes.xhtml#n1">1</a></sup> and more.</p>'
        ),
        "notes.xhtml": page(
            '<h1>Notes</h1><ol><li id="n1"><a href="one.xhtml#r1">1</a> What it means.</li></ol>'
        ),
    }
    one, notes = chapters(book(pages))
    assert [(block.kind, block.plain) for block in one.article.blocks] == [
        ("paragraph", "A word[1] and more."),
        ("footnote", "What it means."),
    ]
    assert [block.kind for block in notes.article.blocks] == ["item"]


def test_a_number_that_is_a_link_to_a_chapter_is_no_note() -> None:
    pages = {"one.xhtml": page('<h1>One</h1><p>See chapter <a href="two.xhtml#t">2</a>.</p>'), **TWO}
    pages["two.xhtml"] = page('<h1 id="t">Two</h1><p>Second.</p>')
    assert [block.kind for block in chapters(book(pages))[0].article.blocks] == ["paragraph"]


def test_elements_that_close_themselves_and_entities_are_read_as_xml() -> None:
    body = '<h1>One</h1><p><a id="x"/>Caf&eacute;&nbsp;<b/>bar</p><script/><p>More.</p>'
    (one,) = chapters(book({"one.xhtml": page(body)}))
    assert one.article.text() == "Café\xa0bar\n\nMore."
    assert all(not span.style for block in one.article.blocks for span in block.spans)


# --- any bytes --------------------------------------------------------------------------------------------

_WHOLE = packed(book(TWO, toc=[("One", "one.xhtml"), ("Two", "two.xhtml#x")], extra={"OEBPS/a.png": PNG}))


@st.composite
def damaged_books(draw: st.DrawFn) -> bytes:
    raw = bytearray(_WHOLE)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(150, len(raw) - 1))
        size = draw(st.integers(1, 40))
        raw[at : at + size] = draw(st.binary(max_size=size + 3))
    return bytes(raw)


_TEXTS = st.text(alphabet="<>/=\"'# aeh1&;!-?[]", max_size=60)


@examples(150)
@given(damaged_books())
def test_any_damage_leaves_articles_or_a_reason(raw: bytes) -> None:
    _read_anything(raw)


@examples(150)
@given(_TEXTS, _TEXTS, _TEXTS, st.sampled_from(["", "#x", "#y"]))
def test_any_package_and_pages_leave_articles_or_a_reason(
    package: str, body: str, toc: str, place: str
) -> None:
    files = book(
        {"one.xhtml": body, "two.xhtml": page(body)}, toc=[("One", f"one.xhtml{place}"), (toc, "two.xhtml")]
    )
    files["OEBPS/book.opf"] = str(files["OEBPS/book.opf"]).replace("<manifest>", f"{package}<manifest>")
    _read_anything(packed(files))


def _read_anything(raw: bytes) -> None:
    with suppress(UnreadableSource):
        for one in epub.read(Fetched("/a.epub", raw)):
            assert one.reason if isinstance(one, Refused) else one.article.title
