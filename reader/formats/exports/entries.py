"""Articles of what the record of an export says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reader.addresses import without_secrets
from reader.blocks import Block, images_in, paragraph, verse
from reader.errors import UnreadableSource
from reader.formats.decoding import decode
from reader.formats.exports.pictures import PictureFinder, without
from reader.formats.line_joining import join
from reader.formats.parsed import Parsed, Refused
from reader.formats.tags import tags_of
from reader.formats.titles import named
from reader.formats.wrapping import column_of
from reader.model import NO_FACTS, Article, Asset, Facts, Highlight
from reader.sources import Fetched
from reader.text import clean, collapse

PDF = "it is a PDF document, which is not read"
MISSING = "its text is missing"

# In a text whose longest line has more characters, line ends are where an editor wrapped it.
_WRAPPED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The text of an article, as the export has it. The first of these that is there is taken.

    Attributes:
        html: as HTML that is the article and nothing else: a string, or the bytes of a file.
        page: as the bytes of a whole web page, in which the article has to be found.
        blocks: as blocks.
        text: as plain text.
        pictures: returns the file of a picture, given its address; None if the export lacks it.
        assets: further pictures, which ``blocks`` name.
    """

    html: str | bytes = ""
    page: bytes = b""
    blocks: Sequence[Block] = ()
    text: str = ""
    pictures: PictureFinder = without
    assets: Sequence[Asset] = ()


NO_BODY = Body()


def entry(
    member: str,
    facts: Facts,
    *,
    title: str = "",
    words: str = "",
    tags: Iterable[str] = (),
    lang: str = "",
    body: Body = NO_BODY,
) -> Parsed:
    """An article of an export.

    Args:
        member: what identifies the record in its file.
        facts: what the record says.
        title: its title, or "".
        words: what stands for a title that is missing; if there is nothing, its address does.
        tags: the names of its labels, and the paths of its folders.
        lang: the code of its language.
        body: its text, if the export has it.
    """
    # The address may become the title and the name of the record, too.
    facts = replace(facts, url=without_secrets(facts.url)) if facts.url else facts
    read = _read(body, facts.url)
    facts = completed(facts, read.facts)
    own = read.article.title if read.article.title_from == "page" else ""
    title, origin = named(
        collapse(clean(title)) or own,
        address="" if words else facts.url,
        words=words or _beginning(facts, read.article.blocks),
    )
    article = replace(
        read.article,
        title=title,
        blocks=_without_title(read.article.blocks, title) if origin == "page" else read.article.blocks,
        title_from=origin,
        lang=_language(lang) or read.article.lang,
        tags=tags_of(tags),
    )
    return replace(read, article=article, member=without_secrets(collapse(clean(member))), facts=facts)


def lacking(member: str, title: str, reason: str) -> Refused:
    """What is missing of a record: the message names the record by its title too."""
    title = collapse(clean(title))
    return Refused(f"{member} ({title})" if title else member, reason)


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
    """An address on one line; "" if the text is empty, or has spaces in it and so is not an address."""
    words = clean(text).split()
    return words[0] if len(words) == 1 else ""


def names_of(authors: Iterable[str]) -> str:
    """The names of several authors, each once, as ``Facts.author`` has them."""
    return ", ".join(dict.fromkeys(filter(None, (collapse(clean(author)) for author in authors))))


def bytes_of(file: Fetched | None) -> bytes:
    """The bytes of a file beside an export; none if it is missing or cannot be read."""
    try:
        return file.raw if file else b""
    except (UnreadableSource, OSError):
        return b""


def page_of(file: Fetched | None) -> bytes:
    """The bytes of a page beside an export; none if it is missing or holds no text."""
    raw = bytes_of(file)
    try:
        return raw if raw and decode(raw) else b""
    except UnreadableSource:
        return b""


# --- the text -----------------------------------------------------------------------------------------


def _read(body: Body, url: str) -> Parsed:
    """The text of an article with its pictures, and what the text itself says; its title may be ""."""
    if body.html:
        from reader.formats.markup import blocks_of_html  # heavy, and most exports have no text

        marked = blocks_of_html(body.html, base=url)
        article = Article(title=collapse(marked.title), blocks=marked.blocks, lang=marked.lang)
        return Parsed(article=article, assets=_assets(marked.blocks, body))
    if body.page:
        from reader.formats.web import article_of_page

        page = article_of_page(body.page, url=url)
        more = _assets(page.article.blocks, body)
        return replace(page, assets=(*page.assets, *more))
    blocks = tuple(body.blocks or blocks_of_text(body.text))
    return Parsed(article=Article(title="", blocks=blocks), assets=_assets(blocks, body))


def _assets(blocks: Sequence[Block], body: Body) -> tuple[Asset, ...]:
    """The pictures of a text that the export brings."""
    found = list(body.assets)
    for name in images_in(blocks) if body.pictures is not without else ():
        picture = body.pictures(name)
        if raw := bytes_of(picture):
            found.append(Asset(name=name, raw=raw, media_type=picture.media_type if picture else ""))
    return tuple(found)


def blocks_of_text(text: str) -> Iterator[Block]:
    """The paragraphs of a plain text. Short lines stay lines unless they fill a column; others are joined."""
    parts = [
        [line.rstrip() for line in part.split("\n") if line.strip()] for part in clean(text).split("\n\n")
    ]
    column = column_of(parts)
    for lines in filter(None, parts):
        short = len(lines) > 1 and max(map(len, lines)) <= _WRAPPED
        if short and not (column and column.fits(lines)):
            yield verse(lines)
        else:
            yield paragraph(join(lines))


def _without_title(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    if not blocks:
        return ()
    from reader.formats.markup import without_title

    return without_title(blocks, title)


def _beginning(facts: Facts, blocks: Sequence[Block]) -> str:
    """The first words of something that has neither title nor address."""
    texts = (*(block.plain for block in blocks), *(one.quote for one in facts.highlights), facts.excerpt)
    words = next((collapse(text) for text in texts if text.strip()), "")
    return words if len(words) <= _WRAPPED else f"{words[:_WRAPPED].rpartition(' ')[0] or words[:_WRAPPED]}…"


# --- facts --------------------------------------------------------------------------------------------


def completed(facts: Facts, more: Facts) -> Facts:
    """What a record says, with what the page itself says where the record is silent."""
    if more is NO_FACTS:
        return facts
    return replace(
        facts,
        site=facts.site or more.site,
        author=facts.author or more.author,
        published=facts.published or more.published,
        excerpt=facts.excerpt or more.excerpt,
    )


def _language(code: str) -> str:
    code = clean(code).strip().lower().replace("_", "-").partition("-")[0]
    return code if code.isascii() and code.isalpha() and len(code) in (2, 3) else ""
