from __future__ import annotations

import pytest

from reader.search.query import MAX_WORDS, And, Filter, Not, Or, Phrase, Word, parse

cat, dog, cow = Word("cat"), Word("dog"), Word("cow")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", None),
        ("   ", None),
        ("cat", cat),
        ("cat dog", And((cat, dog))),
        ("cat AND dog", And((cat, dog))),
        ('"cat dog"', Phrase("cat dog")),
        ("“cat dog”", Phrase("cat dog")),
        ("cat -dog", And((cat, Not(dog)))),
        ("cat NOT dog", And((cat, Not(dog)))),
        ('-"cat dog"', Not(Phrase("cat dog"))),
        ("cat OR dog", Or((cat, dog))),
        ("cat | dog", Or((cat, dog))),
        ("cat dog OR cow", Or((And((cat, dog)), cow))),
        ("cat (dog OR cow)", And((cat, Or((dog, cow))))),
        ("cat -(dog OR cow)", And((cat, Not(Or((dog, cow)))))),
        ("((cat))", cat),
        ("title:cat", Word("cat", "title")),
        ('note:"cat dog"', Phrase("cat dog", "note")),
        ("title:(cat OR dog)", Or((Word("cat", "title"), Word("dog", "title")))),
        ("-title:cat", Not(Word("cat", "title"))),
        ("is:unread cat", And((Filter("is", "unread"), cat))),
        ("-is:read", Not(Filter("is", "read"))),
        ("tag:Python", Filter("tag", "python")),
        ('source:"My Dir"', Filter("source", "My Dir")),
        ("lang:DE", Filter("lang", "de")),
        ("micros*", Word("micros", prefix=True, itself=False)),
        ("colour~", Word("colour", fuzzy=True)),
        ("title:colour~", Word("colour", "title", fuzzy=True)),
        ("colour~2", Word("colour", fuzzy=True)),
        ('"cat dog"~3 cow', And((Phrase("cat dog"), cow))),
        ("cat cat", cat),
        ("-(-cat)", cat),
        ("tag:(a OR b) cat", And((Or((Filter("tag", "a"), Filter("tag", "b"))), cat))),
        ("is:(unread starred)", And((Filter("is", "unread"), Filter("is", "starred")))),
        ("tag:(title:cat)", Word("cat", "title")),
        ("added:2014..2015", Filter("added", "2014..2015")),
        ("-added:<7D cat", And((Not(Filter("added", "<7d")), cat))),
        ('read:"2014-03"', Filter("read", "2014-03")),
        ("words:>1000", Filter("words", ">1000")),
        ("source:C:\\saved", Filter("source", "C:\\saved")),
        ("source:https://example.org/a", Filter("source", "https://example.org/a")),
        ("@cat", cat),
        ("e-mail", Word("e-mail")),
        ("C++", Word("C++")),
        ("http://example.org/a", Word("http://example.org/a")),
        ("12:30", Word("12:30")),
        ("cat & dog - !", And((cat, dog))),
        ("cat.OR.dog", Word("cat.OR.dog")),
        ("or", Word("or")),
    ],
)
def test_what_is_meant(text, node):
    query = parse(text)
    assert query.node == node
    assert query.notes == ()
    assert query.text == text


@pytest.mark.parametrize(
    ("text", "node", "note"),
    [
        ('cat "dog', And((cat, Phrase("dog"))), "quotation mark"),
        ("(cat (dog", And((cat, dog)), "not closed"),
        ("cat) dog", And((cat, dog)), "no opening bracket"),
        ("OR cat", cat, "OR needs something on both sides"),
        ("cat OR", cat, "OR needs something on both sides"),
        ("(cat OR) dog", And((cat, dog)), "OR needs something on both sides"),
        ("cat AND", cat, "AND needs something on both sides"),
        ("cat NOT", cat, "NOT needs something after it"),
        ("cat title:", cat, "title: has nothing after it"),
        ("title: cat", Word("cat", "title"), "read as title:cat"),
        ("tag: cat", Filter("tag", "cat"), "read as tag:cat"),
        ("title: tag:cat", Filter("tag", "cat"), "title: has nothing after it"),
        ("is:blue cat", cat, "is:blue"),
        ("added:soon cat", cat, "added:soon is ignored"),
        ("added:2014-13 cat", cat, "added:2014-13 is ignored"),
        ("words:many cat", cat, "words:many is ignored"),
        ("editor:cat", And((Word("editor"), cat)), "no field editor:"),
        ("titel:cat", And((Word("titel"), cat)), "did you mean title:?"),
        ("a~ cat", And((Word("a"), cat)), "a~: near spellings are only found for single words"),
        ("cat-dog~", Word("cat-dog"), "cat-dog~: near spellings are only found for single words"),
    ],
)
def test_what_is_odd_is_taken_as_it_is_most_likely_meant_and_said(text, node, note):
    query = parse(text)
    assert query.node == node
    assert len(query.notes) == 1
    assert note in query.notes[0]


def test_a_word_with_a_colon_that_can_be_no_filter_is_a_word():
    query = parse("words: cat")
    assert query.node == And((Word("words"), cat))
    assert query.notes == ()


def test_saved_searches_stand_for_what_was_saved():
    saved = {"pets": "cat OR dog", "my pets": '"cat', "old": "@pets -cow", "loop": "cow @loop", "none": ""}
    assert parse("@pets cow", saved=saved.get).node == And((Or((cat, dog)), cow))
    assert parse("-@pets", saved=saved.get).node == Not(Or((cat, dog)))
    assert parse('@"my pets"', saved=saved.get).node == Phrase("cat")
    assert parse("@old", saved=saved.get).node == And((Or((cat, dog)), Not(cow)))
    assert parse("@none cat", saved=saved.get).node == cat
    assert parse("cat@pets", saved=saved.get).node == Word("cat@pets")
    for text, node, note in (
        ("@loop", cow, "contains itself"),
        ("@cat", cat, "no saved search cat"),
    ):
        query = parse(text, saved=saved.get)
        assert query.node == node
        assert note in query.notes[0]


def test_a_tag_can_be_written_with_its_sign():
    tagged = {"pets"}.__contains__
    query = parse("#Pets cow", tagged=tagged)
    assert query.node == And((Filter("tag", "pets"), cow))
    assert query.notes == ("#Pets is read as tag:pets",)
    assert parse("-#pets", tagged=tagged).node == Not(Filter("tag", "pets"))
    assert parse("tag:#pets").node == Filter("tag", "pets")
    assert parse("#other", tagged=tagged).node == Word("#other")


def test_an_unknown_field_names_those_there_are():
    assert "(there are title, note, like, is, tag, " in parse("before:2020").notes[0]
    assert "(did you mean title:?)" in parse("titel:sea").notes[0]


def test_saved_searches_in_each_other_end():
    chain = {f"s{n}": f"w{n} @s{n + 1} " * 50 for n in range(100)}
    assert parse("@s0 " * 1000, saved=chain.get).node is not None


def test_where_a_word_stands_in_the_query():
    text = 'cat title:dog "a cow" *ox* (-pig OR "hen")'
    for part in parse(text).positive():
        assert text[part.at : part.at + len(part.text)] == part.text
    assert parse("@pets", saved={"pets": "cat"}.get).positive()[0].at == -1


def test_limits_are_told():
    assert "only the first 10 filters" in parse(" ".join(f"tag:t{n}" for n in range(11))).notes[0]
    assert (
        "only found for the first 5 words with ~" in parse(" ".join(f"word{n}~" for n in "abcdef")).notes[0]
    )
    assert len(parse("a:b c:d e:f g:h i:j k:l m:n").notes) == 5
    words = parse('"' + "cat " * 200 + '"').positive()
    assert len(words[0].text.split()) == MAX_WORDS


def test_operators_alone_are_words():
    assert parse("OR") == parse("OR", typing=True)
    assert parse("OR").node == Word("OR")


@pytest.mark.parametrize("text", ["-", "()", "(-)", "!!", '""', "title:()", "*", "(((", "-(", "—"])
def test_nothing_to_look_for(text):
    assert parse(text).node is None


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("cat do", And((cat, Word("do", prefix=True)))),
        ("cat ", cat),
        ("title:do", Word("do", "title", prefix=True)),
        ('"cat do', Phrase("cat do", prefix=True)),
        ('"cat dog"', Phrase("cat dog")),
        ("cat -do", And((cat, Not(Word("do"))))),
        ("cat is:un", cat),
        ("cat title:", cat),
        ("cat is:", cat),
        ("cat added:20", cat),
        ("cat words:>", cat),
        ("cat OR", cat),
        ("(cat", Word("cat", prefix=True)),
        ("cat colour~", And((cat, Word("colour", fuzzy=True)))),
        ("@ca", Word("ca", prefix=True)),
    ],
)
def test_while_typing_the_last_word_is_a_prefix_and_nothing_is_wrong_yet(text, node):
    query = parse(text, typing=True)
    assert query.node == node
    assert query.notes == ()


@pytest.mark.parametrize(
    "piece", ["(", "(a OR ", "-", "-(", "((a) ", "a ", "a:", '"', "OR ", "title:", "(a -("]
)
def test_ten_thousand_of_anything(piece):
    for typing in (False, True):
        parse(piece * 10_000, typing=typing)


def test_a_query_too_long_says_so():
    query = parse(" ".join(f"word{n}" for n in range(2 * MAX_WORDS)))
    assert len(query.positive()) == MAX_WORDS
    assert any("first" in note for note in query.notes)


def test_positive_leaves_out_what_must_not_match():
    assert parse('cat -dog (cow OR "a b") -(x y) is:read').positive() == (cat, cow, Phrase("a b"))


@pytest.mark.parametrize(
    ("text", "asks"), [("is:read", False), ("-tag:a OR is:read", False), ("-cat is:read", True), ("", False)]
)
def test_filters_alone_need_no_index(text, asks):
    assert parse(text).asks_for_text() is asks


def test_a_sentence_in_capitals_has_no_operators():
    query = parse("PLEASE TELL ME OF LIBRARIES OR ARCHIVES, NOT JUST OF BOOKS AND MAPS")
    assert [part.text for part in query.positive()] == list(dict.fromkeys(query.text.split()))
    assert isinstance(query.node, And)
    assert query.notes == (
        "the query is in capitals: OR is searched for as a word",
        "the query is in capitals: NOT is searched for as a word",
    )


@pytest.mark.parametrize(
    "text",
    ["NATO OR EU", "HTML OR CSS OR XML OR SVG OR PNG OR GIF", "Libraries of books OR of maps OR of both"],
)
def test_words_in_capitals_alone_are_no_sentence(text):
    assert isinstance(parse(text).node, Or)
    assert parse(text).notes == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("title：cat", "title:cat"),
        ("ｔｉｔｌｅ：cat", "title:cat"),
        ("cat －dog", "cat -dog"),
        ("cat ＯＲ dog", "cat OR dog"),
        ("cat ｜ dog", "cat | dog"),
        ("cat＊", "cat*"),
        ("colour～", "colour~"),
        ("（cat OR dog）　cow", "(cat OR dog) cow"),
        ("＂cat dog＂", '"cat dog"'),
        ("words：＞1000", "words:>1000"),
        ("«cat dog»", '"cat dog"'),
        ("« cat dog »", '"cat dog"'),
        ("»cat dog«", '"cat dog"'),
        ("„cat dog“", '"cat dog"'),
        ("‹cat dog›", '"cat dog"'),
        ("「cat dog」", '"cat dog"'),
        ("『cat dog』", '"cat dog"'),
        ("《cat dog》", '"cat dog"'),
        ("‘cat dog’", '"cat dog"'),
        ("title:«cat dog» cow", 'title:"cat dog" cow'),
        ("cat\ndog\tcow\r\n", "cat dog cow"),
        ("\u200bcat \ufeff-dog\u200e", "cat -dog"),
        ("cat」 dog", "cat dog"),
    ],
)
def test_other_keyboards_and_languages_have_the_same_signs(typed, meant):
    query, other = parse(typed), parse(meant)
    assert _bare(query.node) == _bare(other.node)
    assert query.text == typed
    assert query.notes == ()


def _bare(node):
    """A node whose texts are compared by their words."""
    if isinstance(node, And | Or):
        return type(node), tuple(map(_bare, node.nodes))
    if isinstance(node, Not):
        return Not, _bare(node.node)
    if isinstance(node, Filter):
        return node
    return type(node), node.text.split(), node.field, node.prefix, getattr(node, "fuzzy", False)


@pytest.mark.parametrize(
    ("text", "node", "note"),
    [
        ("rm -rf", And((Word("rm"), Not(Word("rf")))), 'means "without rf"'),
        ("grep -v", And((Word("grep"), Word("v"))), "-v is searched for as a word"),
        ("git --force", And((Word("git"), Word("force"))), "--force is searched for as a word"),
        ("cat -40", And((cat, Not(Word("40")))), 'means "without 40"'),
        ("tar -xzf", And((Word("tar"), Not(Word("xzf")))), 'means "without xzf"'),
    ],
)
def test_what_may_be_an_option_of_a_command_is_told(text, node, note):
    query = parse(text)
    assert query.node == node
    assert len(query.notes) == 1
    assert note in query.notes[0]


def test_a_letter_after_a_minus_may_be_the_first_of_a_word_to_leave_out():
    assert parse("cat -d", typing=True).node == And((cat, Not(Word("d"))))
    assert parse("cat -d", typing=True).notes == ()


@pytest.mark.parametrize("apostrophe", ["’tis the dogs’ day", "rock ’n’ roll", "the cats’"])
def test_apostrophes_are_no_quotation_marks(apostrophe):
    assert not any(isinstance(part, Phrase) for part in parse(apostrophe).positive())


def test_a_number_in_groups_is_one_number_or_several():
    assert parse("1 000 000").node == Or(
        (Word("1 000 000"), And((Word("1"), Word("000")))),
    )
    assert parse("2014 500").node == And((Word("2014"), Word("500")))


def test_signs_of_the_keyboard_count_where_they_stand_alone():
    assert parse("cat & dog").node == And((cat, dog))
    assert parse("&").node == Word("&")
    assert parse("cat 🚀").node == And((cat, Word("🚀")))
