"""article-reader: a library of saved articles and a terminal to read them in.

``reader.library.Library`` is the interface for Python programs; ``reader`` on the command line is the
one for people. ``docs/design.md`` draws the layers.
"""

__version__ = "0.1.0"
