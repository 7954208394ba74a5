"""The page of an article on screen: its width, what is too wide for it, its notes, and where links lead."""

from __future__ import annotations

import pytest

from reader.library import Library
from reader.settings.declared import Settings
from reader.settings.reading import read_settings
from reader.tui.screens.notes import NotesSheet
from reader.tui.widgets.article_pane import NEW
from reader.tui.widgets.key_hints import KeyHints
from reader.typesetting import hyphens

from .conftest import paths_at

NUMBERS = " ".join(f"extraordinarily number{n}" for n in range(40))
TEXT = f"""# Harbours

The harbour froze[^ice] twice, says [the log](https://example.org/log?winter=1947), and a keeper.[^keeper]

| {" | ".join(f"harbour {n}" for n in range(9))} |
|{"---|" * 9}
| {" | ".join(f"days {n}" for n in range(9))} |

```
{"x" * 100} end
```

{f"A paragraph of the middle: {NUMBERS}." + chr(10) * 2}
{f"Another one: {NUMBERS}." + chr(10) * 2}

[^ice]: The ice was a foot thick.

    It stayed until May.

[^keeper]: His name is not known.
"""


@pytest.fixture(scope="module")
def harbours(tmp_path_factory):
    root = tmp_path_factory.mktemp("harbours")
    (root / "harbours.md").write_text(f"---\nurl: https://example.org/harbours\nlang: en\n---\n\n{TEXT}")
    paths = paths_at(root)
    with Library(paths) as library:
        assert not library.add([root / "harbours.md"]).failed
    return paths


@pytest.fixture
def page(run, harbours, tmp_path):
    """``async with page() as reader:`` — the article, in zen mode so that it has the whole width."""
    import shutil

    shutil.copytree(harbours.data, tmp_path / "copy" / "data")

    def opened(**options):
        return run(at=paths_at(tmp_path / "copy"), article=1, **{"size": (80, 30), **options})

    return opened


def shown(reader) -> str:
    return "\n".join(reader.lines(reader.article))


async def test_plus_and_minus_change_the_width_of_the_text_for_good(page, tmp_path):
    async with page() as reader:
        await reader.press("M", "minus", "minus")
        assert reader.article.measure == 66
        assert reader.notice == "Text width: 66 columns"
        widest = max(len(line.strip()) for line in reader.lines(reader.article) if "number" in line)
        assert widest <= 66
        await reader.press("plus")
        assert reader.article.measure == 68
        for _ in range(20):
            await reader.press("minus")
        assert reader.article.measure == 40
        file = paths_at(tmp_path / "copy").settings
        assert "measure = 40" in file.read_text()


async def test_minus_begins_with_the_width_that_is_seen(page):
    async with page(size=(60, 30)) as reader:
        seen = reader.article.measure
        assert seen < 60
        await reader.press("minus")
        assert reader.article.measure == seen - 2


async def test_the_place_stays_when_the_width_changes(page):
    async with page(size=(80, 12)) as reader:
        await reader.press("M", "space", "space")
        before = reader.article.position
        assert before.block > 0
        await reader.press("minus", "minus", "minus", "plus")
        assert reader.article.position == before


async def test_wide_tables_and_code_scroll_sideways(page):
    async with page(settings=Settings(code_lines="scroll")) as reader:
        await reader.press("M")
        assert "harbour 8" not in shown(reader)
        assert "end" not in shown(reader).split()
        assert "→ sideways" in reader.main.query_one(KeyHints).render_line(0).text
        for _ in range(20):
            await reader.press("right")
        assert "harbour 0" in shown(reader)
        assert "harbour 8" in shown(reader)
        assert "end" in shown(reader).split()
        for _ in range(20):
            await reader.press("left")
        assert "harbour 8" not in shown(reader)


async def test_what_is_found_in_a_wide_table_is_brought_into_sight(page):
    async with page() as reader:
        await reader.press("M", "ctrl+f")
        await reader.type("days 7")
        assert "days 7" in shown(reader)


async def test_notes_are_shown_in_place_and_lead_there_and_back(page):
    async with page() as reader:
        await reader.press("M", "circumflex_accent")
        sheet = reader.app.screen
        assert isinstance(sheet, NotesSheet)
        lines = [line.plain for line in sheet.lines()]
        assert lines == [
            "[1] The ice was a foot thick.\nIt stayed until May.",
            "[2] His name is not known.",
        ]
        await reader.press("circumflex_accent")
        assert reader.app.screen is reader.main
        before = reader.article.position
        await reader.press("circumflex_accent", "j", "enter")
        assert "His name is not known." in shown(reader)
        await reader.press("apostrophe", "apostrophe")
        assert reader.article.position == before


async def test_from_a_note_the_way_leads_back_to_its_reference(page):
    async with page(size=(80, 9)) as reader:
        await reader.press("M", "G", "circumflex_accent")
        assert isinstance(reader.app.screen, NotesSheet)
        await reader.press("enter")
        assert "The harbour froze" in shown(reader)


async def test_a_reference_is_followed_like_a_link(page):
    async with page() as reader:
        await reader.press("M", "i")
        assert reader.notice.startswith("Note 1")
        await reader.press("enter")
        assert isinstance(reader.app.screen, NotesSheet)
        assert len(reader.app.screen.lines()) == 1
        await reader.press("escape", "i")
        # The line above the text says where the selected link leads.
        assert "→ https://example.org/log?winter=1947" in str(reader.article.border_title)


async def test_an_article_without_notes_says_so(run):
    async with run() as reader:
        await reader.press("circumflex_accent")
        assert reader.notice == "No article is open."
        await reader.press("enter", "circumflex_accent")
        assert reader.notice == "There are no notes here."


async def test_the_last_page_marks_what_is_new_on_it(page):
    async with page(size=(80, 20)) as reader:
        await reader.press("M")
        seen: list[str] = []
        for _ in range(9):
            rows = reader.lines(reader.article)
            new = [y for y, row in enumerate(rows) if row.lstrip().startswith(NEW)]
            if new:
                # What is above has been on screen, what is below has not.
                assert rows[new[0] - 1] == seen[-1]
                break
            seen = rows
            await reader.press("space")
        else:
            pytest.fail("no page was marked")
        await reader.press("k")
        assert not any(row.lstrip().startswith(NEW) for row in reader.lines(reader.article))


async def test_settings_of_the_page_are_followed_at_once(page):
    async with page(size=(80, 40)) as reader:
        await reader.press("M")
        before = shown(reader)
        reader.app.preferences.show(Settings(justify=True))
        await reader.settle()
        assert shown(reader) != before
        assert shown(reader).split() == before.split()


async def test_the_dictionary_of_hyphens_is_loaded_beside_the_screen(page, monkeypatch):
    pytest.importorskip("pyphen")
    monkeypatch.setattr(hyphens, "_loaded", {})
    async with page(size=(50, 40), settings=Settings(measure=40, hyphenate=True)) as reader:
        await reader.until(lambda: any(line.endswith("-") for line in reader.lines(reader.article)))


def test_settings_of_the_page_are_read_from_the_file(tmp_path):
    file = tmp_path / "config.toml"
    file.write_text('justify = true\nhyphenate = true\ncode-lines = "scroll"\nright-to-left = "reader"\n')
    found = read_settings(file)
    assert not found.mistakes
    settings = found.settings
    assert (settings.justify, settings.hyphenate) == (True, True)
    assert (settings.code_lines, settings.right_to_left) == ("scroll", "reader")
