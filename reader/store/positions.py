"""How anchors and scenes are stored in the library file, and how places follow the text of an article."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from reader.errors import ArticleDamaged
from reader.facts import written_anchor
from reader.model import Block, Focus, Position, Scene
from reader.squeezed import squeezed
from reader.store import values
from reader.store.codec import decode_blocks
from reader.store.database import Database

if TYPE_CHECKING:
    from reader.anchors import Anchor, AnchorText

_FOCUSES: dict[object, Focus] = {name: name for name in get_args(Focus)}
_LONGEST = 100_000
"""The most characters of an anchor or a scene: a longer one is damage."""
_LONGEST_QUERY = 5000
"""How many characters of a query are stored; no search uses more."""
_BLANK_LINES = 9
"""More blank lines than any layout puts before a block."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def place(block: object, char: object) -> Position:
    """A place as its columns state it; the head of the article if that is impossible."""
    if not isinstance(block, int) or not isinstance(char, int):
        return Position()
    # A place on a blank line is that many characters before the block that follows.
    return Position(values.whole(block, -1), values.whole(char, -_BLANK_LINES))


# --- anchors ----------------------------------------------------------------------------------------


def encode_anchor(anchor: Anchor | None) -> str:
    """An anchor as :func:`reader.facts.written_anchor` writes it; "" for none."""
    return "" if anchor is None else written_anchor(anchor)


def decode_anchor(value: object) -> Anchor | None:
    """Decodes the output of :func:`encode_anchor`; None for no anchor and for anything else."""
    from reader.anchors import Anchor  # imported here: only changed articles need it, the start does not

    match _decoded(value):
        case [
            int(block),
            int(char),
            str(quote),
            str(before),
            str(after),
            int(share) | float(share),
            [int(left), int(head), int(tail), int(right)],
            bool(repeated),
        ]:
            where = place(block, char)
            proofs = left, head, tail, right
            if max(proofs) > _LONGEST or min(proofs) < 0 or not values.is_unicode(quote + before + after):
                return None
            return Anchor(
                *(where.block, where.char),
                *(quote, before, after),
                values.share(share),
                proofs,
                repeated,
            )
        case _:
            return None


def find_passage(
    text: AnchorText, quote: str, kept: object, *, first: bool = True
) -> tuple[Position, Position] | None:
    """Where a passage is in a text; ``kept`` is its anchor as the column states it.

    None if its words are not there, or if an anchor does not tell which of several places is meant. The words
    alone decide only if there is no anchor, and the first place is taken then. With an anchor, where the same
    words stood several times, those that are left may be other ones.
    """
    from reader.anchors import Anchor

    anchor = decode_anchor(kept)
    alone = anchor is None or not squeezed(anchor.quote)
    if anchor is None or alone:
        anchor = Anchor(quote=quote)
    found = text.find(anchor, first=alone and first) if squeezed(anchor.quote) else None
    return None if found is None else (found.start, found.end)


# --- scenes -----------------------------------------------------------------------------------------


def encode_scene(scene: Scene) -> str:
    """A scene as a JSON object, including the details that this version does not know."""
    known = {
        "query": scene.query[:_LONGEST_QUERY],
        "selected": scene.selected,
        "focus": scene.focus,
        "match": scene.match,
        "marked": scene.marked,
        "matched": None if scene.matched is None else [scene.matched.block, scene.matched.char],
    }
    # With escapes: a detail from a damaged file may contain text that cannot be encoded.
    return json.dumps({**{name: json.loads(text) for name, text in scene.more}, **known})


def decode_scene(value: object) -> Scene:
    """A scene as its column states it.

    Details that are missing or have an impossible value get their defaults. Details that this version does
    not know are kept in ``more``.
    """
    stated = _decoded(value)
    if type(stated) is not dict:
        return Scene()
    query, selected, focus, match, marked, matched = (stated.pop(name, None) for name in _KNOWN)
    return Scene(
        query=query if type(query) is str and values.is_unicode(query) else "",
        selected=values.maybe_id(selected) if type(selected) is int else None,
        focus=_FOCUSES.get(focus, "article") if type(focus) is str else "article",
        match=values.whole(match) if type(match) is int else 0,
        marked=marked if type(marked) is bool else True,
        matched=_matched(matched),
        more=tuple((name, _encode(detail)) for name, detail in stated.items()),
    )


_KNOWN = ("query", "selected", "focus", "match", "marked", "matched")


def _matched(stated: object) -> Position | None:
    match stated:
        case [int() as block, int() as char] if block >= 0 <= char:
            return place(block, char)
        case _:
            return None


def with_details_of(scene: Scene, kept: object) -> Scene:
    """A scene with further details added from the scene, as its column states it, that it replaces."""
    own = {name for name, _ in scene.more}
    others = tuple(one for one in decode_scene(kept).more if one[0] not in own)
    return replace(scene, more=(*scene.more, *others))


def _decoded(value: object) -> object:
    if type(value) is not str or not 0 < len(value) <= _LONGEST:
        return None
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


# --- places that move -------------------------------------------------------------------------------


class Positions:
    """Moves all places in an article along with their words, inside the caller's transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def move(self, article: int, new: Sequence[Block], *, old_of: int | None = None) -> None:
        """Moves everything that has a place in an article from its stored text to a new text.

        Called before the new text is written. ``old_of`` is the article with the old text, if it is
        another one.
        """
        reading = self._db.rows(
            "SELECT block, char, anchor, progress FROM state WHERE article = ?", (article,)
        )
        visits = self._db.rows(
            "SELECT id, block, char, anchor, scene FROM visits WHERE article = ?", (article,)
        )
        passages = self._db.rows(
            "SELECT id, quote, anchor, block, char, end_block, end_char FROM highlights WHERE article = ?",
            (article,),
        )
        bookmarks = self._db.rows(
            "SELECT id, block, char, anchor FROM bookmarks WHERE article = ?", (article,)
        )
        if not reading and not visits and not passages and not bookmarks:
            return
        old = self._stored(article if old_of is None else old_of)
        if old is not None and tuple(new) == old:
            return
        mover = _Mover(old, new)
        for block, char, anchor, progress in reading:
            where, shift = mover.moved(place(block, char), anchor)
            share = values.share(progress)
            self._db.execute(
                "UPDATE state SET block = ?, char = ?, anchor = ?, progress = ? WHERE article = ?",
                (
                    *(where.block, where.char, encode_anchor(where)),
                    *(share if share == 1.0 else min(max(share + shift, 0.0), _NEARLY_READ), article),
                ),
            )
        for visit, block, char, anchor, scene in visits:
            where, _ = mover.moved(place(block, char), anchor)
            self._db.execute(
                "UPDATE visits SET block = ?, char = ?, anchor = ?, scene = ? WHERE id = ?",
                (where.block, where.char, encode_anchor(where), mover.scene(scene), visit),
            )
        for bookmark, block, char, anchor in bookmarks:
            where, _ = mover.moved(place(block, char), anchor)
            self._db.execute(
                "UPDATE bookmarks SET block = ?, char = ?, anchor = ? WHERE id = ?",
                (where.block, where.char, encode_anchor(where), bookmark),
            )
        for passage, quote, anchor, *at in passages:
            self._db.execute(
                "UPDATE highlights SET anchor = ?, block = ?, char = ?, end_block = ?, end_char = ?"
                " WHERE id = ?",
                (*mover.passage(values.text(quote), anchor, place(*at[:2]), place(*at[2:])), passage),
            )

    def _stored(self, article: int) -> tuple[Block, ...] | None:
        """The text of an article as it is stored; None if it is damaged or missing."""
        stored = self._db.value("SELECT blocks FROM bodies WHERE article = ?", (article,))
        try:
            return decode_blocks(stored, article)
        except ArticleDamaged:
            return None


_NEARLY_READ = 0.999
"""A change of the text alone never marks an article as read to its end."""


class _Mover:
    """Moves places from one text to another. A place that several visits share is only looked up once."""

    def __init__(self, old: Sequence[Block] | None, new: Sequence[Block]) -> None:
        from reader.anchors import AnchorText

        self._old = None if old is None else AnchorText(old)
        self._new = AnchorText(new)
        self._moved: dict[tuple[Position, object], tuple[Anchor, float]] = {}

    def moved(self, where: Position, kept: object) -> tuple[Anchor, float]:
        """A place in the new text, and how far it has moved, as a share of the text.

        ``kept`` is its anchor as the column states it. An anchor of another place is out of date.
        """
        key = where, kept if isinstance(kept, str) else None
        if key not in self._moved:
            anchor = decode_anchor(kept)
            if anchor is None or anchor.position != where:
                anchor = None if self._old is None else self._old.make(where)
            # Without an anchor or the old text, only the number of the block is known.
            now = self._new.make(where if anchor is None else self._new.place(anchor))
            self._moved[key] = now, 0.0 if anchor is None else now.share - anchor.share
        return self._moved[key]

    def passage(
        self, quote: str, kept: object, start: Position, end: Position
    ) -> tuple[object, int | None, int | None, int | None, int | None]:
        """The anchor of a highlight, and where it is in the new text, as the columns state it.

        The place is None if its words are not there. One whose words are found for the first time, since the
        article had no text before, gets its anchor now.
        """
        found = None
        if self._old is not None and start.block >= 0:
            anchor = self._old.make(start, end)
            moved = self._new.find(anchor) if anchor.quote else None
            found = None if moved is None else (moved.start, moved.end)
        # Where it was among several places is known to a highlight that has been found before.
        found = found or find_passage(self._new, quote, kept, first=start.block < 0)
        if found is None:
            return kept, None, None, None, None
        if kept == "" and start.block < 0:
            kept = encode_anchor(self._new.make(*found))
        return kept, found[0].block, found[0].char, found[1].block, found[1].char

    def scene(self, kept: object) -> object:
        """A scene, as its column states it, with its current match moved along; none if that is gone."""
        scene = decode_scene(kept)
        if scene.matched is None:
            return kept
        matched = None if self._old is None else self._new.words(self._old.make(scene.matched))
        return encode_scene(replace(scene, matched=matched, match=scene.match if matched else 0))
