"""HTML of any shape: a page is read or refused, whatever it holds, and no text of an article is lost."""

from __future__ import annotations

import string
from contextlib import suppress

from hypothesis import HealthCheck, example, given
from hypothesis import strategies as st

from reader import text
from reader.errors import UnreadableSource
from reader.formats.markup import blocks_of_html
from reader.formats.markup.reading import shallow, tree_of
from reader.formats.web import article_of_page, mhtml, pages
from reader.model import Block
from reader.sources import Fetched
from tests.examples import examples

TAGS = (
    "p div span a b i em strong code pre ul ol li dl dt dd table tr td th thead caption h1 h2 h6 "
    "blockquote figure "
    "figcaption img br hr q sup sub ruby rt math mi details summary section article main nav "
    "footer aside form "
    "input noscript svg template iframe video source picture title script style label"
)
ATTRIBUTES = (
    "class='note'",
    "class='comments'",
    "class='wp-caption-text'",
    "class='sidenote'",
    "id='fn1'",
    "href='#fn1'",
    "href='https://example.org/'",
    "href='x.html'",
    "src='a.png'",
    "src='data:image/png;base64,AAAA'",
    "colspan='3'",
    "rowspan='2'",
    "style='display:none'",
    "style='white-space:pre'",
    "hidden",
    "role='heading'",
    "type='checkbox' checked",
    "reversed",
    "start='-3'",
    "",
)
WORDS = st.text(string.ascii_letters + "é中ب \n\t\xa0&;<>\"'\0\x1b\u202e\ud800", max_size=12)


@st.composite
def markup(draw: st.DrawFn) -> str:
    """HTML with tags in any order, some of them not closed."""
    pieces: list[str] = []
    for _ in range(draw(st.integers(0, 40))):
        kind = draw(st.integers(0, 3))
        tag = draw(st.sampled_from(TAGS.split()))
        if kind == 0:
            pieces.append(draw(WORDS))
        elif kind == 1:
            pieces.append(f"</{tag}>")
        else:
            pieces.append(f"<{tag} {draw(st.sampled_from(ATTRIBUTES))}>")
    return "".join(pieces)


def check(blocks: tuple[Block, ...]) -> None:
    for block in blocks:
        assert block.plain == text.clean(block.plain)
        if block.kind not in ("table", "code", "verse", "image"):
            assert "\n" not in block.plain
            assert "\t" not in block.plain
        assert 0 <= block.level <= 20
        assert block.header <= len(block.rows) if block.kind == "table" else block.header == 0
        assert all(char < "\ud800" or char > "\udfff" for char in block.plain)


@examples(300, suppress_health_check=[HealthCheck.too_slow])
@given(markup())
@example("<ul><b><ul><li>x</ul></b></ul>")
@example("<table><tr><td rowspan=3>a<td>b<tr><td></table>")
@example("<figure><figure><figcaption>x</figure>")
def test_any_markup_becomes_blocks(html: str) -> None:
    check(blocks_of_html(html).blocks)
    check(article_of_page(html.encode("utf-8", "replace")).article.blocks)


@examples(200)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    for reading in (blocks_of_html, article_of_page):
        with suppress(UnreadableSource):
            reading(raw)  # type: ignore[operator]


@examples(200)
@given(
    st.binary(max_size=300),
    st.sampled_from(["<html>", "<p>", "", "From: <Saved by Blink>\nMIME-Version: 1.0\n"]),
)
def test_any_file_is_recognised_or_not(raw: bytes, start: str) -> None:
    fetched = Fetched("/x.html", start.encode() + raw)
    for format_ in (pages, mhtml):
        if format_.sniff(fetched):
            with suppress(UnreadableSource):
                list(format_.read(fetched))


@given(st.lists(st.text(string.ascii_letters, min_size=1, max_size=9), min_size=1, max_size=20), st.data())
def test_every_word_of_an_article_is_kept_in_order(words: list[str], data: st.DataObject) -> None:
    wraps = [
        "p",
        "li",
        "blockquote",
        "h2",
        "td",
        "pre",
        "em",
        "dd",
        "figcaption",
        "div",
        "section",
        "font",
        "center",
    ]
    html = "".join(f"<{tag}>{word} </{tag}>" for word in words for tag in [data.draw(st.sampled_from(wraps))])
    found = " ".join(block.plain for block in blocks_of_html(f"<body>{html}").blocks)
    assert found.split() == words


@given(st.text("<>/abdiv p\n", max_size=200), st.integers(1, 5))
def test_what_is_nested_too_deeply_keeps_its_text(html: str, deepest: int) -> None:
    flat = shallow(html, deepest)
    depth = most = 0
    for event, _ in _events(flat):
        depth += 1 if event == "start" else -1
        most = max(most, depth)
    assert most <= deepest + 8


def _events(html: str) -> list[tuple[str, object]]:
    from lxml import etree

    return list(etree.iterwalk(tree_of(html).root, events=("start", "end")))
