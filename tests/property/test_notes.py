"""Notes, whatever is in them: articles, refusals with a reason, or UnreadableSource; and no word is lost."""

from __future__ import annotations

import io
import re
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import formats
from reader.errors import UnreadableSource
from reader.formats import clipper, evernote, joplin, markdown, org, restructured
from reader.formats.markdown import reading
from reader.formats.markdown.syntax import TooMuchWork, parse
from reader.model import Page
from reader.sources import Fetched
from reader.text import clean

READERS = {
    "a.md": markdown.read,
    "a.org": org.read,
    "a.rst": restructured.read,
    "a.enex": evernote.read,
    "a.jex": joplin.read,
    "a.json": clipper.read,
}

SIGNS = [
    *("\n", "\n\n", " ", "  ", "\t", "    ", "  \n", "\\", "\\\n"),
    *("#", "# ", "## ", ">", "> ", "- ", "+ ", "* ", "1. ", "2) ", "[ ] ", "[x] ", ": ", "~ "),
    *("*", "**", "_", "__", "~~", "==", "`", "``", "```", "~~~", "$", "$$", "|", "|-|-|\n", "---\n", "===\n"),
    *(
        "[",
        "]",
        "](",
        ")",
        "![",
        "[[",
        "]]",
        "![[",
        "[^",
        "]:",
        "^[",
        "<",
        ">",
        "</",
        "<b>",
        "</b>",
        "<br>",
        "<!--",
        "-->",
    ),
    *("&amp;", "&#8;", "&", "%%", "%", "{", "}", "!", "^", "^id", "=", "~", "//", "https://a.example.org/"),
    *("+++\n", "title: ", "tags: [", "#+begin_src\n", "#+end_src\n", "#+TITLE: ", ":END:\n", "[fn:", "[fn::"),
    *(
        ".. ",
        "::",
        ".. note:: ",
        ":x:`",
        "`_",
        "\\begin{a}",
        "\\end{a}",
        "\\(",
        "\\)",
        "\u202e",
        "\x1b",
        "\u3042",
        "é",
    ),
]
PIECES = st.lists(st.sampled_from(SIGNS) | st.text(alphabet="abc \n", max_size=4), max_size=60).map("".join)


def read_all(name: str, raw: bytes) -> list[Page]:
    """The articles of a file in the format of its name, as an import would get them."""
    reader = READERS[name]
    fetched = Fetched(f"/notes/{name}", raw)
    form = formats.Format(name, lambda _: True, reader)
    try:
        pages = list(formats.read(fetched, form))
    except UnreadableSource:
        return []
    assert all(page.reason for page in pages if isinstance(page, formats.Refused))
    return [page for page in pages if isinstance(page, Page)]


def check(page: Page) -> None:
    """What is true of every article."""
    assert page.article.title.strip()
    for block in page.article.blocks:
        assert clean(block.text) == block.text
        for span in block.spans:
            assert not re.match(r"\s*(?:javascript|vbscript|file|data):", span.href, re.IGNORECASE)
            assert "link" not in span.style or span.href


@pytest.mark.parametrize("name", READERS)
@given(raw=st.binary(max_size=300))
def test_any_bytes(name: str, raw: bytes):
    for page in read_all(name, raw):
        check(page)


@pytest.mark.parametrize("name", ["a.md", "a.org", "a.rst"])
@given(text=PIECES)
def test_any_signs(name: str, text: str):
    for page in read_all(name, text.encode("utf-8", "replace")):
        check(page)


XML = st.lists(
    st.sampled_from(
        [
            *(
                "<note>",
                "</note>",
                "<title>",
                "</title>",
                "<content>",
                "</content>",
                "<![CDATA[",
                "]]>",
                "<en-note>",
            ),
            *(
                "</en-note>",
                "<resource>",
                "</resource>",
                "<data>",
                "AAAA",
                "</data>",
                "<en-media hash='x'/>",
                "<tag>",
            ),
            *(
                "</tag>",
                "<created>",
                "2022",
                "</created>",
                "&amp;",
                "&#1;",
                "<en-crypt>",
                "</en-crypt>",
                "<p>",
                "text",
            ),
            *("<div style='-en-codeblock:true'>", "</div>", "<en-todo/>", "<table>", "<!DOCTYPE a [", "]>"),
        ]
    ),
    max_size=40,
).map("".join)


@given(XML)
def test_any_elements_of_evernote(text: str):
    for page in read_all("a.enex", f"<en-export>{text}</en-export>".encode()):
        check(page)


LINES = st.lists(
    st.sampled_from(
        [
            *(
                "Title",
                "",
                "text",
                "a: b",
                "type_: 1",
                "type_: 2",
                "type_: 4",
                "type_: 6",
                "type_: x",
                "parent_id: 1",
            ),
            *(
                "id: 0",
                "id: 1",
                "note_id: 1",
                "tag_id: 0",
                "markup_language: 2",
                "deleted_time: 5",
                "![](:/1) [x](:/0)",
            ),
        ]
    ),
    max_size=12,
).map("\n".join)


@given(st.lists(LINES, max_size=5))
def test_any_items_of_joplin(texts: list[str]):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for number, text in enumerate(texts):
            info = tarfile.TarInfo(f"{number:032x}.md")
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text.encode()))
    for page in read_all("a.jex", packed.getvalue()):
        check(page)


# Signs that may take words out of the text: into an address, a comment, a label, a formula's place.
HIDING = (
    "[",
    "]",
    "<",
    "%",
    ":",
    "^",
    "(",
    ")",
    "+++",
    "title",
    "tags",
    "--",
    "\\begin",
    "{",
    "#+",
    ".. ",
    "`",
    "~~~",
)
SHOWING = [sign for sign in SIGNS if not any(hidden in sign for hidden in (*HIDING, "$", "\x1b"))]


@given(st.lists(st.sampled_from(SHOWING), max_size=60))
def test_no_word_is_lost(signs: list[str]):
    words = [f"w{number}w" for number in range(len(signs))]
    text = "".join(f"{sign}{word}" for sign, word in zip(signs, words, strict=True))
    for page in read_all("a.md", text.encode()):
        shown = page.article.title + page.article.text()
        assert [word for word in words if word not in shown] == []


# --- texts that would take the parser very long -----------------------------------------------------------

MANY = 10_000


@pytest.mark.parametrize(
    "sign",
    [
        "[",
        "![",
        "[[a",
        "[^",
        "^[",
        "[](",
        "*a **b ",
        "==a ",
        "`a ",
        "<b>",
        "<!-- ",
        "$a ",
        "\\(",
        "%%a ",
        "a_b*",
        "[a](b ",
    ],
)
def test_a_paragraph_of_signs_keeps_its_text(sign: str):
    (page,) = read_all("a.md", (sign * MANY + "\n\nThe end.").encode())
    assert page.article.blocks[-1].plain == "The end."
    assert (
        "".join(block.plain for block in page.article.blocks).count("a")
        >= (MANY if "a" in sign[:-1] else 0) // 2
    )


def test_deep_nesting_keeps_its_text():
    for text in (">" * 5000 + " deep", "- " * 3000 + "deep", "1. " * 3000 + "deep", "> - " * 2000 + "deep"):
        (page,) = read_all("a.md", f"{text}\n\nThe end.".encode())
        assert "deep" in page.article.text()
        assert page.article.text().endswith("The end.")


def test_lines_that_are_looked_at_too_often_are_plain_text():
    text = ">" * 50 + " a\n" + "b\n" * 20_000
    with pytest.raises(TooMuchWork):
        parse(text, len(text))
    (page,) = read_all("a.md", text.encode())
    assert page.article.text().count("b") == 20_000


def test_a_very_long_text_is_plain_text(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "LONGEST", 1000)
    (page,) = read_all("a.md", ("*word* " * 200).encode())
    assert page.article.text().count("*word*") == 200


@pytest.mark.parametrize("name", ["a.org", "a.rst"])
@pytest.mark.parametrize(
    "sign",
    [
        "*a ",
        "[[a",
        "[fn:",
        "- ",
        "* a\n",
        "  - a\n",
        "#+begin_x\n",
        "`a ",
        ":a:`b ",
        ".. a\n",
        "|a",
        "a\n=\n",
        "\\(",
    ],
)
def test_many_signs_of_other_formats(name: str, sign: str):
    (page,) = read_all(name, (sign * 3000 + "\n\nThe end.").encode())
    assert "The end." in page.article.text()
