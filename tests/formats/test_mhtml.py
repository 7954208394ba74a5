"""Web archives: a page and its pictures in one mail."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from reader.errors import UnreadableSource
from reader.formats import read
from reader.formats.web.mhtml import sniff
from reader.model import Page
from reader.sources import Fetched

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mP8z8BQz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC"
)
TEXT = "Between midnight and six I am the only warm thing in a building full of patience. " * 3
HEAD = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/night\r\n"
    "Subject: =?utf-8?b?5aSc54Gv5LiO5rih6Ii5?=\r\nDate: Sat, 21 Jan 2023 10:10:11 "
    "+0100\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n'
)
PICTURE = base64.encodebytes(PNG).decode()


def archive(html: str, *parts: str, head: str = HEAD, location: str = "https://a.example/night") -> bytes:
    page = (
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Location: {location}\r\n\r\n{base64.encodebytes(html.encode()).decode()}"
    )
    return "".join((head, *(f"--B\r\n{part}\r\n" for part in (page, *parts)), "--B--\r\n")).encode()


def picture(*headers: str) -> str:
    return "\r\n".join(
        ("Content-Type: image/png", "Content-Transfer-Encoding: base64", *headers, "", PICTURE)
    )


def only(raw: bytes) -> Page:
    (one,) = read(Fetched("/page.mhtml", raw))
    assert isinstance(one, Page)
    return one


def test_a_page_and_its_pictures() -> None:
    html = (
        f"<nav><a href='/'>Home</a></nav><article><p>{TEXT}</p><img src='https://a.example/i/a.png' alt=A>"
        "<img src='i/b.png'><img src='cid:c@x'><img src='cid:gone@x'><p><a href='other'>Other"
        "</a> is far away.</p></article>"
    )
    one = only(
        archive(
            html,
            picture("Content-Location: https://a.example/i/a.png"),
            picture("Content-Location: https://a.example/i/b.png"),
            picture("Content-ID: <c@x>", "Content-Location: https://a.example/i/c.png"),
        )
    )
    assert (one.article.title, one.facts.url) == ("夜灯与渡船", "https://a.example/night")
    assert one.facts.saved == "2023-01-21T09:10:11Z"
    names = [span.href for block in one.article.blocks for span in block.spans if "image" in span.style]
    assert names == ["https://a.example/i/a.png", "https://a.example/i/b.png", "cid:c@x", "cid:gone@x"]
    assert [(asset.name, asset.raw, asset.media_type) for asset in one.assets] == [
        (name, PNG, "image/png") for name in names[:3]
    ]
    assert [span.href for span in one.article.blocks[-1].spans if span.href] == ["https://a.example/other"]
    assert "Home" not in one.article.text()


def test_the_title_of_the_page_counts_more_than_the_subject() -> None:
    assert only(archive(f"<title>Night shift</title><p>{TEXT}</p>")).article.title == "Night shift"


def test_the_first_page_is_the_one_that_the_header_names() -> None:
    frame = (
        "Content-Type: text/html\r\nContent-Location: https://a.example/night\r\n\r\n<p>The page "
        "itself, at last.</p>"
    )
    one = only(archive("<p>A frame with something else.</p>", frame, location="https://ads.example/"))
    assert one.article.text() == "The page itself, at last."


def test_archives_of_other_programs() -> None:
    internet_explorer = (
        'From: "Saved by Windows Internet Explorer 8"\r\nSubject: Old\r\nMIME-Version: 1.0\r\n'
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="B"\r\n\r\nThis '
        "is MIME.\r\n\r\n"
    )
    assert only(archive(f"<p>{TEXT}</p>", head=internet_explorer)).article.title == "Old"
    single = (
        "Content-Type: text/html; charset=windows-1252\r\nContent-Location: "
        "https://a.example/one\r\nMIME-Version: 1.0\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n<title>One</title><p>caf=E9</p>"
    )
    one = only(single.encode())
    assert (one.article.text(), one.facts.url) == ("café", "https://a.example/one")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Subject: a mail\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nHello.",
        b"Subject: a mail\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>Hello.",
        b"From: a\nTo: b\n\nA letter: multipart/related.",
        b"WARC/1.0\r\nWARC-Type: response\r\n",
        b"<html>Content-Type: multipart/related</html>",
    ],
)
def test_what_is_no_archive(raw: bytes) -> None:
    assert not sniff(Fetched("/page.mht", raw))


def test_archives_that_hold_no_page() -> None:
    raw = HEAD.encode() + b"--B\r\nContent-Type: text/css\r\n\r\nbody{}\r\n--B--\r\n"
    with pytest.raises(UnreadableSource, match="a web archive without a page"):
        only(raw)
    cut = archive(f"<title>Cut</title><p>{TEXT}</p>")
    assert only(cut[: len(cut) - 60]).article.title == "Cut"


def test_samples(shared: Path) -> None:
    folder = shared / "intake" / "samples" / "pages"
    if not folder.is_dir():
        pytest.skip(f"needs the samples: there is no {folder}")
    for name in ("seed-bank.mhtml", "yedeng.mht"):
        one = only((folder / name).read_bytes())
        assert [asset.name for asset in one.assets] == [
            span.href for block in one.article.blocks for span in block.spans if "image" in span.style
        ]
        assert len(one.assets) == 1
        assert one.facts.saved
