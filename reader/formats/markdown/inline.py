"""The tokens within a Markdown paragraph, as spans."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import unescape
from typing import TYPE_CHECKING

from reader.blocks import Span, footnote_mark, joined, lowered, picture, raised
from reader.formats.composing import with_style
from reader.formats.flowing import SOFT, flowed, one_line, trimmed, with_addresses
from reader.formats.markdown.tags import ATTRIBUTE, BREAKS, HIDDEN, STYLES, TAG, is_known
from reader.formats.surroundings import ENDINGS, Surroundings
from reader.model import Highlight
from reader.picture_kinds import has_picture_name
from reader.text import collapse

if TYPE_CHECKING:
    from markdown_it.token import Token

NoteLabel = Callable[[Mapping[str, object]], str]
"""Returns the label of a footnote, given the ``meta`` of its token."""

# The class of elements that only look like a highlight, as reader export writes them.
_LOOK = "text"
_STYLES = {"em": "emphasis", "strong": "strong", "s": "deleted", "mark": "highlighted"}

_SIZE = re.compile(r"\s*\d{1,5}(?:\s*x\s*\d{1,5})?\s*")
# Note programs write the width of a picture where its words stand.
_SIZE_AFTER = re.compile(r"\|\s*\d{1,5}(?:x\d{1,5})?\s*\Z")

# Levels of HTML tags; what is nested more deeply is not styled.
_DEEPEST = 50


class MarkdownSpans:
    """Turns the tokens of paragraphs into spans, and collects the highlights in them.

    Args:
        around: takes pictures and links.
        note: returns the label of a footnote.
    """

    def __init__(self, around: Surroundings, note: NoteLabel) -> None:
        self.highlights: list[Highlight] = []
        self.captions: dict[str, str] = {}
        """The titles of the pictures of the last paragraph, by their names."""
        self._around = around
        self._note = note
        self._found: list[Span] = []
        # For each style, where those that are open begin; for a link, with its address.
        self._open: dict[str, list[tuple[int, str]]] = {}
        self._depth = 0
        self._hidden = ""
        self._closed: frozenset[str] = frozenset()
        self._line_end = SOFT

    def spans(self, tokens: Sequence[Token], *, lines: bool = False) -> list[Span]:
        """The spans of a paragraph. Line ends in them are where the author broke a line.

        ``lines`` says that all line ends are meant.
        """
        self._line_end = "\n" if lines else SOFT
        self._found, self._open, self._depth, self._hidden = [], {}, 0, ""
        self.captions = {}
        self._closed = frozenset(
            token.content[2:].partition(">")[0].strip().lower()
            for token in tokens
            if token.type == "html_inline" and token.content.startswith("</")
        )
        for token in tokens:
            if token.type == "html_inline":
                self._html(token.content)
            elif not self._hidden:
                self._take(token)
        return trimmed(flowed(joined(self._found)))

    def _take(self, token: Token) -> None:
        match token.type:
            case "text":
                self._text(token.content)
            case "softbreak":
                self._found.append(Span(self._line_end))
            case "hardbreak":
                self._found.append(Span("\n"))
            case "code_inline":
                self._add(token.content, "code")
            case "math":
                self._add(token.content, "math")
            case "link_open":
                self._begin("link", str(token.attrs.get("href") or ""))
            case "link_close":
                self._end("link")
            case "image":
                self._image(token)
            case "wiki":
                self._wiki(token)
            case "footnote_ref":
                self._found.append(footnote_mark(self._note(token.meta)))
            case _ if token.nesting and (style := _STYLES.get(token.tag)):
                if token.nesting > 0:
                    self._begin(style)
                else:
                    self._end(style)
            case _:
                self._text(token.content)

    # --- text and styles ------------------------------------------------------------------------------

    def _add(self, text: str, style: str = "", href: str = "") -> None:
        if text := one_line(self._around.restored(text)):
            self._found.append(Span(text, style, href))

    def _text(self, text: str) -> None:
        if "://" not in text or self._open.get("link"):
            self._add(text)
            return
        for part, address in with_addresses(text):
            href = self._around.link(address, part) if address else ""
            self._add(part, "link" if href else "", href)

    def _begin(self, style: str, href: str = "") -> None:
        self._open.setdefault(style, []).append((len(self._found), href))

    def _end(self, style: str) -> None:
        """Gives everything since the style began the style."""
        if not self._open.get(style):
            return
        start, href = self._open[style].pop()
        inner = self._found[start:]
        if style == "link":
            href = self._around.link(href, _words(inner, alternative=True)) if href else ""
            if not href:
                return
        elif style == "highlighted" and href != _LOOK and (quote := _words(inner)):
            self.highlights.append(Highlight(quote))
        self._found[start:] = [_restyled(span, style, href if style == "link" else "") for span in inner]

    # --- pictures, and links of note programs ---------------------------------------------------------

    def _image(self, token: Token) -> None:
        alt = "" if _SIZE.fullmatch(token.content) else _SIZE_AFTER.sub("", _plain(token.children or ()))
        self._picture(str(token.attrs.get("src") or ""), alt, str(token.attrs.get("title") or ""))

    def _picture(self, address: str, alt: str, title: str = "") -> None:
        if name := self._around.picture(address):
            self._found.append(picture(name, collapse(one_line(alt))))
            self.captions.setdefault(name, collapse(one_line(title)))

    def _wiki(self, token: Token) -> None:
        """``[[Name|words]]`` or ``![[Name]]``."""
        name, words = one_line(token.content).strip(), one_line(token.info).strip()
        note = name.partition("#")[0].strip()
        if token.hidden and has_picture_name(note):
            alt = "" if _SIZE.fullmatch(words) else _SIZE_AFTER.sub("", words)
            self._found.append(picture(self._around.embedded(note), alt))
            return
        if not words:
            # A mark of a paragraph (#^mark) is no word for readers.
            parts = [part.strip() for part in name.split("#") if not part.startswith("^")]
            words = " > ".join(filter(None, (_without_ending(part) for part in parts))) or note
        href = self._around.named(name) if note else ""
        self._add(words, "link" if href else "", href)

    # --- HTML -----------------------------------------------------------------------------------------

    def _html(self, text: str) -> None:
        match = TAG.fullmatch(text)
        tag, closes = (match[2].lower(), bool(match[1])) if match else ("", False)
        if self._hidden:
            self._hidden = "" if closes and tag == self._hidden else self._hidden
        elif match is None or not is_known(tag):
            # A comment is left out; what is no tag of HTML is text.
            if not text.startswith(("<!", "<?")):
                self._add(text)
        elif tag in HIDDEN:
            # Where nothing ends it, the text is about such tags.
            if not closes and tag in self._closed:
                self._hidden = tag
            else:
                self._add(text)
        elif tag in BREAKS:
            self._found.append(Span("\n"))
        elif tag == "img":
            given = dict(_attributes(match[3]))
            self._picture(given.get("src", ""), given.get("alt", ""), given.get("title", ""))
        elif style := STYLES.get(tag):
            if closes:
                self._depth -= bool(self._open.get(style))
                self._end(style)
            elif not match[4] and self._depth < _DEEPEST:
                self._depth += 1
                given = dict(_attributes(match[3])) if tag in ("a", "mark") else {}
                self._begin(style, given.get("href", "") if tag == "a" else given.get("class", ""))


def _words(spans: Sequence[Span], *, alternative: bool = False) -> str:
    """The words of some spans, without marks of footnotes; on demand with those of pictures."""
    kept = [
        span for span in spans if "footnote" not in span.style and (alternative or "image" not in span.style)
    ]
    return collapse("".join([span.text for span in flowed(kept)]))


def _plain(tokens: Sequence[Token]) -> str:
    """The words of a picture's description, which may be styled."""
    return "".join([_plain(token.children) if token.children else token.content or " " for token in tokens])


def _restyled(span: Span, style: str, href: str) -> Span:
    if style == "superscript" or style == "subscript":
        moved = raised(span.text) if style == "superscript" else lowered(span.text)
        span = Span(moved.text, span.style, span.href) if "image" not in span.style else span
    keeps = "image" in span.style or "footnote" in span.style
    return with_style(Span(span.text, span.style, span.href if keeps else href or span.href), style)


def _without_ending(name: str) -> str:
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    return name


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    for match in ATTRIBUTE.finditer(text):
        yield match[1].lower(), unescape(match[2] or match[3] or match[4] or "")
