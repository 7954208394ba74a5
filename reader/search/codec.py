"""The one module that imports whoosh: its schema, codec, commits and locks around our segments.

Whoosh 2.7.4 keeps an index as segments named by a table of contents; a codec says how a segment lies on
disk. :class:`ArticleCodec` is a codec over ``segment.SegmentFile``; Whoosh's own searcher can read the
index through it, which is how the tests compare scores. :class:`ArticleWriter` is a Whoosh index writer
that hands whole documents to ``building.Batch`` (Whoosh's segment writer sorts one tuple per posting, and
shares one temporary directory among all indexes of a machine).
"""

# Whoosh has no types: what comes from it is Any.
# ruff: noqa: ANN401

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from reader.errors import IndexBusy
from reader.model import Document
from reader.search import words
from reader.search.building import FIELDS, Batch
from reader.search.merging import merge
from reader.search.segment import KEYS, SegmentFile

with warnings.catch_warnings():
    # Whoosh writes regular expressions without r"" and compares integers with "is"; Python says so when
    # it compiles the files, which is no concern of a user's.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from whoosh import fields, index, reading, searching, writing
    from whoosh.analysis import Analyzer, Token
    from whoosh.codec import base
    from whoosh.codec.whoosh3 import W3Segment
    from whoosh.filedb.filestore import FileStorage
    from whoosh.filedb.structfile import StructFile
    from whoosh.matching import ListMatcher
    from whoosh.util.numeric import byte_to_length, length_to_byte

__all__ = [
    "ArticleWriter",
    "Lock",
    "NoToc",
    "byte_to_length",
    "clean",
    "open_index",
    "read_toc",
    "segment_path",
    "toc_path",
    "whoosh_searcher",
]

INDEX_NAME = "ARTICLES"
NoToc = index.EmptyIndexError
"""Raised where a directory has no table of contents."""

_EXTENSION = ".art"
Chooser = Callable[[Sequence[tuple[int, int]]], Sequence[int]]
"""From (articles there, articles deleted) of each segment, the places of those to merge."""

_CHOOSE_KEYS_UP_TO = 10_000
"""Above this many documents a merge takes over key terms: by then it is known how rare terms are."""


class ArticleAnalyzer(Analyzer):  # type: ignore[misc]
    """``words`` as a Whoosh analyzer."""

    def __call__(self, value: str, **_options: Any) -> Iterator[Any]:
        terms = words.vocabulary(words.DEFAULT_LANGUAGE)
        token = Token(positions=True, chars=True)
        for position, (raw, start, end) in enumerate(words.locate(value)):
            token.text, token.pos, token.boost, token.stopped = terms[raw], position, 1.0, False
            token.startchar, token.endchar = start, end
            yield token


def schema() -> Any:
    """The Whoosh schema: the id, the searched fields, and the key terms."""
    texts = {name: fields.TEXT(analyzer=ArticleAnalyzer()) for name in FIELDS}
    return fields.Schema(id=fields.STORED(), **texts, **{KEYS: fields.KEYWORD()})


# --- the codec --------------------------------------------------------------------------------------


class ArticleSegment(W3Segment):  # type: ignore[misc]
    """What the table of contents says of a segment: its name, its documents, which are deleted."""

    def should_assemble(self) -> bool:
        return False


class ArticleCodec(base.Codec):  # type: ignore[misc]
    """Lets Whoosh's readers and searchers read our segments."""

    length_stats = False

    def new_segment(self, _storage: Any, name: str) -> ArticleSegment:
        return ArticleSegment(self, name)

    def terms_reader(self, storage: Any, segment: ArticleSegment) -> TermsReader:
        return TermsReader(SegmentFile(segment_path(storage, segment)))

    def per_document_reader(self, storage: Any, segment: ArticleSegment) -> PerDocumentReader:
        return PerDocumentReader(SegmentFile(segment_path(storage, segment)), segment)


def segment_path(storage: Any, segment: ArticleSegment) -> Path:
    """The file of a segment."""
    name: str = segment.make_filename(_EXTENSION)
    return Path(storage.folder) / name


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """Terms and postings, as Whoosh asks for them."""

    def __init__(self, segment: SegmentFile) -> None:
        self._segment = segment

    def indexed_field_names(self) -> list[str]:
        return [*FIELDS, KEYS]

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._segment.field(term[0]).terms.find(term[1]) >= 0

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for name in sorted(self.indexed_field_names()):
            for term in self._segment.field(name).terms.words():
                yield name, term

    def terms_from(self, name: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        return (term for term in self.terms() if term >= (name, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], Any]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, name: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], Any]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(name, prefix))

    def term_info(self, name: str, term: bytes) -> Any:
        field = self._segment.field(name)
        number = field.terms.find(term)
        if number < 0:
            raise reading.TermNotFound(f"{name}:{term!r}")
        postings = field.postings(number)
        counts = [impact >> 8 for impact in postings.impacts]
        lengths = [byte_to_length(impact & 255) for impact in postings.impacts]
        docs = postings.docs
        return reading.TermInfo(
            sum(counts), len(docs), min(lengths), max(lengths), max(counts), docs[0], docs[-1]
        )

    def frequency(self, name: str, term: bytes) -> float:
        return float(self.term_info(name, term).weight()) if (name, term) in self else 0.0

    def doc_frequency(self, name: str, term: bytes) -> int:
        field = self._segment.field(name)
        number = field.terms.find(term)
        return field.frequencies[number] if number >= 0 else 0

    def matcher(self, name: str, term: bytes, format_: Any, scorer: Any = None) -> Any:
        field = self._segment.field(name)
        info = self.term_info(name, term)
        postings = field.postings(field.terms.find(term))
        starts, positions = postings.positions()
        values = [
            format_.encode(list(positions[starts[i] : starts[i + 1]])) if name != KEYS else b""
            for i in range(len(postings.docs))
        ]
        weights = [float(impact >> 8) for impact in postings.impacts]
        return ListMatcher(
            postings.docs, weights, values, format_, scorer=scorer, term=(name, term), terminfo=info
        )


class PerDocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """Documents, deletions and field lengths, as Whoosh asks for them."""

    def __init__(self, file: SegmentFile, segment: ArticleSegment) -> None:
        self._file = file
        self._segment = segment
        self.deleted_docs = segment.deleted_docs
        self.is_deleted = segment.is_deleted
        self.has_deletions = segment.has_deletions

    def doc_count(self) -> int:
        return self._file.documents - int(self._segment.deleted_count())

    def doc_count_all(self) -> int:
        return self._file.documents

    def doc_field_length(self, number: int, name: str, default: int = 0) -> int:
        length = self._file.table(f"lengths.{name}", "I")[number]
        return int(byte_to_length(length_to_byte(length))) if length else default

    def field_length(self, name: str) -> int:
        return int(self._file.about["totals"].get(name, 0))

    def min_field_length(self, name: str) -> int:
        return min(self._file.table(f"lengths.{name}", "I"), default=0)

    def max_field_length(self, name: str) -> int:
        return max(self._file.table(f"lengths.{name}", "I"), default=0)

    def stored_fields(self, number: int) -> dict[str, int]:
        return {"id": self._file.ids[number]}


# --- commits and locks ------------------------------------------------------------------------------


class _Storage(FileStorage):  # type: ignore[misc]
    """A directory whose files are read whole: Whoosh forgets to close a damaged one.

    Only the table of contents is read this way; segments are mapped by ``segment``.
    """

    def open_file(self, name: str, **_options: Any) -> Any:
        return StructFile(BytesIO((Path(self.folder) / name).read_bytes()), name=name)


def open_index(directory: Path, *, create: bool = False) -> Any:
    """Whoosh's index object for a directory, created empty where asked for.

    Raises:
        Exception: of many kinds, when there is none or it cannot be read.
    """
    storage = _Storage(str(directory))
    return storage.create_index(schema(), INDEX_NAME) if create else storage.open_index(INDEX_NAME)


def read_toc(whoosh_index: Any) -> tuple[int, list[ArticleSegment]]:
    """The index as last committed: (generation, segments)."""
    toc = whoosh_index._read_toc()  # Whoosh has no public name for it
    return toc.generation, toc.segments


def toc_path(directory: Path, generation: int) -> Path:
    """The file that says what the index holds in a generation; a later one takes it away."""
    name: str = index.TOC._filename(INDEX_NAME, generation)  # Whoosh has no public name for it
    return directory / name


def whoosh_searcher(directory: Path, weighting: Any = None) -> Any:
    """Whoosh's own searcher over the index: slow, and what our scores are measured against."""
    options = {"weighting": weighting} if weighting else {}
    return searching.Searcher(open_index(directory).reader(), **options)


class Lock:
    """Holds the index's write lock while the block runs.

    Raises:
        IndexBusy: another process (or another index object) holds it.
    """

    def __init__(self, directory: Path) -> None:
        self._lock = FileStorage(str(directory)).create().lock(f"{INDEX_NAME}_WRITELOCK")

    def __enter__(self) -> None:
        if not self._lock.acquire():
            raise IndexBusy("the search index is being written by another process")

    def __exit__(self, *_exception: object) -> None:
        self._lock.release()


class ArticleWriter(writing.IndexWriter):  # type: ignore[misc]
    """One commit: deletions and a batch of documents as a new segment; or segments merged into one.

    The caller holds the :class:`Lock`. Unlike Whoosh's own writer it makes everything durable before the
    new table of contents names it, so that what was acknowledged after a commit survives a power cut.
    """

    def __init__(self, whoosh_index: Any) -> None:
        toc = whoosh_index._read_toc()
        self._storage, self.schema, self._generation = whoosh_index.storage, toc.schema, toc.generation
        self._segments: list[ArticleSegment] = toc.segments
        self._batch = Batch(length_to_byte)

    def delete_article(self, article: int, files: dict[str, SegmentFile]) -> None:
        """Marks the committed document of an article deleted, if there is one."""
        for segment in self._segments:
            file = files[segment.segment_id()]
            low, high = file.about["ids"]
            if low <= article <= high and (number := file.numbers.get(article)) is not None:
                segment.delete_document(number)

    def add_document(self, document: Document) -> None:
        """Adds a document; an older one of the same article is to be deleted first."""
        self._batch.add(document)

    def commit(self, files: dict[str, SegmentFile]) -> None:
        """Makes the changes visible to those who open the index from now on.

        Args:
            files: the open segments by segment id; new ones are added.
        """
        segments = [s for s in self._segments if s.deleted_count() < s.doc_count_all()]
        if len(self._batch):
            new = self._new_segment(len(self._batch))
            largest = max(segments, key=lambda s: int(s.doc_count_all()), default=None)
            path = segment_path(self._storage, new)
            self._batch.write(path, files[largest.segment_id()] if largest else None)
            files[new.segment_id()] = SegmentFile(path)
            _make_durable(path)
            segments.append(new)
        self._finish(segments)

    def merge(
        self, choose: Chooser, files: dict[str, SegmentFile], *, stop: Callable[[], bool] | None = None
    ) -> bool:
        """Merges segments, as a commit of its own; whether there were any to merge.

        Args:
            choose: gives the places of those to merge (see ``tiers``), from the sizes of all.
            files: the open segments by segment id; the new one is added.
            stop: polled; the merge is given up, and put off to a later time, when it is true.
        """
        sizes = [(int(s.doc_count_all() - s.deleted_count()), int(s.deleted_count())) for s in self._segments]
        due = [self._segments[place] for place in choose(sizes)]
        if not due:
            return False
        live = sum(s.doc_count_all() - s.deleted_count() for s in due)
        new = self._new_segment(live)
        path = segment_path(self._storage, new)
        sources = [(files[s.segment_id()], frozenset(s.deleted_docs())) for s in due]
        if not merge(sources, path, choose_keys=live <= _CHOOSE_KEYS_UP_TO, stop=stop):
            path.unlink()
            return False
        files[new.segment_id()] = SegmentFile(path)
        _make_durable(path)
        self._finish([s for s in self._segments if s not in due] + [new])
        return True

    def _new_segment(self, documents: int) -> ArticleSegment:
        new = ArticleSegment(ArticleCodec(), INDEX_NAME)
        new.set_doc_count(documents)
        return new

    def _finish(self, segments: list[ArticleSegment]) -> None:
        """Writes the table of contents, and deletes what it no longer names."""
        self._generation += 1
        index.TOC(self.schema, segments, self._generation).write(self._storage, INDEX_NAME)
        _make_durable(Path(self._storage.folder))
        _clean(self._storage, self._generation, segments)


def clean(whoosh_index: Any) -> None:
    """Deletes what a commit or merge that was killed has left. The caller holds the :class:`Lock`."""
    _clean(whoosh_index.storage, *read_toc(whoosh_index))


def _clean(storage: Any, generation: int, segments: list[ArticleSegment]) -> None:
    index.clean_files(storage, INDEX_NAME, generation, segments)
    for leftover in Path(storage.folder).glob("_*.toc.*"):
        leftover.unlink()  # Whoosh forgets these


def _make_durable(path: Path) -> None:
    """Asks the system to have a file, or the names in a directory, on the disk before going on."""
    if os.name == "nt" and path.is_dir():
        return  # Windows has no such thing for directories
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
