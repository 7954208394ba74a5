"""``reader show``: one article as text."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from reader.addresses import without_keys
from reader.cli.command import Argument, Command, article_id, open_library
from reader.cli.commands.links import meant
from reader.cli.facts import (
    FACTS,
    TITLE,
    fact_fields,
    fact_lines,
    highlight_fields,
    state_fields,
    title_fields,
)
from reader.cli.output import BOLD, DIM, Output, day, timestamp

if TYPE_CHECKING:
    from reader.library.protocol import Library
    from reader.model import Article, Block, BlockKind, ResolvedLink, Span, StoredHighlight


def _run(args: argparse.Namespace, out: Output) -> int:
    with open_library(args, out) as library:
        if out.json:
            out.record(**article_fields(library, args.id))
        else:
            _print(library, args.id, out)
    return 0


def article_fields(library: Library, article: int) -> dict[str, Any]:
    """One article as ``--json`` shows it. Raises ArticleNotFound."""
    content, summary = library.get(article), library.summary(article)
    return {
        "id": article,
        **title_fields(content),
        "title_from": content.title_from,
        "note": content.note,
        "blocks": [_block_fields(block) for block in content.blocks],
        "text": content.text(),
        "images": _images(content, library.stored_names(article)),
        "links": [_link_fields(link) for link in library.links(article)],
        "source": without_keys(summary.source),
        "vanished": timestamp(summary.vanished),
        **state_fields(summary),
        **fact_fields(summary),
        "highlights": [highlight_fields(one) for one in library.highlights(article)],
    }


def _block_fields(block: Block) -> dict[str, Any]:
    return {
        "kind": "list" if block.kind == "item" else block.kind,
        "text": block.plain,
        "level": block.level,
        "marker": block.marker,
        "spans": [_span_fields(span) for span in block.spans],
        **{name: value for name, value in (("quoted", block.quoted), ("inside", block.inside)) if value},
        **(_OWN_FIELDS[block.kind](block) if block.kind in _OWN_FIELDS else {}),
    }


def _images(article: Article, stored: frozenset[str]) -> list[dict[str, Any]]:
    """The images of an article, each once, in the order in which they first occur."""
    alts: dict[str, str] = {}
    for block in article.blocks:
        for span in block.spans:
            if "image" in span.style:
                alts[span.href] = alts.get(span.href) or span.alt
    return [{"name": name, "alt": alt, "stored": name in stored} for name, alt in alts.items() if name]


def _plain(spans: Iterable[Span]) -> str:
    return "".join(span.text for span in spans)


_OWN_FIELDS: dict[BlockKind, Callable[[Block], dict[str, Any]]] = {
    "item": lambda block: {} if block.done is None else {"done": block.done},
    "code": lambda block: {"language": block.language or None},
    "table": lambda block: {
        "rows": [[_plain(cell) for cell in row] for row in block.rows],
        "align": block.align,
        "header": block.header,
    },
    "image": lambda block: {
        "asset": block.picture.href or None,
        "alt": block.picture.alt,
        "caption": _plain(block.caption),
    },
    "footnote": lambda block: {"label": block.label},
}
"""The fields of some kinds of blocks."""


def _span_fields(span: Span) -> dict[str, Any]:
    # If an image has no alternative text, its text is its name.
    text = span.alt or span.href if "image" in span.style else span.text
    return {"text": text, "style": span.style, "href": span.href}


def _link_fields(resolved: ResolvedLink) -> dict[str, Any]:
    return {
        "kind": resolved.link.kind,
        "title": resolved.link.title,
        "teaser": resolved.link.teaser,
        "target": resolved.target,
        "target_source": without_keys(resolved.target_source) if resolved.target is not None else None,
        "address": resolved.link.address or None,
    }


def _print(library: Library, article: int, out: Output) -> None:
    from reader.typesetting.units import title_origin

    content, summary = library.get(article), library.summary(article)
    out.text(_wrapped(content.title, out), BOLD)
    gone = "" if summary.vanished is None else f"its file was gone on {day(summary.vanished)}"
    words = "1 word" if summary.words == 1 else f"{summary.words} words"
    facts = (without_keys(summary.source), gone, day(summary.added), words, title_origin(summary))
    out.line(" · ".join(fact for fact in facts if fact), DIM)
    for line in fact_lines(summary):
        out.line(line, DIM)
    out.text()
    if summary.remark:
        out.text(_wrapped(summary.remark, out))
        out.text()
    if summary.empty:
        out.text(
            _wrapped(summary.excerpt, out) if summary.excerpt else "(the library has no text of it)", DIM
        )
        out.text()
    if content.note:
        out.text(_wrapped(f"{content.note_label} {content.note}".strip(), out))
        out.text()
    for text in _body(content, out):
        out.text(text)
    for line in _highlight_lines(library.highlights(article), out):
        out.text(line)
    for line in _link_lines(list(library.links(article))):
        out.line(line)


def _highlight_lines(highlights: Sequence[StoredHighlight], out: Output) -> Iterator[str]:
    for stored in highlights:
        one = stored.highlight
        yield _wrapped(f"Highlight: {one.quote}" + (" (not in the text)" if stored.lost else ""), out)
        if one.note:
            yield _wrapped(f"Note: {one.note}", out)
    if highlights:
        yield ""


def _body(content: Article, out: Output) -> Iterator[str]:
    """The lines of the body. On a terminal they fit its width; in a pipe each block is one string."""
    if not out.terminal:
        for text in content.paragraphs():
            yield from (text, "")
        return
    from reader.typesetting.lines import lines_of

    yield from lines_of(content.blocks, _measure(out))
    yield ""


def _measure(out: Output) -> int:
    from reader.config import Settings

    return min(out.width, Settings().measure)


def _wrapped(text: str, out: Output) -> str:
    """Text in lines that are easy to read; unchanged in a pipe, where each paragraph is a line."""
    if not out.terminal:
        return text
    from reader.typesetting.wrap import wrap_text

    return "\n".join(wrap_text(text, _measure(out))) or text


def _link_lines(links: list[ResolvedLink]) -> Iterator[str]:
    for resolved in links:
        article = meant(resolved)
        where = f"article {article}".replace("article perhaps", "perhaps article") if article else "not here"
        yield f"{resolved.link.kind.capitalize()}: {resolved.link.title} ({where})"


SHOW = Command(
    name="show",
    usage="ID",
    summary="Prints one article as text: title, note, body, highlights and links.",
    run=_run,
    arguments=(Argument(("id",), "the article", {"metavar": "ID", "type": article_id}),),
    details=(
        "On a terminal the text is laid out for reading; in a pipe each paragraph is one line, and so is each"
        " row of a table, with tabs between its cells.",
        "A title that the page itself does not have is marked: it comes from a link that leads there,"
        " from the first words, or it is the address.",
    ),
    fields=f"id, {TITLE}, title_from (page, link, text or address: where that comes from), note, blocks"
    " (of kind:"
    " paragraph, heading, list, quote, verse, code, table, image, rule or footnote; text, level, marker,"
    " spans; and where they apply quoted and inside: the number of quotations around it, and the level"
    " of the list item that it continues; done of a task; language of code; rows, align and header of a"
    " table; asset, alt and caption of an image; label of a footnote), text (the body), images (of name,"
    " alt, stored: whether the library has the picture), links (of kind, title, teaser, target,"
    " target_source, address), source, vanished (when an import noticed that its file is gone; null while the"
    f" file exists), read (when), starred, tags, {FACTS}, highlights (of quote, note, color, created, tags,"
    " lost: whether its words are not in the text)",
    examples=(
        ("reader show 12 | less", "read article 12 in a pager"),
        ("reader show 12 --json | jq -r .text", "only its body"),
    ),
    exits=("done", "there is no such article"),
)
