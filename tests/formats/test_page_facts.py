"""What web pages say about their article: address, title, authors, times, site, language."""

from __future__ import annotations

import pytest

from reader.formats.web import article_of_page
from reader.formats.web.dates import day_in
from reader.formats.web.origins import script_date
from reader.formats.web.people import authors_in
from reader.formats.web.titles import title_of
from reader.model import Facts

TEXT = "<p>" + "The keeper counted the boats and wrote down what the ice had said to them. " * 3 + "</p>"


def facts(head: str = "", body: str = TEXT, url: str = "") -> Facts:
    return article_of_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), url=url).facts


def title(head: str = "", body: str = TEXT, url: str = "") -> str:
    raw = f"<html><head>{head}</head><body>{body}</body></html>".encode()
    return article_of_page(raw, url=url).article.title


# --- address ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "url", "found"),
    [
        ('<link rel="canonical" href="https://a.example/x">', "", "https://a.example/x"),
        ('<link rel="canonical" href="/x">', "https://a.example/x?utm=1", "https://a.example/x"),
        ('<meta property="og:url" content="https://a.example/y">', "", "https://a.example/y"),
        (
            '<link rel="canonical" href="/x"><meta property="og:url" content="https://a.example/y">',
            "",
            "https://a.example/y",
        ),
        ('<link rel="canonical" href="https://a.example/">', "https://a.example/x", "https://a.example/x"),
        ('<link rel="canonical" href="javascript:x">', "https://a.example/x", "https://a.example/x"),
        ("", "https://a.example/x", "https://a.example/x"),
        ("<!-- saved from url=(0020)https://a.example/z/ -->", "", "https://a.example/z/"),
        ("<!-- saved from url=(0014)about:internet -->", "", ""),
        ('<meta name="savepage-url" content="https://a.example/s">', "", "https://a.example/s"),
        (
            '<script type="application/ld+json">{"@type": "Article", "url": "https://a.example/j"}</script>',
            "",
            "https://a.example/j",
        ),
    ],
)
def test_address(head: str, url: str, found: str) -> None:
    assert facts(head, url=url).url == found


def test_what_programs_that_save_pages_write() -> None:
    single = (
        "<!--\n Page saved with SingleFile \n url: https://a.example/x \n"
        " saved date: Wed May 18 2022 08:09:10 GMT+0200 (Central European Summer Time)\n info: "
        "for the trip --&gt; \n-->"
    )
    found = facts(single)
    assert (found.url, found.saved, found.remark) == (
        "https://a.example/x",
        "2022-05-18T06:09:10Z",
        "for the trip --&gt;",
    )
    httrack = (
        "<!-- Mirrored from a.example/b.html by HTTrack Website Copier/3.x [XR&CO'2014], Sun, 12 Jan "
        "2020 10:00:00 GMT -->"
    )
    assert (facts(httrack).url, facts(httrack).saved) == ("http://a.example/b.html", "2020-01-12T10:00:00Z")
    monolith = "<!-- Saved from https://a.example/m at 2021-05-06T07:08:09Z using monolith v2.4.1 -->"
    assert (facts(monolith).url, facts(monolith).saved) == ("https://a.example/m", "2021-05-06T07:08:09Z")
    archived = "<!-- FILE ARCHIVED ON 09:10:11 Jan 21, 2023 AND RETRIEVED FROM THE INTERNET ARCHIVE -->"
    assert facts(archived).saved == "2023-01-21T09:10:11Z"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Wed May 18 2022 08:09:10 GMT+0000 (Coordinated Universal Time)", "2022-05-18T08:09:10Z"),
        ("Wed May 18 2022 08:09:10 GMT-0730", "2022-05-18T15:39:10Z"),
        ("Jan 2, 2020 01:02:03", "2020-01-02T01:02:03Z"),
        ("2022-05-18T08:09:10Z", "2022-05-18T08:09:10Z"),
        ("Wed Foo 18 2022 08:09:10", ""),
        ("Wed May 99 2022 08:09:10", ""),
        ("yesterday", ""),
    ],
)
def test_times_of_scripts(text: str, moment: str) -> None:
    assert script_date(text) == moment


# --- title --------------------------------------------------------------------------------------------

NAME = "Why the Ferry Came Back"


@pytest.mark.parametrize(
    ("head", "body", "found"),
    [
        (f"<title>{NAME} - The Courier</title>", f"<h1>{NAME}</h1>", NAME),
        (f"<title>The Courier » {NAME}</title>", f"<div><h1>The Courier</h1></div><h2>{NAME}</h2>", NAME),
        (f"<title>{NAME} | The Courier</title>", "", NAME),
        (f'<title>{NAME} - Courier</title><meta property="og:site_name" content="Courier">', "", NAME),
        (f'<title>x</title><meta property="og:title" content="{NAME}">', "<h1>x</h1>", NAME),
        (
            f'<meta property="og:title" content="{NAME} - Courier">'
            '<meta property="og:site_name" content="Courier">',
            "",
            NAME,
        ),
        ("<title>Fish &amp; Chips: A History - Part 1</title>", "", "Fish & Chips: A History - Part 1"),
        ("<title>Opening hours of the shed</title>", "<h1>Shed</h1>", "Opening hours of the shed"),
        ("<title>Home</title>", f"<h1>{NAME}</h1>", NAME),
        ("<title></title>", f"<h1>{NAME}</h1>", NAME),
        ("<title>Untitled Document</title>", f"<h2>{NAME}</h2>", NAME),
        (f"<title>{NAME}｜日本の新聞</title>", f"<h1>{NAME}</h1>", NAME),
        (
            f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{NAME}"}}</script>',
            "",
            NAME,
        ),
        (f"<svg><title>icon</title></svg><title>{NAME}</title>", "", NAME),
    ],
)
def test_title(head: str, body: str, found: str) -> None:
    assert title(head, body + TEXT) == found


def test_the_name_of_the_host_is_no_part_of_the_title() -> None:
    assert title(f"<title>{NAME} - The Daily Courier</title>", url="https://www.dailycourier.com/x") == NAME
    assert title(f"<title>{NAME} - dailycourier</title>", url="https://www.dailycourier.com/x") == NAME
    assert title("", url="https://a.example/x") == "https://a.example/x"
    assert title("") == "The keeper counted the boats and wrote down what the ice had said…"


def test_the_heading_with_the_title_is_not_repeated() -> None:
    raw = f"<title>{NAME} | Courier</title><h1>{NAME}</h1>{TEXT}<h2>More</h2>{TEXT}".encode()
    blocks = article_of_page(raw).article.blocks
    assert [block.plain for block in blocks if block.kind == "heading"] == ["More"]


def test_a_title_of_parts_stays_if_nothing_names_the_site() -> None:
    assert (
        title_of(stated=(), title="Rust - a memory - of iron", headings=(), first="", site="", url="")
        == "Rust - a memory - of iron"
    )


# --- authors ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "body", "author"),
    [
        ('<meta name="author" content="Ann Lee">', "", "Ann Lee"),
        ('<meta name="author" content="by Ann Lee and Bo Ek">', "", "Ann Lee, Bo Ek"),
        ('<meta name="author" content="Courier"><meta property="og:site_name" content="Courier">', "", ""),
        ('<meta property="article:author" content="https://social.example/ann">', "", ""),
        (
            '<meta name="citation_author" content="Lee, Ann"><meta name="citation_author" content="Ek, Bo">',
            "",
            "Lee, Ann, Ek, Bo",
        ),
        ('<meta name="dc.creator" content="Ann Lee">', "", "Ann Lee"),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "Person", "@id": "#a", '
            '"name": "Ann Lee"}, '
            '{"@type": "BlogPosting", "author": [{"@id": "#a"}, {"name": "Bo Ek"}]}]}</script>',
            "",
            "Ann Lee, Bo Ek",
        ),
        (
            '<script type="application/ld+json">{"@type": "Article", "author": "Ann Lee"}</script>',
            "",
            "Ann Lee",
        ),
        ('<script type="application/ld+json">not json</script>', "", ""),
        ("", '<a rel="author" href="/ann">Ann Lee</a>', "Ann Lee"),
        ("", '<span itemprop="author" itemscope><span itemprop="name">Ann Lee</span></span>', "Ann Lee"),
        (
            "",
            '<p class="byline">By <a href="/a">Ann Lee</a> and <a href="/b">Bo Ek</a>, Oslo</p>',
            "Ann Lee, Bo Ek",
        ),
        ("", '<p class="byline">By Ann Lee | 14 September 2023</p>', "Ann Lee"),
        (
            "",
            '<div class="meta">von <span class="author vcard"><a>Ann Lee</a></span> am 3. Mai</div>',
            "Ann Lee",
        ),
        (
            "",
            '<p class="signature">Par Ann Lee, le <time datetime="2021-08-30">30 août</time></p>',
            "Ann Lee",
        ),
        ("", "<p>Von Ann Lee</p>", "Ann Lee"),
        ("", "<p>publicado el lunes, 3 de mayo de 2021 por <b>Ann Lee</b></p>", "Ann Lee"),
        ("", '<p class="meta">Written by Ann Lee on May 3, 2015 in <a href="/c">Boats</a></p>', "Ann Lee"),
        ("", '<div class="post-meta">3 May 2015 · Ann Lee</div>', "Ann Lee"),
        (
            "",
            '<div><a href="/author/ann">Ann Lee</a> <time datetime="2015-05-03">May 3</time></div>',
            "Ann Lee",
        ),
        ("", '<div class="author"><b class="name">Ann Lee</b><i>Editor</i></div>', "Ann Lee"),
        ("", "<p>Text: Ann Lee, Fotos: Bo Ek</p>", "Ann Lee"),
        ("", "<p>입력 2021.03.04. 10:20 홍길동 기자</p>", "홍길동"),
        ("", "<p>文・写真＝山田太郎</p>", "山田太郎"),
        ("", "<p>記者王小明／台北報導</p>", "王小明"),
        ("", "<p>Por Ann Lee</p>", "Ann Lee"),
        ("", "<p>作者：王小明</p>", "王小明"),
        ("", "<p>Автор: Анна Ли</p>", "Анна Ли"),
        ("", "<p>By noon the ice had gone.</p>", ""),
        ("", '<div class="comment"><span class="author">Troll</span></div>', ""),
        ("", '<footer><span class="author">Theme Maker</span></footer>', ""),
    ],
)
def test_authors(head: str, body: str, author: str) -> None:
    assert facts(head, f"<h1>{NAME}</h1>{body}{TEXT}").author == author


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By ANN LEE", ["ANN LEE"]),
        ("Written by Ann Lee & Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("Words by Ann Lee; pictures by Bo Ek", ["Ann Lee"]),
        ("Von Anna-Lena Müller und Jörg O’Neill", ["Anna-Lena Müller", "Jörg O’Neill"]),
        ("文／王小明", ["王小明"]),
        ("Ann Lee", []),
        ("责任编辑：王小明", []),
        ("", []),
    ],
)
def test_lines_of_authors(line: str, names: list[str]) -> None:
    assert authors_in(line, said=False) == names


# --- times --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "body", "moment"),
    [
        (
            '<meta property="article:published_time" content="2023-09-14T07:00:00+02:00">',
            "",
            "2023-09-14T05:00:00Z",
        ),
        ('<meta name="date" content="2020-05-05">', "", "2020-05-05"),
        ('<meta name="citation_publication_date" content="2019/03/02">', "", "2019-03-02"),
        (
            '<script type="application/ld+json">{"@type":"Article","datePublished":"2023-09-14"}</script>',
            "",
            "2023-09-14",
        ),
        ("", '<time datetime="2021-08-30T07:00:00Z">30 août</time>', "2021-08-30T07:00:00Z"),
        (
            "",
            '<abbr class="published" title="2022-03-27T16:30:00+00:00">27. März</abbr>',
            "2022-03-27T16:30:00Z",
        ),
        ("", '<p class="date">27. März 2022</p>', "2022-03-27"),
        ("", '<p class="byline">By Ann Lee, 14 September 2023</p>', "2023-09-14"),
        ("", '<span itemprop="datePublished" content="2021-02-03">x</span>', "2021-02-03"),
        ("", "<p>It was on 3 May 1999 that the bridge fell.</p>", ""),
        ("", '<div class="comments"><time datetime="2021-08-30">x</time></div>', ""),
    ],
)
def test_published(head: str, body: str, moment: str) -> None:
    assert facts(head, f"<h1>{NAME}</h1>{body}{TEXT}").published == moment


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Posted on 14 September 2023 at noon", "2023-09-14"),
        ("September 14th, 2023", "2023-09-14"),
        ("14 de septiembre de 2023", "2023-09-14"),
        ("1er août 2021", "2021-08-01"),
        ("5 апреля 2023", "2023-04-05"),
        ("2023年9月14日 10:00", "2023-09-14"),
        ("2023년 9월 14일", "2023-09-14"),
        ("14.9.2023", "2023-09-14"),
        ("2023-09-14", "2023-09-14"),
        ("3/4/2022", ""),
        ("31 February 2023", ""),
        ("14 Brumaire 1999", ""),
        ("", ""),
    ],
)
def test_days(text: str, day: str) -> None:
    assert day_in(text) == day


# --- the rest -----------------------------------------------------------------------------------------


def test_site_language_and_summary() -> None:
    found = facts(
        '<meta property="og:site_name" content="The  Courier"><meta name="description" '
        'content="A bell &amp;amp; a box">'
    )
    assert (found.site, found.excerpt) == ("The Courier", "A bell & a box")
    for head in (
        '<meta property="og:locale" content="de_AT">',
        '<meta http-equiv="content-language" content="de">',
    ):
        assert article_of_page(f"<html><head>{head}</head>{TEXT}".encode()).article.lang == "de"
    assert (
        article_of_page(f'<html lang="en"><body><article lang="nb">{TEXT}</article>'.encode()).article.lang
        == "nb"
    )


def test_lines_about_the_article_are_no_part_of_its_text() -> None:
    raw = (
        f"<article><h1>{NAME}</h1><p class='byline'>By Ann Lee <time datetime='2020-01-02'>2 "
        f"January</time></p>{TEXT}"
        f"<p>By the end of the year, Ann Lee had written about it.</p></article>"
    ).encode()
    text = article_of_page(raw).article.text()
    assert text.startswith("The keeper counted")
    assert text.endswith("had written about it.")
