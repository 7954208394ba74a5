"""Pictures on screen: in the text, enlarged, opened, saved; by the protocols of terminals."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from reader.config import Settings
from reader.library import Library
from reader.model import Position
from reader.pictures.terminals import Terminal
from reader.tui.background import sharing
from reader.tui.controllers import overdrawing
from reader.tui.screens.picture import PictureSheet
from reader.tui.screens.prompt import Prompt
from tests.pictures.drawn import bomb, png

from .conftest import paths_at

WORDS = "Ice held the harbour until March, and the lamps were carried over it on sledges. " * 3


@pytest.fixture(scope="module")
def with_pictures(tmp_path_factory):
    """A library with an article that has pictures, among them damaged ones and a drawing."""
    root = tmp_path_factory.mktemp("pictures")
    pages = root / "pages"
    pages.mkdir()
    (pages / "red.png").write_bytes(png(320, 160))
    (pages / "blue.png").write_bytes(png(160, 160, b"\0\0\xff" * (160 * 160)))
    (pages / "broken.png").write_bytes(png(320, 160)[:60] + bytes(40))
    (pages / "bomb.png").write_bytes(bomb(8200))
    (pages / "drawing.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>')
    body = [
        "# Pictures",
        WORDS,
        '![A red field](red.png "Red, seen from afar")',
        "Words after the first picture.",
        "![](blue.png)",
        WORDS * 4,
        "![Broken](broken.png)",
        "![Too large](bomb.png)",
        "![A drawing](drawing.svg)",
        f"{WORDS} ![lamp](blue.png) is in a line.",
    ]
    (pages / "a.md").write_text("\n\n".join(body) + "\n")
    with Library(paths_at(root / "library")) as library:
        assert not library.add([pages / "a.md"]).failed
    return root / "library"


@pytest.fixture
def shown(with_pictures, tmp_path):
    """A copy of it: what a person has read is kept in it."""
    shutil.copytree(with_pictures, tmp_path / "shown")
    return paths_at(tmp_path / "shown")


def contents(path: str) -> bytes:
    return Path(path).read_bytes()


async def open_article(reader):
    await reader.press("enter")
    assert reader.title == "Pictures"
    await reader.settle()


def line_with(reader, words: str) -> int:
    """The line of the pane that shows words."""
    return next(number for number, line in enumerate(reader.lines(reader.article)) if words in line)


def picture_line(reader, name: str) -> int:
    """The first line of the article that has room for a picture."""
    layout = reader.article._layout
    return next(
        line
        for line in range(len(layout))
        if (found := layout.picture_at(line)) and found.picture.name == name
    )


async def test_a_picture_is_painted_where_there_was_room_for_it(run, shown):
    async with run(at=shown) as reader:
        await reader.pilot.press("enter")
        await reader.until(lambda: reader.article._layout is not None)
        before = line_with(reader, "Words after the first picture.")
        await reader.settle()
        assert line_with(reader, "Words after the first picture.") == before
        lines = reader.lines(reader.article)
        first = picture_line(reader, "red.png")
        assert [line.strip() for line in lines[first : first + 10]] == ["▀" * 40] * 10
        assert lines[first + 10].strip() == "A red field"
        assert lines[first + 11].strip() == "Red, seen from afar"
        strip = reader.article.render_line(first)
        colours = {segment.style.color.triplet for segment in strip if "▀" in segment.text}
        assert colours == {(255, 0, 0)}


async def test_what_cannot_be_shown_says_why(run, shown):
    async with run(at=shown) as reader:
        await open_article(reader)
        await reader.press("G")
        text = "\n".join(reader.lines(reader.article))
        assert "it is damaged" in text
        assert "it has too many pixels" in text
        assert "8200 × 8200 PNG" in text
        assert "┌ image: A drawing · SVG ┐" in text.replace("\xa0", " ")


async def test_a_place_in_a_picture_is_kept_over_resize(run, shown):
    async with run(at=shown, size=(120, 14)) as reader:
        await open_article(reader)
        await reader.press("tab")
        reader.article.scroll_to_line(picture_line(reader, "red.png") + 3)
        await reader.settle()
        place = reader.article.position
        assert (place.block, place.char) == (1, -7)
        await reader.resize(60, 14)
        await reader.resize(120, 14)
        assert reader.article.position == place
        assert reader.article.scroll_offset.y == picture_line(reader, "red.png") + 3


async def test_going_to_a_picture_brings_all_of_it(run, shown):
    async with run(at=shown, size=(100, 24)) as reader:
        await open_article(reader)
        reader.article.go_to(Position(1, 0))
        await reader.settle()
        assert reader.article.scroll_offset.y == picture_line(reader, "red.png")
        reader.article.go_to(Position(3, 0))
        await reader.settle()
        assert reader.article.scroll_offset.y == picture_line(reader, "blue.png")


async def test_letters_stand_on_pictures_and_enlarge_them(run, shown):
    async with run(at=shown) as reader:
        await open_article(reader)
        await reader.press("f")
        first = picture_line(reader, "red.png")
        assert re.match(r"\s*[a-z]▀{39}", reader.lines(reader.article)[first])
        await reader.press("a")
        assert isinstance(reader.app.screen, PictureSheet)
        await reader.press("escape")
        assert re.match(r"\s*▀{40}", reader.lines(reader.article)[first])


async def test_enter_enlarges_and_keys_go_to_the_others(run, shown):
    async with run(at=shown) as reader:
        await open_article(reader)
        await reader.press("enter")
        sheet = reader.app.screen
        assert isinstance(sheet, PictureSheet)
        assert str(sheet.query_one("#picture-about").render()) == "1 of 6 · 320 × 160 PNG · red.png"
        assert str(sheet.query_one("#picture-words").render()) == "Red, seen from afar"
        rows = [sheet.big.render_line(y) for y in range(sheet.big.size.height)]
        assert {row.cell_length for row in rows} == {120}
        assert max(row.text.count("▀") for row in rows) > 40
        await reader.press("left")
        assert "first picture" in str(sheet.query_one("#picture-keys").render())
        await reader.press("right", "right")
        assert "3 of 6" in str(sheet.query_one("#picture-about").render())
        assert "it is damaged" in "\n".join(reader.lines(sheet.big))
        await reader.press("right", "right")
        assert "are not shown here" in "\n".join(reader.lines(sheet.big))
        await reader.press("escape")
        # The text follows to the picture that was seen last.
        assert reader.article.link is not None
        assert reader.article.link.href == "drawing.svg"


async def test_a_picture_is_selected_like_a_link(run, shown):
    async with run(at=shown) as reader:
        await open_article(reader)
        await reader.press("tab", "i")
        assert reader.article.link is not None
        assert reader.article.link.href == "red.png"
        assert "A red field · Enter enlarges" in reader.notice
        assert re.match(r"\s*▀{40}▐", reader.lines(reader.article)[picture_line(reader, "red.png")])
        await reader.press("enter")
        assert isinstance(reader.app.screen, PictureSheet)


async def test_a_command_and_a_click_enlarge_too(run, shown):
    async with run(at=shown) as reader:
        await open_article(reader)
        await reader.press("colon", *"picture", "enter")
        assert isinstance(reader.app.screen, PictureSheet)
        await reader.press("q")
        at = (10, picture_line(reader, "red.png") + 4)
        await reader.pilot.click(reader.article, offset=at)
        await reader.settle()
        assert isinstance(reader.app.screen, PictureSheet)


async def test_without_pictures_the_key_says_so(run):
    async with run() as reader:
        await reader.press("p")
        assert reader.notice == "No article is open."
        await reader.press("enter", "p")
        assert "no pictures of this article" in reader.notice


async def test_a_picture_is_saved_as_it_is_stored(run, shown, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    async with run(at=shown) as reader:
        await open_article(reader)
        await reader.press("p", "s")
        assert isinstance(reader.app.screen, Prompt)
        await reader.press("enter")
        sheet = reader.app.screen
        assert (tmp_path / "red.png").read_bytes() == png(320, 160)
        assert f"Saved {tmp_path}"[:20] in str(sheet.query_one("#picture-keys").render())
        (tmp_path / "red.png").write_text("mine")
        await reader.press("s", "enter")
        assert "already exists" in str(sheet.query_one("#picture-keys").render())
        assert (tmp_path / "red.png").read_text() == "mine"


async def test_a_picture_is_opened_in_a_viewer_of_ones_own(run, shown, monkeypatch, tmp_path):
    viewer = tmp_path / "viewer"
    viewer.write_text("#!/bin/sh\n")
    viewer.chmod(0o755)
    started: list[tuple[str, ...]] = []

    monkeypatch.setattr(sharing, "_browse", lambda app, command, name: started.append(command.words) or "")
    settings = Settings(picture_viewer=(str(viewer), "--full", "{file}"))
    async with run(at=shown, settings=settings) as reader:
        await open_article(reader)
        await reader.press("p", "o")
        ((program, option, file),) = started
        assert (program, option) == (str(viewer), "--full")
        assert file.endswith("/red.png")
        assert contents(file) == png(320, 160)


async def test_a_drawing_that_may_hold_a_program_needs_a_viewer_of_ones_own(run, shown, monkeypatch):
    monkeypatch.setattr(sharing, "_browse", lambda *_: pytest.fail("was opened"))
    async with run(at=shown) as reader:
        await open_article(reader)
        await reader.press("p", "right", "right", "right", "right", "o")
        assert "can hold a program" in str(reader.app.screen.query_one("#picture-keys").render())


@pytest.mark.parametrize("way", ["box", "off"])
async def test_without_pictures_their_words_stand_there(run, shown, way):
    async with run(at=shown, settings=Settings(pictures=way)) as reader:
        await open_article(reader)
        text = "\n".join(reader.lines(reader.article)).replace("\xa0", " ")
        assert "▀" not in text
        assert ("┌ image: A red field · 320 × 160 ┐" in text) == (way == "box")
        assert ("┌ image: A red field ┐" in text) == (way == "off")


async def test_switched_off_and_on_the_place_stays(run, shown):
    async with run(at=shown, size=(100, 20)) as reader:
        await open_article(reader)
        reader.article.scroll_to_line(30)
        await reader.settle()
        place = reader.article.position
        reader.main.apply(Settings(pictures="off"))
        await reader.settle()
        assert "▀" not in "\n".join(reader.lines(reader.article))
        reader.main.apply(Settings())
        await reader.settle()
        assert reader.article.position.block == place.block


async def test_without_colours_pictures_consist_of_shades(run, shown):
    async with run(at=shown, settings=Settings(theme="reader-none")) as reader:
        await open_article(reader)
        first = picture_line(reader, "red.png")
        assert reader.lines(reader.article)[first].strip() == "░" * 40


# --- terminals with graphics ------------------------------------------------------------------------


class Output:
    """Takes what is written to the terminal."""

    def __init__(self) -> None:
        self.farewell = self.painted = lambda: None
        self.written: list[str] = []
        self.is_terminal, self.waiting, self.cell = True, 0, (10, 20)

    def write(self, data: str) -> None:
        self.written.append(data)

    write_whole = write


KITTY = ("P>|kitty(0.38.1)", "[6;20;10t", "[?62;c", "_Gi=1;OK", "[?62;c")
XTERM = ("P>|XTerm(379)", "[6;20;10t", "[?63;4c")


@pytest.fixture
def plain_terminal(monkeypatch):
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


async def answers(reader, *texts: str) -> Output:
    """Has a terminal give these answers."""
    output = Output()
    await reader.app.graphics.ask(output)
    for text in texts:
        reader.app.graphics.answered(text)
    await reader.settle()
    return output


async def test_a_terminal_with_kittys_graphics_is_given_each_picture_once(run, shown, plain_terminal):
    async with run(at=shown) as reader:
        await open_article(reader)
        first = picture_line(reader, "red.png")
        output = await answers(reader, *KITTY)
        assert output.written[0] == "\x1b[>q\x1b[16t\x1b[c"
        sent = [text for text in output.written if "a=T" in text]
        number = reader.app.graphics.first_byte << 24
        assert f"a=T,U=1,q=2,f=100,i={number | 16},c=40,r=10," in sent[0]
        row = reader.lines(reader.article)[first].strip()
        assert row.count("\U0010eeee") == 40
        assert reader.article.render_line(first).cell_length == reader.article.size.width
        await reader.press("j", "k", "f", "escape")
        assert [text for text in output.written if "a=T" in text] == sent
        # After another program has had the terminal they are sent again.
        reader.app.graphics.taken()
        reader.app.graphics.taken()
        await reader.settle()
        assert len([text for text in output.written if "a=T" in text]) == 2 * len(sent)
        assert f"a=d,d=I,q=2,i={number | 16}" in output.farewell() or "a=d" in output.farewell()


async def test_letters_over_placeholders_leave_whole_cells(run, shown, plain_terminal):
    async with run(at=shown) as reader:
        await open_article(reader)
        await answers(reader, *KITTY)
        await reader.press("f")
        row = reader.lines(reader.article)[picture_line(reader, "red.png")].strip()
        assert row.count("\U0010eeee") == 39
        assert re.match(r"[a-z]\U0010eeee", row)


async def test_sixels_are_drawn_over_a_picture_that_is_wholly_in_sight(
    run, shown, plain_terminal, monkeypatch
):
    monkeypatch.setattr(overdrawing, "STILL", 0.01)
    async with run(at=shown) as reader:
        await open_article(reader)
        output = await answers(reader, *XTERM)

        def drawn() -> list[str]:
            return [text for text in output.written if "\x1bP0;1;0q" in text]

        await reader.until(lambda: len(drawn()) == 2)
        first = picture_line(reader, "red.png")
        region = reader.article.content_region
        left = reader.article._layout.picture_at(first).left
        assert any(
            text.startswith(f'\x1b7\x1b[{region.y + first + 1};{region.x + left + 1}H\x1bP0;1;0q"1;1;400;200')
            and text.endswith("\x1b\\\x1b8")
            for text in drawn()
        )
        # As long as nothing is painted there, they are not drawn again.
        assert reader.main._picturing._over._next() is None
        # Scrolled, a picture stands elsewhere, and is drawn there.
        before = len(drawn())
        await reader.press("j")
        output.painted()
        above = f"\x1b7\x1b[{region.y + first};{region.x + left + 1}H"
        await reader.until(lambda: any(above in text for text in drawn()[before:]))


async def test_nothing_is_drawn_over_a_sheet(run, shown, plain_terminal):
    async with run(at=shown) as reader:
        await open_article(reader)
        await answers(reader, *XTERM)
        assert reader.main._picturing._canvas is reader.article
        await reader.press("question_mark")
        assert reader.main._picturing._canvas is None
        await reader.press("escape", "p")
        assert reader.main._picturing._canvas is reader.app.screen.big


async def test_inside_tmux_pictures_are_wrapped(run, shown, monkeypatch):
    async with run(at=shown) as reader:
        await open_article(reader)
        output = Output()
        monkeypatch.delenv("TMUX", raising=False)
        await reader.app.graphics.ask(output)
        reader.app.graphics._know(Terminal(name="kitty(0.38.1)", through=True, cell=(10, 20)))
        await reader.settle()
        sent = [text for text in output.written if "a=T" in text]
        assert sent
        assert all(text.startswith("\x1bPtmux;\x1b\x1b_G") for text in sent)
