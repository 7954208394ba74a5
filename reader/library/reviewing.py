"""Which highlights a review brings back. Pure.

Each day has its own few. Those that were never seen in a review come first, then those that were not seen
for the longest time. Among equals, a number made from the day and the words decides: so a day brings the same
ones whenever it is asked, and the next day others. A highlight with the tag ``no-review`` never comes back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from reader.facts import Passage
from reader.model import Highlight
from reader.reviews import NO_REVIEW
from reader.squeezed import squeezed


def words_key(quote: str) -> str:
    """What tells a passage from others in a review: its words alone.

    It survives edits of the note, another colour, the trash, a backup, and an article that is added again.
    """
    return hashlib.blake2b(squeezed(quote).encode(errors="surrogatepass"), digest_size=8).hexdigest()


def may_return(highlight: Highlight) -> bool:
    """Whether a review may bring a highlight back."""
    return NO_REVIEW not in highlight.tags and bool(squeezed(highlight.quote))


def of_today(passages: Iterable[Passage], seen: Mapping[str, float], now: float, most: int) -> list[Passage]:
    """The highlights of today's review, at most ``most``, each passage once.

    ``seen`` says when each was seen last, by its :func:`words_key`; ``now`` is in seconds since the epoch.
    What was seen today already belongs to today, and comes first.
    """
    today = datetime.fromtimestamp(now).astimezone().date()
    midnight = datetime(today.year, today.month, today.day).astimezone().timestamp()
    unique: dict[str, Passage] = {}
    for one in passages:
        if may_return(one.stored.highlight):
            unique.setdefault(words_key(one.stored.highlight.quote), one)

    def rank(key: str) -> tuple[bool, float, bytes]:
        last = seen.get(key, 0.0)
        chance = hashlib.blake2b(f"{today} {key}".encode(), digest_size=8).digest()
        # Within one day, the time says nothing: what was seen in one review was seen at the same time.
        return last < midnight, last // 86_400 if last < midnight else 0.0, chance

    return [unique[key] for key in sorted(unique, key=rank)[:most]]
