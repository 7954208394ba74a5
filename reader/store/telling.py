"""What files say about articles beside their text, brought together with what the person has done here.

Facts that describe an article (its address, its author …) follow the file. What files say about the state of
an article (read, starred …) is only taken while the person has not changed that part of the state here, and
it only ever adds. Tags and highlights of a file are added once: when the file is read again, those that the
person has removed stay away. What a note of the person's own no longer says was taken out of it, and goes,
unless another file of the article says it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from reader.addresses import address_key
from reader.model import NO_FACTS, Block, Facts, Highlight, Position
from reader.moments import seconds_of
from reader.store import values
from reader.store.addressing import Addressing
from reader.store.database import Database
from reader.store.former import FormerTexts
from reader.store.highlights import Highlights, digest_of_highlight
from reader.store.preparing import Prepared
from reader.store.reading import ReadingDays
from reader.store.settle import Settling
from reader.store.tags import Tags

TOUCHED: Final = {"read": 1, "starred": 2, "archived": 4, "remark": 8, "progress": 16}
"""The bits of ``state.touched``: the columns that the person has changed here."""

_DESCRIBING = ("url", "site", "author", "published", "saved", "feed", "excerpt")


class Telling:
    """Applies what files say, inside the caller's transaction."""

    def __init__(self, db: Database, settling: Settling, tags: Tags) -> None:
        self._db = db
        self._settling = settling
        self._tags = tags
        self._addressing = Addressing(db)
        self.highlights = Highlights(db)
        self.former = FormerTexts(db)
        self._reading = ReadingDays(db)

    def hear(self, source: int, article: int, page: Prepared, now: float, *, wrote: bool = True) -> bool:
        """Applies everything that a page says of its article; returns whether the facts are others now.

        Called when the text is written. ``wrote``: whether the text of the article is that of the page.
        """
        changed = self._describe(source, article, page, wrote=wrote)
        facts, article_tags = page.facts, page.article.tags
        if facts == NO_FACTS and not article_tags and not facts.own:
            return changed
        self._add_state(article, facts, page.article.blocks, now)
        marks = {digest_of_highlight(one): one for one in facts.highlights}
        if facts.own:
            changed |= self._take_back(source, article, article_tags, marks)
        if marks or article_tags:
            told_tags, told_marks = self._told(article)
            new_tags = [tag for tag in article_tags if tag not in told_tags]
            new_marks = [one for mark, one in marks.items() if mark not in told_marks]
            self._tags.add(article, new_tags)
            self.highlights.add(article, new_marks)
            self._note(source, article_tags, marks)
            changed |= bool(new_tags or new_marks)
        return changed

    def _take_back(
        self, source: int, article: int, tags: Sequence[str], marks: Mapping[str, Highlight]
    ) -> bool:
        """Removes what the page stated earlier and states no longer; returns whether there was any."""
        stored = self._db.value("SELECT told FROM sources WHERE id = ?", (source,))
        before_tags, before_marks = decode_told(stored)
        if not stored or (set(before_tags) <= {*tags} and set(before_marks) <= marks.keys()):
            return False
        self._write_told(
            source,
            [tag for tag in before_tags if tag in tags],
            [mark for mark in before_marks if mark in marks],
        )
        others_tags, others_marks = self._told(article)
        gone = {*before_tags} - {*tags} - others_tags
        if gone:
            self._tags.set(article, [tag for tag in self._tags.of(article) if tag not in gone])
        lost = {*before_marks} - marks.keys() - others_marks
        if lost:
            self.highlights.take_back(article, lost, marks.values())
        return bool(gone or lost)

    # --- facts that describe it -----------------------------------------------------------------------

    def _describe(self, source: int, article: int, page: Prepared, *, wrote: bool) -> bool:
        row = self._db.row(f"SELECT {', '.join(_DESCRIBING)}, url_key FROM articles WHERE id = ?", (article,))
        if row is None:
            return False
        before = dict(zip((*_DESCRIBING, "url_key"), row, strict=True))
        stated = {name: getattr(page.facts, name) for name in _DESCRIBING} | {"url_key": page.url_key}
        if stated == before:
            return False
        alone = not self._db.value("SELECT 1 FROM sources WHERE article = ? AND id <> ?", (article, source))
        if not alone:
            # Each page says something of it. What one says last counts.
            stated = {name: stated[name] or before[name] for name in before}
            if page.url_key == before["url_key"] == address_key(values.text(before["url"])):
                stated["url"] = before["url"]
            if wrote and not page.keys.body_key:
                stated |= {"url": page.facts.url, "url_key": page.url_key}
            elif page.url_key != before["url_key"] and page.url_key in self._addressing.of(article)[0]:
                # It is known by this one already, as by its own.
                stated |= {name: before[name] for name in ("url", "url_key")}
        changed = {name: value for name, value in stated.items() if value != before[name]}
        further = set() if alone else {page.url_key, values.text(before["url_key"])} - {stated["url_key"], ""}
        if changed:
            self._write_facts(article, changed, values.text(before["url_key"]))
        if further:
            # Files know it by these, too.
            self._addressing.add(article, further)
            self._settling.addressed(*further)
        return bool(changed)

    def _write_facts(self, article: int, changed: Mapping[str, object], former: str) -> None:
        if "url_key" in changed:
            self._settling.addressed(former, str(changed["url_key"]))
        self._db.execute(
            f"UPDATE articles SET {', '.join(f'{name} = ?' for name in changed)} WHERE id = ?",
            (*changed.values(), article),
        )

    # --- its state ------------------------------------------------------------------------------------

    def _add_state(self, article: int, facts: Facts, blocks: Sequence[Block], now: float) -> None:
        row = self._db.row(
            "SELECT read, starred, archived, remark, progress, touched FROM state WHERE article = ?",
            (article,),
        )
        read, starred, archived, remark, progress, touched = row or (None, 0, None, "", 0.0, 0)
        at = seconds_of(facts.saved)
        when = now if at is None else min(max(at, 0.0), now)
        new: dict[str, float | str | int] = {}
        if facts.read and read is None:
            new["read"] = when
        if facts.starred and not starred:
            new["starred"] = 1
        if facts.archived and archived is None:
            new["archived"] = when
        if facts.remark and not remark:
            new["remark"] = facts.remark
        if facts.progress is not None and facts.progress > values.share(progress):
            new["progress"] = facts.progress
        touched = values.whole(touched)
        new = {name: value for name, value in new.items() if not touched & TOUCHED[name]}
        if "progress" in new:
            where = place_at(blocks, facts.progress or 0.0)
            new |= {"block": where.block, "char": where.char, "anchor": ""}
        if new:
            self._db.execute(
                f"INSERT INTO state (article, {', '.join(new)}) VALUES ({', '.join('?' * (len(new) + 1))})"
                f" ON CONFLICT (article) DO UPDATE SET {', '.join(f'{n} = excluded.{n}' for n in new)}",
                (article, *new.values()),
            )

    def inherit(self, old: int, new: int) -> None:
        """Gives a new article the state, the tags and the highlights of another one."""
        self._db.execute(
            f"INSERT INTO state (article, {_STATE}) SELECT ?, {_STATE} FROM state WHERE article = ?",
            (new, old),
        )
        self._tags.add(new, self._tags.of(old))
        self.highlights.copy(old, new)

    def merge(self, old: int, new: int) -> None:
        """Adds the state of an article to that of another one, which takes its place.

        Read if either was read, starred if either was; with the remarks on both. The new article's place wins
        if it has one. What was read of it, and what it said before, become those of the new one.
        """
        self._db.execute(
            f"INSERT INTO state (article, {_STATE}) SELECT ?, {_STATE} FROM state WHERE article = ?"
            f" ON CONFLICT (article) DO UPDATE SET {MERGED}",
            (new, old),
        )
        self._tags.add(new, self._tags.of(old))
        self.highlights.copy(old, new)
        self._db.execute("UPDATE visits SET article = ? WHERE article = ?", (new, old))
        self.former.adopt(old, new)
        self._reading.merge(old, new)

    # --- what has been said ---------------------------------------------------------------------------

    def _told(self, article: int) -> tuple[set[str], set[str]]:
        """The tags and the digests of highlights that any page of an article has stated so far."""
        tags: set[str] = set()
        marks: set[str] = set()
        for told in self._db.column("SELECT told FROM sources WHERE article = ? AND told <> ''", (article,)):
            tags_told, marks_told = decode_told(told)
            tags.update(tags_told)
            marks.update(marks_told)
        return tags, marks

    def _note(self, source: int, tags: Iterable[str], marks: Iterable[str]) -> None:
        stored = self._db.value("SELECT told FROM sources WHERE id = ?", (source,))
        tags_told, marks_told = decode_told(stored)
        told = [[*dict.fromkeys((*tags_told, *tags))], [*dict.fromkeys((*marks_told, *marks))]]
        if json.dumps(told, ensure_ascii=False) != stored:
            self._write_told(source, *told)

    def _write_told(self, source: int, tags: Iterable[str], marks: Iterable[str]) -> None:
        whole = json.dumps([[*tags], [*marks]], ensure_ascii=False)
        self._db.execute("UPDATE sources SET told = ? WHERE id = ?", (whole, source))


_STATE = "read, starred, block, char, progress, anchor, archived, remark, touched, opened"
_PLACE = ("block", "char", "progress", "anchor")
_HERE = "CASE WHEN block < 0 AND progress = 0"
MERGED: Final = (
    "read = coalesce(read, excluded.read), starred = max(starred, excluded.starred),"
    " archived = coalesce(archived, excluded.archived),"
    " remark = CASE WHEN remark = '' THEN excluded.remark WHEN instr(remark, excluded.remark) THEN remark"
    " ELSE remark || char(10, 10) || excluded.remark END,"
    + "".join(f" {name} = {_HERE} THEN excluded.{name} ELSE {name} END," for name in _PLACE)
    + " touched = touched | excluded.touched,"
    " opened = max(ifnull(opened, excluded.opened), ifnull(excluded.opened, opened))"
)
"""How the state of an article takes up that of another one, in SQL."""


def decode_told(told: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The column ``told`` of a page: the tags and the digests of highlights."""
    match values.json_list(told):
        case [[*tags], [*marks]]:
            return tuple(map(str, tags)), tuple(map(str, marks))
        case _:
            return (), ()


def place_at(blocks: Sequence[Block], share: float) -> Position:
    """The block that starts nearest before a share of the text."""
    sizes = [len(block.plain) for block in blocks]
    left = share * sum(sizes)
    for number, size in enumerate(sizes):
        if left < size:
            return Position(number, 0)
        left -= size
    return Position(max(0, len(blocks) - 1), 0) if blocks else Position()
