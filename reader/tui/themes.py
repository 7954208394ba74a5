"""The reader's own themes. reader.tcss and the article pane say which part has which colour."""

from __future__ import annotations

from textual.theme import Theme


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

THEMES = (READER_DARK, READER_LIGHT)
