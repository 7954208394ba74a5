"""The tour: sample articles about the reader and about reading, shipped as saved pages.

The pages name each other as any saved pages do: one chain of previous and next, recommended links by
title and teaser. A few of the titles they name are missing on purpose, and one page has no title of its
own, so that a new library has something of everything to show. ``pages()`` gives them in order.
"""

from __future__ import annotations

import hashlib
from importlib import resources

_DIGITS = 12


def pages() -> list[tuple[str, bytes]]:
    """The pages of the tour in reading order: (file name, the page's bytes). Works from a wheel or a zip."""
    folder = resources.files(__name__) / "pages"
    files = [entry for entry in folder.iterdir() if entry.name.endswith(".txt")]
    return [(file.name, file.read_bytes()) for file in sorted(files, key=lambda entry: entry.name)]


def version() -> str:
    """A short digest of all pages: another one means that a library made from them is out of date."""
    digest = hashlib.sha256()
    for name, raw in pages():
        # Lengths keep two different sets of pages from running together into the same bytes.
        digest.update(f"{name} {len(raw)}\n".encode())
        digest.update(raw)
    return digest.hexdigest()[:_DIGITS]
