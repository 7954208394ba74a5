"""What stood at the end of a wrapped line, and how it goes on."""

from __future__ import annotations

import pytest

from reader.formats.line_joining import join
from reader.formats.saved_page import parse


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (("the shelf of Kinder-", "und Jugendbücher"), "the shelf of Kinder- und Jugendbücher"),
        (("first-", "or second-year students"), "first- or second-year students"),
        (("the land came clo\u2010", "ser at noon"), "the land came closer at noon"),
        (("the years 1914-", "1918 were long"), "the years 1914-1918 were long"),
        (("it came clo-", "ser at noon"), "it came closer at noon"),
        (("a well-", "known pier"), "a well-known pier"),
    ],
)
def test_hyphens_at_line_ends(lines: tuple[str, ...], joined: str) -> None:
    assert join(lines) == joined


def test_a_short_line_with_a_hyphen_ends_no_paragraph() -> None:
    text = (
        "Low water\n\nLow water\n\nAt noon the crew saw land that was low and grey, and still a way off,\n"
        "and one of them began to be-\nlieve that the captain had lost the way.\n"
    )
    assert [block.plain for block in parse(text).blocks] == [
        "At noon the crew saw land that was low and grey, and still a way off,"
        " and one of them began to believe that the captain had lost the way."
    ]


def test_a_sentence_with_the_mark_of_a_note_is_no_heading() -> None:
    text = "灯台\n\n灯台\n\n誰も彼に聞かなかった。③\n\n番人はそれを本に書き、窓を閉めた。外は雨だった。\n"
    assert [block.kind for block in parse(text).blocks] == ["paragraph", "paragraph"]


def test_fences_of_tildes_hold_code_if_they_name_its_language() -> None:
    text = "Code\n\nCode\n\nUse this:\n\n~~~js\nif (x) {\n  y();\n}\n~~~\n\nDone here.\n"
    assert [(block.kind, block.language) for block in parse(text).blocks][1] == ("code", "js")
    scenes = "Two\n\nTwo\n\nIt was dark.\n\n~~~\n\nIt was light.\n\n~~~\n\nIt was dark again.\n"
    assert "code" not in [block.kind for block in parse(scenes).blocks]


def test_the_foot_below_a_sure_list_is_text() -> None:
    text = (
        "Foot\n\nFoot\n\nText of the page.\n\n<<:  A short history\n\nRecommend\n\nWalking the line\n\n"
        "We set out from the pier with a brass instrument a...\n\n"
        "© 2020 Gazette. All rights reserved.\n\nContact us\n"
    )
    article = parse(text)
    assert [link.title for link in article.links] == ["A short history", "Walking the line"]
    assert [block.plain for block in article.blocks][1:] == [
        "© 2020 Gazette. All rights reserved.",
        "Contact us",
    ]
