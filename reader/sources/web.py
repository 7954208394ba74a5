"""An answer of a web server as a file: what formats read.

Addresses are fetched many at a time and with a memory of what was tried, so the library does that itself (see
:mod:`reader.gathering`). Here is only what a fetched answer is for the formats.
"""

from __future__ import annotations

from reader.fetching import Answer
from reader.sources.fetched import Fetched


def fetched_of(answer: Answer) -> Fetched:
    """The answer as a file. Its source is the address that it came from in the end, after all redirects."""
    charset = f"; charset={answer.charset}" if answer.charset and answer.media_type else ""
    return Fetched(answer.address, answer.raw, media_type=f"{answer.media_type}{charset}")
