"""Feeds: RSS in all versions, Atom, JSON Feed, what is wrong with them in the wild, and lists of them."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import formats
from reader.errors import UnreadableSource
from reader.formats import Subscription
from reader.formats.feeds import FeedEntry, article_of, read_feed
from reader.formats.feeds.times import moment_of
from reader.formats.feeds.values import person
from reader.sources import Fetched
from tests.unpacked import as_bytes, read_file

RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>https://example.org/</link>'
END = "</channel></rss>"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom">'


def entries_of(content: object, url: str = "") -> tuple[FeedEntry, ...]:
    return read_feed(as_bytes(content), url=url).entries


def item(inner: str) -> FeedEntry:
    (entry,) = entries_of(f"{RSS}<item>{inner}</item>{END}")
    return entry


def atom(inner: str, before: str = "") -> FeedEntry:
    (entry,) = entries_of(f"{ATOM}{before}<entry>{inner}</entry></feed>")
    return entry


def subscriptions(content: object) -> list[Subscription]:
    fetched = Fetched("/feed", as_bytes(content))
    found = formats.format_of(fetched).read(fetched)
    return [one for one in found if isinstance(one, Subscription)]


# --- RSS ------------------------------------------------------------------------------------------------


def test_an_item_of_rss():
    feed = read_feed(
        b'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc='
        b'"http://purl.org/dc/elements/1.1/" xmlns:a="http://www.w3.org/2005/Atom"><channel>'
        b"<title>Gavel &amp; Bell</title><link>https://example.org/</link><language>en-gb</language>"
        b'<a:link href="https://example.org/feed" rel="self"/><item><title>Soup</title>'
        b'<link>https://example.org/soup</link><guid isPermaLink="false">g2</guid>'
        b"<pubDate>Mon, 25 Mar 2024 08:30:00 +0000</pubDate><dc:creator>A. Winslow</dc:creator>"
        b"<dc:creator>B. Bell</dc:creator><category>Food</category><description>Short.</description>"
        b"<content:encoded><![CDATA[<p>Long &amp; whole.</p>]]></content:encoded></item></channel></rss>"
    )
    assert (feed.title, feed.site, feed.url) == (
        "Gavel & Bell",
        "https://example.org/",
        "https://example.org/feed",
    )
    assert (feed.lang, feed.broken) == ("en-gb", "")
    (entry,) = feed.entries
    assert (entry.id, entry.url, entry.title) == ("g2", "https://example.org/soup", "Soup")
    assert (entry.author, entry.published) == ("A. Winslow, B. Bell", "2024-03-25T08:30:00Z")
    assert (entry.html, entry.excerpt, entry.categories) == ("<p>Long &amp; whole.</p>", "Short.", ("Food",))
    article = article_of(entry, feed)
    assert article
    assert (article.article.text(), article.article.tags) == ("Long & whole.", ())
    assert (article.facts.site, article.facts.feed) == ("Gavel & Bell", "https://example.org/feed")


@pytest.mark.parametrize(
    ("inner", "html", "text"),
    [
        ("<description>&lt;p&gt;A &amp;amp; B&lt;/p&gt;</description>", "<p>A &amp; B</p>", ""),
        ("<description>Plain, 1 &lt; 2 &amp;amp; 3</description>", "", "Plain, 1 < 2 & 3"),
        (
            "<description><p>Not <b>escaped</b></p> at all</description>",
            "<p>Not <b>escaped</b></p> at all",
            "",
        ),
        ("<description/><itunes:summary>Notes.</itunes:summary>", "", "Notes."),
        ("<description> </description>", "", ""),
    ],
)
def test_a_description_is_html_or_not(inner, html, text):
    entry = item(inner)
    assert (entry.html, entry.text) == (html, text)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("A &amp;amp; B", "A & B"),
        ("&lt;i&gt;Mare&lt;/i&gt; seen", "Mare seen"),
        ("The &lt;b&gt; element", "The <b> element"),
        ("1 &lt; 2 &gt; 0", "1 < 2 > 0"),
        ("<![CDATA[Two\n lines]]>", "Two lines"),
    ],
)
def test_titles_of_rss_may_be_html(title, expected):
    assert item(f"<title>{title}</title>").title == expected


@pytest.mark.parametrize(
    ("inner", "url"),
    [
        ("<link>https://example.org/a</link><guid>g</guid>", "https://example.org/a"),
        ("<guid>https://example.org/g</guid>", "https://example.org/g"),
        ('<guid isPermaLink="false">https://example.org/g</guid>', ""),
        ("<link>/a</link>", "https://example.org/a"),
        ("<link>\n https://example.org/a b\n</link>", "https://example.org/a%20b"),
    ],
)
def test_the_address_of_an_item(inner, url):
    assert item(inner).url == url


def test_entries_without_a_title_or_an_address_of_their_own():
    read = read_file(f"{RSS}<item><guid>g</guid><description>Only this.</description></item><item/>{END}")
    assert [(page.article.title, page.member) for page in read.pages] == [("Only this.", "g")]
    assert read.refused == [("", "entry 2", "it holds nothing to read")]


def test_items_of_rss_1_stand_beside_their_channel():
    feed = read_feed(
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://example.org/x"><title>M</title>'
        b'<link>https://example.org/</link></channel><item rdf:about="https://example.org/1"><title>One</title>'
        b"<dc:date>2005-12-01T09:00:00Z</dc:date><description>First.</description></item></rdf:RDF>"
    )
    (entry,) = feed.entries
    assert (feed.title, feed.site) == ("M", "https://example.org/")
    assert (entry.id, entry.url) == ("https://example.org/1", "https://example.org/1")
    assert entry.published == "2005-12-01T09:00:00Z"


def test_the_sound_of_a_podcast_is_a_link():
    read = read_file(
        f"{RSS}<item><title>Episode</title><description>Notes.</description>"
        f'<enclosure url="https://example.org/8.mp3" length="1" type="audio/mpeg"/></item>{END}'
    )
    block = read.pages[0].article.blocks[-1]
    assert [(span.text, span.style, span.href) for span in block.spans] == [
        ("8.mp3", "link", "https://example.org/8.mp3")
    ]


# --- Atom -----------------------------------------------------------------------------------------------


def test_an_entry_of_atom():
    entry = atom(
        "<title type='html'>A &amp;amp; B</title><id>urn:1</id><link href='https://example.org/1'/>"
        "<link rel='enclosure' type='audio/ogg' href='https://example.org/1.ogg'/>"
        "<updated>2024-02-03T00:00:00Z</updated><published>2024-02-02T06:00:00+01:00</published>"
        "<summary>Short.</summary><content type='html'>&lt;p&gt;Long.&lt;/p&gt;</content>",
        before="<author><name>S. Blixt</name><email>blixt@example.org</email></author>",
    )
    assert (entry.title, entry.id, entry.url) == ("A & B", "urn:1", "https://example.org/1")
    assert (entry.author, entry.published) == ("S. Blixt", "2024-02-02T05:00:00Z")
    assert (entry.html, entry.excerpt) == ("<p>Long.</p>", "Short.")
    assert [one.url for one in entry.enclosures] == ["https://example.org/1.ogg"]


def test_content_of_atom_may_be_xhtml_or_plain_text():
    whole = atom(
        '<content type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>One<h:br/>two</h:p></h:div>'
        "</content>"
    )
    assert whole.html == "<div><p>One<br>two</p></div>"
    plain = atom('<content type="text">Use &lt;b&gt; here\n\nor &amp;amp; there</content>')
    assert (plain.html, plain.text) == ("", "Use <b> here\n\nor &amp; there")


def test_addresses_are_relative_to_the_base_of_the_feed_or_the_entry():
    feed = read_feed(
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.net/posts/"><title>M</title>'
        b'<link rel="self" href="feed.xml"/><link href="/"/><entry><title>1</title><link href="letters"/>'
        b'<content type="html">&lt;a href="eels"&gt;eels&lt;/a&gt; &lt;img src="../wheel.jpg"&gt;</content>'
        b'</entry><entry xml:base="https://example.com/"><link href="posts/eels"/></entry></feed>'
    )
    assert (feed.url, feed.site) == ("https://example.net/posts/feed.xml", "https://example.net/")
    assert [entry.url for entry in feed.entries] == [
        "https://example.net/posts/letters",
        "https://example.com/posts/eels",
    ]
    parsed = article_of(feed.entries[0], feed)
    assert parsed
    spans = [span.href for block in parsed.article.blocks for span in block.spans if span.href]
    assert spans == ["https://example.net/posts/eels", "https://example.net/wheel.jpg"]


def test_without_a_base_addresses_are_relative_to_the_page_of_the_entry():
    entry = item("<link>https://example.org/2024/a</link><description>&lt;img src='b.png'&gt;</description>")
    assert entry.base == "https://example.org/2024/a"
    (entry,) = entries_of(
        "<rss><channel><item><link>a</link></item></channel></rss>", "https://example.com/x/f"
    )
    assert entry.url == "https://example.com/x/a"


# --- JSON Feed ------------------------------------------------------------------------------------------


def test_json_feed():
    feed = read_feed(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "Kelp",
                "home_page_url": "https://example.com/",
                "feed_url": "https://example.com/feed.json",
                "author": {"name": "B. Ferrier"},
                "items": [
                    {
                        "id": 7,
                        "url": "/choir",
                        "content_html": "<p>Bass.</p>",
                        "date_published": "2024-04-12T12:00:00+02:00",
                        "attachments": [{"url": "https://example.com/b.mp3", "mime_type": "audio/mpeg"}],
                    },
                    {"id": "n", "content_text": "Storm.\n\nThen a seal.", "authors": [{"name": "W. Winch"}]},
                    "nothing",
                ],
            }
        ).encode()
    )
    first, second = feed.entries
    assert (feed.title, feed.url, feed.site) == (
        "Kelp",
        "https://example.com/feed.json",
        "https://example.com/",
    )
    assert (first.id, first.url, first.author) == ("7", "https://example.com/choir", "B. Ferrier")
    assert (first.html, first.published) == ("<p>Bass.</p>", "2024-04-12T10:00:00Z")
    assert (second.text, second.author) == ("Storm.\n\nThen a seal.", "W. Winch")


# --- what is wrong in the wild --------------------------------------------------------------------------


def test_a_feed_that_is_not_well_formed_is_read_and_reported():
    read = read_file(
        f"{RSS}<item><title>Caf&eacute; & Comet</title><link>https://example.org/?a=1&b=2</link>"
        "<dc:creator>R. Delacroix</dc:creator><description><![CDATA[<p>A & B &nbsp;</p>]]></description>"
        "</item><item><title>Moths</title><link><![CDATA[https://example.org/?c=1&d=2]]></link></item></channel>"
    )
    cafe, moths = read.pages
    assert (cafe.article.title, cafe.facts.author) == ("Café & Comet", "R. Delacroix")
    assert cafe.facts.url == "https://example.org/?a=1&b=2"
    assert cafe.article.text().strip() == "A & B"
    assert (moths.article.title, moths.facts.url) == ("Moths", "https://example.org/?c=1&d=2")
    ((_, _, reason),) = read.refused
    assert reason.startswith("is not well-formed XML (line 1: ")


def test_entities_of_a_document_type_are_neither_expanded_nor_loaded():
    lines = "".join(
        f'<!ENTITY {name} "{"".join(f"&{inner};" * 10)}">' for inner, name in pairwise("abcdefgh")
    )
    (entry,) = entries_of(
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">{lines}'
        '<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        "<rss><channel><item><title>1&h;2&x;3&eacute;</title></item></channel></rss>"
    )
    assert entry.title == "1&h;2&x;3é"


@pytest.mark.parametrize(
    ("raw", "media_type"),
    [
        (b'<?xml version="1.0" encoding="koi8-r"?>%s', ""),
        (b'<?xml version="1.0"?>%s', "text/xml; charset=KOI8-R"),
        (b'<?xml version="1.0" encoding="no-such-one"?>%s', 'text/xml; charset="koi8-r"'),
    ],
)
def test_an_encoding_is_stated_by_the_feed_or_the_server(raw, media_type):
    body = "<rss><channel><title>Ночной поезд идёт на север, и никто не спит</title></channel></rss>"
    assert read_feed(raw % body.encode("koi8-r"), media_type=media_type).title.startswith("Ночной поезд идёт")


@pytest.mark.parametrize("stated", ["iso-8859-1", "utf-16", "ascii", "utf-8"])
def test_a_wrong_statement_about_an_encoding_does_no_harm(stated):
    start = f'<?xml version="1.0" encoding="{stated}"?><rss><channel><title>'
    title = "Les légumes du métro poussent à l'ombre, très droits – “paraît-il”"
    raw = f"{start}{title}</title></channel></rss>".encode()
    assert read_feed(raw).title == title


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_feeds_with_a_byte_order_mark(encoding):
    raw = f"{RSS}<item><title>Größe</title></item>{END}".encode(encoding)
    assert read_file(raw).titles == ["Größe"]


def test_signs_that_programs_write_by_their_numbers_on_windows():
    assert item("<title>don&#146;t \x93now\x94</title>").title == "don’t “now”"


def test_what_a_server_writes_before_a_feed_is_passed_over():
    feed = read_feed(b"Warning: a notice\n\n" + f"{RSS}{END}".encode())
    assert feed.title == "T"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "is not a feed: it is an HTML page"),
        (b'<?xml version="1.0"?><note><to/></note>', "is not a feed: it is XML that begins with <note>"),
        (b'{"a": 1}', "is not a feed: it is JSON without a list of items"),
        (b"[1, 2]", "is not a feed: it is JSON without a list of items"),
        (b"Just a text", "is not XML"),
        (b"", "the file is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is a PNG image, not text"),
    ],
)
def test_what_is_no_feed_says_what_it_is_instead(raw, reason):
    with pytest.raises(UnreadableSource) as caught:
        read_feed(raw)
    assert str(caught.value) == reason


def test_a_feed_without_entries_says_so():
    assert read_file(f"{RSS}{END}").refused == [("", "", "the feed “T” has no entries")]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Mon, 01 Apr 2024 08:30:00 +0200", "2024-04-01T06:30:00Z"),
        ("Wed, 8 May 2024 21:00 GMT", "2024-05-08T21:00:00Z"),
        ("Mon, 13 Feb, 2012 06:28:00 EST", "2012-02-13T11:28:00Z"),
        ("Wed, 19 Feb 2012 22:40:00 GMT-01:01", "2012-02-19T23:41:00Z"),
        ("Thu, 01 Jan 2004", "2004-01-01"),
        ("Thu, 5 September 24 10:00:00 CEST", "2024-09-05T08:00:00Z"),
        ("2024-05-08T21:00:00.123+02:00", "2024-05-08T19:00:00Z"),
        ("Fri, 2006/09/15 08:19:53", "2006-09-15T08:19:53Z"),
        ("Sun Jan  4 16:29:06 2004", "2004-01-04T16:29:06Z"),
        ("2024", "2024"),
        ("Mon, 99 Foo 2024 08:30:00", ""),
        ("31 Feb 2024 08:30:00 GMT", "2024"),
        ("yesterday", ""),
    ],
)
def test_times_in_all_their_forms(written, expected):
    assert moment_of(written) == expected


@given(st.text(max_size=60))
def test_any_time_is_understood_or_not(written):
    assert len(moment_of(written)) in (0, 4, 7, 10, 20)


@pytest.mark.parametrize(
    "written",
    ["agathe@example.org (A. Winslow)", "A. Winslow <agathe@example.org>", "A. Winslow (agathe@example.org)"],
)
def test_mail_addresses_of_authors_are_not_kept(written):
    assert person(written) == "A. Winslow"
    assert person("agathe@example.org") == ""
    assert person("Winslow @ Bell") == "Winslow @ Bell"


# --- a feed as a file, and lists of feeds ---------------------------------------------------------------


def test_a_feed_that_names_its_address_is_a_subscription():
    own = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="https://example.org/f"/>'
    assert subscriptions(f"{RSS}{own}{END}") == [
        Subscription("T", "https://example.org/f", "https://example.org/", "")
    ]
    assert read_file(f"{RSS}{own}{END}").refused == []


OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Water"><outline text="Lock &amp;amp; Key" type="rss" xmlUrl="https://example.org/a?x=1&y=2"
 htmlUrl="https://example.org/"/><outline title="Rivers"><outline title="B" xmlurl="https://example.org/b"/>
</outline></outline><outline text="Sound"><outline type="rss" xmlUrl="https://example.org/b" text="B"/>
</outline><outline text="A page" type="link" url="https://example.org/page"/><outline text="A comment"/>
<outline text="Broken" type="rss" xmlUrl=""/><outline text="Own" type="rss" xmlUrl="file:///etc/passwd"/>
</body></opml>"""


def test_a_list_of_feeds_in_folders():
    assert subscriptions(OPML) == [
        Subscription("Lock & Key", "https://example.org/a?x=1&y=2", "https://example.org/", "Water"),
        Subscription("B", "https://example.org/b", "", "Water / Rivers"),
    ]
    read = read_file(OPML)
    assert read.pages == []
    assert read.refused[:2] == [
        ("", "Broken", "no address"),
        ("", "Own", "file: addresses cannot be fetched"),
    ]
    assert read.refused[2][2].startswith("is not well-formed XML (line 2: ")


def test_a_list_without_feeds_says_so():
    read = read_file('<opml version="1.0"><body><outline text="Empty"/></body></opml>')
    assert read.refused == [("", "", "the list has no feeds in it")]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (f"{RSS}{END}", "feed"),
        (f"<!-- made by hand -->\n{RSS[21:]}{END}", "feed"),
        (f"{ATOM}</feed>", "feed"),
        ('<a:feed xmlns:a="http://www.w3.org/2005/Atom"/>', "feed"),
        ('{"version": "https://jsonfeed.org/version/1", "items": []}', "feed"),
        (OPML, "OPML"),
        ('<feed xmlns="urn:else"><cow/></feed>', None),
        ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', None),
        ('{"version": "1", "items": []}', None),
        ("<p>About &lt;rss&gt;</p>", None),
        ("rss", None),
    ],
)
def test_which_files_are_feeds(content, name):
    fetched = Fetched("/file", content.encode())
    found = [each.name for each in formats.FORMATS if each.name in ("feed", "OPML") and each.sniff(fetched)]
    assert found == ([name] if name else [])
