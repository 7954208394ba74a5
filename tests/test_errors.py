"""An error carries what it is about; one place turns that into a sentence."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest

from reader.errors import (
    ArticleDamaged,
    ArticleNotFound,
    LibraryBusy,
    LibraryError,
    NoSuchText,
    NotALibrary,
    ReaderError,
    UnreadableSource,
    in_words,
)
from reader.store.faults import is_no_text


def kinds(of: type[ReaderError] = ReaderError) -> list[type[ReaderError]]:
    return [of, *(kind for child in of.__subclasses__() for kind in kinds(child))]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ReaderError("nothing works"), "nothing works"),
        (UnreadableSource("is empty"), "is empty"),
        (UnreadableSource("is empty", source="a.zip", member="b.html"), "a.zip: b.html: is empty"),
        (ReaderError("cannot be shown", article=7), "article 7: cannot be shown"),
        (LibraryError("is gone", source="l.db"), "the library l.db is gone"),
        (LibraryError("there is no number left"), "there is no number left"),
        (NotALibrary("it is empty", source=Path("l.db")), "l.db is not a library: it is empty"),
        (ArticleNotFound(0), "there is no article 0 in this library"),
        (NoSuchText(5, 3), "article 5 has no text 3"),
        (ArticleDamaged(5, "no text"), "article 5 is damaged in the library: no text"),
        (LibraryError("has {braces}", source="{source}"), "the library {source} has {braces}"),
    ],
)  # fmt: skip
def test_the_sentence_of_an_error(error: ReaderError, words: str) -> None:
    assert str(error) == words


def test_every_kind_makes_a_sentence_of_a_reason_alone() -> None:
    """A kind whose form names fields still says the reason when those are not known."""
    assert len(kinds()) > 15
    for kind in kinds():
        if kind not in (ArticleDamaged, ArticleNotFound, NoSuchText):
            assert str(kind("why it failed")) == "why it failed"


def test_the_same_error_about_another_file_keeps_kind_and_cause() -> None:
    before = LibraryBusy("is being written by somebody", source="copy", article=3)
    after = before.about("original")
    assert type(after) is LibraryBusy
    assert str(after) == "the library original is being written by somebody"
    assert (after.article, after.__cause__) == (3, before)
    assert str(before) == "the library copy is being written by somebody"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
        (OSError(errno.EACCES, "Permission denied"), "permission denied"),
        (OSError("odd"), "odd"),
        (MemoryError(), "there is not enough memory"),
    ],
)
def test_what_the_system_says_in_words(error: OSError | MemoryError, words: str) -> None:
    assert in_words(error) == words


def test_a_column_that_is_no_text_is_known_without_its_words() -> None:
    db = sqlite3.connect(":memory:")
    with pytest.raises(sqlite3.OperationalError) as undecodable:
        db.execute("SELECT CAST(x'ff' AS TEXT)").fetchone()
    with pytest.raises(sqlite3.OperationalError) as other:
        db.execute("SELECT 'decode to UTF-8' FROM nowhere")
    db.close()
    assert is_no_text(undecodable.value)
    assert not is_no_text(other.value)
    # Its words alone make no error one of text that cannot be decoded.
    other.value.args = ("Could not decode to UTF-8 column",)
    assert not is_no_text(other.value)
