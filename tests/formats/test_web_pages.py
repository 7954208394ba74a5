"""Whole web pages: the article is found in them, with its structure and its pictures."""

from __future__ import annotations

import base64
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.errors import UnreadableSource
from reader.formats import Parsed, read
from reader.formats.web import article_of_page
from reader.formats.web.pages import sniff, takes
from reader.model import Article, Page
from reader.sources import Fetched
from tests.formats.sites import SITES, TITLE, Maker, page

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mP8z8BQz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC"
)
URI = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
TEXT = "The keeper counted the boats and wrote down what the ice had said to them that winter. " * 4


def parsed(html: str, files: dict[str, bytes] | None = None, url: str = "") -> Parsed:
    def neighbour(name: str) -> Fetched | None:
        return Fetched(f"/{name}", files[name]) if files and name in files else None

    return article_of_page(html.encode(), url=url, neighbour=neighbour)


def text_of(article: Article) -> str:
    return f"{article.title}\n{article.text()}"


# --- finding the article ------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("site", SITES, ids=lambda site: site.__name__)
def test_the_article_is_found_and_nothing_else(site: Callable[[Maker], str], seed: int) -> None:
    html = page(site, seed)
    article = parsed(html).article
    found = set(re.findall(r"(?:KEEP|JUNK)\d+X", article.text()))
    wanted = set(re.findall(r"KEEP\d+X", html))
    assert wanted - found == set()
    assert found - wanted == set()
    assert article.title == TITLE


def test_a_page_that_is_an_article_already_is_not_cut() -> None:
    html = (
        f"<html><body><p><a href='index.html'>An index</a> of what follows.</p><h1>Title</h1><p>{TEXT}</p>"
        "<ul><li><a href='https://a.example/'>A</a></li><li><a href='https://b.example/'>B</a>"
        "</li></ul></body></html>"
    )
    assert [block.text for block in parsed(html).article.blocks] == [
        "An index of what follows.",
        TEXT.strip(),
        "• A",
        "• B",
    ]


def test_trafilatura_is_not_loaded_for_a_page_without_menus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert len(parsed(f"<article><h1>T</h1><p>{TEXT}</p><p>{TEXT}</p></article>").article.blocks) == 2
    menu = "<nav><a href='/'>x</a></nav>"
    assert len(parsed(f"{menu}<main><h1>T</h1><p>{TEXT}</p><p>{TEXT}</p></main>").article.blocks) == 2


def test_a_page_without_an_article_is_kept_as_it_is() -> None:
    html = (
        "<title>Opening hours</title><h1>Boat shed</h1><table><tr><th>Day<th>Hours<tr><td>Monday"
        "<td>dry</table>"
        "<p>Phone: ask at the inn.</p>"
    )
    article = parsed(html).article
    assert article.title == "Opening hours"
    assert [block.kind for block in article.blocks] == ["heading", "table", "paragraph"]
    only_menus = parsed("<nav><a href='/a'>One</a> <a href='/b'>Two</a></nav><footer>Three</footer>").article
    assert only_menus.text() == "One Two\n\nThree"


def test_a_page_of_links_keeps_them() -> None:
    links = "".join(f'<li><a href="c{number}.html">Chapter {number}</a></li>' for number in range(20))
    blocks = parsed(
        f"<div class='navheader'><a href='x.html'>Up</a></div><h1>Contents</h1><ul>{links}</ul>"
    ).article.blocks
    assert sum(block.kind == "item" for block in blocks) == 20


def test_structure_that_others_lose_stays() -> None:
    html = (
        f"<header><nav><a href='/'>Home</a><a href='/b'>B</a></nav></header><div class='c'><h1>T"
        f"</h1><p>{TEXT}</p>"
        f"<h2>Code</h2><pre><code class='language-sh'>ls -l\n  pwd</code></pre><table><tr><th>a"
        f"<th>b<tr><td>1<td>2</table>"
        f"<ul><li>x<ul><li>y</ul></ul><figure><img src='/p.png'><figcaption>P</figcaption>"
        f"</figure><p>{TEXT}</p></div>"
        "<footer><a href='/i'>Imprint</a></footer>"
    )
    kinds = [block.kind for block in parsed(html).article.blocks]
    assert kinds == ["paragraph", "heading", "code", "table", "item", "item", "image", "paragraph"]


def test_the_text_that_a_page_states_for_machines_says_what_the_article_is() -> None:
    other = "Something else that stands beside it and is as long as a paragraph may be. " * 3
    html = (
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{TEXT}"}}</script>'
        f"<div><a href='/'>Home</a></div><div><div><p>{TEXT}</p></div><div><p>{other}</p></div></div>"
    )
    assert parsed(html).article.text() == TEXT.strip()


# --- pictures -----------------------------------------------------------------------------------------


def images(article: Article) -> list[str]:
    return [span.href for block in article.blocks for span in block.spans if "image" in span.style]


def test_pictures_beside_the_page() -> None:
    files = {"My page_files/a b.png": PNG, "c.png": PNG, "d.png": b"<html>not found</html>"}
    html = (
        f"<article><p>{TEXT}</p><img src='./My%20page_files/a%20b.png'><img src='c.png?v=1'><img src='d.png'>"
        f"<img src='/e.png'><img src='f.png'></article>"
    )
    found = parsed(html, files, url="https://example.org/x/y.html")
    assert images(found.article) == [
        "My page_files/a b.png",
        "c.png",
        "https://example.org/x/d.png",
        "https://example.org/e.png",
        "https://example.org/x/f.png",
    ]
    assert [(asset.name, asset.raw, asset.media_type) for asset in found.assets] == [
        ("My page_files/a b.png", PNG, "image/png"),
        ("c.png", PNG, "image/png"),
    ]


def test_pictures_inside_the_page() -> None:
    html = (
        f"<style>:root{{--sf-img-1:url(\"{URI}\")}}</style><article><p>{TEXT}</p><img alt=A src='{URI}'>"
        "<img alt=B src='data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 "
        "width=%229%22></svg>' "
        "style='background-image:var(--sf-img-1)!important'><img src='data:image/png;base64,AAAA'>"
        "<img src='data:image/png;base64,%%%'><img src='data:text/html,x'></article>"
    )
    found = parsed(html)
    assert images(found.article) == ["picture-1.png", "picture-1.png"]
    assert [(asset.name, asset.raw) for asset in found.assets] == [("picture-1.png", PNG)]


def test_logos_portraits_and_pixels_are_no_pictures() -> None:
    html = (
        f"<article><p>{TEXT}</p><img class='logo' src='a.png'><img class='avatar' src='b.png' width=40>"
        "<img src='https://c.example/pixel.gif' width=1 height=1><img src='d.png'></article>"
    )
    assert images(parsed(html).article) == ["d.png"]


# --- the format ---------------------------------------------------------------------------------------


def pages_of(raw: bytes, name: str = "/saved/page.html", names: tuple[str, ...] = ()) -> list[Page]:
    found = list(read(Fetched(name, raw, names=lambda: names)))
    assert all(isinstance(one, Page) for one in found)
    return [one for one in found if isinstance(one, Page)]


@pytest.mark.parametrize(
    "raw",
    [
        b"<!DOCTYPE html><title>T</title><p>x",
        b"\xef\xbb\xbf<html><body>x</body></html>",
        "<html><body>x</body></html>".encode("utf-16"),
        b"<!-- saved from url=(0014)about:internet -->\n<HTML><P>x",
        b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x" "y"><html xmlns="http://www.w3.org/1999/xhtml"/>',
        b"<p>one</p>\n<p>two</p>\n<p>three</p>\n",
        b"<!DOCTYPE html><meta charset=shift_jis><p>" + "終点の停留所".encode("shift_jis"),
    ],
)
def test_html_is_recognised_by_its_content(raw: bytes) -> None:
    assert sniff(Fetched("/x.txt", raw))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\0\0\0",
        PNG,
        b"Title\n\nTitle\n\nA page.\n",
        b"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF='x'>y</A></DL>",
        b"<?xml version='1.0'?><rss><channel/></rss>",
        b"# Markdown\n\n<p>with a tag</p>\n",
        b"\xff\xfe<" + bytes(range(256)) * 20,
    ],
)
def test_what_is_no_html(raw: bytes) -> None:
    assert not sniff(Fetched("/page.html", raw))


def test_a_page_is_read_through_the_registry() -> None:
    links = "<a href='other%20page.html#x'>Other</a> <a href='gone.html'>Gone</a>"
    raw = f"<title>T</title><p>{TEXT} {links}</p>".encode()
    (one,) = pages_of(raw, names=("other page.html", "page.html"))
    assert (one.article.title, one.article.lang, one.encoding) == ("T", "en", "utf-8")
    assert [(link.kind, link.title, link.address) for link in one.article.links] == [
        ("inline", "Other", "/saved/other page.html")
    ]


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(UnreadableSource, match="the page holds no text"):
        pages_of(b"<html><body><script>x</script></body></html>")


@pytest.mark.parametrize(
    "folder", ["page_files", "page-Dateien", "page_fichiers", "page_archivos", "page.files"]
)
def test_the_folder_that_a_browser_made_belongs_to_the_page(folder: str) -> None:
    names = ["page.html", f"{folder}/a.css", f"{folder}/b/c.png", "pages/d.html", "other_files/e.css"]
    assert list(takes("page.html", names)) == names[1:3]
    assert list(takes("sub/page.htm", [f"sub/{name}" for name in names])) == [
        f"sub/{name}" for name in names[1:3]
    ]


# --- samples ------------------------------------------------------------------------------------------


@pytest.fixture
def samples(shared: Path) -> Path:
    """Invented samples of what people have saved, which lie outside the project."""
    folder = shared / "intake" / "samples" / "pages"
    if not folder.is_dir():
        pytest.skip(f"needs the samples: there is no {folder}")
    return folder


def test_a_page_saved_by_a_browser(samples: Path) -> None:
    path = samples / "La poste au pied du glacier.html"
    raw = path.read_bytes()

    def neighbour(name: str) -> Fetched | None:
        file = samples / name
        return Fetched(str(file), file.read_bytes()) if file.is_file() else None

    (one,) = [
        found for found in read(Fetched(str(path), raw, neighbours=neighbour)) if isinstance(found, Page)
    ]
    assert one.facts.url == "https://altitude.example.net/poste-du-glacier"
    assert (one.facts.author, one.facts.published) == ("Aurélien Teyssier", "2021-08-30T07:00:00Z")
    assert "Boutique" not in one.article.text()
    assert [asset.name for asset in one.assets] == images(one.article)


def test_a_page_saved_with_singlefile(samples: Path) -> None:
    (one,) = pages_of((samples / "singlefile.html").read_bytes())
    assert one.facts.url == "https://terminals.example.com/orchard"
    assert one.facts.saved == "2022-05-18T08:09:10Z"
    assert len(images(one.article)) == 4
    assert {asset.name for asset in one.assets} == set(images(one.article))
    assert "saved page" not in one.article.text()


# --- nothing hangs or crashes -------------------------------------------------------------------------


def odd_pages() -> Iterator[tuple[str, bytes]]:
    """Pages that are much of one thing."""
    yield "deep", b"<html><body>" + b"<div>x " * 100_000 + b"the end"
    yield "lists", b"<ul><li>x " * 50_000
    yield "quotes", b"<blockquote>x " * 50_000
    yield "tables", b"<table><tr><td>x " * 20_000
    yield "inline", b"<p>" + b"<b><i><span>x" * 30_000
    yield "closing", b"<b>x" * 20_000 + b"</a>" * 20_000
    yield "less", b"<p>" + b"<" * 200_000
    yield "comment", b"<p>x<!--" + b"a " * 500_000
    yield "attribute", b"<p>x</p><p title='" + b"a " * 500_000
    yield "nulls", b"<html>\0<body>" + b"<p>a\0b\0c</p>" * 100
    yield "breaks", b"<p>" + b"line<br>" * 50_000
    yield "notes", b"".join(b"<p>x<a href='#n%d'>%d</a>" % (n, n) for n in range(3000)) + b"<p id=n1>y"
    yield "data", b'<script type="application/ld+json">' + b'{"@graph":[' * 20_000 + b"</script><p>x"
    yield "spans", b"<table>" + b"<tr><td rowspan=99999 colspan=99999>x<td>y" * 500
    yield "unclosed", b"<div>" * 300 + b"<a" * 100_000
    yield "sections", b'<html xmlns="http://www.w3.org/1999/xhtml"><p>x' + b"<![CDATA[" * 50_000
    yield "comments in styles", b"<style>none" + b"/*" * 200_000 + b"</style><p>x"
    yield "long styles", (b"<p style='" + b"a" * 9000 + b"'>x") * 200
    yield "sources", (b"<p>x<img srcset='" + b"a" * 15_000 + b" b'>") * 50
    yield "backgrounds", b"<p>x<img src=a style='" + b"background:" * 100_000 + b"'>"
    yield "listings", b"<div>" + b"<pre>x</pre>" * 10_000
    yield "headings", b"<nav><a href='/'>x</a></nav>" + b"<h2><a href='/x'>y</a></h2>" * 5000
    yield "marks", b"<div id=fn1>" * 150 + b"<sup><a href='#fn1'>1</a></sup>" * 5000 + b"x " * 20_000
    yield "styles", b"<style>" + b".a{display:none}" * 20_000 + b"</style><p class=a>x"


@pytest.mark.parametrize(
    ("name", "raw"), odd_pages(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_odd_pages_are_read_in_time(name: str, raw: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = article_of_page(raw).article
    assert name in ("attribute", "unclosed") or found.blocks
    if name == "deep":
        assert found.text().endswith("the end")


@pytest.mark.slow
def test_a_page_of_twenty_megabytes() -> None:
    paragraph = (
        b"<p>A paragraph with <a href='x'>a link</a> and <b>bold</b> words, like many others here.</p>\n"
    )
    raw = b"<nav><a href='/'>x</a></nav>" + paragraph * (20_000_000 // len(paragraph))
    assert len(article_of_page(raw).article.blocks) > 200_000


def test_a_piece_of_a_page_is_called_by_its_first_words() -> None:
    (page,) = read(Fetched("/x.html", b"<div><p>The ferry was late again.</p><p>Nobody knew why.</p></div>"))
    assert isinstance(page, Page)
    assert page.article.title == "The ferry was late again."
    assert page.article.title_from == "text"
