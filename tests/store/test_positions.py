"""Places, visits and scenes: where they are after an article has changed, and how they are kept."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reader import anchors
from reader.formats import parse
from reader.model import Block, Position, Scene, Span, Visit
from reader.store import Store, open_store
from reader.store.migrations import MIGRATIONS, script, statements
from reader.store.positions import (
    decode_anchor,
    decode_scene,
    encode_anchor,
    encode_scene,
    with_details_of,
)

TEXT = [f"Paragraph {n}: the ferry left the harbour at {n * 7} minutes past six that day." for n in range(40)]
WORDS = "Paragraph 31:"

CHANGED = {
    "twenty paragraphs inserted above": [f"Correction {n}: there was a mistake." for n in range(20)] + TEXT,
    "a paragraph cut above": TEXT[1:],
    "the paragraph itself edited": [*TEXT[:31], TEXT[31].replace("ferry", "slow ferry"), *TEXT[32:]],
    "merged with the one before": [*TEXT[:30], f"{TEXT[30]} {TEXT[31]}", *TEXT[32:]],
    "split": [part for text in TEXT for part in text.split(": ")],
    "wrapped in another way": [text.replace(" ", "  ") for text in TEXT],
}


def words_at(store: Store, article: int, position: Position) -> str:
    return " ".join(store.articles.get(article).blocks[position.block].plain[position.char :].split())


@pytest.mark.parametrize("change", CHANGED)
@pytest.mark.parametrize("kept", [True, False], ids=["with an anchor", "without"])
def test_a_place_is_where_its_words_are(store: Store, make_page, change: str, kept: bool) -> None:
    article = store.articles.put(make_page("/a", "Title", "\n".join(TEXT)), 1.0).id
    here = Position(31, 0)
    anchor = anchors.make(store.articles.get(article).blocks, here) if kept else None
    store.state.save_position(article, here, 0.5, anchor)
    store.trail.follow(Visit(article, here, Scene("ferry", match=32, matched=Position(31, 18))))
    store.trail.follow(Visit(article, Position(2, 0)))
    for _ in range(2):  # and back again
        after = store.articles.put(make_page("/a", "Title", "\n".join(CHANGED[change])), 2.0)
        assert (after.id, after.outcome) == (article, "updated")
        assert words_at(store, article, store.state.position(article)).startswith(WORDS.rstrip(":"))
        later, first = store.trail.recent(2)
        assert words_at(store, article, first.position).startswith(WORDS.rstrip(":"))
        assert words_at(store, article, later.position).startswith("Paragraph 2")
        assert first.scene.matched is not None
        assert words_at(store, article, first.scene.matched).startswith(("ferry", "slow ferry"))
        assert store.integrity() == []
        store.articles.put(make_page("/a", "Title", "\n".join(TEXT)), 3.0)
        assert store.state.position(article) == here
        assert first.scene.match == 32


def test_another_title_or_layout_leaves_the_place_where_it_is(store: Store, make_page) -> None:
    article = store.articles.put(make_page("/a", "Title", "\n".join(TEXT)), 1.0).id
    store.state.save_position(article, Position(31, 5), 0.5)
    store.articles.put(make_page("/a", "Another title", "\n".join(TEXT), note="A note."), 2.0)
    assert store.state.position(article) == Position(31, 5)


def test_a_page_that_gets_an_article_of_its_own_takes_the_place_along(store: Store, make_page) -> None:
    text, longer = "\n".join(TEXT), "\n".join(CHANGED["twenty paragraphs inserted above"])
    old = store.articles.put(make_page("/a", "Title", text), 1.0).id
    store.articles.put(make_page("/b", "Title", text), 1.0)
    store.state.save_position(old, Position(31, 0), 0.5)
    new = store.articles.put(make_page("/b", "Title", longer), 2.0).id
    assert new != old
    assert store.state.position(old) == Position(31, 0)
    assert store.state.position(new) == Position(51, 0)


def test_a_page_that_becomes_another_article_takes_place_and_visits_along(store: Store, make_page) -> None:
    text, longer = "\n".join(TEXT), "\n".join(CHANGED["twenty paragraphs inserted above"])
    old = store.articles.put(make_page("/a", "Title", text), 1.0).id
    other = store.articles.put(make_page("/b", "Title", longer), 1.0).id
    store.state.save_position(old, Position(31, 0), 0.5)
    store.trail.follow(Visit(old, Position(31, 0)))
    assert store.articles.put(make_page("/a", "Title", longer), 2.0).id == other
    assert store.state.position(other) == Position(51, 0)
    assert store.trail.recent(1)[0].position == Position(51, 0)


def test_how_much_is_read_follows_the_place_and_what_was_finished_stays_so(store: Store, make_page) -> None:
    article = store.articles.put(make_page("/a", "Title", "\n".join(TEXT)), 1.0).id
    longer = make_page("/a", "Title", "\n".join(TEXT[:20] * 2 + TEXT))
    store.state.save_position(article, Position(20, 0), 0.5)
    store.articles.put(longer, 2.0)
    assert store.articles.summary(article).progress == pytest.approx(0.75, abs=0.02)
    store.state.save_position(article, Position(50, 0), 1.0)
    store.articles.put(make_page("/a", "Title", "\n".join(TEXT)), 3.0)
    assert store.articles.summary(article).progress == 1.0


def test_a_place_kept_for_a_text_that_has_changed_meanwhile_moves_by_its_own_anchor(
    store: Store, make_page
) -> None:
    """As when another program updates the article while it is open: what is saved is about the old text."""
    article = store.articles.put(make_page("/a", "Title", "\n".join(TEXT)), 1.0).id
    on_screen = store.articles.get(article).blocks
    longer = CHANGED["twenty paragraphs inserted above"]
    store.articles.put(make_page("/a", "Title", "\n".join(longer)), 2.0)
    store.state.save_position(article, Position(31, 0), 0.5, anchors.make(on_screen, Position(31, 0)))
    store.articles.put(make_page("/a", "Title", "\n".join(["Above.", *longer])), 3.0)
    assert store.state.position(article) == Position(52, 0)


def test_places_survive_a_text_that_is_damaged_and_made_again(
    store: Store, library: Path, make_page, put_into
) -> None:
    page = make_page("/a", "Title", "\n".join(TEXT))
    article = store.articles.put(page, 1.0).id
    store.state.save_position(article, Position(31, 0), 0.5)
    store.close()
    put_into(library, "bodies", "blocks", "x")
    with open_store(library) as again:
        assert again.articles.put(page, 2.0).outcome == "updated"
        assert again.state.position(article) == Position(31, 0)


# --- anchors and scenes as they are written -----------------------------------------------------------


def test_anchors_are_read_as_they_were_written() -> None:
    blocks = tuple(Block("paragraph", (Span(text),)) for text in TEXT)
    for end in (None, Position(4, 30)):
        anchor = anchors.make(blocks, Position(3, 5), end)
        assert decode_anchor(encode_anchor(anchor)) == anchor
    assert decode_anchor(encode_anchor(None)) is None


SCENE = Scene("bees", 5, "list", 3, False, Position(2, 7), (("width", "80"), ("folded", "[1,2]")))


def test_scenes_are_read_as_they_were_written() -> None:
    assert decode_scene(encode_scene(SCENE)) == SCENE
    assert decode_scene(encode_scene(Scene())) == Scene()
    assert decode_scene("{}") == Scene()
    assert decode_scene('{"query": "bees"}') == Scene("bees")


def test_a_detail_of_the_screen_needs_no_field() -> None:
    scene = Scene("bees").with_detail("width", 80).with_detail("width", 90).with_detail("open", ["a", None])
    assert scene.detail("width") == 90
    assert decode_scene(encode_scene(scene)).detail("open") == ["a", None]
    assert scene.detail("nothing", 7) == 7
    assert hash(scene) == hash(decode_scene(encode_scene(scene)))


def test_a_scene_is_written_whatever_it_holds() -> None:
    long = Scene("x" * 1_000_000)
    assert decode_scene(encode_scene(long)) == Scene("x" * 5000)
    odd = decode_scene('{"\\ud800": "\\udfff", "null": null}')
    assert decode_scene(encode_scene(odd).encode().decode()) == odd
    assert odd.detail("null", 7) is None
    assert with_details_of(Scene().with_detail("null", 1), encode_scene(odd)).detail("null") == 1


HOSTILE = (
    *(None, 7, b"{}", "", "[", "[]", "null", '"x"', "NaN", "[" * 100_000, '{"a":' * 50_000),
    json.dumps({"query": 7, "selected": "x", "focus": [], "match": "x", "marked": 7, "matched": {}}),
    json.dumps({"selected": 2**70, "focus": "nowhere", "match": -(2**70), "matched": [-5, 1]}),
    json.dumps({"query": "\ud800", "selected": True, "match": True, "matched": ["x", "y"]}),
    json.dumps({"query": "x" * 200_000}),
)


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_a_scene_that_none_can_be_is_the_default(value: object) -> None:
    assert decode_scene(value) == Scene()
    assert decode_anchor(value) is None


@pytest.mark.parametrize(
    "value",
    [
        '[1,2,"","","",0.5,[0,0,0],false]',
        '[1,2,"","","",0.5,[0,0,0,-1],false]',
        '[1,2,3,"","",0.5,[0,0,0,0],false]',
    ],
)
def test_an_anchor_that_none_can_be_is_none(value: str) -> None:
    assert decode_anchor('[1,2,"","","",0.5,[0,0,0,0],false]') is not None
    assert decode_anchor(value) is None


def test_details_of_another_version_are_kept_when_a_visit_is_updated(store: Store, put) -> None:
    article = put("/a", "Title", "Text")
    store.trail.follow(Visit(article, scene=SCENE))
    store.trail.update(Position(0, 2), Scene("wasps").with_detail("width", 100))
    visit = store.trail.current()
    assert visit is not None
    assert visit.scene == Scene("wasps", more=(("width", "100"), ("folded", "[1,2]")))


# --- libraries of the version before ------------------------------------------------------------------

_BEFORE = [name for name in MIGRATIONS if name < "0011"]


@pytest.fixture
def before(library: Path, make_page) -> Path:
    """A library as the version before made it, with places and a trail."""
    library.parent.mkdir()
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("CREATE TABLE migrations (name TEXT PRIMARY KEY, applied REAL NOT NULL)")
        for name in _BEFORE:
            for statement in statements(script(name)):
                connection.execute(statement)
            connection.execute("INSERT INTO migrations VALUES (?, 1.0)", (name,))
        connection.execute("INSERT INTO meta VALUES ('library_id', 'abc'), ('visit', 2)")
        connection.execute(
            "INSERT INTO articles (id, key, body_key, own_title, titled, title, title_from, title_key,"
            " title_cut, sort_key, head, note_head, lead, words, lang, tags, added, updated)"
            " VALUES (1, 'k', '', 'T', 1, 'T', 'page', 't', 0, 't', '', '', '', 0, '', '', 1.0, 1.0)"
        )
        connection.execute("INSERT INTO state VALUES (1, 5.0, 1, 3, 4, 0.5)")
        connection.executemany(
            "INSERT INTO visits VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (1, None, 3, 4, 'be"es', 6.0, 2, 1, "list", 3, 0),
                (2, 1, -1, 0, "", 7.5, 0, None, "article", 0, 1),
                (9, 1, 2, -1, "π\\", 8.0, 1, 1, "search", 2, 1),
            ],
        )
        connection.execute("DELETE FROM visits WHERE id = 9")
        connection.execute("UPDATE sqlite_sequence SET seq = 9 WHERE name = 'visits'")
    return library


def test_a_library_of_the_version_before_has_its_trail_and_places(before: Path) -> None:
    with open_store(before) as store:
        assert store.state.position(1) == Position(3, 4)
        current = store.trail.current()
        assert current == Visit(1, Position(), Scene(), 7.5, 2, 1)
        left = Scene('be"es', 1, "list", 3, False)
        assert store.trail.back() == Visit(1, Position(3, 4), left, 6.0, 1, None)
        assert store.trail.follow(Visit(1, scene=Scene("another way"))).id > 9
        assert [finding.what for finding in store.inspect() if finding.part in ("visits", "state")] == []


@pytest.mark.parametrize(
    "column", ["article", "block", "char", "query", "focus", "at", "left", "match", "marked"]
)
@pytest.mark.parametrize(
    "value",
    [
        None,
        *(pytest.param(odd, marks=pytest.mark.slow) for odd in ("x", b"\xff", b"text:\xff", 2**62, 1e300)),
    ],
    ids=repr,
)
def test_a_damaged_trail_of_the_version_before_opens(
    before: Path, put_into, column: str, value: object
) -> None:
    put_into(before, "visits", column, value, "id = 1")
    with open_store(before) as store:
        assert len(store.trail.recent(9)) in (1, 2)
        assert store.trail.current() is not None
        assert [finding for finding in store.inspect() if finding.part == "visits"] == []


def test_what_was_damaged_before_the_step_is_still_found_after_it(before: Path, put_into) -> None:
    with closing(sqlite3.connect(before)) as connection, connection:
        from reader.store.seals import VERSION, seal

        connection.execute("INSERT INTO meta VALUES ('seals', ?)", (VERSION,))
        connection.execute("INSERT INTO seals VALUES ('state', 1, ?)", (seal([(5.0, 1, 3, 4, 0.5)]),))
    put_into(before, "state", "read", 6.0)
    with open_store(before) as store:
        assert "its reading state is damaged" in " ".join(store.integrity())
        store.mending.keep("state", 1)
        assert "its reading state is damaged" not in " ".join(store.integrity())


def test_what_was_whole_before_the_step_is_whole_after_it_and_sealed_once(before: Path) -> None:
    with closing(sqlite3.connect(before)) as connection, connection:
        from reader.store.seals import VERSION, seal

        connection.execute("INSERT INTO meta VALUES ('seals', ?)", (VERSION,))
        connection.execute("INSERT INTO seals VALUES ('state', 1, ?)", (seal([(5.0, 1, 3, 4, 0.5)]),))
        # Nothing else is sealed again: this one stays as it does not fit.
        connection.execute("INSERT INTO seals VALUES ('articles', 1, x'00')")
    for _ in range(2):
        with open_store(before) as store:
            found = " ".join(store.integrity())
            assert "its reading state is damaged" not in found
            assert "a step of the trail is damaged" not in found
            assert "its entry in lists is damaged" in found


def test_twenty_corrections_above_the_place_of_a_saved_page(shared: Path, library: Path) -> None:
    """The corpus's own case of a page that gets corrections at its top."""
    cases = shared / "cases"
    before, after = (cases / f"place-after-insert{part}.txt" for part in ("-before", ""))
    if not (before.is_file() and after.is_file()):
        pytest.skip(f"needs {after}")
    with open_store(library) as store:
        store.articles.put(parse(before.read_bytes(), "/a.txt"), 1.0)
        (article,) = store.articles.ids()
        texts = [block.plain for block in store.articles.get(article).blocks]
        block = next(index for index, text in enumerate(texts) if text.startswith("Paragraph number 031"))
        store.state.save_position(article, Position(block, 0), 0.3)
        store.articles.put(parse(after.read_bytes(), "/a.txt"), 2.0)
        assert words_at(store, article, store.state.position(article)).startswith("Paragraph number 031")
        assert store.state.position(article).block == block + 20
