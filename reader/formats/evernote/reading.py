"""The notes of an Evernote export as articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reader.blocks import item
from reader.errors import UnreadableSource
from reader.formats.composing import highlights_in
from reader.formats.evernote.content import content_of
from reader.formats.evernote.stream import NoteRecord, notes_in
from reader.formats.exports.entries import address, entry
from reader.formats.flowing import first_words
from reader.formats.markup import without_title
from reader.formats.parsed import Parsed, Refused
from reader.model import Facts
from reader.moments import from_text
from reader.sources import Fetched
from reader.text import clean, collapse


def articles_in(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The notes of an export.

    Raises:
        UnreadableSource: nothing in it can be read.
    """
    some = False
    with fetched.open() as stream:
        try:
            for note in notes_in(stream):
                some = True
                yield from _note(note)
        except UnreadableSource as error:
            if not some:
                raise
            yield Refused("", f"it {error.reason}")
    if not some:
        raise UnreadableSource("holds no notes")


def _note(note: NoteRecord) -> Iterator[Parsed | Refused]:
    title = collapse(clean(note.texts.get("title", "")))
    created = note.texts.get("created", "").strip()
    url = address(note.texts.get("note-attributes/source-url", ""))
    content = content_of(note.texts.get("content", ""), note.resources, url)
    tasks = tuple(item(collapse(clean(words)), 1, "•", done=done) for words, done in note.tasks if words)
    blocks = (*without_title(content.blocks, title), *tasks)
    facts = Facts(
        url=url,
        author=note.texts.get("note-attributes/author", ""),
        saved=from_text(created),
        highlights=highlights_in(blocks),
    )
    # The time at which it was made names a note better than its title, which may change.
    parsed = entry(created or title, facts, title=title, words=first_words(blocks), tags=note.tags)
    yield replace(parsed, article=replace(parsed.article, blocks=blocks), assets=content.assets)
    if content.encrypted:
        yield Refused(
            parsed.article.title, "an encrypted passage cannot be read without its password, and is left out"
        )
