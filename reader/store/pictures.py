"""How the library writes down a picture in the texts that it compares: its name in double brackets.

Identities and keys of articles are made of texts with such marks, and teasers quote them. The form must never
change: the identities in all libraries were made with it.
"""

from __future__ import annotations

import re

from reader.model import Article, Block, Span

_MARK = re.compile(r"\[\[[0-9]+\]\]")
_HALF = re.compile(r"\[\[?[0-9]*\]?$")


def marked_text(article: Article) -> str:
    """The article's text as :meth:`Article.text` gives it, with a mark for each picture."""
    for block in article.blocks:
        for span in block.spans:
            if span.style == "image":
                return "\n\n".join(filter(str.strip, map(_marked, article.blocks)))
    return article.text()


def without_pictures(text: str, *, was_cut: bool = False) -> str:
    """A text without its marks; with ``was_cut``, without half of one at its end too."""
    text = _MARK.sub(" ", text)
    return _HALF.sub("", text) if was_cut else text


def names(text: str, most: int) -> str:
    """The pictures at the start of a text (``most`` characters): their names, each with a space behind."""
    if "[[" not in text:
        return ""
    return "".join(f"{mark[2:-2]} " for mark in _MARK.findall(text[:most]))


def _marked(block: Block) -> str:
    has_picture = any(span.style == "image" for span in block.spans)
    text = "".join(map(_mark, block.spans)) if has_picture else block.plain
    return f"{block.marker} {text}" if block.marker else text


def _mark(span: Span) -> str:
    return f"[[{span.text}]]" if span.style == "image" else span.text
