"""Logs everything that is repaired or set aside, so that nothing happens unnoticed."""

from __future__ import annotations


def repaired(words: str, *about: object) -> None:
    """Logs a repair: what was wrong, and what was done. ``about`` fills the ``%s`` in ``words``."""
    import logging  # few libraries ever need a repair

    package = logging.getLogger("reader")
    if not package.handlers:
        # Without a handler, Python would print the line among the output of a program that uses the library.
        package.addHandler(logging.NullHandler())
    logging.getLogger(__name__).warning(words, *about)
