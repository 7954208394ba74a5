"""The reader's own themes: text can be read in each of them, and nothing is said by colour alone."""

from __future__ import annotations

import pytest
from rich.style import Style

from reader.colors import COLORS
from reader.config import settings_at
from reader.library import Library
from reader.settings.declared import Settings
from reader.tui.themes import THEMES

TINTED = [theme.name for theme in THEMES if not theme.ansi]
ENOUGH = 4.5
"""The least contrast of text, as the Web Content Accessibility Guidelines (AA) have it."""


def luminance(triplet) -> float:
    parts = [value / 255 for value in triplet]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(style: Style) -> float:
    """The contrast of a painted style: (lighter + .05) / (darker + .05)."""
    assert style.color is not None
    assert style.bgcolor is not None
    one, other = luminance(style.color.triplet), luminance(style.bgcolor.triplet)
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def painted(reader) -> list[tuple[str, Style]]:
    """Every piece of text on screen that holds a letter or a digit, with its style."""
    screen = reader.app.screen
    strips = screen._compositor.render_strips()
    if screen is not reader.main:
        # What is behind a sheet is dimmed: it is not there to be read.
        region = screen.children[0].region
        strips = [strips[y].crop(region.x, region.right) for y in range(region.y, region.bottom)]
    return [
        (segment.text, segment.style)
        for strip in strips
        for segment in strip
        if segment.style is not None and any(map(str.isalnum, segment.text))
    ]


def named(reader) -> list[tuple[str, Style]]:
    """The style of every part that the widgets of the main screen name, whether it is to be seen or not.

    Over the background of a chosen row, too, where the widget has one. Rules are no text.
    """
    found = []
    for widget in reader.main.walk_children():
        names = sorted(getattr(type(widget), "COMPONENT_CLASSES", ()))
        rows = [name for name in names if name.endswith(("--cursor", "--hover"))]
        grounds = [widget.rich_style, *(widget.get_component_rich_style(row) for row in rows)]
        for name in names:
            style = widget.get_component_rich_style(name)
            if name.startswith("input--") or name.endswith(("--rule", "--bar")) or name in rows:
                continue
            own = style.bgcolor != widget.rich_style.bgcolor
            for ground in grounds[: 1 if own else None]:
                over = style if own else style + Style(bgcolor=ground.bgcolor)
                found.append((f"{type(widget).__name__} {name}", over))
    return found


@pytest.fixture
def full(paths, tmp_path):
    """A library that has something of each kind to paint."""
    page = tmp_path / "parts.txt"
    page.write_text("Parts\n\nParts\n\nPART 1\n\nSome words of trails.\n\nPART 2\n\nMore words.\n")
    with Library(paths) as library:
        library.add([page])
        library.remember_search("trails")
    return paths


@pytest.mark.parametrize("theme", TINTED)
async def test_all_text_can_be_read(run, full, theme):
    async with run(settings=Settings(theme=theme)) as reader:
        looked = [*named(reader), *painted(reader)]
        await reader.press("slash", *"trail")
        looked += painted(reader)
        await reader.press("enter", "n")
        looked += painted(reader)
        for keys in (["r"], ["j"], ["question_mark"], ["escape", "w"], ["escape", "h"], ["slash", "x"]):
            await reader.press(*keys)
            looked += painted(reader)
        await reader.press("escape", "escape", "number_sign")
        looked += painted(reader)
        await reader.press("escape", "l", "enter", "v", "s", "2", "semicolon", "enter")
        looked += painted(reader)
        await reader.press("a", "x")
        looked += painted(reader)
    assert len(looked) > 300
    poor = {
        f"{text.strip()[:40]}: {style.color.name} on {style.bgcolor.name} {contrast(style):.2f}"
        for text, style in looked
        if contrast(style) < ENOUGH
    }
    assert not poor


@pytest.mark.parametrize("theme", TINTED)
async def test_what_is_highlighted_can_be_read_and_colours_differ(run, full, theme):
    """Each colour stands apart from the page and from the others; any text on it can be read."""
    async with run(settings=Settings(theme=theme)) as reader:
        pane = reader.article
        page = pane.rich_style.bgcolor
        shades = {color: pane._style((f"highlight-{color}",)).bgcolor for color in COLORS}
        texts = ("heading-1", "heading-4", "quote", "code", "link", "strong", "emphasis", "deleted")
        texts += ("endnote", "caption", "image", "note", "label", "address", "code-comment")
        over = ("match", "highlight-current", "selection", "cursor")
        for color in COLORS:
            layer = f"highlight-{color}"
            names = [*((text, layer) for text in texts), *((layer, above) for above in over)]
            for combined in ((layer,), *names):
                style = pane._style(combined)
                assert contrast(style) >= ENOUGH, (combined, style)
            assert contrast(pane._style((f"sign-{color}",))) >= 3.0
            # What is picked or found keeps the colour.
            assert pane._style((layer, "highlight-current")).bgcolor == shades[color]
            assert pane._style((layer, "match")).bgcolor == shades[color]
        both = [page, *shades.values()]
        for number, one in enumerate(both):
            for other in both[:number]:
                apart = sum(abs(a - b) for a, b in zip(one.triplet, other.triplet, strict=True))
                assert apart >= 24, (one.name, other.name)


@pytest.mark.parametrize("theme", ["reader-ansi", "reader-none"])
async def test_highlights_and_the_cursor_show_without_colour(run, full, theme):
    async with run(settings=Settings(theme=theme)) as reader:
        await reader.press("enter", "v", "v", "w", "e", "enter")
        assert any(line.startswith("┃") for line in reader.lines(reader.article))
        marked = reader.article._style(("highlight-yellow",))
        assert marked.underline
        assert not marked.reverse
        assert reader.article._style(("highlight-yellow", "highlight-current")).bold
        cursor = reader.article._style(("selection", "cursor"))
        assert reader.article._style(("selection",)).reverse
        assert (cursor.bold, cursor.underline) == (True, True)


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES if theme.ansi])
async def test_a_theme_of_the_terminal_uses_its_sixteen_colours_only(run, full, theme):
    async with run(settings=Settings(theme=theme)) as reader:
        await reader.press("slash", *"trail", "enter", "n")
        seen = painted(reader)
        await reader.press("question_mark")
        seen += painted(reader)
        await reader.press("escape", "escape", "escape", "l", "enter", "v", "s", "2", "semicolon", "enter")
        seen += painted(reader)
        await reader.press("a", "x")
        seen += painted(reader)
    colours = {colour.name for _, style in seen for colour in (style.color, style.bgcolor) if colour}
    assert all(name == "default" or name.startswith("color(") for name in colours), colours
    # Text has the background of the terminal; where it has not, it is reversed.
    assert {style.bgcolor.name for _, style in seen if style.bgcolor} == {"default"}
    if theme == "reader-none":
        assert colours == {"default"}


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_every_state_shows_without_colour(run, full, theme):
    """The same characters and text styles in each theme: none says less than another."""
    async with run(settings=Settings(theme=theme)) as reader:
        await reader.press("s")
        # A row that is unread, starred and selected, with the focus.
        await reader.until(lambda: any("★" in line for line in reader.lines(reader.list)))
        row = next(line for line in reader.lines(reader.list) if "★" in line)
        assert row.startswith("▌")
        assert "●" in row
        await reader.press("slash", *"trails", "enter", "n")
        strips = reader.app.screen._compositor.render_strips()
        current = [s for strip in strips for s in strip if s.text.casefold().startswith("trails")]
        assert any(segment.style.reverse for segment in current)
        assert any(segment.style.underline for segment in current)
        await reader.press("h")
        assert any("▌" in strip.text for strip in reader.app.screen._compositor.render_strips())


async def test_no_color_means_none_unless_the_file_names_a_theme(run, full, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with run(settings=settings_at(full.settings)) as reader:
        assert reader.app.theme == "reader-none"
        colours = {c.name for _, style in painted(reader) for c in (style.color, style.bgcolor) if c}
        assert colours == {"default"}
    full.settings.parent.mkdir(parents=True)
    full.settings.write_text('theme = "nord"')
    async with run(settings=settings_at(full.settings)) as reader:
        assert reader.app.theme == "nord"
        assert all(style.color.name.startswith("#") for _, style in painted(reader))


async def test_an_unknown_theme_leaves_the_default(run):
    async with run(settings=Settings(theme="plaid")) as reader:
        assert reader.app.theme == THEMES[0].name
