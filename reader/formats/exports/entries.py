"""Articles of what the record of an export says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from reader.blocks import Block, paragraph, verse
from reader.formats.parsed import Parsed
from reader.formats.tags import tags_of
from reader.model import Article, Asset, Facts, Highlight
from reader.sources import Fetched
from reader.text import clean, collapse, fold

_WRAPPED = 60
# In a text whose longest line has more characters, line ends are where an editor wrapped it.


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The text of an article, as the export has it.

    Attributes:
        html: as HTML: a string, or the bytes of a file.
        text: as plain text, if there is no HTML.
        base: the address that those in the HTML are relative to; "" if that is the article's own.
        pictures: the file of a picture, given its address as the HTML writes it; None if the export lacks it.
    """

    html: str | bytes = ""
    text: str = ""
    base: str = ""
    pictures: Callable[[str], Fetched | None] = lambda _: None


NO_BODY = Body()


def entry(
    member: str,
    facts: Facts,
    *,
    title: str = "",
    tags: Iterable[str] = (),
    lang: str = "",
    body: Body = NO_BODY,
) -> Parsed:
    """An article of an export.

    Args:
        member: what identifies the record in its file.
        facts: what the record says; texts in it are made harmless here.
        title: its title; if it has none, the address is the title.
        tags: the names of its labels, and the paths of its folders.
        lang: the code of its language.
        body: its text, if the export has it.
    """
    facts = _harmless(facts)
    blocks, assets, named, stated = _read(body, facts.url)
    title = collapse(clean(title)) or named or facts.url or _beginning(facts, blocks)
    article = Article(
        title=title or "Untitled",
        blocks=_without_title(blocks, title),
        title_from="page",
        lang=_language(lang) or stated,
        tags=tags_of(tags),
    )
    return Parsed(article=article, member=clean(member), assets=assets, facts=facts)


def highlight(
    quote: str, note: str = "", *, color: str = "", created: str = "", tags: Iterable[str] = ()
) -> Iterator[Highlight]:
    """A passage that someone marked, if it has words: yields one or nothing, for ``yield from``."""
    if quote := clean(quote).strip():
        yield Highlight(
            quote=quote,
            note=clean(note).strip(),
            color=collapse(clean(color)).lower(),
            created=created,
            tags=tags_of(tags),
        )


def address(text: str) -> str:
    """An address on one line; "" if the text is no address, because it has spaces in it or nothing else."""
    words = clean(text).split()
    return words[0] if len(words) == 1 else ""


def names_of(authors: Iterable[str]) -> str:
    """The names of several authors, each once, as ``Facts.author`` has them."""
    return ", ".join(dict.fromkeys(filter(None, (collapse(clean(author)) for author in authors))))


# --- the text -----------------------------------------------------------------------------------------


def _read(body: Body, url: str) -> tuple[tuple[Block, ...], tuple[Asset, ...], str, str]:
    """The blocks of a text, its pictures, and the title and language that it states."""
    if body.html:
        from reader.formats.markup import blocks_of_html  # heavy, and most exports have no text

        marked = blocks_of_html(body.html, base=body.base or url)
        assets = tuple(
            Asset(name=name, raw=picture.raw, media_type=picture.media_type)
            for name in dict.fromkeys(marked.images)
            if (picture := body.pictures(name))
        )
        return marked.blocks, assets, collapse(marked.title), marked.lang
    return tuple(blocks_of_text(body.text)), (), "", ""


def blocks_of_text(text: str) -> Iterator[Block]:
    """The paragraphs of a plain text. Short lines stay lines; longer ones are joined."""
    for part in clean(text).split("\n\n"):
        lines = [line.rstrip() for line in part.split("\n") if line.strip()]
        if len(lines) > 1 and max(map(len, lines)) <= _WRAPPED:
            yield verse(lines)
        elif lines:
            yield paragraph(collapse(" ".join(lines)))


def _without_title(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """The text without a first heading that only repeats the title."""
    first = blocks[0] if blocks else None
    if first and first.kind == "heading" and fold(first.plain) == fold(title):
        return blocks[1:]
    return blocks


def _beginning(facts: Facts, blocks: tuple[Block, ...]) -> str:
    """The first words of something that has neither title nor address."""
    texts = (*(block.plain for block in blocks), *(one.quote for one in facts.highlights), facts.excerpt)
    words = next((collapse(text) for text in texts if text.strip()), "")
    return words if len(words) <= _WRAPPED else f"{words[:_WRAPPED].rpartition(' ')[0] or words[:_WRAPPED]}…"


def _harmless(facts: Facts) -> Facts:
    return replace(
        facts,
        url=address(facts.url),
        site=collapse(clean(facts.site)),
        author=collapse(clean(facts.author)),
        excerpt=clean(facts.excerpt).strip(),
        remark=clean(facts.remark).strip(),
        feed=address(facts.feed),
        progress=None if facts.progress is None else min(1.0, max(0.0, facts.progress)),
    )


def _language(code: str) -> str:
    code = clean(code).strip().lower().replace("_", "-").partition("-")[0]
    return code if code.isascii() and code.isalpha() and len(code) in (2, 3) else ""


def picture_beside(fetched: Fetched, folder: str, url: str) -> Callable[[str], Fetched | None]:
    """Finds the pictures that lie in a folder beside an export, for :attr:`Body.pictures`.

    The HTML names them relative to the folder; once made absolute, they begin with the article's address.
    """
    names = [name for name in fetched.beside() if name.startswith(folder)]
    known = {urljoin(url, name.removeprefix(folder)): name for name in names}
    return lambda name: fetched.neighbour(known[name]) if name in known else None
