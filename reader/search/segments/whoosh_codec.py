"""The one module that imports whoosh: its schema and codec around our segments, and its length bytes.

Whoosh 2.7.4 sees an index as segments; a codec defines how a segment is stored. :class:`ArticleCodec` is a
codec over ``segment.SegmentFile``, and :class:`ArticleIndex` a Whoosh index over our table of contents
(``contents``), so Whoosh's own readers and searchers can use it. Whoosh itself reads and writes no file: its
table of contents and parts of its own segments are pickles, which run code when they are read.
"""

# Whoosh has no type annotations: everything from it is Any.
# ruff: noqa: ANN401

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reader.search.analysis import words
from reader.search.segments import contents
from reader.search.segments.building import FIELDS
from reader.search.segments.directory import CONTENTS, SEGMENT
from reader.search.segments.segment import KEYS, SegmentFile

with warnings.catch_warnings():
    # Whoosh writes regular expressions without r"" and compares integers with "is"; Python warns about that
    # when it compiles the files, which does not concern the user.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from whoosh import fields, index, reading, searching
    from whoosh.analysis import Analyzer, Token
    from whoosh.codec import base
    from whoosh.codec.whoosh3 import W3Segment
    from whoosh.filedb.filestore import FileStorage
    from whoosh.matching import ListMatcher
    from whoosh.util.numeric import byte_to_length, length_to_byte

__all__ = ["ArticleIndex", "byte_to_length", "length_to_byte", "schema", "whoosh_searcher"]

INDEX_NAME = "ARTICLES"


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
    """A segment as Whoosh expects it: its name, its documents, and which of them are deleted."""

    def should_assemble(self) -> bool:
        return False


class ArticleCodec(base.Codec):  # type: ignore[misc]
    """Lets Whoosh's readers and searchers read our segments."""

    length_stats = False

    def terms_reader(self, storage: Any, segment: ArticleSegment) -> TermsReader:
        return TermsReader(SegmentFile(_path(storage, segment)))

    def per_document_reader(self, storage: Any, segment: ArticleSegment) -> PerDocumentReader:
        return PerDocumentReader(SegmentFile(_path(storage, segment)), segment)


def _path(storage: Any, segment: ArticleSegment) -> Path:
    return Path(storage.folder) / f"{segment.segment_id()}{SEGMENT}"


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """Terms and postings, as Whoosh requests them."""

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
    """Documents, deletions and field lengths, as Whoosh requests them."""

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


# --- the index --------------------------------------------------------------------------------------


class ArticleIndex(index.Index):  # type: ignore[misc]
    """The index of a library as last committed, for Whoosh's readers and searchers. It is read-only.

    Args:
        directory: where the index is.
        library_id: which library it belongs to.

    Raises:
        FileNotFoundError, IndexBroken, OSError: there is no index, or it cannot be read.
    """

    def __init__(self, directory: Path, library_id: str) -> None:
        self.storage = FileStorage(str(directory))
        self.schema = schema()
        self._contents = contents.read(directory / CONTENTS, library_id)

    def is_empty(self) -> bool:
        return not self._contents.entries

    def reader(self, reuse: Any = None) -> Any:
        """A Whoosh reader over all segments."""
        segments = [
            reading.SegmentReader(self.storage, self.schema, _segment(entry))
            for entry in self._contents.entries
        ]
        if not segments:
            return reading.EmptyReader(self.schema)
        return segments[0] if len(segments) == 1 else reading.MultiReader(segments)


def _segment(entry: contents.SegmentEntry) -> ArticleSegment:
    deleted = set(entry.deleted) or None
    name, _, number = entry.name.partition("_")
    return ArticleSegment(ArticleCodec(), name, entry.documents, number, deleted)


def whoosh_searcher(directory: Path, library_id: str, weighting: Any = None) -> Any:
    """Whoosh's own searcher over the index: slow, and the standard that ours is compared with."""
    options = {"weighting": weighting} if weighting else {}
    return searching.Searcher(ArticleIndex(directory, library_id).reader(), **options)
