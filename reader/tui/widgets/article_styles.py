"""The styles of the article pane: the names of its parts, and how each looks."""

from __future__ import annotations

from typing import Final

from reader.blocks import STYLES

STYLE_NAMES: Final = (
    *("title", "meta", "address", "note", "heading-1", "heading-2", "heading-3", "heading-4", "heading-rule"),
    *("sign", "quote", "verse", "code", "label", "header", "rule", "image", "more"),
    *("code-keyword", "code-name", "code-string", "code-number", "code-comment", "code-deleted"),
    *("caption", "endnote", "end", "group", "entry", "bar", "marker", "key"),
    *STYLES,
    *("read", "unread", "unresolved", "hover", "match", "match-current"),
    *("find", "find-current", "link-current", "letter", "message", "new", "new-sign"),
)
"""What can be painted in the pane; to each belongs the class ``article--`` with its name."""

# Parts that must be told apart without colour differ in text style or in characters as well.
ARTICLE_CSS: Final = """
ArticlePane {
    width: 1fr;
    height: 1fr;
    overflow-x: hidden;
    overflow-y: auto;
    scrollbar-gutter: stable;
    scrollbar-size-vertical: 1;
    color: $foreground;
    background: $background;

    & > .article--title { text-style: bold; }
    & > .article--meta { color: $text-muted; }
    & > .article--address { color: $text-muted; }
    & > .article--heading-1 { text-style: bold; color: $text-accent; }
    & > .article--heading-2 { text-style: bold; color: $text-accent; }
    & > .article--heading-3 { text-style: bold; color: $text-accent; }
    & > .article--heading-4 { text-style: bold italic; color: $text-accent; }
    & > .article--heading-rule { color: $secondary; }
    & > .article--sign { text-style: none; color: $secondary; }
    & > .article--more { color: $text-accent; }
    & > .article--strong { text-style: bold; }
    & > .article--emphasis { text-style: italic; }
    & > .article--deleted { text-style: strike; }
    & > .article--code { background: $surface; }
    & > .article--code-keyword { background: $surface; text-style: bold; color: $secondary; }
    & > .article--code-name { background: $surface; color: $text-accent; }
    & > .article--code-string { background: $surface; color: $success; }
    & > .article--code-number { background: $surface; color: $text-accent; }
    & > .article--code-comment { background: $surface; text-style: italic; color: $text-muted; }
    & > .article--code-deleted { background: $surface; color: $text-error; }
    & > .article--image { color: $text-muted; }
    & > .article--caption { color: $text-muted; }
    & > .article--label { text-style: italic; color: $text-muted; }
    & > .article--header { text-style: bold; }
    & > .article--endnote { color: $text-muted; }
    & > .article--footnote { color: $text-accent; }
    & > .article--highlighted { text-style: underline; background: $warning 25%; }
    & > .article--link { text-style: underline; color: $text-accent; }
    & > .article--bar { color: $accent; }
    & > .article--marker { color: $text-accent; }
    & > .article--rule { color: $foreground 30%; }
    & > .article--end { color: $foreground 76%; }
    & > .article--group { text-style: bold; color: $text-muted; }
    & > .article--key { text-style: bold; color: $text-accent; }
    & > .article--unresolved { text-style: italic; color: $text-muted; }
    & > .article--hover { text-style: underline; background: $foreground 10%; }
    & > .article--new { background: $success 18%; }
    & > .article--new-sign { text-style: bold; color: $success; }
    & > .article--match { text-style: bold underline; color: $text-accent; }
    & > .article--match-current { text-style: bold reverse; }
    & > .article--find { text-style: underline; background: $warning 30%; }
    & > .article--find-current { text-style: bold reverse; }
    & > .article--link-current { text-style: bold reverse; }
    & > .article--letter { text-style: bold; color: $background; background: $warning; }
    & > .article--message { color: $text-muted; }
}
"""
