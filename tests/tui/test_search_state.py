"""The state of the list and its search, as a table of events: no screen, no clock, no library."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.tui.background.jobs import Listing, SearchResult
from reader.tui.state import words
from reader.tui.state.events import (
    Answered,
    Counted,
    End,
    Find,
    Forget,
    Hurried,
    IndexWaiting,
    Left,
    Loaded,
    MakeIndex,
    Moved,
    Narrowed,
    Paused,
    Rested,
    SearchWanted,
    Select,
    SetText,
    Show,
    Spot,
    Typed,
    Unfolded,
    Wait,
)
from reader.tui.state.searching import ListState, step

LISTING = Listing((1, 2, 3, 4), 3, 4, 1, 0)


def found(text, *ids, **more):
    """What a search found."""
    return SearchResult(text, ids, **{"total": len(ids), "partial_from": len(ids), **more})


def after(*events, state=None):
    """The state after some events, and what the last one asks for."""
    state, asks = state or ListState(), ()
    for event in events:
        state, asks = step(state, event)
    return state, asks


BEGUN = Spot(2, 1, 7)
LOADED, _ = after(Loaded(LISTING))


def searched(text="sea", *ids, spot=BEGUN, **more):
    """A list that shows a search, begun where ``spot`` says."""
    state, _ = after(Moved(spot), SearchWanted(text), state=LOADED)
    return after(Answered(state.question.number, found(text, *(ids or (3, 2, 1)), **more)), state=state)[0]


def shown(asks):
    """What is listed, or None."""
    return next((ask for ask in asks if isinstance(ask, Show)), None)


class TestTyping:
    def test_a_search_starts_when_no_key_follows(self):
        state, asks = after(Typed("s"), state=LOADED)
        assert asks == (Wait(Paused(1)),)
        state, asks = after(Typed("se"), Paused(1), state=state)
        assert asks == ()
        state, asks = after(Paused(2), state=state)
        assert asks == (Find(1, "se", fold=True), Wait(Rested(2)))
        assert (state.query, state.shown, state.active) == ("se", "", False)

    def test_only_the_answer_to_the_last_search_counts(self):
        state, _ = after(Typed("se"), Paused(1), Typed("sea"), Paused(2), state=LOADED)
        late, asks = after(Answered(1, found("se", 9)), state=state)
        assert (late, asks) == (state, ())
        state, asks = after(Answered(2, found("sea", 3, 1)), state=state)
        assert (shown(asks).ids, state.shown, state.active) == ((3, 1), "sea", True)

    def test_an_answer_that_comes_while_letters_follow_is_not_shown(self):
        _, asks = after(Typed("se"), Paused(1), Typed("sea"), Answered(1, found("se", 9)), state=LOADED)
        assert asks == ()

    def test_enter_asks_at_once_and_the_pause_not_again(self):
        state, asks = after(Typed("sea"), Hurried(), state=LOADED)
        assert asks == (Find(1, "sea", fold=True),)
        assert after(Paused(1), state=state)[1] == (Wait(Rested(1)),)
        state, _ = after(Answered(1, found("sea", 3)), state=state)
        assert after(Hurried(), state=state)[1] == ()
        assert after(Paused(1), state=state)[1] == (Wait(Rested(1)),)

    def test_an_emptied_box_ends_the_search(self):
        state, asks = after(Typed(""), Paused(2), state=searched())
        assert asks == (Show(LISTING.ids, select=2, scroll=7), End())
        assert (state.active, state.shown) == (False, "")
        assert after(Typed(" "), Hurried(), state=searched())[1][1:] == (shown(asks), End())


class TestCursor:
    @pytest.mark.parametrize(
        ("text", "spot", "selected"),
        [
            ("seas", Spot(2, 1), 2),  # letters added: the cursor stays on its article
            ("se", Spot(2, 1), 2),  # or taken away
            ("seas", Spot(3, 0), None),  # the cursor has not moved: the best hit
            ("tide", Spot(2, 1), None),  # another search
        ],
    )
    def test_stays_on_its_article_where_it_can(self, text, spot, selected):
        state, _ = after(Typed(text), Paused(2), Moved(spot), state=searched())
        _, asks = after(Answered(2, found(text, 3, 2)), state=state)
        assert shown(asks).select == selected

    def test_goes_where_a_scene_had_it(self):
        state, asks = after(SearchWanted("tide", 1), state=searched())
        assert asks == (SetText("tide"), Find(2, "tide", fold=True))
        assert shown(after(Answered(2, found("tide", 3, 1)), state=state)[1]).select == 1
        assert after(SearchWanted("sea", 1), state=searched())[1] == (Select(1),)

    def test_is_back_where_the_search_began(self):
        state, asks = after(Moved(Spot(1, 2, 0)), Left(), state=searched(spot=Spot(4, 3, 2)))
        assert asks == (SetText(""), Show(LISTING.ids, select=4, scroll=2), End())
        assert state.typed == ""

    def test_goes_to_the_next_article_when_its_own_has_gone(self):
        state, asks = after(Moved(Spot(3, 2)), Loaded(replace(LISTING, ids=(1, 2, 4))), state=LOADED)
        assert asks == (Forget(), Show((1, 2, 4), select=3, near=2))
        state, asks = after(Moved(Spot(2, 1)), Loaded(LISTING), state=searched())
        assert asks == (Forget(), Find(2, "sea", fold=True))
        again = shown(after(Answered(2, found("sea", 3, 1)), state=state)[1])
        assert (again.select, again.near) == (2, 1)


class TestTheRest:
    def test_leaving_ends_a_search_under_way(self):
        state, _ = after(Typed("sea"), Paused(1), Left(), state=LOADED)
        assert after(Answered(1, found("sea", 3)), state=state) == (state, ())
        assert after(Paused(1), state=state)[1] == ()

    def test_without_an_index_one_is_asked_for_and_the_search_repeated(self):
        state, _ = after(SearchWanted("sea"), state=LOADED)
        state, asks = after(Answered(1, found("sea", complete=False)), state=state)
        assert asks == (Show((), why="no index"), MakeIndex())
        assert after(Loaded(LISTING), state=state)[1] == (Forget(), Find(2, "sea", fold=True))

    def test_removed_articles_that_are_still_in_the_index_are_not_listed(self):
        state, _ = after(
            Loaded(replace(LISTING, ids=(1, 2, 4), unindexed=1)), SearchWanted("sea"), state=LOADED
        )
        results = SearchResult("sea", (3, 1, 2), 3, 2)
        state, asks = after(Answered(1, results), state=state)
        assert (shown(asks).ids, shown(asks).divider, state.results.total) == ((1, 2), 1, 2)

    def test_copies_are_unfolded_and_folded(self):
        assert after(Unfolded(), state=searched())[1] == ()
        state, asks = after(Moved(Spot(3, 0)), Unfolded(), state=searched(copies={3: (5, 6)}))
        assert asks == (Find(2, "sea", fold=False),)
        state, asks = after(Answered(2, found("sea", 3, 5, 6)), state=state)
        assert (state.copies, shown(asks).select) == (True, 3)
        assert after(Unfolded(), state=state)[1] == (Find(3, "sea", fold=True),)

    def test_a_condition_joins_the_words_and_leaves_them(self):
        state, asks = after(Narrowed("is:unread"), state=searched())
        assert asks == (SetText("sea is:unread"), Find(2, "sea is:unread", fold=True))
        assert after(Narrowed("is:unread"), state=state)[1][0] == SetText("sea")
        assert after(Narrowed("is:unread"), Narrowed("is:unread"), state=LOADED)[1][0] == SetText("")

    def test_nothing_else_changes_what_is_counted(self):
        state, asks = after(Counted(5, 2), IndexWaiting(1), state=LOADED)
        assert asks == ()
        assert (state.listing.total, state.listing.unread, state.listing.unindexed) == (5, 2, 1)
        assert after(IndexWaiting(None), state=state)[0].indexing is False
        assert after(Counted(5, 2))[0] == ListState()

    def test_what_is_no_event_is_refused(self):
        with pytest.raises(TypeError):
            step(ListState(), "typed")


class TestWords:
    @pytest.mark.parametrize(
        ("state", "heading"),
        [
            (ListState(), "Articles"),
            (LOADED, "Articles  3 unread of 4"),
            (searched(), "3 found"),
            (searched("sea", 3, 2, total=50), "best 2 of 50"),
            (searched("sea", 3, 2, 1, partial_from=1), "1 match, 2 partial"),
            (searched("sea", 3, 2, 1, partial_from=0), "0 matches, 3 partial"),
            (after(IndexWaiting(7), state=LOADED)[0], "Articles  3 unread of 4  indexing 7…"),
        ],
    )
    def test_heading(self, state, heading):
        assert words.heading(state, "Articles") == heading

    def test_few_cells_say_what_they_count(self):
        assert words.short_headings(LOADED, "Articles") == ("Articles  3 unread", "3 unread")
        listing = replace(LOADED.listing, unread=0)
        state = replace(LOADED, listing=listing)
        assert words.short_headings(state, "Articles") == ("Articles  4 articles", "4 articles")
        assert words.short_headings(searched(), "Articles") == ()

    def test_oddities_are_said_once_the_query_is_written_out(self):
        state, _ = after(Typed('"sea'), Paused(1), state=LOADED)
        state, _ = after(Answered(1, found('"sea', 3, odd=("a quotation mark is not closed",))), state=state)
        assert words.note(state, "Ctrl+Y") == ""
        state, _ = after(Rested(1), state=state)
        assert words.note(state, "Ctrl+Y") == "a quotation mark is not closed"
        assert words.note(after(Typed('"sea '), state=state)[0], "Ctrl+Y") == ""

    def test_advice_names_the_key_as_it_is_set(self):
        state = searched("manicle", 3, suggestion="manicule")
        assert words.note(state, "F5") == "Did you mean “manicule”? F5 searches for it."
        assert words.note(state, "") == "Did you mean “manicule”?"
        none = found("xyz")
        state, _ = after(SearchWanted("xyz"), state=LOADED)
        state, _ = after(Answered(1, none), state=state)
        assert words.note(state, "F5") == "No article has any of these words. Try fewer or different words."

    def test_articles_that_are_not_indexed_are_said_to_be_missing(self):
        state, _ = after(IndexWaiting(2), state=searched())
        assert words.note(state, "") == "2 articles are not indexed yet and may be missing."
        assert words.note(after(IndexWaiting(1), state=state)[0], "").startswith("One article is not")
