"""Pages that are large or made to be slow: work grows with their size and not with its square."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

import pytest

from reader.errors import UnreadableSource
from reader.formats import parse, saved_page
from reader.text import clean


def lines_run(work: Callable[[], object]) -> int:
    """How many lines of Python a call runs: what it costs, whatever the machine is doing beside it."""
    count = 0

    def trace(_frame: object, event: str, _arg: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def test_many_repeats_of_the_title_are_read_at_once() -> None:
    """A list that is emptied from its beginning moves all the rest each time, in no line of Python."""
    article = saved_page.parse("x\n" * 300_000)
    assert (article.title, [block.kind for block in article.blocks]) == ("x", ["verse"])
    article = saved_page.parse("T\n\n" * 60_000 + "Text.\n\nT\n")
    assert [block.plain for block in article.blocks[-3:]] == ["T", "Text.", "T"]
    assert len(article.blocks) == 60_000 - 3 + 2


@pytest.mark.parametrize(
    "line",
    [
        "- item", "> quoted", "1. item", "    code", "[[1]]", "<<: title", "Recommend", "Heading",
        "Title\n\nteaser...", "- item\ntext", "    code\n\ntext", "Editor's note: text", "A sentence.\n",
        "* * *", "\ttext",
    ],
)  # fmt: skip
def test_twice_the_lines_are_twice_the_work(line: str) -> None:
    few, many = (f"Title\n\nTitle\n\nText.\n\n{chr(10).join([line] * count)}\n" for count in (300, 600))
    first, second = (lines_run(lambda text=text: saved_page.parse(text)) for text in (few, many))  # type: ignore[misc]
    assert second < 2.2 * first


MANY, MILLION = 200_000, 1_000_000


@pytest.mark.parametrize(
    "text",
    [
        "x" * 20 * MANY,
        "-" * 20 * MANY,
        "- " * 10 * MANY + "x",
        "a" + " " * 20 * MANY + "b",
        "a" + "\n" * 20 * MANY + "b",
        "a" + "\t" * 20 * MANY + "b",
        "[[" * 5 * MANY,
        "<<" * 5 * MANY,
        "&" * 10 * MANY,
        "a" + "\xad" * 5 * MANY,
        "a" + "\u0301\u0316" * MANY,
        "> " * 5 * MANY + "x",
        "word " * 2 * MANY,
    ],
    ids=lambda text: ascii(text[:3]),
)
def test_one_line_of_very_many_characters(text: str) -> None:
    """A square of these would not end within any test's time."""
    page = parse(text.encode(), "/page.txt")
    assert page.article.title
    assert len(page.article.blocks) <= 2


def test_more_than_a_million_lines_or_images_are_refused_with_the_reason() -> None:
    for text, what in (("a\n" * (MILLION + 1), "lines"), ("[[1]] " * (MILLION + 1) + "x", "images")):
        with pytest.raises(UnreadableSource) as refused:
            parse(text.encode(), "/page.txt")
        assert str(refused.value) == f"has more than 1,000,000 {what}"
    # Empty ones do not count.
    assert parse(("a\r\n" + "\r\n" * 3 * MILLION + "b").encode(), "/page.txt").article.blocks


def test_many_empty_lines_are_as_one() -> None:
    few, many = (
        "Title\n\nTitle{0}    code{0}    more code{0}text\n".format("\n" * count) for count in (2, 50)
    )
    assert saved_page.parse(many) == saved_page.parse(few)


@pytest.mark.parametrize(
    "page",
    [
        "{0}\n\n{0}\n\nText.\n",
        "Title\n\nTitle\n\nText.\n\n<<: {0}\n",
        "Title\n\nTitle\n\nText.\n\n<<: Other\n\nRecommend\n\n{0}\n\nteaser...\n",
        "Title\n\nTitle\n\nText.\n\nRecommend\n\nOne\n\nteaser...\n\nTwo\n\n{0}\n",
    ],
)
def test_no_title_is_longer_than_a_page(page: str) -> None:
    for count, so in ((1900, True), (2100, False)):
        article = saved_page.parse(page.format("word " * count + "end"))
        titles = [article.title] * (article.title_from == "page") + [
            part for link in article.links for part in (link.title, link.teaser)
        ]
        assert any(len(title) > 9000 for title in titles) == so
        assert any(len(block.plain) > 10_000 for block in article.blocks) == (not so)


# --- marks ----------------------------------------------------------------------------------------------


def test_more_marks_than_any_letter_has_are_left_out() -> None:
    assert clean("a" + "\u0316\u0301" * 40 + "b") == unicodedata.normalize(
        "NFC", "a" + "\u0316\u0301" * 40 + "b"
    )
    text = clean("a" + "\u0316" * 5000 + "b" + "\u0301" * 30 + "c" + "\u0591\u05b0" * 90)
    assert text == unicodedata.normalize(
        "NFC", "a" + "\u0316" * 64 + "b" + "\u0301" * 30 + "c" + "\u0591\u05b0" * 32
    )
    assert clean(text) == text


@pytest.mark.parametrize("mark", ["\u0301", "\u0316", "\u0344", "\u0f73", "\u093c", "\u3099", "\U0001d165"])
@pytest.mark.parametrize("shift", range(9))
def test_cleaning_again_changes_nothing(mark: str, shift: int) -> None:
    for many in (39, 40, 49, 50, 51, 64, 65, 99, 100, 101, 150):
        once = clean(f"{'é' * shift}a{mark * many}b")
        assert clean(once) == once


def test_what_only_looks_like_many_marks_stays() -> None:
    for text in ("★" * 500, "—" * 500, "…" * 500, "🙂" * 500, "।" * 500, "＝" * 500):
        assert clean(text) == text


@pytest.mark.parametrize("encoding", ["cp1252", "koi8-r", "cp1251", "gb18030", "utf-16-le", "utf-16"])
def test_large_files_in_other_encodings(encoding: str) -> None:
    line = {"cp1252": "L’été à côté, dit-elle.", "gb18030": "这是一篇关于养蜂的文章。"}.get(
        encoding, "Пчёлы на крыше."
    )
    rest = "utf-16-le" if encoding == "utf-16" else encoding
    raw = "A page\n\n".encode(encoding) + (line.replace("ё", "е") + "\n").encode(rest) * 50_000
    assert parse(raw, "/page.txt").article.blocks
