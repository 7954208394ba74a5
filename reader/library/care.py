"""Finds what is damaged in a library, says how it can be repaired, and repairs it.

The library keeps each page as it was read. A damaged article is rebuilt from its page, and a damaged
page is read from its file again, if the file is still the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reader import formats
from reader.config import command
from reader.errors import ArticleNotFound, LibraryDamaged, UnreadableSource
from reader.model import Page, Progress
from reader.sources import Fetched, files
from reader.store import Finding, Kept, Kind, Store, digest
from reader.text import display

ProgressCallback = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Repair:
    """What a repair has done, and what is still wrong, each in words."""

    done: tuple[str, ...]
    left: tuple[str, ...]


def problems(store: Store, progress: ProgressCallback | None = None) -> list[str]:
    """Everything that is wrong with the library file, each with what can be done about it."""
    care = _Care(store)
    return [f"{finding.what}; {care.remedy(finding)}" for finding in _inspect(store, progress)]


def without_remedy() -> str:
    """What can be done, in words, if the file of a library is damaged as a whole."""
    return (
        f"'{command('restore')}' restores a backup; without one, '{command('export')}' saves what can"
        " still be read"
    )


def repair(store: Store, progress: ProgressCallback | None = None) -> Repair:
    """Repairs what can be repaired. Intact data are not touched.

    Raises:
        LibraryReadOnly: the library cannot be changed.
    """
    store.require_writable()
    care = _Care(store)
    findings = _in_turn(_inspect(store, progress))
    done = [care.put_right(finding) for finding in findings]
    if any(finding.kind is Kind.LOST or store.mending.is_gone(finding.article) for finding in findings):
        store.mending.drop_lost()
        done.append("leftovers were removed")
    return Repair(tuple(dict.fromkeys(filter(None, done))), tuple(problems(store, progress)))


def _inspect(store: Store, progress: ProgressCallback | None) -> list[Finding]:
    def report(done: int, total: int) -> None:
        if progress:
            progress(Progress("checking", done, total))

    return store.inspect(report)


_TURNS = (
    *(Kind.ORDER, Kind.SOURCE, Kind.TEXT, Kind.ENTRY, Kind.LINKS, Kind.PAGE, Kind.ASSET, Kind.TAGS),
    *(Kind.STATE, Kind.HIGHLIGHTS, Kind.OTHER, Kind.LOST, Kind.FILE),
)


def _in_turn(findings: list[Finding]) -> list[Finding]:
    """The findings in the order of repair: first those from which others are rebuilt."""
    return sorted(findings, key=lambda finding: _TURNS.index(finding.kind))


class _Care:
    """Repairs one library, finding by finding."""

    def __init__(self, store: Store) -> None:
        self._mending = store.mending
        self._holds = store.holds
        self._now = time.time()
        self._made: set[int] = set()

    # --- in words ---------------------------------------------------------------------------------------

    def remedy(self, finding: Finding) -> str:
        """What can be done about a finding, in words."""
        try:
            return self._remedy(finding)
        except LibraryDamaged:
            return without_remedy()

    def _remedy(self, finding: Finding) -> str:
        repair = f"'{command('check --repair')}'"
        match finding.kind:
            case Kind.TEXT | Kind.ENTRY | Kind.LINKS:
                kept, page = self._page_for(finding)
                if page is not None:
                    return f"{repair} rebuilds it from the page it was read from"
                if kept is None:
                    return f"{repair} removes it if nothing refers to it"
                where = f" ({display(kept.source)})"
                return f"if its page is still somewhere{where}, adding that brings it back"
            case Kind.ASSET:
                return f"{repair} takes it from the file that it came from, if that is still the same"
            case Kind.PAGE:
                kept, page = self._page_for(finding)
                if page is not None:
                    return f"{repair} reads it from {display(page.source)} again"
                if kept is not None and kept.raw is not None:
                    return f"{repair} compares it again"
                file = f"its file ({display(kept.source)})" if kept else "its file"
                return f"the article itself can be read; once {file} is as it was, {repair} reads it again"
            case Kind.TAGS | Kind.ORDER:
                return f"{repair} rebuilds them"
            case Kind.SOURCE if finding.source is None:
                return "adding its page again restores that"
            case Kind.SOURCE | Kind.STATE | Kind.HIGHLIGHTS | Kind.OTHER:
                return f"{repair} keeps what can be read of it"
            case Kind.LOST:
                return f"{repair} removes it"
            case _:
                return without_remedy()

    # --- repairs ----------------------------------------------------------------------------------------

    def put_right(self, finding: Finding) -> str:
        """Repairs one finding; returns what was done, in words, or "" if nothing could be done."""
        try:
            return self._put_right(finding)
        except (LibraryDamaged, ArticleNotFound):
            return ""

    def _put_right(self, finding: Finding) -> str:
        mending = self._mending
        named = finding.what.partition(":")[0]
        match finding.kind:
            case Kind.TEXT | Kind.ENTRY | Kind.LINKS:
                return self._make_again(finding, named)
            case Kind.PAGE:
                page = self._page_for(finding)[1]
                if page is None or finding.source is None:
                    return ""
                mending.put_page_back(finding.source, page.raw if page.record is None else page.record)
                return f"{named}: its page was read again from {display(page.source)}"
            case Kind.ASSET if finding.source is not None:
                return self._put_assets_back(finding.source, named)
            case Kind.TAGS if finding.article is not None:
                mending.retag(finding.article)
                return f"{named}: its tags were rebuilt"
            case Kind.SOURCE if finding.source is not None:
                page = self._page_for(finding)[1]
                mending.keep("sources", finding.source)
                if page is not None:
                    # The page says which article it belongs to, and what it links to.
                    mending.put_back(finding.source, page, self._now)
                return f"{named}: its source is kept as far as it can be read"
            case Kind.STATE if finding.article is not None:
                mending.keep("state", finding.article)
                return f"{named}: its reading state is kept as far as it can be read"
            case Kind.HIGHLIGHTS if finding.article is not None:
                mending.keep("highlights", finding.article)
                return f"{named}: its highlights are kept as far as they can be read"
            case Kind.OTHER:
                mending.keep(finding.part, finding.key)
                return f"{finding.what.removesuffix(' is damaged')} is kept as far as it can be read"
            case Kind.ORDER:
                mending.reindex()
                return "the indexes of the file were rebuilt"
            case _:
                return ""

    def _make_again(self, finding: Finding, named: str) -> str:
        article, source = finding.article, finding.source
        if article is None:
            return ""
        if article in self._made and source is None:
            return f"{named}: rebuilt from the page it was read from"
        found = next(self._pages_for(finding), None)
        if found is not None:
            self._mending.put_back(found[0], found[2], self._now)
            self._made.add(article)
            return f"{named}: rebuilt from the page it was read from"
        if finding.kind is Kind.LINKS and source is not None and self._mending.relink(source):
            return f"{named}: its links were resolved again"
        if finding.kind is Kind.ENTRY and self._mending.derive(article, self._now):
            return f"{named}: rebuilt from its text"
        return ""

    # --- pages ------------------------------------------------------------------------------------------

    def _page_for(self, finding: Finding) -> tuple[Kept | None, Page | None]:
        """What is kept of the page behind a finding, and the page itself if it can be read."""
        found = next(self._pages_for(finding), None)
        if found is not None:
            return found[1], found[2]
        sources = self._sources_of(finding)
        return (self._mending.kept(sources[0]) if sources else None), None

    def _sources_of(self, finding: Finding) -> list[int]:
        if finding.source is not None:
            return [finding.source]
        return [] if finding.article is None else self._mending.pages_of(finding.article)

    def _pages_for(self, finding: Finding) -> Iterator[tuple[int, Kept, Page]]:
        """The pages from which a finding can be repaired, with their numbers."""
        for source in self._sources_of(finding):
            kept = self._mending.kept(source)
            if kept is None:
                continue
            fetched = None if finding.kind is Kind.PAGE else _from_library(kept)
            page = _page_in(fetched or self._from_file(kept), kept.member)
            if page is not None:
                yield source, kept, page

    def _put_assets_back(self, source: int, named: str) -> str:
        """Reads the assets of a page from it, or from the files beside it; drops those that are lost."""
        kept = self._mending.kept(source)
        done = 0
        if kept is not None:
            for fetched in (_from_library(kept), self._from_file(kept)):
                page = _page_in(fetched, kept.member)
                done += self._mending.put_assets_back(source, page.assets) if page else 0
        self._mending.keep("assets", source)
        return f"{named}: its pictures " + (
            "were read again" if done else "are kept as far as they can be read"
        )

    def _from_file(self, kept: Kept) -> Fetched | None:
        """The file that a page was read from, if it is still the same."""
        if not kept.digest or not Path(kept.source).is_absolute() or "\0" in kept.source:
            return None
        path = kept.source
        try:
            fetched = files.fetch(path, str(Path(path).parent), self._holds)
            return fetched if digest(fetched.raw) == kept.digest else None
        except (OSError, UnreadableSource):
            return None


def _from_library(kept: Kept) -> Fetched | None:
    """The file that a page was read from, as the library keeps it."""
    return None if kept.raw is None else Fetched(kept.source, kept.raw, media_type=kept.media_type)


def _page_in(fetched: Fetched | None, member: str) -> Page | None:
    """The article with the given member name in a file, if there is one."""
    if fetched is None:
        return None
    with suppress(UnreadableSource, OSError):
        for page in formats.read(fetched):
            if isinstance(page, Page) and page.member == member:
                return page
    return None
