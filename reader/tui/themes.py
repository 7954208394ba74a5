"""The reader's own themes. reader.tcss and the article pane say which part has which colour."""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme

from reader.colors import HighlightColor


def _theme(name: str, *, dark: bool, accent: str, quiet: str, **colours: str) -> Theme:
    """A theme with one accent colour. Scroll bars show the position and draw no attention."""
    panel, background = colours["panel"], colours["background"]
    return Theme(
        name=name,
        dark=dark,
        primary=accent,
        accent=accent,
        warning=accent,
        secondary=quiet,
        **colours,  # type: ignore[arg-type]
        variables={
            "scrollbar": panel,
            "scrollbar-hover": quiet,
            "scrollbar-active": accent,
            "scrollbar-background": background,
            "scrollbar-background-hover": background,
            "scrollbar-background-active": background,
            "scrollbar-corner-color": background,
            "block-cursor-text-style": "none",
            "input-selection-background": colours["panel"],
            "input-selection-foreground": colours["foreground"],
        },
    )


READER_DARK = _theme(
    "reader-dark",
    dark=True,
    accent="#d9a05b",
    quiet="#8fa8b8",
    error="#d2655a",
    success="#8fb573",
    foreground="#d6d3cc",
    background="#181a1c",
    surface="#1d2022",
    panel="#2c3135",
)

READER_LIGHT = _theme(
    "reader-light",
    dark=False,
    accent="#8a4f0e",
    quiet="#40606f",
    error="#a8322a",
    success="#3f6b28",
    foreground="#2b2a27",
    background="#faf8f3",
    surface="#f3f0e8",
    panel="#e2dccd",
)

READER_SEPIA = _theme(
    "reader-sepia",
    dark=False,
    accent="#7d3f12",
    quiet="#5d5038",
    error="#97281f",
    success="#46601f",
    foreground="#3b2e20",
    background="#f4e9d2",
    surface="#ecdfc4",
    panel="#e6d8ba",
)

READER_CONTRAST = _theme(
    "reader-contrast",
    dark=True,
    accent="#ffd75f",
    quiet="#a8d8ff",
    error="#ff9c94",
    success="#a6f08a",
    foreground="#ffffff",
    background="#000000",
    surface="#101010",
    panel="#303030",
)


HIGHLIGHT_SIGNS = {
    "highlight-yellow": "ansi_yellow",
    "highlight-green": "ansi_green",
    "highlight-blue": "ansi_cyan",
    "highlight-red": "ansi_red",
    "highlight-purple": "ansi_magenta",
}
"""The colours of the signs beside highlights where nothing can be tinted. The blue of many terminals is too
dark to be seen."""


_TINTED_SIGNS = {
    "highlight-yellow": "#e6b800",
    "highlight-green": "#43a047",
    "highlight-blue": "#2f88e0",
    "highlight-red": "#e8503a",
    "highlight-purple": "#a04fd0",
}
"""The same in all other themes."""


def sign_color(theme: Theme, color: HighlightColor) -> str:
    """The colour of the sign beside a highlight in a theme."""
    name = f"highlight-{color}"
    return theme.variables.get(name, _TINTED_SIGNS[name])


def _terminal_theme(name: str, accent: str, quiet: str, signs: Mapping[str, str], **colours: str) -> Theme:
    """A theme in the colours of the terminal: which ones those are, only the person knows."""
    return Theme(
        name=name,
        ansi=True,
        primary=accent,
        accent=accent,
        warning=accent,
        secondary=quiet,
        **dict.fromkeys(("foreground", "background", "surface", "panel", "boost"), "ansi_default"),  # type: ignore[arg-type]
        **colours,  # type: ignore[arg-type]
        variables={**_IN_TERMINAL_COLOURS, **signs},
    )


# What Textual's own widgets use. The text under a cursor and in a selection is reversed: that can be read
# whatever the colours are.
_IN_TERMINAL_COLOURS = {
    **dict.fromkeys(
        (
            "ansi-background", "ansi-foreground", "border-blurred", "block-cursor-foreground",
            "block-cursor-background", "input-cursor-foreground", "input-cursor-background",
            "input-selection-foreground", "input-selection-background", "screen-selection-foreground",
            "screen-selection-background", "scrollbar-background", "scrollbar-background-hover",
            "scrollbar-background-active", "scrollbar-corner-color", "scrollbar", "scrollbar-hover",
            "scrollbar-active",
        ),
        "ansi_default",
    ),
    "block-cursor-text-style": "reverse",
    "input-cursor-text-style": "reverse",
}  # fmt: skip

READER_ANSI = _terminal_theme(
    "reader-ansi", "ansi_yellow", "ansi_cyan", HIGHLIGHT_SIGNS, error="ansi_red", success="ansi_green"
)

READER_NONE = _terminal_theme(
    "reader-none",
    "ansi_default",
    "ansi_default",
    dict.fromkeys(HIGHLIGHT_SIGNS, "ansi_default"),
    error="ansi_default",
    success="ansi_default",
)

THEMES = (READER_DARK, READER_LIGHT, READER_SEPIA, READER_CONTRAST, READER_ANSI, READER_NONE)
"""The reader's own, the first by default."""
