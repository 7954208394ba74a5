"""Prose that was wrapped at a column flows again, verse keeps its lines: in many languages and widths."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from reader.formats.exports.entries import blocks_of_text
from reader.formats.saved_page import parse
from reader.formats.wrapping import column_of
from reader.model import Block
from reader.text import width

LANGUAGES = {
    one["lang"]: one
    for one in map(
        json.loads, (Path(__file__).parents[1] / "data/wrapping.jsonl").read_text("utf-8").splitlines()
    )
}
"""Two paragraphs and two stanzas in each of some thirty languages."""

UNSPACED = ("zh", "ja", "th")


def wrapped(text: str, cells: int, *, lang: str) -> list[str]:
    if lang not in UNSPACED:
        return textwrap.wrap(text, cells)
    lines = [""]
    for char in text:
        # No line begins with a sign that ends a sentence, or with a mark.
        if width(lines[-1] + char) > cells and width(char) and char not in "。，、ะาำๆ ":
            lines.append("")
        lines[-1] += char
    return lines


def read(groups: Sequence[Sequence[str]]) -> tuple[Block, ...]:
    text = "\n\n".join(map("\n".join, groups))
    return parse(f"A title\n\nA title\n\n{text}\n").blocks


def squeezed(text: str) -> str:
    return "".join(text.split())


def flows(paragraphs: Sequence[str], cells: int, lang: str) -> bool:
    blocks = read([wrapped(text, cells, lang=lang) for text in paragraphs])
    same = [squeezed(block.plain) for block in blocks] == [squeezed(text) for text in paragraphs]
    return same and {block.kind for block in blocks} == {"paragraph"}


def stays(stanzas: Sequence[Sequence[str]]) -> bool:
    lines = [line for block in read(stanzas) if block.kind == "verse" for line in block.plain.split("\n")]
    return [line.strip() for line in lines if line] == [line.strip() for stanza in stanzas for line in stanza]


@pytest.mark.parametrize(("cells", "wrong"), [(40, {"th"}), (45, {"th"}), (50, {"th"}), (55, {"uk"})])
def test_prose_in_narrow_columns_flows(cells: int, wrong: set[str]) -> None:
    found = {lang for lang, one in LANGUAGES.items() if not flows(one["prose"], cells, lang)}
    assert found <= wrong


@pytest.mark.parametrize("cells", [60, 66, 72, 80])
def test_prose_in_wide_columns_flows(cells: int) -> None:
    assert not {lang for lang, one in LANGUAGES.items() if not flows(one["prose"], cells, lang)}


def test_a_single_paragraph_is_enough() -> None:
    assert {lang for lang, one in LANGUAGES.items() if not flows(one["prose"][:1], 50, lang)} <= {"th"}


def manners(lang: str) -> Iterator[tuple[str, list[list[str]]]]:
    one, other = LANGUAGES[lang]["verse"]
    yield "two stanzas", [one, other]
    yield "one", [one]
    yield "eight lines", [[*one, *other]]
    yield "capitals", [[line[0].upper() + line[1:] for line in stanza] for stanza in (one, other)]
    yield "without punctuation", [[line.rstrip(",.،।。，") for line in stanza] for stanza in (one, other)]
    yield "indented", [[one[0], f"  {one[1]}", one[2], f"  {one[3]}"], other]
    yield "a refrain", [[*one, one[0]], [*other, one[0]]]
    if lang not in UNSPACED:
        long = [f"{a} {b}" for stanza in (one, other) for a, b in zip(stanza[::2], stanza[1::2], strict=True)]
        yield "long lines", [long]


@pytest.mark.parametrize("before", [0, 72], ids=["alone", "below prose"])
def test_verse_stays(before: int) -> None:
    wrong = set()
    for lang, one in LANGUAGES.items():
        for manner, stanzas in manners(lang):
            above = [wrapped(one["prose"][0], before, lang=lang)] if before else []
            if not stays(stanzas) or (before and column_of([*above, *stanzas]) != column_of(above)):
                wrong.add((lang, manner))
    assert wrong <= {("vi", "long lines")}


@pytest.mark.parametrize(
    "lines",
    [
        [
            "The harbour lamps are lit along the quay,",
            "And one by one the boats come in to rest;",
            "The men who mend their nets look out to sea",
            "And name the wind that rises in the west.",
        ],
        [
            "there is a boat",
            "that nobody has used since the spring",
            "it lies where the canal widens",
            "full of rain and willow leaves",
            "and a heron",
            "stands in it as if it had paid",
        ],
        ["old canal at dusk", "the heron lifts one wet foot", "and forgets the fish"],
        [
            "250 g of plain flour, sifted twice over a bowl",
            "3 large eggs from the market",
            "half a litre of whole milk, slightly warmed",
            "a pinch of sea salt",
        ],
        ["Hafenamt Nordinsel", "Frau Ingeborg Petersen", "Am Alten Hafen 14", "25980 Westerland auf Sylt"],
        ["With kind regards,", "Margaret Flett", "Harbour master, Kirkwall"],
        ["Ada: Where is the ferry?", "Ben: Still at the island.", "Ada: And the captain?"],
    ],
    ids=["pentameter", "free", "haiku", "ingredients", "address", "signature", "dialogue"],
)
def test_lines_that_were_meant_stay(lines: list[str]) -> None:
    assert stays([lines])


def test_the_last_paragraphs_may_be_short() -> None:
    paragraphs = [
        *LANGUAGES["de"]["prose"],
        "Am Abend erreichten wir die Insel, und niemand sprach ein Wort.",
    ]
    assert flows(paragraphs, 50, "de")


def test_justified_text_flows() -> None:
    lines = textwrap.wrap(LANGUAGES["en"]["prose"][0], 48)
    justified = [line.replace(" ", " " * 2, 48 - len(line)) for line in lines[:-1]]
    assert [block.kind for block in read([[*justified, lines[-1]]])] == ["paragraph"]


def test_plain_text_of_exports_flows() -> None:
    text = LANGUAGES["fi"]["prose"][0]
    [block] = blocks_of_text("\n".join(textwrap.wrap(text, 50)))
    assert (block.kind, block.plain) == ("paragraph", text)
    [verse] = blocks_of_text("\n".join(LANGUAGES["fi"]["verse"][0]))
    assert verse.kind == "verse"


def test_the_column_of_a_whole_book_is_found() -> None:
    chapter = textwrap.wrap(" ".join(LANGUAGES["de"]["prose"] * 5), 48)
    column = column_of([chapter] * 200)
    assert column is not None
    assert column.fits(chapter)
