"""How the panes share the screen: at every width each is whole, and the text gets its measure first."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.tui.state.spaces import LEAST, Wishes, edge_of, moved, spaces

WISHES = st.builds(
    Wishes,
    shelves=st.booleans(),
    preview=st.booleans(),
    closed=st.frozensets(st.sampled_from(["list", "related"])),
    list=st.just(0) | st.integers(0, 400),
    related=st.just(0) | st.integers(0, 400),
    previewed=st.just(0) | st.integers(0, 400),
)
NONE = Wishes()


def test_before_reading_the_list_has_the_width_and_a_preview_beside_it_where_there_is_room():
    assert spaces(80, 70, NONE, opened=False).list == 80
    assert spaces(109, 70, NONE, opened=False).preview == 0
    now = spaces(120, 70, NONE, opened=False)
    assert now.preview >= 40
    assert now.list + now.preview == 120
    assert now.columns
    assert spaces(120, 70, Wishes(preview=False), opened=False).list == 120


def test_beside_an_article_the_text_gets_its_measure_first():
    for width in range(120, 260):
        now = spaces(width, 70, NONE, opened=True)
        # Two margins of two cells, and the scroll bar.
        assert now.article >= 75, width
        assert now.related, width
    assert spaces(120, 70, NONE, opened=True).kind == "stacked"
    assert spaces(160, 70, NONE, opened=True).kind == "three"


def test_one_pane_at_a_time_where_it_is_narrow():
    assert spaces(79, 70, NONE, opened=True).kind == "single"
    assert spaces(40, 70, NONE, opened=False).columns


def test_a_low_screen_has_no_panes_above_one_another():
    assert spaces(120, 70, NONE, opened=True, height=12).kind == "two"


@given(st.integers(40, 400), st.integers(40, 120), WISHES, st.booleans(), st.booleans(), st.integers(10, 80))
def test_nothing_is_lost_at_any_width(width, measure, wishes, opened, related, height):
    now = spaces(width, measure, wishes, opened=opened, related=related, height=height)
    match now.kind:
        case "single":
            assert width < 80
        case "list":
            assert now.shelves + now.list + now.preview == width
            assert now.list >= LEAST
        case "two" | "stacked":
            assert now.list + now.article == width
        case "three":
            assert now.shelves + now.list + now.article + now.related == width
    if now.kind != "single":
        assert all(cells >= 0 for cells in (now.shelves, now.list, now.article, now.related, now.preview))
        assert not opened or now.article >= 40
        assert all(0 < at < width for at in now.edges)


@given(st.integers(80, 300), st.booleans(), st.sampled_from(["list", "article", "related"]))
def test_a_pane_made_wider_is_wider_unless_there_is_no_room(width, opened, pane):
    now = spaces(width, 70, NONE, opened=opened)
    found = edge_of(pane, now)
    if found is None:
        return
    edge, way = found
    wider = spaces(width, 70, moved(NONE, now, edge, 4 * way), opened=opened)
    assert getattr(wider, pane) >= getattr(now, pane) or pane == "article"


@given(WISHES)
def test_wishes_are_kept(wishes):
    assert Wishes.from_json(json.loads(json.dumps(wishes.as_json()))) == replace(
        wishes, shelves=NONE.shelves, preview=NONE.preview
    ), "those two are settings"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda some: st.lists(some, max_size=3) | st.dictionaries(st.text(max_size=8), some, max_size=3),
    ),
    st.sampled_from(["shelves", "preview", "closed", "widths"]),
)
def test_any_file_gives_wishes(value, name):
    Wishes.from_json({name: value})
