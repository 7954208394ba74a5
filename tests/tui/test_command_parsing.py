"""The command line: what is typed there means, and how words go on. Pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.library.view import TagCount
from reader.search.query import filters
from reader.tui.commandline import completing
from reader.tui.commandline.completing import Nameable, completions
from reader.tui.commandline.parsing import Call, Mistake, parse, words_of
from reader.tui.commandline.verbs import ALL, BY_NAME, VERBS
from reader.tui.controllers.commanding import _CHANGES, Commanding
from reader.tui.keys.actions import ACTIONS

KNOWN = Nameable(
    tags=[TagCount("economics", 3), TagCount("home-economics", 9), TagCount("travel", 5)],
    saved=["long reads", "news"],
    formats=("page", "markdown", "epub"),
    shares=("mail", "notes"),
)


def given_of(line: str) -> tuple[str, dict[str, str]]:
    asked = parse(line)
    assert isinstance(asked, Call), asked
    return asked.verb.name, dict(asked.given)


def offers(line: str) -> list[str]:
    return [choice.text for choice in completions(line, len(line), KNOWN).choices]


@pytest.mark.parametrize(
    ("line", "verb", "parameters"),
    [
        ("star", "star", {}),
        (":star is:unread tag:x", "star", {"QUERY": "is:unread tag:x"}),
        ("tag economics is:unread", "tag", {"TAGS": "economics", "QUERY": "is:unread"}),
        ("tag a,-b", "tag", {"TAGS": "a,-b"}),
        ('open  title:"the  sea"  fog ', "open", {"QUERY": 'title:"the  sea"  fog'}),
        ("export epub is:starred my.epub", "export",
         {"FORMAT": "epub", "QUERY": "is:starred", "FILE": "my.epub"}),
        ('export markdown "my notes/"', "export", {"FORMAT": "markdown", "FILE": "my notes/"}),
        ("export markdown /tmp/x/out dir", "export", {"FORMAT": "markdown", "FILE": "/tmp/x/out dir"}),
        ("export epub is:starred ~/my books/a b.epub", "export",
         {"FORMAT": "epub", "QUERY": "is:starred", "FILE": "~/my books/a b.epub"}),
        ("add ~/pages", "add", {"PATH": "~/pages"}),
        ("add ./my pages", "add", {"PATH": "./my pages"}),
        ("DELETE *", "remove", {"QUERY": "*"}),
        ("rename-tag old new", "rename-tag", {"TAG": "old", "NEW": "new"}),
        ("pipe wc -w", "pipe", {"COMMAND": "wc -w"}),
        ("help tag", "help", {"WORD": "tag"}),
        ("q", "quit", {}),
        ("toggle_star", "toggle-star", {}),
    ],
)  # fmt: skip
def test_a_line_is_a_command_with_what_it_is_given(line, verb, parameters):
    assert given_of(line) == (verb, parameters)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("strar", "There is no command “strar”; did you mean star?"),
        ("exprot x y", "There is no command “exprot”; did you mean export?"),
        ("xyzzy", "There is no command “xyzzy”. Tab shows what there is."),
        ("open", "QUERY is missing: open QUERY"),
        ("tag", "TAGS is missing: tag TAGS [QUERY]"),
        ("export epub", "FILE is missing: export FORMAT [QUERY] FILE"),
        ("add a b", "add takes nothing after PATH: b"),
        ("undo it", "undo takes nothing after its name: it"),
        (" : ", "Type a command; Tab shows what there is."),
    ],
)
def test_a_mistake_is_named_with_what_is_meant(line, words):
    assert parse(line) == Mistake(words)


def test_every_action_on_the_main_screen_is_a_command():
    names = {name.replace("-", "_") for name in BY_NAME}
    # Those that only begin something of the screen itself, and the digits, have no name to type.
    others = {"leave", "begin", "command"}
    for action in ACTIONS:
        if not action.name.startswith("follow_") and {"screen", "list", "article"} & {*action.where}:
            assert action.name in names | others, action.name


def test_every_command_is_carried_out_and_explained():
    for verb in VERBS:
        assert verb.name in _CHANGES or hasattr(Commanding, f"_{verb.name.replace('-', '_')}"), verb.name
    assert all(verb.help for verb in ALL)
    assert len({verb.name for verb in ALL}) == len(ALL)


def test_the_filters_that_are_offered_are_those_of_searches():
    assert set(completing.STATES) == set(filters.STATES)
    assert {*completing.FIELDS, *completing.RANGES} == {*filters.FIELDS, *filters.FILTERS} - {"is"}


def test_words_go_on():
    assert offers("unst")[0] == "unstar"
    assert offers("favo")[0] == "star"
    assert "toggle-star" in offers("star")
    assert offers("tag eco") == ["economics", "home-economics"]
    assert offers("tag travel,-eco") == ["economics", "home-economics"]
    assert offers("star is:st") == ["starred", "started"]
    assert offers("star tag:tr") == ["travel"]
    assert offers("star @n") == ["news"]
    assert offers("highlights color:g") == ["green"]
    assert offers("star -is:un") == ["unread"]
    assert offers("export ma") == ["markdown"]
    assert offers("share ") == ["mail", "notes"]
    assert offers("sort -pub") == ["published"]
    assert offers("rename-tag eco") == ["economics", "home-economics"]
    assert offers("star ")[0] == "*"
    assert offers("export epub ")[:3] == ["~/", "./", "*"]
    assert offers("nothing x") == []


LINES = st.text(st.sampled_from("abstr :*\"'-,@é\u3000") | st.characters(codec="utf-8"), max_size=40)


@given(LINES)
def test_any_line_is_a_command_or_a_mistake(line):
    assert isinstance(parse(line), Call | Mistake)


@given(st.sampled_from([verb.name for verb in ALL]), LINES, st.integers(0, 60))
def test_any_word_goes_on_somewhere_in_the_line(name, rest, cursor):
    line = f"{name} {rest}"
    cursor = min(cursor, len(line))
    start, choices, _ = completions(line, cursor, KNOWN)
    assert 0 <= start <= cursor
    assert all(choice.text for choice in choices)


@given(LINES)
def test_words_lose_nothing_but_spaces(line):
    words = words_of(line)
    assert "".join(word.text for word in words).replace(" ", "") == line.replace(" ", "")
    assert all(line[word.start : word.end] == word.text for word in words)


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("add ~/pa", ("~/pa", 4)),
        ('add "~/my pa', ("~/my pa", 4)),
        ("export epub /tmp/a", ("/tmp/a", 12)),
        ("export epub is:starred ./a", ("./a", 23)),
        ("export epub /tmp/my not", ("/tmp/my not", 12)),
        ("export epub /tmp/my ", ("/tmp/my ", 12)),
        ("add https://example.org/", None),
        ("export epub is:star", None),
        ("search /tmp", None),
        ("add ", None),
        ("ad", None),
    ],
)
def test_where_a_path_is_typed(line, path):
    assert completing.path_at(line, len(line)) == path


def test_a_path_with_spaces_stays_one_word():
    for path in ("/my notes/a b.md", "/my notes/", "/plain"):
        asked = parse(f"add {completing.quoted(path)}")
        assert isinstance(asked, Call)
        assert asked.of("PATH") == path
