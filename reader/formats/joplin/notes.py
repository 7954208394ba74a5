"""The notes of a Joplin export, with their folders, tags and pictures."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.blocks import Block
from reader.errors import UnreadableSource
from reader.formats.composing import highlights_in
from reader.formats.decoding import decode
from reader.formats.exports.entries import address, entry
from reader.formats.flowing import first_words
from reader.formats.joplin.items import FOLDER, RESOURCE, TAG, JoplinItem, item_of, path_of
from reader.formats.markdown.reading import document
from reader.formats.parsed import Parsed, Refused
from reader.formats.surroundings import Surroundings
from reader.formats.tags import path_of as tag_path
from reader.model import Facts
from reader.moments import from_milliseconds, from_text
from reader.sources import Fetched
from reader.text import clean

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_OTHER = re.compile(r":/([0-9a-f]{32})(?:#.*)?", re.IGNORECASE)
_HTML = "2"


class Export:
    """An export, of which the notes are read one by one.

    Args:
        source: where links to its notes lead, without ``#`` and the path of the note.
        files: all its files.
        items: its folders, tags and resources by their ids.
        notes: the paths of its notes by their ids.
        links: the ids of notes and of their tags, in pairs.
    """

    def __init__(
        self,
        *,
        source: str,
        files: Mapping[str, Callable[[], Fetched]],
        items: Mapping[str, JoplinItem],
        notes: Mapping[str, str],
        links: Sequence[tuple[str, str]],
    ) -> None:
        self._source = source
        self._files = files
        self._notes = notes
        self._folders = {id: item for id, item in items.items() if item.kind == FOLDER}
        self._resources = {id: item for id, item in items.items() if item.kind == RESOURCE}
        self._tags: defaultdict[str, list[str]] = defaultdict(list)
        for note, tag in links:
            if tag in items and items[tag].kind == TAG:
                self._tags[note].append(items[tag].title)
        self._paths: dict[str, str] = {}
        for path in files:
            if path.startswith("resources/"):
                self._paths[path.rpartition("/")[2].partition(".")[0]] = path

    def note(self, path: str) -> Iterator[Parsed | Refused]:
        """The article of a note, or why there is none."""
        try:
            fetched = self._files[path]()
            item = item_of(decode(fetched.raw)[0])
        except (UnreadableSource, OSError, MemoryError) as error:
            yield Refused(path, str(error))
            return
        assert item is not None
        named = f"“{item.title}”" if item.title else "a note"
        if item.flag("encryption_applied"):
            yield Refused(path, "it is encrypted: decrypt it in Joplin and export it again")
        elif item.flag("deleted_time"):
            yield Refused(path, f"{named} is in Joplin's bin, and is left out")
        elif item.flag("is_conflict"):
            yield Refused(path, f"{named} is a conflicting copy, and is left out")
        else:
            yield self._article(path, fetched, item)

    def _article(self, path: str, fetched: Fetched, item: JoplinItem) -> Parsed:
        url = address(item.text("source_url"))
        around = _Inside(self, fetched, url)
        if item.text("markup_language") == _HTML:
            blocks, highlights = _of_html(item.body, around, url), None
        else:
            text = document(item.body, fetched, around)
            blocks, highlights = text.blocks, text.highlights
        blocks = _untitled(blocks, item.title)
        facts = Facts(
            url=url,
            author=item.text("author"),
            saved=_moment(item.text("user_created_time") or item.text("created_time")),
            highlights=highlights_in(blocks) if highlights is None else highlights,
        )
        folder = tag_path(path_of(self._folders, item.text("parent_id")))
        tags = [*self._tags[item.id], *([folder] if folder else [])]
        parsed = entry(path, facts, title=item.title, words=first_words(blocks), tags=tags)
        article = replace(parsed.article, blocks=blocks, links=around.links)
        return replace(parsed, article=article, assets=around.assets)

    # --- what notes refer to --------------------------------------------------------------------------

    def address_of(self, id: str) -> str:
        """Where a note is; "" if there is none with that id."""
        return f"{self._source}#{self._notes[id]}" if id in self._notes else ""

    def resource(self, id: str) -> tuple[str, Fetched | None]:
        """The name of an attachment, and its file."""
        item = self._resources.get(id)
        path = self._paths.get(id, "")
        try:
            fetched = self._files[path]() if path else None
        except (UnreadableSource, OSError, MemoryError):
            fetched = None
        title = clean(item.title).replace("/", "-") if item else ""
        return title or path.rpartition("/")[2] or id, fetched


class _Inside(Surroundings):
    """What a note refers to: other items of its export."""

    def __init__(self, export: Export, fetched: Fetched, url: str) -> None:
        super().__init__(fetched, url)
        self._export = export
        self._ids: dict[str, str] = {}

    def picture(self, address: str) -> str:
        match = _OTHER.fullmatch(address.strip())
        if match is None:
            return super().picture(address)
        id = match[1].lower()
        if id not in self._ids:
            name, fetched = self._export.resource(id)
            # Two pictures may have the same name.
            name = f"{id}-{name}" if name in self._ids.values() else name
            self._ids[id] = name
            if fetched is not None:
                self._keep(name, fetched)
        return self._ids[id]

    def link(self, address: str, title: str) -> str:
        match = _OTHER.fullmatch(address.strip())
        if match is None:
            return super().link(address, title)
        target = self._export.address_of(match[1].lower())
        return self._remember(title, target) if target else ""


def _of_html(html: str, around: Surroundings, url: str) -> tuple[Block, ...]:
    from reader.formats.markup import marked
    from reader.formats.markup.reading import tree_of
    from reader.formats.surroundings import taken_in

    if not html.strip():
        return ()

    def choose(_: Element, places: Sequence[str]) -> str:
        return places[0]

    return tuple(taken_in(marked(tree_of(html).root, choose=choose).blocks, around))


def _untitled(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    from reader.formats.markup import without_title

    return without_title(blocks, title)


def _moment(text: str) -> str:
    return from_milliseconds(text) if text.isdigit() else from_text(text)
