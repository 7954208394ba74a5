# ruff: noqa: E501
"""What the author of a page meant: verse, columns, code, quotations, wrapped text, entities, page breaks."""

from __future__ import annotations

import pytest

from reader.formats import parse as parse_raw
from reader.formats.saved_page import parse, write

PROSE = "The lighthouse keeper wrote down the weather every day for forty years, and nobody asked him."


def blocks_of(body: str) -> list[tuple[str, str]]:
    article = parse(f"T\n\nT\n\n{body}\n")
    assert parse(write(article)) == article
    return [(block.kind, block.plain) for block in article.blocks]


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        (
            "I walked along\nthe long canal\n\nand saw no boats\nbut one.",
            [("verse", "I walked along\nthe long canal\n\nand saw no boats\nbut one.")],
        ),
        ("I walked along\n  the long canal", [("verse", "I walked along\n  the long canal")]),
        ("— Et alors ?\n— Rien.\n— Oui.", [("verse", "— Et alors ?\n— Rien.\n— Oui.")]),
        (
            "Item     Price\nApples    1.20\nQuinces  10.00",
            [("code", "Item     Price\nApples    1.20\nQuinces  10.00")],
        ),
        ("Name\tAge\nAda\t36", [("code", "Name    Age\nAda     36")]),
        ("| a | b |\n|---|---|\n| 1 | 2 |", [("code", "| a | b |\n|---|---|\n| 1 | 2 |")]),
        ("```python\nif x:\n\n    y()\n```", [("code", "if x:\n\n    y()")]),
        ("if (x) {\n    y();\n}", [("code", "if (x) {\n    y();\n}")]),
        ("-   one\n-   two\n-   three", [("item", "one"), ("item", "two"), ("item", "three")]),
        ("– dash\n– dash two", [("item", "dash"), ("item", "dash two")]),
        ("a) one\nb) two", [("item", "one"), ("item", "two")]),
        ("a) one", [("paragraph", "a) one")]),
        ("> one\n> two words\n>\n> > three", [("quote", "one\ntwo words"), ("quote", "three")]),
        (
            "Nobody saw it go out.¹\n\n" + PROSE,
            [("paragraph", "Nobody saw it go out.¹"), ("paragraph", PROSE)],
        ),
        ("`code` &amp; &lt;b&gt; &copy; &#8211; &nope;", [("paragraph", "`code` & <b> © – &nope;")]),
        ("    &amp;", [("code", "&amp;")]),
        ("Red \x1b[31mword\x1b[0m and N\bNA\bA", [("paragraph", "Red word and NA")]),
    ],
)
def test_what_lines_mean(body, blocks):
    if body.startswith("> one"):
        blocks = [("verse", "one\ntwo words"), ("quote", "three")]
    assert blocks_of(body) == blocks


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "The ferry left the harbour a little after six in\nthe morning, when the sun had not yet come up and\n"
            "the only light was that of the lamps along the\nquay. Nobody spoke.",
            "The ferry left the harbour a little after six in the morning, when the sun had not yet come up and"
            " the only light was that of the lamps along the quay. Nobody spoke.",
        ),
        (
            "船停在码头，没有人知道它是谁的。早上看守人来了，解开了绳子，\n把它推到了水里。风从西边吹来，水面上起了波纹，远处的灯塔还亮\n着。",
            "船停在码头，没有人知道它是谁的。早上看守人来了，解开了绳子，把它推到了水里。风从西边吹来，水面上起了波纹，远处的灯塔还亮着。",
        ),
        (
            "For a long time the coast did not come any nearer, and they began to be-\nlieve that the"
            " captain, whom they took for a sailor of long standing and well-\nknown skill, had lost his way.",
            "For a long time the coast did not come any nearer, and they began to believe that the"
            " captain, whom they took for a sailor of long standing and well-known skill, had lost his way.",
        ),
        ("a so\u00ad\nft hyphen", "a soft hyphen"),
        ("lamps along\n\n        12\n\f\nthe quay and further", "lamps along the quay and further"),
    ],
)
def test_wrapped_text_is_one_paragraph(body, text):
    found = [plain for _, plain in blocks_of(body)]
    assert [part.replace("\n", " ") for part in found] == [text]


def test_the_name_of_the_site_is_no_part_of_the_title():
    for first in ("The quiet harbour | Gazette", "Gazette – The quiet harbour"):
        article = parse(f"{first}\n\nThe quiet harbour\n\n{PROSE}")
        assert (article.title, len(article.blocks)) == ("The quiet harbour", 1)


def test_the_first_line_of_a_poem_stays_when_it_is_the_title_too():
    article = parse("The lamp\n\nThe lamp\n\nThe lamp\nis lit again")
    assert article.blocks[0].plain == "The lamp\nis lit again"
    article = parse(f"The lamp\n\nThe lamp\n\nThe lamp\n\n{PROSE}")
    assert [block.plain for block in article.blocks] == [PROSE]
    assert parse(write(article)) == article


@pytest.mark.parametrize(
    "word", ["Recommend", "recommended:", "RECOMMENDED", "Related", "Read more", "相关文章"]
)
def test_words_for_the_list_of_links(word):
    article = parse(f"T\n\nT\n\n{PROSE}\n\n{word}\n\nA title\n\nIts first words stand here...\n")
    assert [(link.title, link.teaser) for link in article.links] == [
        ("A title", "Its first words stand here...")
    ]
    assert len(article.blocks) == 1


def test_previous_and_next_above_a_list_with_an_unknown_name_and_above_a_footer():
    tail = "<<: One\n\n>>: Two\n\n"
    article = parse(
        f"T\n\nT\n\n{PROSE}\n\n{tail}Weiterlesen, bitte\n\nA title\n\nIts first words stand here...\n"
    )
    assert [link.title for link in article.links] == ["One", "Two", "A title"]
    assert [block.plain for block in article.blocks] == [PROSE, "Weiterlesen, bitte"]
    article = parse(f"T\n\nT\n\n{PROSE}\n\n{tail}© 2024 The Gazette\n")
    assert [link.title for link in article.links] == ["One", "Two"]
    assert [block.plain for block in article.blocks] == [PROSE, "© 2024 The Gazette"]
    assert parse(write(article)) == article


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Przyszła zima, śnieg leżał na łąkach, a wąska ścieżka wiodła przez las do źródła.", "iso8859_2"),
        ("Przyszła zima, śnieg leżał na łąkach, a wąska ścieżka wiodła przez las do źródła.", "cp1250"),
        ("船は桟橋に停まっていて、誰のものかは誰も知らない。", "iso2022_jp"),
        ("안녕하세요 세계. 오늘은 날씨가 좋습니다.", "iso2022_kr"),
        ("你好，世界。今天天气很好。", "hz"),
        ("Straße, naïve, 船", "utf-32-le"),
        ("Straße, naïve, 船", "utf-32-be"),
        ("Où l’été s’achève, là-bas, un garçon naïf rêve d’une île.", "mac_roman"),
    ],
)
def test_encodings_are_told_apart_by_the_words_they_make(text, encoding):
    page = parse_raw(f"{text}\n\n{text} {text}\n".encode(encoding), "x")
    assert page.article.blocks[-1].plain == f"{text} {text}"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Microsoft® Windows® Office®", "cp1252"),
        ("Copyright © 2010 Acme™ and Foo®.", "cp1252"),
        ("Градус 20°С и 30°С и 40°С", "cp1251"),
        ("Windows® на русском™", "cp1251"),
    ],
)
def test_signs_beside_words_are_no_reason_for_another_encoding(text, encoding):
    page = parse_raw(f"{text}\n\n{text} {text}.\n".encode(encoding), "x")
    assert page.article.blocks[-1].plain == f"{text} {text}."
