"""What is meant by typed tags: pure values."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.changes import SetTags, Tag
from reader.library.view import TagCount
from reader.tui.state.tagging import TypedTags, common_tags, offered, parted, tags_change

TAGS = [TagCount("history", 12), TagCount("history-of-science", 3), TagCount("prehistory", 40)]
WORDS = st.sampled_from(["a", "b", "c", "d"])


def test_signs_say_what_is_added_and_removed():
    assert TypedTags.of("History, +to-read -inbox #x") == TypedTags(
        ("history", "x"), ("to-read",), ("inbox",)
    )


def test_words_that_may_be_meant_as_one_tag_are_noticed():
    assert parted("bees, to read") == ("to", "read")
    assert parted("to read, bees") == ("to", "read")
    assert parted("bees to read") == ()
    assert parted("history bees, to-read", ("history", "bees")) == ()
    assert parted("bees, +a -b") == ()


def test_the_tags_of_one_article_are_what_stands_there():
    assert tags_change((7,), ("a", "b"), "b c") == SetTags((7,), ("b", "c"))
    assert tags_change((7,), ("a", "b"), "a b ") is None
    assert tags_change((7,), ("a",), "") == SetTags((7,), ())
    assert tags_change((7,), ("a", "b"), "+c -a") == SetTags((7,), ("b", "c"))


def test_of_several_articles_common_tags_are_edited_and_others_stay():
    assert tags_change((7, 8), ("a", "b"), "b c") == Tag((7, 8), ("c",), ("a",))
    assert tags_change((7, 8), (), "+c -x") == Tag((7, 8), ("c",), ("x",))
    assert tags_change((7, 8), ("a",), "a -x") == Tag((7, 8), (), ("x",))
    assert tags_change((7, 8), ("a",), "a") is None


@given(st.lists(WORDS, unique=True), st.lists(WORDS, unique=True), st.lists(WORDS, unique=True))
def test_the_change_leads_to_what_was_typed(one, other, typed):
    common = common_tags([one, other])
    change = tags_change((1, 2), common, " ".join(typed))
    facts = {1: tuple(one), 2: tuple(other)}
    after = facts if change is None else change.becomes(facts, 0.0)
    for article in (1, 2):
        own = set(facts[article]) - set(common)
        assert set(after[article]) == {*typed} | own


def test_offers_begin_with_the_word_then_contain_it():
    start, tags = offered("art hist", 8, TAGS)
    assert (start, [one.tag for one in tags]) == (4, ["history", "history-of-science", "prehistory"])
    assert offered("art +pre", 8, TAGS)[0] == 5
    # What is there already, or complete, is not offered.
    assert [one.tag for one in offered("history ", 8, TAGS)[1]] == ["prehistory", "history-of-science"]
    assert [one.tag for one in offered("history", 7, TAGS)[1]] == ["history-of-science", "prehistory"]
