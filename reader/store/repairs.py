"""Whatever is repaired or set aside leaves a line in the log, so that nothing happens unseen."""

from __future__ import annotations


def repaired(words: str, *about: object) -> None:
    """Logs a repair: what was wrong, and what was done. ``about`` fills the ``%s`` in ``words``."""
    import logging  # few libraries ever need a repair

    package = logging.getLogger("reader")
    if not package.handlers:
        # Without any handler, Python would print it among what a program that uses the library prints.
        package.addHandler(logging.NullHandler())
    logging.getLogger(__name__).warning(words, *about)
