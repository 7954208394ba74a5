"""Whatever stands in whatever columns of a library: what comes out is a value, or an error of the reader."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import ingest
from reader.anchors import make
from reader.changes import Star
from reader.errors import ArticleDamaged, ReaderError
from reader.library import Library
from reader.model import Article, Position, Scene, Visit
from reader.store.codec import decode_blocks, decode_text, encode_blocks
from reader.store.positions import decode_anchor, decode_scene, encode_anchor, encode_scene
from reader.tui.background import jobs
from tests.examples import examples

PAGES = {
    "/1": "One\n\nOne\n\nText about wind.\n\n>>:\xa0 Bees\n\nRecommend\n\nNowhere\n\nNobody knows...\n",
    "/2": "Bees\n\nBees\n\nHow bees find their way home is not known. They dance.\n\n<<:\xa0 One\n",
    "/3": "just some words without a title, and then a few more of them to make it a text\n",
}

TABLES = ("articles", "bodies", "sources", "blobs", "assets", "links", "state", "tags", "visits", "seals")

odd_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
near_blocks = st.lists(
    st.tuples(
        st.sampled_from(["paragraph", "heading", "item", "nothing", ""]) | odd_json,
        st.lists(
            st.text(max_size=5) | st.tuples(st.text(max_size=5), st.sampled_from(["", "link", "x"]), odd_json)
        ),
        st.integers(-2, 3) | odd_json,
        st.text(max_size=3) | odd_json,
    )
    | st.tuples(
        st.sampled_from(["table", "code"]),
        st.just(["x"]),
        st.just(0),
        st.just(""),
        st.dictionaries(
            st.sampled_from(["quoted", "inside", "language", "align", "header", "kind", ""]),
            st.integers(-1, 2) | st.booleans() | st.text(max_size=3) | odd_json,
        )
        | odd_json,
    ),
    max_size=3,
)
values = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.binary(max_size=20),
    st.binary(max_size=20).map(lambda raw: b"text:" + raw),
    odd_json.map(json.dumps),
    near_blocks.map(json.dumps),
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a small library, of which everything is in use."""
    folder = tmp_path_factory.mktemp("whole")
    with Library.open(folder) as library:
        ingest.add_pages(library.store, [(s, t.encode()) for s, t in PAGES.items()], now=1.0)
        library.store.state.mark_read(2, 5.0)
        library.tag(2, ["wind", "sea"])
        library.store.state.save_position(2, Position(0, 4), 0.5, make(library.get(2).blocks, Position(0, 4)))
        library.store.trail.follow(Visit(2, Position(0, 4), Scene("bees", matched=Position(0, 4)), 5.0))
        library.store.trail.follow(Visit(1, Position(0, 1), Scene("bees"), 5.0))
        library.save_search("bees", "bees")
    file = folder / "library.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


@pytest.fixture(scope="module")
def columns(whole: Path) -> list[tuple[str, str]]:
    """Every column of the tables."""
    with closing(sqlite3.connect(whole)) as connection:
        return [
            (table, row[1]) for table in TABLES for row in connection.execute(f"PRAGMA table_info({table})")
        ]


def ask_all(library: Library) -> None:
    """What commands and the screen ask, and a little that they do; errors of the reader are answers."""
    asks = [
        *(lambda n=n: library.get(n) for n in (1, 2, 3)),
        lambda: library.summaries([1, 2, 3]),
        lambda: [library.as_page(article) for article in library.ids()],
        lambda: list(library.links()),
        library.wanted,
        *(
            lambda q=q: library.find_all(q)
            for q in ("is:unread", "added:>2000", "words:>3", "tag:wind", "source:1")
        ),
        lambda: library.related(2),
        lambda: library.search("bees"),
        library.saved_searches,
        lambda: jobs.resume(library),
        lambda: jobs.save_place(library, jobs.Place(2, Position(0, 3), 0.5, Scene("w").with_detail("x", 1))),
        lambda: jobs.open_article(library, 2, None, Scene()),
        lambda: jobs.step(library, "back", None),
        lambda: jobs.trail(library),
        lambda: jobs.with_similar(library, 1),
        lambda: jobs.marks(library, 2, "bees"),
        lambda: jobs.apply(library, Star((2,))),
        library.check,
        lambda: ingest.add_pages(library.store, [(s, t.encode()) for s, t in PAGES.items()], now=2.0),
        lambda: ingest.add_pages(
            library.store, [("/2", PAGES["/2"].replace("They", "We").encode())], now=3.0
        ),
        library.repair,
        library.check,
        lambda: library.remove([2]),
    ]
    for ask in asks:
        with suppress(ReaderError):
            ask()


@examples(40)
@given(data=st.data())
def test_whatever_stands_in_a_library_only_errors_of_the_reader_come_out(
    whole: Path, columns, put_into, data
) -> None:
    odd = data.draw(st.lists(st.tuples(st.sampled_from(columns), values), min_size=1, max_size=3))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "library.sqlite3"
        file.write_bytes(whole.read_bytes())
        for (table, column), value in odd:
            with suppress(sqlite3.Error):  # what cannot even be written there
                put_into(
                    file, table, column, value, "rowid = 2" if table not in ("tags", "seals") else "TRUE"
                )
        with suppress(ReaderError), Library.open(folder) as library:
            ask_all(library)


@given(odd_json, st.sampled_from(["query", "selected", "focus", "match", "marked", "matched", "other"]))
def test_any_json_as_a_scene_or_an_anchor_is_a_value_that_can_be_written(value: object, name: str) -> None:
    for stated in (value, {name: value}, [0, 0, "", "", "", 0.5, value, False], [value] * 8):
        scene = decode_scene(json.dumps(stated))
        assert decode_scene(encode_scene(scene)) == scene
        encode_scene(scene).encode()
        anchor = decode_anchor(json.dumps(stated))
        assert decode_anchor(encode_anchor(anchor)) == anchor


@given(odd_json | near_blocks)
def test_any_json_as_blocks_is_damage_or_what_it_says(value: object) -> None:
    with suppress(ArticleDamaged):
        blocks = decode_blocks(json.dumps(value), 7)
        assert decode_blocks(encode_blocks(blocks)) == blocks
        assert decode_text(json.dumps(value), 7) == (Article("", blocks).text() if blocks else None)
        return
    with pytest.raises(ArticleDamaged):
        decode_text(json.dumps(value), 7)


@given(st.binary() | st.text() | st.integers() | st.none())
def test_any_value_as_blocks_is_damage_or_what_it_says(value: object) -> None:
    with suppress(ArticleDamaged):
        assert encode_blocks(decode_blocks(value)) is not None
