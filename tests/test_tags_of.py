"""Names of labels and folders as tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.tags import path_of, tags_of
from reader.text import MAX_TAG, tags_in


@pytest.mark.parametrize(
    ("names", "tags"),
    [
        (["How To", "how to", "Bees"], ("how-to", "bees")),
        (["Crafts / Bookbinding"], ("crafts/bookbinding",)),
        (["News/Europe/ "], ("news/europe",)),
        (['#quoted "label"', "", "  ", ",;"], ("quoted-label",)),
        (["night, city", "a;b", "x,y", "a, !b,,c,"], ("night,-city", "a-b", "x,-y", "a-!b,-c")),
        (["图书馆", "Größe"], ("图书馆", "größe")),
        (["C++", "-minus"], ("c++", "minus")),
    ],
)
def test_names_become_tags(names, tags):
    assert tags_of(names) == tags


def test_a_long_path_keeps_its_last_folders():
    path = path_of(["An Archive of " + "Everything " * 10, "Newspapers of the Nineties", "Sports"])
    assert tags_of([path]) == ("newspapers-of-the-nineties/sports",)


def test_a_slash_in_the_name_of_a_folder_makes_no_folder():
    assert tags_of([path_of(["TV/Radio", "Old"])]) == ("tv-radio/old",)


@given(st.lists(st.text()))
def test_tags_are_what_a_person_could_have_typed(names):
    for tag in tags_of(names):
        assert tags_in(tag) == (tag,)
        assert 0 < len(tag) <= MAX_TAG


@given(st.text(alphabet="ab ,-;", max_size=30))
def test_typed_tags_stay_when_they_are_typed_again(text):
    tags = tags_in(text)
    assert tags_in(" ".join(tags)) == tags
    assert tags_in(", ".join(tags)) == tags
