"""Whatever an article says, its pictures have the room that is reserved for them, and places stay places."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from reader.blocks import image, quote
from reader.library.view import ArticleView
from reader.model import Article, Block, Position, Span, Summary
from reader.pictures.header import PictureSize
from reader.tui.state.pictures import HalfBlocks, Placed, Unshown
from reader.tui.widgets.picture_painting import labelled, painted_row
from reader.typesetting.layout import Layout
from reader.typesetting.parts import parts_of
from reader.typesetting.pictures import MOST_ROWS, KnownPictures, ShownPicture, filling, room_for
from tests.examples import examples

sides = st.integers(1, 20_000)
sizes = st.builds(PictureSize, sides, sides, st.just("PNG")) | st.just(PictureSize(0, 0, "SVG"))
known = st.dictionaries(st.sampled_from(["one.png", "two.jpg", "104812"]), sizes)
words = st.sampled_from(["", "words", "a few more words of a caption that is long", "104812", "中文 字"])
names = st.sampled_from(["one.png", "two.jpg", "104812", "elsewhere.png"])
images = st.builds(image, names, words, words) | names.map(lambda name: image(name, text=f"[[{name}]]"))
texts = st.sampled_from(["", "A paragraph of several words that takes a line or two.", "Word", " "])
blocks = (
    images | images.map(quote) | texts.map(lambda text: Block("paragraph", (Span(text),) if text else ()))
)
articles = st.lists(blocks, max_size=9).map(tuple)
widths = st.integers(20, 250)


def laid_out(body: tuple[Block, ...], cells: int, pictures: KnownPictures, *, size: int = 8_000) -> Layout:
    article = Article("Title", body)
    view = ArticleView(Summary(1, "Title", "page", "/a/b.txt", 500, 1.4e9), article)
    layout = Layout(view, cells, cells, parts_of(body, size, 3), tail=True, pictures=pictures)
    while layout.set_some():
        pass
    return layout


@given(articles, widths, known)
@examples(100)
def test_as_many_lines_as_a_picture_has_rows_in_their_order(
    body: tuple[Block, ...], cells: int, found: dict[str, PictureSize]
) -> None:
    layout = laid_out(body, cells, KnownPictures(found, shown=True))
    drawn: dict[int, list[int]] = {}
    rooms: dict[int, ShownPicture] = {}
    for line in range(len(layout)):
        if shown := layout.picture_at(line):
            drawn.setdefault(shown.block, []).append(shown.row)
            rooms[shown.block] = shown.picture
            assert shown.left + shown.picture.columns <= layout.width
            assert sum(len(piece.text) for piece in layout.pieces(line)) == shown.left
            assert layout.picture_above(line) == line - shown.row
    expected = {
        number
        for number, block in enumerate(body)
        if block.kind == "image" and block.picture.href in found and found[block.picture.href].is_known
    }
    assert set(drawn) == expected
    for number, rows in drawn.items():
        assert rows == list(range(rooms[number].rows))
        assert layout.picture_at(layout.picture_above(layout.line_of(Position(number, 0)))) is not None


@given(articles, widths, widths, known, st.integers(1, 30))
@examples(100)
def test_a_position_maps_to_its_line_and_back(
    body: tuple[Block, ...], cells: int, other: int, found: dict[str, PictureSize], size: int
) -> None:
    pictures = KnownPictures(found, shown=True)
    here = laid_out(body, cells, pictures, size=size)
    there = laid_out(body, other, replace(pictures, shown=not pictures.shown))
    for line in range(len(here)):
        place = here.position_of(line)
        back = here.line_of(place)
        assert here.position_of(back) == place
        assert line <= back or place == Position()
        if here.picture_at(line) is not None:
            assert back == line
            # In another width, or without pictures, it is the same block or what stands before it.
            assert there.position_of(there.line_of(place)).block <= place.block


@given(articles, widths, known)
@examples(60)
def test_pictures_take_nothing_away_from_the_text(
    body: tuple[Block, ...], cells: int, found: dict[str, PictureSize]
) -> None:
    without = laid_out(body, cells, KnownPictures())
    boxed = laid_out(body, cells, KnownPictures(found))
    shown = laid_out(body, cells, KnownPictures(found, shown=True))
    assert without.copy() == boxed.copy()
    rows = sum(shown.picture_at(line) is not None for line in range(len(shown)))
    assert len(shown) - rows <= len(boxed)
    for word in ("paragraph", "caption", "Word"):
        counts = [
            sum("".join(piece.text for piece in one.pieces(line)).count(word) for line in range(len(one)))
            for one in (without, boxed)
        ]
        assert counts[0] == counts[1]


@given(sizes.filter(lambda size: size.is_known), st.integers(1, 300), st.integers(1, 100))
def test_a_picture_fits_its_room_and_keeps_its_shape(size: PictureSize, cells: int, rows: int) -> None:
    for room, most in ((room_for("a", size, cells), MOST_ROWS), (filling("a", size, cells, rows), rows)):
        assert 1 <= room.columns <= cells
        assert 1 <= room.rows <= most
        if room.columns > 3 and room.rows > 3:
            shape = room.columns / (2 * room.rows)
            assert 0.7 < shape / (size.width / size.height) < 1.4


@given(
    st.integers(1, 40),
    st.integers(1, 20),
    st.sampled_from(["", "it is damaged", "its words are far longer than any frame has room for"]),
    st.sampled_from(["", "a", "as"]),
)
def test_every_row_is_as_wide_as_the_picture(columns: int, rows: int, reason: str, letters: str) -> None:
    picture = ShownPicture("a.png", PictureSize(100, 50, "PNG"), columns, rows)
    letters = letters[:columns]
    pixels = bytes(at % 251 for at in range(columns * rows * 6))
    for drawing in (None, Unshown(reason), HalfBlocks(columns, rows, pixels), Placed(17, 3)):
        for row in range(rows):
            for colours in (True, False):
                parts = painted_row(drawing, picture, row, Style(), colours=colours)
                if letters:
                    parts = labelled(parts, drawing, letters, Style(bold=True))
                    assert "".join(text for text, _ in parts).startswith(letters)
                text = "".join(text for text, _ in parts)
                cells = len(text) - 3 * text.count("\U0010eeee")
                assert cells == columns
