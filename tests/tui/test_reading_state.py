"""What is open, where a search was begun, and what is marked in the text: pure values."""

from __future__ import annotations

from reader.model import Position, Scene
from reader.tui.background.jobs import Place
from reader.tui.state.layers import Layers
from reader.tui.state.matches import Matches
from reader.tui.state.reading import ReadingState

HERE = Place(1, Position(3, 0), 0.3, Scene("", 1, "list"))
ELSEWHERE = Place(2, Position(), 0.0, Scene("", 2, "list"))


def begun(query=""):
    return Place(1, Position(3, 0), 0.3, Scene(query, 1, "list"))


class TestWhereASearchBegan:
    def test_the_step_to_a_hit_leaves_it(self):
        state = ReadingState().begins(HERE, "", typing=False)
        now = Place(1, Position(3, 0), 0.3, Scene("sea", 9, "search"))
        after, left = state.leaves(now, for_hit=True)
        assert left == HERE
        assert after.begun is None

    def test_unless_something_has_been_read_since(self):
        state = ReadingState().begins(HERE, "", typing=False)
        assert state.leaves(ELSEWHERE, for_hit=True)[1] == ELSEWHERE
        assert state.leaves(HERE, for_hit=False)[1] is HERE
        assert state.gives_up().leaves(ELSEWHERE, for_hit=True)[1] == ELSEWHERE

    def test_of_several_searches_at_one_place_the_first_counts(self):
        state = ReadingState().begins(begun(), "", typing=True)
        assert state.begins(begun("sea"), "sea", typing=True).begun == begun()
        assert state.begins(begun("sea"), "sea", typing=False).begun == begun()
        assert state.begins(ELSEWHERE, "", typing=True).begun == ELSEWHERE

    def test_a_search_begun_again_begins_where_the_person_stands_now(self):
        state = ReadingState().begins(begun("sea"), "sea", typing=False)
        again = Place(1, Position(3, 0), 0.3, Scene("sea", 7, "list"))
        assert state.begins(again, "sea", typing=False).begun is again

    def test_nothing_to_read_is_no_place(self):
        assert ReadingState().begins(None, "", typing=True).leaves(None, for_hit=True)[1] is None


class TestHighlights:
    def test_cleared_they_stay_away_until_a_hit_or_another_search(self):
        state = ReadingState().shows("sea ").clears()
        assert not state.marks("sea")
        assert state.marks("tide")
        assert state.marks("")
        assert state.hits().marks("sea")
        assert state.ends_search().marks("sea")
        assert not state.shows("").marks("sea")

    def test_the_trail_brings_back_whether_they_were(self):
        assert not ReadingState().restores("sea", marked=False).marks("sea")
        assert ReadingState(cleared="sea").restores("sea", marked=True).marks("sea")

    def test_what_is_shown_may_lack_those_of_the_search_in_the_list(self):
        state = ReadingState().shows("sea")
        assert not state.lacks("sea")
        assert state.lacks("tide")
        assert not state.lacks("")
        assert not state.marking("tide").lacks("tide")

    def test_each_showing_has_its_number(self):
        assert ReadingState().shows("").shows("sea").closes(None).showing == 3


class TestLayers:
    def test_the_stronger_layer_comes_last(self):
        matches = Matches.of([(1, 8, 12), (1, 0, 4), (2, 0, 3)], 1)
        layers = Layers().put("match", matches.others).put("match-current", matches.the_current)
        assert layers.on(1, 0, 20) == [(8, 12, "match"), (0, 4, "match-current")]
        assert layers.on(1, 5, 8) == []
        assert layers.on(1, 3, 9) == [(8, 12, "match"), (0, 4, "match-current")]
        assert layers.on(2, 0, 9) == [(0, 3, "match")]
        assert layers.put("match", ()).on(2, 0, 9) == []
