"""Which article a link means, in a library that grows, changes and shrinks."""

from __future__ import annotations

import pytest

from reader.model import Link, ResolvedLink
from reader.store import Store
from tests.resolving import resolve_all

BODY = "In this article we look at how bees find their way home. They dance."
TEASER = BODY[:49] + "..."


def target(store: Store, article: int, position: int = 0) -> int | None:
    return store.links.of(article)[position].target


def test_a_link_finds_its_article_whichever_comes_first(store: Store, put) -> None:
    first = put("/1", "One", "Text one", Link("next", "Bees"), Link("recommended", "Bees", TEASER))
    assert [link.target for link in store.links.of(first)] == [None, None]
    bees = put("/2", "Bees", BODY, Link("previous", "One"))
    store.state.mark_read(bees, 1.0)
    assert store.links.of(first)[0] == ResolvedLink(
        first, "/1", Link("next", "Bees"), bees, "Bees", "/2", True
    )
    assert target(store, first, 1) == bees
    assert target(store, bees) == first
    store.articles.remove([bees])
    assert [link.target for link in store.links.of(first)] == [None, None]
    assert put("/3", "Bees", BODY) == target(store, first)


@pytest.mark.parametrize(
    "spelling",
    [
        "What is a “data analysis” — and why?",
        "WHAT IS A &quot;data analysis&quot; - and why?",
        'What  is a\u00a0"data analysis" – and why ?',
        "Ｗｈａｔ ｉｓ ａ ＂data analysis＂ -- and why？",
        'What is a "data analysis" - and ...',
        "What is a “data analysis”…",
        "what is a &ldquo;data analysis&rdquo; &amp;mdash; and why?",
        'What is a "data\u200b analysis" - and why?',
    ],
)
def test_titles_meet_however_they_are_spelled(store: Store, put, spelling: str) -> None:
    article = put("/1", 'What is a "data analysis" - and why?', BODY)
    assert target(store, put("/2", "Other", "Text", Link("next", spelling))) == article
    swapped = put("/3", spelling, "Another body")
    linking = put(
        "/4", "Fourth", "Text", Link("recommended", 'What is a "data analysis" - and why?', "Another...")
    )
    assert target(store, linking) == swapped


@pytest.mark.parametrize("length", [5, 12, 49, 80, 120])
@pytest.mark.parametrize("end", ["...", "…", " ... ", ""])
def test_a_teaser_of_any_length_tells_repeated_titles_apart(store: Store, put, length: int, end: str) -> None:
    bodies = [f"[[{n}]] {n} “Text” with  many\nwords &amp; marks: {'and so on ' * 20}" for n in range(3)]
    made = [put(f"/{n}", "News", body) for n, body in enumerate(bodies)]
    for article, body in zip(made, bodies, strict=True):
        teaser = " ".join(body.split())[:length] + end
        assert (
            target(store, put(f"/l{article}", f"L{article}", "x", Link("recommended", "News", teaser)))
            == article
        )


def test_a_short_body_is_a_teaser_without_an_end(store: Store, put) -> None:
    made = put("/1", "Short", "Done.")
    assert target(store, put("/2", "Two", "x", Link("recommended", "Short", "Done."))) == made
    assert target(store, put("/3", "Three", "x", Link("recommended", "Short", "Done. And more"))) is None


def test_a_teaser_cut_in_the_middle_of_an_entity_fits(store: Store, put) -> None:
    made = put("/1", "Title", "Research &amp; development is what we do all day")
    assert target(store, put("/2", "Two", "x", Link("recommended", "Title", "Research &am..."))) == made


def test_a_title_whose_body_says_something_else_is_another_article(store: Store, put) -> None:
    put("/1", "News", "Nothing of the kind")
    linking = put("/2", "Two", "x", Link("recommended", "News", TEASER))
    assert target(store, linking) is None
    assert [(w.title, w.teaser, w.count, w.wanted_by) for w in store.links.wanted()] == [
        ("News", TEASER, 1, (linking,))
    ]


def test_a_teaser_may_begin_with_the_note(store: Store, put, make_page) -> None:
    linking = put("/1", "One", "x", Link("recommended", "News", "Editor's note: Guest post. In th..."))
    made = store.articles.put(make_page("/2", "News", BODY, note="Guest post."), 1.0).id
    assert target(store, linking) == made
    assert target(store, put("/3", "Three", "y", Link("recommended", "News", TEASER))) == made
    store.articles.put(make_page("/2", "News", BODY, note="Guest column."), 1.0)
    assert target(store, linking) is None


def test_the_next_of_another_that_it_names_back_is_not_the_next_of_this_one(store: Store, put) -> None:
    linking = put("/1", "One", "x", Link("next", "News"))
    other = put("/2", "News", BODY, Link("previous", "Two"))
    assert target(store, linking) == other  # nobody else's
    rival = put("/3", "Two", "y", Link("next", "News"))
    assert [target(store, linking), target(store, rival)] == [None, other]
    store.articles.remove([rival])
    assert target(store, linking) == other


def test_a_teaser_does_not_lead_to_an_article_with_another_title(store: Store, put) -> None:
    put("/1", "How bees find home, part 2", BODY)
    assert (
        target(store, put("/2", "Two", "x", Link("recommended", "How bees find home, part 1", TEASER)))
        is None
    )


def test_naming_back_tells_repeated_titles_apart(store: Store, put) -> None:
    wrong = put("/1", "News", "Monday", Link("previous", "Zero"))
    linking = put("/2", "Two", "x", Link("next", "News"))
    assert target(store, linking) == wrong  # the only one there is
    right = put("/3", "News", "Tuesday", Link("previous", "TWO"))
    assert target(store, linking) == right
    assert store.links.backlinks(wrong) == []
    put("/3", "News", "Tuesday")
    assert target(store, linking) == right  # the other one names another back
    store.articles.remove([right])
    assert target(store, linking) == wrong


def test_two_that_fit_alike_leave_it_open_and_are_named(store: Store, put) -> None:
    made = [put(f"/{n}", "News", f"Text {n}") for n in range(2)]
    linking = put("/2", "Two", "x", Link("next", "News"))
    (link,) = store.links.of(linking)
    assert (link.target, link.candidates) == (None, tuple(made))
    assert store.links.wanted() == []
    store.articles.remove(made[:1])
    assert target(store, linking) == made[1]
    assert store.links.of(linking)[0].candidates == ()


def test_the_same_body_twice_is_one_answer(store: Store, put) -> None:
    made = [put("/1", "News", BODY), put("/2", "NEWS", BODY)]
    found = target(store, put("/3", "Three", "x", Link("recommended", "News", TEASER)))
    assert found in made


def test_more_namesakes_than_can_be_told_apart_are_no_answer_but_a_teaser_is(store: Store, put) -> None:
    made = [put(f"/{n}", "Home", f"Text number {n} {BODY}") for n in range(60)]
    by_title = put("/a", "A", "x", Link("next", "Home"))
    assert (target(store, by_title), store.links.of(by_title)[0].candidates) == (None, ())
    assert target(store, put("/b", "B", "y", Link("recommended", "Home", "Text number 42 In..."))) == made[42]
    assert store.links.wanted() == []
    store.articles.remove(made[1:])
    assert target(store, by_title) == made[0]


def test_a_link_never_leads_to_its_own_article(store: Store, put) -> None:
    own = put("/1", "News", BODY, Link("recommended", "News", TEASER), Link("next", "News"))
    assert [link.target for link in store.links.of(own)] == [None, None]
    other = put("/2", "News", BODY + " Again.")
    assert [link.target for link in store.links.of(own)] == [other, other]


def test_a_page_without_a_title_takes_the_one_its_links_give_it(store: Store, put) -> None:
    bees = put("/1", "", BODY)
    assert store.articles.summary(bees).title_from == "text"
    a = put("/a", "A", "x", Link("recommended", "How bees find home", TEASER))
    assert target(store, a) == bees
    summary = store.articles.summary(bees)
    assert (summary.title, summary.title_from) == ("How bees find home", "link")
    # Now others find it by that title alone.
    b = put("/b", "B", "y", Link("next", "how bees find HOME"))
    assert target(store, b) == bees
    assert [(link.id, link.kinds) for link in store.links.backlinks(bees)] == [
        (a, ("recommended",)),
        (b, ("next",)),
    ]
    store.articles.remove([a])
    summary = store.articles.summary(bees)
    assert (summary.title, summary.title_from) == (BODY[:30], "text")
    assert target(store, b) is None


def test_of_several_titles_a_page_takes_the_whole_the_commonest_the_smallest(store: Store, put) -> None:
    bees = put("/1", "", BODY)
    titles = [
        "The bees fi...",
        "The bees fi...",
        "The bees find their home",
        "The bees find the way home",
        "THE BEES FIND THE WAY HOME",
        "the bees find the way home",
        "The bees find their home",
        "The bees find their home",
    ]
    for number, title in enumerate(titles):
        put(f"/{number}x", f"L{number}", "x", Link("recommended", title, TEASER))
    assert store.articles.summary(bees).title == "THE BEES FIND THE WAY HOME"
    assert all(link.target == bees for link in store.links.all())


def claims(store: Store) -> set[tuple[str, int | None, tuple[int, ...]]]:
    """Each link that quotes something: its title, its target, its candidates."""
    return {(link.link.title, link.target, link.candidates) for link in store.links.all() if link.link.teaser}


def test_a_page_that_different_titles_claim_by_its_first_words_is_a_candidate_of_both(
    store: Store, put
) -> None:
    bees = put("/1", "", BODY)
    put("/a", "A", "x", Link("recommended", "How bees find home", TEASER))
    other = put("/b", "B", "y", Link("recommended", "The harvest of 1912", TEASER))
    both = {("How bees find home", None, (bees,)), ("The harvest of 1912", None, (bees,))}
    assert claims(store) == both
    assert store.articles.summary(bees).title_from == "text"
    assert list(store.links.wanted()) == []
    resolve_all(store)
    assert claims(store) == both
    # Once the other page is there, or its link is gone, nothing is uncertain.
    harvest = put("/2", "The harvest of 1912", BODY + " And again.")
    assert claims(store) == {("How bees find home", bees, ()), ("The harvest of 1912", harvest, ())}
    store.articles.remove([harvest])
    assert claims(store) == both
    store.articles.remove([other])
    assert claims(store) == {("How bees find home", bees, ())}
    assert store.articles.summary(bees).title == "How bees find home"


def test_a_page_that_names_one_of_them_back_is_that_one(store: Store, put) -> None:
    bees = put("/1", "", BODY, Link("previous", "A"))
    put("/b", "B", "y", Link("recommended", "The harvest of 1912", TEASER))
    put("/a", "A", "x", Link("next", "How bees find home", TEASER))
    answer = {("How bees find home", bees, ()), ("The harvest of 1912", None, (bees,))}
    assert claims(store) == answer
    assert store.articles.summary(bees).title == "How bees find home"
    resolve_all(store)
    assert claims(store) == answer


def test_spellings_of_one_title_are_no_different_titles(store: Store, put) -> None:
    bees = put("/1", "", BODY)
    titles = (
        "How bees find home",
        "How bees find ho...",
        "HOW BEES FIND HOMME",
        "How bees find home | A site",
    )
    for number, title in enumerate(titles):
        put(f"/{number}x", f"L{number}", "x", Link("recommended", title, TEASER))
    assert {target for _, target, _ in claims(store)} == {bees}


def test_a_page_without_a_title_is_found_by_naming_back(store: Store, put) -> None:
    a = put("/a", "A", "x", Link("next", "Bees"))
    bees = put("/1", "", BODY, Link("previous", "A"))
    assert target(store, a) == bees
    assert store.articles.summary(bees).title == "Bees"
    named = put("/2", "Bees", "Another body")
    assert target(store, a) == bees  # the other does not name it back
    put("/1", "", BODY)
    assert target(store, a) == named
    assert store.articles.summary(bees).title_from == "text"


def test_a_page_that_gets_a_title_of_its_own_keeps_it(store: Store, put) -> None:
    bees = put("/1", "", BODY)
    a = put("/a", "A", "x", Link("recommended", "How bees find home", TEASER))
    put("/1", "Of bees", BODY)
    assert store.articles.summary(bees).title == "Of bees"
    assert target(store, a) is None


def test_a_source_that_goes_takes_its_links_along(store: Store, put) -> None:
    bees = put("/1", "Bees", BODY)
    one = put("/a", "A", "Same text", Link("next", "Bees"))
    put("/b", "A", "Same text", Link("next", "Wasps"))
    put("/a", "A", "Other text")
    assert store.links.backlinks(bees) == []
    assert [link.link.title for link in store.links.of(one)] == ["Wasps"]
    assert store.integrity() == []


def test_wanted_titles_most_linked_first(store: Store, put) -> None:
    a = put(
        "/a", "A", "x", Link("next", "Wasps & co"), Link("recommended", "Wasps &amp; Co", "Wasps sting...")
    )
    b = put("/b", "B", "y", Link("next", "wasps & co"), Link("recommended", "Ants", "Ants run..."))
    c = put("/c", "C", "z", Link("previous", "wasps & co"), Link("next", "A"))
    wanted = store.links.wanted()
    assert [(w.title, w.teaser, w.count, w.wanted_by) for w in wanted] == [
        ("wasps & co", "Wasps sting...", 3, (a, b, c)),
        ("Ants", "Ants run...", 1, (b,)),
    ]
    assert store.links.wanted(1) == wanted[:1]


def test_all_links_are_those_of_each_article(store: Store, put) -> None:
    with store.transaction():
        made = [put(f"/{n}", f"T{n}", f"Text {n}", Link("next", f"T{n + 1}")) for n in range(1200)]
    assert list(store.links.all()) == [link for article in made for link in store.links.of(article)]


@pytest.mark.parametrize(
    "title",
    [
        "How bees find their way",  # cut without a sign
        "How bes find their way home",
        "How bees find their way home | The hive",
        "How be...",
        "How bees find their way home?!",
    ],
)
def test_a_title_that_is_nearly_the_same_needs_a_teaser_or_naming_back(store: Store, put, title: str) -> None:
    bees = put("/1", "How bees find their way home", BODY, Link("previous", "Two"))
    assert target(store, put("/2", "Two", "x", Link("next", title))) == bees
    assert target(store, put("/3", "Three", "y", Link("recommended", title, TEASER))) == bees
    exact = title.endswith("?!")
    assert target(store, put("/4", "Four", "z", Link("recommended", title))) == (bees if exact else None)


@pytest.mark.parametrize(
    "title", ["Lesson 1 of bees", "Lesson 12 of bees", "Bees, their ways and their homes"]
)
def test_a_part_of_a_series_is_not_another_part(store: Store, put, title: str) -> None:
    put("/1", "Lesson 2 of bees", BODY)
    assert target(store, put("/2", "Two", "x", Link("recommended", title, TEASER))) is None


@pytest.mark.parametrize(
    "teaser",
    [
        "[[9]] In this article we look at how bees find their...",
        "In this article - we look at “how” bees find the…",
        "In this article we look at how bees find the\ufffd...",
        "In this&amp;nbsp;article we look at how bees find&amp;nb...",
    ],
)
def test_a_teaser_is_compared_by_its_words(store: Store, put, teaser: str) -> None:
    bees = put("/1", "", f"[[8]] {BODY}")
    assert target(store, put("/2", "Two", "x", Link("recommended", "Bees", teaser))) == bees


def test_image_marks_and_spelling_tell_apart_what_words_do_not(store: Store, put) -> None:
    made = [put(f"/{n}", "Picture of the day", f"[[{n}]] [[{n + 5}]] A bee.") for n in range(2)]
    for n, article in enumerate(made):
        linking = put(f"/l{n}", f"L{n}", "x", Link("recommended", "Picture of the day", f"[[{n}]] [[..."))
        assert target(store, linking) == article
    asked, shouted = put("/3", "Bees?", "One text"), put("/4", "Bees!", "Another text")
    linking = put("/5", "Five", "x", Link("next", "Bees?"), Link("previous", "BEES!"), Link("next", "Bees"))
    assert [link.target for link in store.links.of(linking)] == [asked, shouted, None]
    assert store.links.of(linking)[2].candidates == (asked, shouted)


def test_a_body_posted_again_with_other_signs_is_one_answer(store: Store, put) -> None:
    made = [put("/1", "News", f"[[1]] “{BODY}”"), put("/2", "NEWS", f'[[77]] "{BODY}"')]
    assert target(store, put("/3", "Three", "x", Link("next", "news"))) in made


def test_a_page_without_a_title_is_found_by_its_note(store: Store, put) -> None:
    bees = put("/1", "", BODY, note="A guest post from the hive.")
    teaser = "Editor's note: A guest post from the hive. In..."
    assert target(store, put("/2", "Two", "x", Link("recommended", "Bees", teaser))) == bees
    assert target(store, put("/3", "Three", "x", Link("recommended", "Bees", TEASER))) == bees


def test_what_names_back_may_change_while_nothing_else_does(store: Store, put) -> None:
    one = put("/1", "News", "Monday")
    other = put("/2", "News", "Tuesday", Link("previous", "The long way..."))
    linking = put("/3", "The long way home", "x", Link("next", "News"))
    assert target(store, linking) == other
    put("/2", "News", "Tuesday")
    put("/1", "News", "Monday", Link("previous", "The long way..."))
    assert target(store, linking) == one


def test_bodies_that_become_the_same_are_one_answer(store: Store, put) -> None:
    long = BODY * 9
    put("/1", "News", f"{long} Monday"), put("/2", "News", f"{long} Tuesday")
    linking = put("/3", "Three", "x", Link("next", "News"))
    assert target(store, linking) is None
    put("/2", "NEWS", f"{long} Monday!")
    assert target(store, linking) is not None
    put("/2", "NEWS", f"{long} Wednesday")
    assert target(store, linking) is None


def test_resolving_everything_again_changes_nothing(store: Store, put) -> None:
    put("/1", "", BODY, Link("previous", "A"))
    for n in range(20):
        put(f"/{n}x", f"T{n % 7}", f"Text {n}", Link("next", f"T{n}"), Link("recommended", "Bees", TEASER))
    before = list(store.links.all()), store.articles.summaries(store.articles.ids())
    resolve_all(store)
    assert (list(store.links.all()), store.articles.summaries(store.articles.ids())) == before
