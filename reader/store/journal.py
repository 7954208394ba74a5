"""The journal: the changes made to articles, each with everything needed to undo it exactly.

For each article that really changed, an entry holds the fact before and the fact after. Undoing restores the
fact before, but only if the fact after still holds: anything changed since then is left
alone. Redoing works the same way. So entries can be undone after a restart, from another process, and
after a change that was interrupted.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from reader.changes import (
    Applied,
    Aspect,
    Change,
    Fact,
    JournalEntry,
    Put,
    grouped,
)
from reader.store import values
from reader.store.aspects import Setting
from reader.store.change_json import fact_from_json, from_json, to_json
from reader.store.database import Database, Row

Report = Callable[[int, int], None]
"""Called with the number of articles done, and the total."""

MOST_ENTRIES = 1_000
MOST_BYTES = 16 * 2**20
MOST_SECONDS = 30 * 86_400.0
"""What the journal keeps: entries beyond the latest 1,000, beyond 16 MB, or older than 30 days are dropped.
The latest one always stays."""

_LONGEST = 64 * 2**20
"""The most bytes of an entry's facts that are unpacked."""

_UNREADABLE = "it was made by a newer version of reader, or is damaged"


@dataclass(frozen=True, slots=True)
class _Kept:
    """An entry in memory: each article's fact before the change, and after it."""

    number: int
    change: Change
    before: dict[int, Fact]
    after: dict[int, Fact]


def _silent(done: int, total: int) -> None:
    """Reports nothing."""


class Journal:
    """The changes of one library."""

    def __init__(self, db: Database, aspects: Mapping[Aspect, Setting]) -> None:
        self._db = db
        self._aspects = dict(aspects)

    def learn(self, aspect: Aspect, setting: Setting) -> None:
        """From now on, changes to a further aspect can be noted, undone and redone."""
        self._aspects[aspect] = setting

    # --- forward ----------------------------------------------------------------------------------------

    def apply(
        self, change: Change, now: float, report: Report = _silent, stop: Callable[[], bool] = lambda: False
    ) -> Applied:
        """Makes a change and notes it. Changes undone before can then no longer be redone.

        All of it happens in one transaction, except that many articles are removed or restored in several, so
        that other programs can write in between. ``stop`` is called between them; True leaves the rest.
        At any moment the journal describes exactly what has been done so far.

        Raises:
            LibraryReadOnly: the library cannot be changed.
            ArticleDamaged: the copy in the trash of an article to restore is damaged.
        """
        setting = self._aspects[change.aspect]
        change = setting.tidy(change)
        kept: _Kept | None = None
        merged: dict[int, int] = {}
        missing: list[int] = []
        ids = list(dict.fromkeys(change.articles))
        done = 0
        for chunk in _chunks(ids, setting.at_once):
            if done and stop():
                break
            with self._db.transaction():
                facts = setting.read(chunk)
                wanted = change.becomes(facts, now)
                changed = {article: wanted[article] for article in facts if wanted[article] != facts[article]}
                if changed:
                    merged |= setting.write(changed, now)
                    kept = self._note(kept, change, {a: facts[a] for a in changed}, changed, now)
            missing += [article for article in chunk if article not in facts]
            done += len(chunk)
            report(done, len(ids))
        before = kept.before if kept else {}
        return Applied(
            change=change,
            number=kept.number if kept else None,
            articles=tuple(before),
            inverse=Put(change.aspect, grouped(before)),
            missing=tuple(missing),
            merged=tuple(merged.items()),
        )

    def note(self, change: Change, before: dict[int, Fact], after: dict[int, Fact], now: float) -> Applied:
        """Notes a change that has been made already, inside the caller's transaction; see :meth:`apply`."""
        kept = self._note(None, change, before, after, now)
        return Applied(
            change=change,
            number=kept.number,
            articles=tuple(before),
            inverse=Put(change.aspect, grouped(before)),
        )

    def _note(
        self,
        kept: _Kept | None,
        change: Change,
        before: dict[int, Fact],
        after: dict[int, Fact],
        now: float,
    ) -> _Kept:
        """Adds the changed facts to the entry of a change, or creates the entry."""
        if kept is not None:
            kept = replace(kept, before=kept.before | before, after=kept.after | after)
            done = self._db.execute(
                "UPDATE journal SET facts = ?, undone = 0 WHERE number = ?",
                (_pack(kept.before, kept.after), kept.number),
            )
            if done.rowcount:
                return kept
            before, after = kept.before, kept.after
        self._db.execute("DELETE FROM journal WHERE undone")
        number = self._db.execute(
            "INSERT INTO journal (at, change, aspect, facts) VALUES (?, ?, ?, ?)",
            (now, json.dumps(to_json(change)), change.aspect, _pack(before, after)),
        ).lastrowid
        assert number is not None
        self._bound(number, now)
        return _Kept(number=number, change=change, before=dict(before), after=dict(after))

    def _bound(self, latest: int, now: float) -> None:
        self._db.execute(
            "DELETE FROM journal WHERE number < ?1 AND (at < ?2 OR number IN (SELECT number FROM ("
            "SELECT number, count(*) OVER latest_first AS place, sum(length(facts)) OVER latest_first AS size"
            " FROM journal WINDOW latest_first AS (ORDER BY number DESC)) WHERE place > ?3 OR size > ?4))",
            (latest, now - MOST_SECONDS, MOST_ENTRIES, MOST_BYTES),
        )

    # --- undo and redo ----------------------------------------------------------------------------------

    def undo(self, now: float, report: Report = _silent) -> Applied | None:
        """Undoes the latest change that is not undone yet; returns None if there is none.

        Only restores articles that still are as the change left them: ``kept`` names the others. Raises the
        same as :meth:`apply`.
        """
        return self._turn(now, report, undo=True)

    def redo(self, now: float, report: Report = _silent) -> Applied | None:
        """Redoes the change that was undone last; returns None if there is none. Works like :meth:`undo`."""
        return self._turn(now, report, undo=False)

    def _turn(self, now: float, report: Report, *, undo: bool) -> Applied | None:
        turn: _Turn | None = None
        while turn is None or turn.left:
            with self._db.transaction():
                if turn is None:
                    kept, skipped = self._next(undo=undo)
                    if kept is None:
                        return None
                    turn = _Turn(kept, skipped, undo)
                self._take(turn, now)
                if not turn.left:
                    self._db.execute(
                        "UPDATE journal SET undone = ? WHERE number = ?", (undo, turn.entry.number)
                    )
            report(turn.total - len(turn.left), turn.total)
        return turn.outcome()

    def _take(self, turn: _Turn, now: float) -> None:
        """Undoes or redoes the change of the next articles of an entry."""
        setting = self._aspects[turn.entry.change.aspect]
        chunk = turn.next(setting.at_once)
        facts = setting.read(chunk)
        turned: dict[int, Fact] = {}
        for article in chunk:
            if article not in facts:
                turn.missing.append(article)
            elif facts[article] == turn.stands[article]:
                turned[article] = turn.wanted[article]
            elif facts[article] != turn.wanted[article]:
                turn.kept.append(article)
        if turned:
            turn.merged |= setting.write(turned, now)
            turn.done += turned

    def _next(self, *, undo: bool) -> tuple[_Kept | None, int]:
        """The next entry to undo or redo, and how many were skipped because they cannot be read."""
        order = "DESC" if undo else "ASC"
        numbers = self._db.column(
            f"SELECT number FROM journal WHERE undone = ? ORDER BY number {order}", (not undo,)
        )
        for skipped, number in enumerate(numbers):
            with suppress(ValueError):
                kept = _read(self._db.rows(f"{_ENTRY} WHERE number = ?", (number,))[0])
                if kept.change.aspect in self._aspects:
                    return kept, skipped
        return None, len(numbers)

    # --- contents ---------------------------------------------------------------------------------------

    def entries(self, limit: int) -> list[JournalEntry]:
        """The latest changes, the latest first. Those that cannot be read say so."""
        return list(map(_entry, self._db.rows(f"{_ENTRY} ORDER BY number DESC LIMIT ?", (limit,))))


class _Turn:
    """An entry that is being undone or redone."""

    def __init__(self, entry: _Kept, skipped: int, undo: bool) -> None:
        self.entry = entry
        self.stands, self.wanted = (entry.after, entry.before) if undo else (entry.before, entry.after)
        # Undone in reverse order, so that each article finds the state in which it was changed.
        self.left = list(entry.before)[:: -1 if undo else 1]
        self.total = len(self.left)
        self.done: list[int] = []
        self.missing: list[int] = []
        self.kept: list[int] = []
        self.merged: dict[int, int] = {}
        self._skipped = skipped
        self._undo = undo

    def next(self, at_once: int | None) -> list[int]:
        """The next articles to change; the others stay in ``left``."""
        chunk = self.left[: at_once or self.total]
        self.left = self.left[len(chunk) :]
        return chunk

    def outcome(self) -> Applied:
        """The result."""
        change, done = self.entry.change, set(self.done)
        turned = {article: self.stands[article] for article in self.entry.before if article in done}
        return Applied(
            change=change,
            number=self.entry.number,
            articles=tuple(turned),
            inverse=Put(change.aspect, grouped(turned)),
            action="undone" if self._undo else "redone",
            missing=tuple(self.missing),
            kept=tuple(self.kept),
            merged=tuple(self.merged.items()),
            skipped=self._skipped,
        )


_ENTRY = "SELECT number, at, change, aspect, facts, undone FROM journal"


def _entry(row: Row) -> JournalEntry:
    number, at, *_, undone = row
    try:
        kept = _read(row)
    except ValueError:
        return JournalEntry(
            number=number, at=values.moment(at), change=None, undone=bool(undone), problem=_UNREADABLE
        )
    return JournalEntry(number=number, at=values.moment(at), change=kept.change, undone=bool(undone))


def _read(row: Row) -> _Kept:
    """An entry from its row. Raises ValueError if this version does not write rows like it."""
    number, _, stated, aspect, facts, _ = row
    if not isinstance(stated, str) or not isinstance(aspect, str):
        raise ValueError("not an entry")
    try:
        value = json.loads(stated)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    before: dict[int, Fact] = {}
    after: dict[int, Fact] = {}
    known: Any = aspect
    for was, became, articles in _groups(facts):
        one, other = fact_from_json(known, was), fact_from_json(known, became)
        before |= dict.fromkeys(articles, one)
        after |= dict.fromkeys(articles, other)
    change = from_json(value, after)
    if change.aspect != aspect:
        raise ValueError("facts of something else")
    return _Kept(number=number, change=change, before=before, after=after)


def _groups(facts: object) -> Iterator[tuple[object, object, list[int]]]:
    if not isinstance(facts, bytes):
        raise ValueError("not packed")
    unpacking = zlib.decompressobj()
    try:
        plain = unpacking.decompress(facts, _LONGEST)
        groups = json.loads(plain) if unpacking.eof else None
    except (zlib.error, RecursionError) as error:
        raise ValueError("not packed") from error
    if not isinstance(groups, list):
        raise ValueError("not groups")
    for group in groups:
        match group:
            case [was, became, list(articles)] if all(map(_is_id, articles)):
                yield was, became, articles
            case _:
                raise ValueError("not a group")


def _is_id(value: object) -> bool:
    return type(value) is int and values.maybe_id(value) is not None


def _pack(before: Mapping[int, Fact], after: Mapping[int, Fact]) -> bytes:
    groups: dict[tuple[Fact, Fact], list[int]] = {}
    for article, fact in before.items():
        groups.setdefault((fact, after[article]), []).append(article)
    return zlib.compress(json.dumps([[*pair, ids] for pair, ids in groups.items()]).encode(), 1)


def _chunks(ids: Sequence[int], at_once: int | None) -> Iterator[list[int]]:
    size = at_once or len(ids)
    for start in range(0, len(ids), size or 1):
        yield list(ids[start : start + size])
