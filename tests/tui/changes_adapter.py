"""Stands in for ``Library.apply`` and its kind until the library has them: stars, read articles and tags."""

from __future__ import annotations

import time

from reader.changes import Applied, MarkRead, Put, SetTags, Star, grouped


def _fact(library, aspect, article):
    summary = library.summary(article)
    return {"star": summary.starred, "read": summary.read, "tags": summary.tags}[aspect]


def _put(library, aspect, article, fact):
    if aspect == "star":
        library.store.state.star(article, fact)
    elif aspect == "tags":
        library.tag(article, list(fact))
    elif fact is None:
        library.store.state.mark_unread(article)
    else:
        library.store.state.mark_read(article, fact)


def _apply(library, change: Star | MarkRead | SetTags | Put, action="applied"):
    before = {article: _fact(library, change.aspect, article) for article in change.articles}
    after = change.becomes(before, time.time())
    for article, fact in after.items():
        _put(library, change.aspect, article, fact)
    changed = tuple(article for article in before if before[article] != after[article])
    return Applied(change, 1, changed, Put(change.aspect, grouped(before)), action)


def apply(library, change):
    applied = _apply(library, change)
    library._undone = []
    library._done = [*getattr(library, "_done", []), applied]
    return applied


def undo(library):
    if not getattr(library, "_done", []):
        return None
    last = library._done.pop()
    library._undone = [*getattr(library, "_undone", []), last]
    undone = _apply(library, last.inverse)
    return Applied(last.change, 1, undone.articles, undone.inverse, "undone")


def redo(library):
    if not getattr(library, "_undone", []):
        return None
    last = library._undone.pop()
    library._done.append(last)
    redone = _apply(library, last.change)
    return Applied(last.change, 1, redone.articles, redone.inverse, "redone")


def adapt(library_class) -> None:
    """Gives the class what it lacks."""
    for name, method in (("apply", apply), ("undo", undo), ("redo", redo)):
        if not hasattr(library_class, name):
            setattr(library_class, name, method)
