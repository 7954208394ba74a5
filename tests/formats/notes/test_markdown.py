"""Markdown: what people write, as blocks."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from reader import formats
from reader.model import Link
from reader.sources import Fetched
from tests.formats.notes.vault import PNG, folder, note, shown, styles


def test_each_kind_of_block():
    page = note(
        "# Title\n\nA line\nthat the editor wrapped, because there was no more room.\n\n## Part\n\n"
        "> quoted\n>> twice\n\n---\n\n```python title=x\na = 1\n```\n\n    indented\n\n"
        "1) one\n   - inner\n\n     more of it\n2) two\n\n"
        "| A | B |\n|--:|:-:|\n| 1 | `x` \\| y |\n"
    )
    assert page.article.title == "Title"
    assert shown(page) == [
        "paragraph A line that the editor wrapped, because there was no more room.",
        "heading2 Part",
        "quote1 quoted",
        "quote2 twice",
        "rule",
        "code python a = 1",
        "code indented",
        "item1 1) one",
        "item2 • inner",
        "paragraph in2 more of it",
        "item1 2) two",
        "table A\tB\n1\tx | y",
    ]
    table = page.article.blocks[-1]
    assert (table.align, table.header) == ("rc", 1)


def test_styles_within_a_paragraph():
    page = note(
        "*a* **b** ***c*** ~~d~~ `e` ==f *g*== H<sub>2</sub>O 10<sup>6</sup> <kbd>K</kbd> <b>i</b> "
        "<mark>j</mark> &copy; \\*k\\*"
    )
    assert styles(page) == [
        ("a", "emphasis", ""),
        ("b", "strong", ""),
        ("c", "strong emphasis", ""),
        ("d", "deleted", ""),
        ("e", "code", ""),
        ("f ", "highlighted", ""),
        ("g", "emphasis highlighted", ""),
        ("₂", "subscript", ""),
        ("⁶", "superscript", ""),
        ("K", "code", ""),
        ("i", "strong", ""),
        ("j", "highlighted", ""),
    ]
    assert page.article.text().endswith("© *k*")
    assert [mark.quote for mark in page.facts.highlights] == ["f g", "j"]


def test_signs_that_are_no_markup_stay():
    text = "if a == b or c == d, 5 % of x^2, a vector<int>, $5 and $6, :smile:, 3 * 4 * 5, snake_case_word"
    assert note(text).article.text() == text


def test_comments_of_notes_and_of_html_are_left_out():
    page = note(
        "Before %%not this%% after.\n\n%%\nnor\n\nthis\n%%\n\n<!-- nor this -->\n\nEnd <!-- no --> here."
    )
    assert shown(page) == ["paragraph Before  after.", "paragraph End  here."]


def test_formulas_stay_as_written():
    page = note("So $a_1 * b_2 * c$ and \\(x^2\\).\n\n$$\n\\int x\\,dx\n$$\n\n$$\na\\\\\nb\n$$")
    assert shown(page) == [
        "paragraph So $a_1 * b_2 * c$ and \\(x^2\\).",
        "paragraph $$ \\int x\\,dx $$",
        "verse $$\na\\\\\nb\n$$",
    ]
    assert styles(page) == [("$a_1 * b_2 * c$", "math", ""), ("\\(x^2\\)", "math", "")]


def test_tasks_and_definitions():
    page = note(
        "- [x] done\n- [ ] *to do*\n- [link](https://a.example.org)\n\nTerm\n: What it means\n: Or this"
    )
    assert shown(page) == [
        "item1 ☑ done",
        "item1 ☐ to do",
        "item1 • link",
        "paragraph Term",
        "item1 – What it means",
        "item1 – Or this",
    ]


def test_footnotes_are_numbered_and_none_is_lost():
    page = note(
        "A[^b] and^[in *line*] and again[^b].\n\n[^b]: First.\n\n    Second.\n\n[^unused]: Still here."
    )
    assert shown(page) == [
        "paragraph A[1] and[2] and again[1].",
        "footnote [1] First.",
        "footnote Second.",
        "footnote [2] in line",
        "footnote [unused] Still here.",
    ]
    assert ("[2]", "footnote", "2") in styles(page)


def test_numbers_of_footnotes_stay():
    assert shown(note("A[^7].\n\n[^7]: Seven.")) == ["paragraph A[7].", "footnote [7] Seven."]


def test_callouts_have_their_title_and_lose_their_sign():
    page = note("> [!tip]- Mind *this*\n> The text\n\n> [!WARNING]\n> Hot.")
    assert shown(page) == ["quote1 Mind this", "quote1 The text", "quote1 Warning", "quote1 Hot."]
    assert styles(page)[0] == ("Mind ", "strong", "")


def test_lines_that_are_meant_stay_lines():
    page = note("One  \ntwo\\\nthree\n\nRoses are red\nViolets are blue\n\n" + "long line " * 20 + "\\\nnext")
    assert shown(page)[:2] == ["verse One\ntwo\nthree", "verse Roses are red\nViolets are blue"]
    assert [block.kind for block in page.article.blocks[2:]] == ["paragraph", "paragraph"]


def test_chinese_lines_are_joined_without_a_space():
    first, second = "山高月小水落石出" * 4, "清风徐来水波不兴" * 4
    assert note(f"{first}\n{second}").article.text() == first + second


def test_html_in_a_note():
    page = note(
        '<div align="center">\n<p>Centred <b>text</b></p>\n</div>\n\nA<br>B\n\n'
        "<details>\n<summary>More</summary>\n\n"
        "Inside\n\n</details>\n\n<table><tr><th>A</th>\n\n<th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"
    )
    assert shown(page) == [
        "paragraph Centred text",
        "verse A\nB",
        "item1 ▾ More",
        "paragraph Inside",
        "table A\tB\n1\t2",
    ]


# --- titles -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("# One\n\n# Two", "One", ["heading1 Two"]),
        ("---\ntitle: Stated\n---\n# Stated\n\nText", "Stated", ["paragraph Text"]),
        ("---\ntitle: Stated\n---\n## Other\n\nText", "Stated", ["heading2 Other", "paragraph Text"]),
        ("![p](p.png)\n\n# Below a picture\n\nText", "Below a picture", ["image p", "paragraph Text"]),
        ("Text first.\n\n# Only one\n\nMore", "Only one", ["paragraph Text first.", "paragraph More"]),
        ("## Part\n\nText", "A note", ["heading2 Part", "paragraph Text"]),
        ("Text.\n\n# A\n\n# B", "A note", ["paragraph Text.", "heading1 A", "heading1 B"]),
    ],
)
def test_where_the_title_comes_from(text, title, rest):
    page = note(text)
    assert (page.article.title, page.article.title_from) == (title, "page")
    assert shown(page) == rest


def test_a_name_without_a_text_is_no_note():
    with pytest.raises(formats.UnreadableSource):
        formats.parse(b" ", "/notes/A note.md")


def test_a_name_that_says_nothing_is_no_title():
    page = note("The first words of a text without a title, which go on for a long time.", "/x/index.md")
    assert page.article.title == "The first words of a text without a title, which go on for a long…"
    assert page.article.title_from == "text"
    assert note("## Part\n\nText", "/x/README.md").article.title == "Part"


# --- links and pictures -------------------------------------------------------------------------------


def test_links_lead_to_the_articles_of_other_files(tmp_path: Path):
    pages = folder(
        tmp_path,
        {
            "index.md": "# A\n\n[there](sub/b.md#part) [lost](lost.md) [here](#below) [web](https://w.example.org/)",
            "sub/b.md": "# B\n\n[up](../index.md) and [short](c)",
            "sub/c.md": "# C\n\nhttps://bare.example.org/x(y), see.",
        },
    )
    assert [(link.title, link.address) for link in pages["index.md"].article.links] == [
        ("there", f"{tmp_path}/sub/b.md#part"),
        ("lost", f"{tmp_path}/lost.md"),
        ("web", "https://w.example.org/"),
    ]
    assert ("here", "", "") not in styles(pages["index.md"])
    assert [link.address for link in pages["sub/b.md"].article.links] == [
        f"{tmp_path}/index.md",
        f"{tmp_path}/sub/c.md",
    ]
    assert [link.address for link in pages["sub/c.md"].article.links] == ["https://bare.example.org/x(y)"]


def test_links_of_a_clipped_page_lead_to_the_web():
    page = note(
        "---\nsource: https://site.example.org/a/b\n---\n[c](c) ![p](/p.png) [mail](mailto:a@example.org)"
    )
    assert [link.address for link in page.article.links] == ["https://site.example.org/a/c"]
    assert styles(page)[1:] == [
        ("p", "image", "https://site.example.org/p.png"),
        ("mail", "link", "mailto:a@example.org"),
    ]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x"]
)
def test_addresses_that_must_not_be_followed_are_only_words(address):
    page = note(f"[words]({address})")
    assert (page.article.text(), page.article.links, styles(page)) == ("words", (), [])


def test_wiki_links_find_notes_and_pictures_anywhere(tmp_path: Path):
    pages = folder(
        tmp_path,
        {
            "Deep/er/One.md": "[[two]], [[Two#Part|words]], [[Nowhere]], [[#Here]], [[Two#^mark]], "
            "[[Docs/Two]]\n\n"
            "![[MAP.png|200]] ![[Two]] ![[Files/map.png|A map|300]]",
            "Two.md": "## Part\n\nText ^mark\n\n[[1]](https://n.example.org) and `[[code]]`",
            "Files/map.png": PNG,
            "Docs/Two.md": "another",
        },
    )
    one = pages["Deep/er/One.md"]
    assert [(link.title, link.address.removeprefix(f"{tmp_path}/")) for link in one.article.links] == [
        ("two", "Two.md"),
        ("Two", "Two.md#Part"),
        ("Nowhere", ""),
        ("Two", "Two.md#^mark"),
        ("Two", "Docs/Two.md"),
        ("Two", "Two.md"),
    ]
    assert one.article.text() == ("two, words, Nowhere, Here, Two, Docs/Two\n\n Two A map")
    assert [asset.name for asset in one.assets] == ["MAP.png", "Files/map.png"]
    assert ("Nowhere", "link", "Nowhere") in styles(one)
    assert shown(pages["Two.md"]) == ["heading2 Part", "paragraph Text", "paragraph [1] and [[code]]"]


def test_pictures_beside_a_note_come_along(tmp_path: Path):
    pages = folder(
        tmp_path,
        {
            "a.md": '![alt|100](my%20pics/p.png "Caption")\n\n'
            "In ![x](my%20pics/p.png) text ![gone](no.png)\n\n"
            "![text](note.txt) [![linked](my%20pics/p.png)](https://big.example.org)\n\n"
            "<img src='my%20pics/p.png' alt=h>",
            "my pics/p.png": PNG,
            "note.txt": "no picture",
        },
    )
    page = pages["a.md"]
    assert [(asset.name, asset.media_type) for asset in page.assets] == [("my pics/p.png", "image/png")]
    first = page.article.blocks[0]
    assert (first.kind, first.picture.text, first.caption[0].text) == ("image", "alt", "Caption")
    assert [href for _, style, href in styles(page) if "image" in style] == [
        *("my pics/p.png", "my pics/p.png", "no.png", "note.txt", "my pics/p.png", "my pics/p.png"),
    ]
    assert page.article.links == (Link("inline", "linked", address="https://big.example.org"),)


def test_a_picture_written_into_the_text_is_an_asset():
    data = f"data:image/png;base64,{base64.b64encode(PNG + bytes(40)).decode()}"
    page = note(f"![one]({data})\n\n![again][r] `{data}`\n\n[r]: <{data}>")
    assert [(asset.name, asset.raw, asset.media_type) for asset in page.assets] == [
        ("picture-1.png", PNG + bytes(40), "image/png")
    ]
    assert page.article.blocks[0].picture.href == "picture-1.png"
    assert data in page.article.blocks[1].plain


def test_nothing_outside_the_folder_is_read(tmp_path: Path):
    (tmp_path / "secret.png").write_bytes(PNG)
    pages = folder(tmp_path / "notes", {"a.md": "![x](../secret.png) ![[../secret.png]] ![y](/etc/passwd)"})
    assert pages["a.md"].assets == ()


# --- which files --------------------------------------------------------------------------------------

SAVED = "Tea\n\nTea\n\nA pot, leaves, water.\n\n<<:  Before\n\n>>:  After\n"


@pytest.mark.parametrize(
    ("name", "text", "format"),
    [
        ("a.md", "Text", "Markdown"),
        ("a.MARKDOWN", "Text", "Markdown"),
        ("a.md", SAVED, "saved page"),
        ("a.md", "Text\n\n>>: Next one", "saved page"),
        ("a.md", "# Tea\n\n# Tea", "Markdown"),
        ("a.md", "---\n---\nText", "Markdown"),
        ("a.md", "<!DOCTYPE html><html><body><p>Text</p></body></html>", "HTML page"),
        ("a.md", '<p align="center"><img src="x.png"></p>\n\n# Title\n\nText', "Markdown"),
        ("a.txt", "# Title\n\nText", "saved page"),
        ("a.txt", "---\ntitle: T\nsource: https://a.example.org\n---\nText", "Markdown"),
        ("stdin:1", "# Title\n\n## Part\n\nText", "Markdown"),
        ("stdin:1", "Title\n\nText", "saved page"),
        ("a.org", "* A", "Org"),
        (
            "www.example.org",
            "<html><head><title>x</title></head><body><p>Text</p></body></html>",
            "HTML page",
        ),
        ("a.rst", "A\n=", "reStructuredText"),
    ],
)
def test_which_format_reads_a_file(name, text, format):
    source = name if name.startswith("stdin:") else f"/x/{name}"
    assert formats.format_of(Fetched(source, text.encode())).name == format


def test_encodings_and_line_ends():
    page = note("# Müller\r\n\r\nGrüße aus der Küche, schöne Tage.\r\n".encode("cp1252"))
    assert (page.article.title, page.encoding) == ("Müller", "cp1252")
    assert note("\ufeff---\r\ntitle: T\r\n---\r\nText".encode()).article.title == "T"


def test_control_characters_of_entities_are_removed():
    page = note('---\ntitle: "a\\e[31m\\u202eb"\n---\nx&#27;[31m&#x202e;y `&#27;` [a](b "&#7;")')
    assert page.article.title == "a[31mb"
    assert "\x1b" not in page.article.text()
    assert "\u202e" not in page.article.text()
