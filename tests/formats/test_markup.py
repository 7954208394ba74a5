"""HTML that is an article already: every kind of text in it becomes the block that it is."""

from __future__ import annotations

import pytest
from lxml import etree

from reader.blocks import Block
from reader.formats.markup import Marked, blocks_of_html, without_title

BASE = "https://example.org/a/page.html"


def blocks(html: str | bytes, base: str = BASE) -> tuple[Block, ...]:
    return blocks_of_html(html, base=base).blocks


def only(html: str | bytes, base: str = BASE) -> Block:
    (block,) = blocks(html, base)
    return block


def shape(html: str) -> list[tuple[str, str]]:
    """The kind of each block, and its text with marker."""
    return [(block.kind, block.text) for block in blocks(html)]


def spans(html: str) -> list[tuple[str, str, str]]:
    return [(span.text, span.style, span.href) for span in only(html).spans]


# --- text ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>  one\n  two\tthree </p>", "one two three"),
        ("<p>one<b> two </b> three</p>", "one two three"),
        ("<p>one&nbsp;&mdash;&nbsp;two &lt;b&gt; &amp;amp;</p>", "one\xa0—\xa0two <b> &amp;"),
        ("<p>clock&shy;maker</p>", "clockmaker"),
        ("<p>a\x1b[31mb\x00c&#x202e;d&#27;e</p>", "a[31mbcde"),
        ("<p>long<wbr>word</p>", "longword"),
        ("<p>x<!-- comment -->y<?php echo ?>z</p>", "xyz"),
        ("<p>one <script>x</script><style>y</style>two</p>", "one two"),
        ("<p>e\u0301</p>", "é"),
        ('<p dir="rtl">الآلة الصغيرة</p>', "الآلة الصغيرة"),
        ("<p>say <q>yes <q>no</q></q></p>", "say “yes “no””"),
        ('<p lang="de">sag <q lang="de">ja</q></p>', "sag „ja“"),
        ('<p>The <abbr title="As far as I know">AFAIK</abbr></p>', "The AFAIK"),
        ("<p><ruby>歯車<rp>(</rp><rt>はぐるま</rt><rp>)</rp></ruby>だ</p>", "歯車(はぐるま)だ"),
        ("<p><span class='dropcap'>O</span>nce</p>", "Once"),
        ("a bare text", "a bare text"),
    ],
)
def test_text(html: str, text: str) -> None:
    assert only(html).plain == text


def test_styles() -> None:
    html = (
        "<p><em>a</em><i>b</i> <strong>c</strong> <b><i>d</i></b> <del>e</del> <mark>f</mark> <code>g</code> "
        "<kbd>h</kbd> m<sup>2</sup> H<sub>2</sub>O x<sup>abc</sup> <ins>i</ins> <u>j</u></p>"
    )
    assert spans(html) == [
        ("ab", "emphasis", ""),
        (" ", "", ""),
        ("c", "strong", ""),
        (" ", "", ""),
        ("d", "strong emphasis", ""),
        (" ", "", ""),
        ("e", "deleted", ""),
        (" ", "", ""),
        ("f", "highlighted", ""),
        (" ", "", ""),
        ("g", "code", ""),
        (" ", "", ""),
        ("h", "code", ""),
        (" m", "", ""),
        ("²", "superscript", ""),
        (" H", "", ""),
        ("₂", "subscript", ""),
        ("O x", "", ""),
        ("abc", "superscript", ""),
        (" i j", "", ""),
    ]


def test_styles_of_css() -> None:
    html = (
        '<p><span style="font-weight: 700">a</span><span style="FONT-STYLE:italic">b</span>'
        '<span style="text-decoration:line-through">c</span><b style="font-weight:normal">d</b>'
        '<span style="-evernote-highlight:true">e</span></p>'
    )
    assert [(text, style) for text, style, _ in spans(html)] == [
        ("a", "strong"),
        ("b", "emphasis"),
        ("c", "deleted"),
        ("d", ""),
        ("e", "highlighted"),
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<p hidden>x</p>",
        '<p style="color:red; display: none !important">x</p>',
        '<p style="visibility:hidden">x</p>',
        '<span class="sr-only">x</span>',
        '<p aria-hidden="true">x</p>',
        "<template><p>x</p></template>",
        "<noscript><p>Turn on scripts.</p></noscript>",
        "<button>Copy</button>",
        "<select><option>x</option></select>",
        "<textarea>x</textarea>",
        "<p> &nbsp; </p><div><br></div>",
        "",
    ],
)
def test_what_nobody_sees_is_left_out(html: str) -> None:
    assert blocks(html) == ()


def test_a_page_that_was_hidden_behind_a_dialog_is_read() -> None:
    text = "A paragraph that is long enough to be the article itself. " * 5
    assert only(f'<div aria-hidden="true"><p>{text}</p></div>').plain == text.strip()
    assert only(f'<body style="display:none"><p>{text}</p></body>').plain == text.strip()


# --- links --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("https://other.example/x?y=1#z", "https://other.example/x?y=1#z"),
        ("b.html", "https://example.org/a/b.html"),
        ("/c", "https://example.org/c"),
        ("//other.example/d", "https://other.example/d"),
        (" b.html\n", "https://example.org/a/b.html"),
        ("b c.html", "https://example.org/a/b%20c.html"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("#place", ""),
        ("page.html#place", ""),
        ("", ""),
        ("javascript:void(0)", ""),
        ("JaVaScRiPt:alert(1)", ""),
        ("data:text/html,x", ""),
        ("vbscript:x", ""),
        ("http://[broken/", "http://[broken/"),
    ],
)
def test_addresses(href: str, address: str) -> None:
    expected = ("go", "link", address) if address else ("go", "", "")
    assert spans(f'<p><a href="{href}">go</a></p>') == [expected]


def test_addresses_stay_as_written_without_a_base() -> None:
    block = only('<p><a href="b.html">go</a> <a href="#c">stay</a></p>', base="")
    assert [(span.text, span.href) for span in block.spans] == [("go", "b.html"), (" stay", "")]


def test_a_link_around_blocks_is_a_link_in_each() -> None:
    found = blocks('<a href="/x"><h3>Head</h3><p>Text</p></a>')
    assert [(b.kind, b.spans[0].href) for b in found] == [
        ("heading", "https://example.org/x"),
        ("paragraph", "https://example.org/x"),
    ]


# --- headings, rules, quotations ----------------------------------------------------------------------


def test_headings() -> None:
    html = (
        "<h1>One</h1><h4>Two<br>lines</h4><h2><a class='headerlink' href='#x'>¶</a></h2><h3></h3>"
        "<div role='heading' aria-level='5'>Role</div><h2>Three <a href='#three'>#</a></h2><h3>"
        "<div>In a box</div></h3>"
    )
    assert [(b.kind, b.level, b.plain) for b in blocks(html)] == [
        ("heading", 1, "One"),
        ("heading", 4, "Two lines"),
        ("heading", 5, "Role"),
        ("heading", 2, "Three"),
        ("heading", 3, "In a box"),
    ]


def test_rules_stand_between_blocks_only() -> None:
    assert shape("<hr><p>a</p><hr><hr><p>b</p><hr>") == [("paragraph", "a"), ("rule", ""), ("paragraph", "b")]


def test_quotations() -> None:
    html = (
        "<blockquote><p>a</p><blockquote><p>b</p><ul><li>c</li></ul></blockquote><footer>d"
        "</footer></blockquote>"
        "<blockquote>e</blockquote>"
    )
    assert [(b.kind, b.depth, b.text) for b in blocks(html)] == [
        ("quote", 1, "a"),
        ("quote", 2, "b"),
        ("item", 2, "• c"),
        ("quote", 1, "d"),
        ("quote", 1, "e"),
    ]


def test_details() -> None:
    html = (
        "<details><p>first</p><summary>More</summary><p>Text</p><ul><li>a<details><summary>deep</summary>b"
        "</details></li></ul><table><tr><th>1</th><th>2</th></tr></table></details>c"
        "<details><p>no summary</p></details><table><tr><th>h</th><th>i</th></tr>"
        "<tr><td><details><summary>d</summary>e</details></td><td>f</td></tr></table>"
    )
    assert [(b.kind, b.level or b.inside, b.text) for b in blocks(html)] == [
        ("paragraph", 1, "first"),
        ("item", 1, "▾ More"),
        ("paragraph", 1, "Text"),
        ("item", 2, "• a"),
        ("item", 3, "▾ deep"),
        ("paragraph", 3, "b"),
        ("table", 1, "1\t2"),
        ("paragraph", 0, "c"),
        ("paragraph", 0, "no summary"),
        ("table", 0, "h\ti\nd e\tf"),
    ]
    assert blocks(html)[1].spans[0].style == "strong"


# --- lists --------------------------------------------------------------------------------------------


def test_nested_lists() -> None:
    html = (
        "<ul><li>a<ul><li>b</li><li>c<ol start=4 type=a><li>d</li><li>e</li></ol></li></ul></li>"
        "<li><p>f</p><p>g</p></li><li></li><li>h</li></ul>"
    )
    assert [(b.kind, b.level or b.inside, b.text) for b in blocks(html)] == [
        ("item", 1, "• a"),
        ("item", 2, "• b"),
        ("item", 2, "• c"),
        ("item", 3, "d. d"),
        ("item", 3, "e. e"),
        ("item", 1, "• f"),
        ("paragraph", 1, "g"),
        ("item", 1, "• h"),
    ]


@pytest.mark.parametrize(
    ("html", "markers"),
    [
        ("<ol><li>a<li>b</ol>", ["1.", "2."]),
        ("<ol reversed><li>a<li>b<li value=7>c</ol>", ["3.", "2.", "7."]),
        ("<ol type=I start=9><li>a<li>b</ol>", ["IX.", "X."]),
        ("<ol type=A start=27><li>a</ol>", ["AA."]),
        ('<ol style="list-style-type: lower-roman"><li>a<li>b</ol>', ["i.", "ii."]),
        ('<ol style="list-style:none"><li>a</ol>', ["•"]),
        ("<ol start=x><li value=99999999999>a</ol>", ["999999999."]),
        ("<menu><li>a</menu>", ["•"]),
        ("<li>a", ["•"]),
    ],
)
def test_markers(html: str, markers: list[str]) -> None:
    assert [block.marker for block in blocks(html)] == markers


def test_tasks() -> None:
    html = (
        "<ul><li><input type=checkbox checked disabled> a<li><p><input type=checkbox> b</p>"
        "<li><label><input type=checkbox> c</label></ul>"
        '<div><en-todo checked="true"/>d</div><div><en-todo/>e</div>'
    )
    assert [(b.kind, b.plain, b.done) for b in blocks(f"<en-note>{html}</en-note>")] == [
        ("item", "a", True),
        ("item", "b", False),
        ("item", "c", False),
        ("item", "d", True),
        ("item", "e", False),
    ]


def test_definitions() -> None:
    html = "<dl><dt>A<dt>B<dd>one<dd><p>two</p><p>more</p><dl><dt>C<dd>three</dl></dl>"
    assert [(b.kind, b.level or b.inside, b.text) for b in blocks(html)] == [
        ("paragraph", 0, "A"),
        ("paragraph", 0, "B"),
        ("item", 1, "– one"),
        ("item", 1, "– two"),
        ("paragraph", 1, "more"),
        ("paragraph", 1, "C"),
        ("item", 2, "– three"),
    ]
    assert blocks(html)[0].spans[0].style == "strong"


def test_a_numbered_item_that_begins_with_code_keeps_its_number() -> None:
    assert shape("<ol><li><pre>x = 1</pre>text</ol>") == [
        ("item", "1. "),
        ("code", "x = 1"),
        ("paragraph", "text"),
    ]


# --- verse and code -----------------------------------------------------------------------------------


def test_lines_are_verse() -> None:
    block = only("<p>one tick,<br>one <i>tock</i>,<br>&nbsp;&nbsp;no clock.<br><br>and then<br/>silence</p>")
    assert (block.kind, block.plain) == ("verse", "one tick,\none tock,\n  no clock.\n\nand then\nsilence")


def test_line_breaks_between_long_lines_are_paragraphs() -> None:
    long = (
        "A sentence that goes on for longer than any line of a poem would, and then a little further still."
    )
    assert [b.kind for b in blocks(f"<p>{long}<br><br>{long}<br>{long}</p>")] == ["paragraph"] * 3
    assert shape("<p>one<br></p>") == [("paragraph", "one")]
    assert shape("<p>one<br><br>two</p>") == [("paragraph", "one"), ("paragraph", "two")]
    assert shape("<ul><li>one<br>two<br>three</ul>") == [("item", "• one"), ("verse", "two\nthree")]
    assert shape("<td>one<br>two</td>")[0][1] == "one\ntwo"


def test_lines_of_text_that_keeps_its_lines() -> None:
    assert shape('<div style="white-space: pre-wrap">one\ntwo\n  three</div>') == [
        ("verse", "one\ntwo\n  three")
    ]


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ('<pre><code class="language-python">x</code></pre>', "python"),
        ('<pre class="lang-js prettyprint">x</pre>', "js"),
        ('<pre class="brush: sh; gutter: false">x</pre>', "sh"),
        ('<div class="highlight highlight-source-c"><pre>x</pre></div>', "c"),
        (
            '<div class="highlight-python3 notranslate"><div class="highlight"><pre>x</pre></div></div>',
            "python3",
        ),
        ('<pre class="sourceCode haskell"><code class="sourceCode haskell">x</code></pre>', "haskell"),
        ('<pre class="src src-emacs-lisp">x</pre>', "emacs-lisp"),
        ('<pre><code class="hljs rust">x</code></pre>', "rust"),
        ('<pre data-lang="go">x</pre>', "go"),
        (
            '<figure class="highlight"><pre><code class="language-ruby" data-lang="ruby">x'
            "</code></pre></figure>",
            "ruby",
        ),
        ("<pre>x</pre>", ""),
        ('<pre class="screen">x</pre>', ""),
        ('<pre class="language-none">x</pre>', ""),
        ('<div class="highlight"><pre>x</pre></div>', ""),
    ],
)
def test_languages_of_code(html: str, language: str) -> None:
    block = only(html)
    assert (block.kind, block.plain, block.language) == ("code", "x", language)


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<pre>\n  a\n\n\tb &lt;c&gt;\n</pre>", "  a\n\n\tb <c>"),
        ("<pre><span>a</span><br>b</pre>", "a\nb"),
        ("<pre><code><div>a</div><div>b</div></code></pre>", "a\nb"),
        ('<pre><span class="lineno">1 </span>a\n<span class="lineno">2 </span>b</pre>', "a\nb"),
        ("<pre>a<button>Copy</button></pre>", "a"),
        ("<code>a<br>b</code>", "a\nb"),
        ('<div class="fragment"><div class="line">a</div><div class="line">b</div></div>', "a\nb"),
        (
            '<table class="highlighttable"><tr><td class="linenos"><pre>1\n2</pre></td>'
            "<td><pre>a\nb</pre></td></tr></table>",
            "a\nb",
        ),
        (
            '<figure class="highlight"><table><tr><td class="gutter"><pre><span>1</span></pre></td>'
            '<td class="code"><pre>a\nb</pre></td></tr></table></figure>',
            "a\nb",
        ),
    ],
)
def test_code(html: str, code: str) -> None:
    assert shape(html) == [("code", code)]


# --- tables -------------------------------------------------------------------------------------------


def test_a_table() -> None:
    html = (
        "<table><caption>Ticks</caption><thead><tr><th rowspan=2>Machine<th colspan=2>Ticks"
        "<tr><th>calm<th>nervous<tfoot><tr><td>Mean<td align=right>2<td>3"
        "<tbody><tr><td>Winder<td align=right>1<td style='text-align:right'><b>4</b>"
        "<tr><td>Dropper<td colspan=2>it depends | on<br>the floor</table>"
    )
    caption, table = blocks(html)
    assert caption.plain == "Ticks"
    assert (table.kind, table.header, table.align) == ("table", 2, "lrr")
    assert table.plain.split("\n") == [
        "Machine\tTicks\t",
        "\tcalm\tnervous",
        "Winder\t1\t4",
        "Dropper\tit depends | on the floor\t",
        "Mean\t2\t3",
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>menu<td><h1>Title</h1><p>Text</p></table>",
        "<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>",
        "<table><tr><td>one column<tr><td>two rows</table>",
        "<table><tr><td><table><tr><td>a<td>b<tr><td>c<td>d</table></table>",
    ],
)
def test_tables_that_only_arrange_a_page(html: str) -> None:
    kinds = [block.kind for block in blocks(html)]
    assert kinds.count("table") == ("<table><tr><td><table>" in html)
    assert kinds


def test_huge_spans_of_cells() -> None:
    block = only("<table><tr><td colspan=99999999 rowspan=99999999>a<td>b<tr><td>c<td>d</table>")
    assert max(map(len, block.rows)) <= 201


def test_lists_and_pictures_in_cells() -> None:
    block = only("<table><tr><th>a<th>b<tr><td><ul><li>x<li>y</ul><td><img src=p.png alt=P></table>")
    assert block.plain == "a\tb\n• x • y\tP"


# --- pictures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "images"),
    [
        ('<img src="a.png">', ["a.png"]),
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="a.png">', ["a.png"]),
        ('<img src="/blank.gif" data-original="a.png"><noscript><img src="a.png"></noscript>', ["a.png"]),
        ('<noscript><img src="a.png"></noscript><img class="lazy" data-src="a.png">', ["a.png"]),
        ('<img srcset="a.png 400w, b.png 1200w, c.png 4000w">', ["b.png"]),
        ('<img data-srcset="a.png 1x, b.png 2x">', ["b.png"]),
        ('<picture><source srcset="a.webp"><img src="a.jpg"></picture>', ["a.jpg"]),
        (
            '<picture><source srcset="a.webp 100w"><img src="data:image/gif;base64,R0lGOD="></picture>',
            ["a.webp"],
        ),
        ('<img src="x.gif" width="1" height="1">', []),
        ('<img src="x.gif" style="width:1px;height:1px">', []),
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', []),
        ("<img>", []),
        ('<img src="a.png" hidden>', []),
        (
            '<amp-img src="a.png" width="600" height="400"><noscript><img src="a.png"></noscript></amp-img>',
            ["a.png"],
        ),
        ('<img src="a.png"><img src="a.png">', ["a.png", "a.png"]),
    ],
)
def test_pictures(html: str, images: list[str]) -> None:
    found = [span.href for block in blocks(html, "") for span in block.spans if "image" in span.style]
    assert found == images
    assert blocks_of_html(html).images == tuple(dict.fromkeys(images))


def test_figures() -> None:
    block = only(
        '<figure><img src="a.png" alt="A winder"><figcaption>Figure 1. <a href="b.png">Large</a>'
        "</figcaption></figure>"
    )
    assert (block.kind, block.picture.href, block.picture.alt) == (
        "image",
        "https://example.org/a/a.png",
        "A winder",
    )
    assert [(span.text, span.href) for span in block.caption] == [
        ("Figure 1. ", ""),
        ("Large", "https://example.org/a/b.png"),
    ]


def test_other_figures_and_captions() -> None:
    assert shape(
        '<div class="wp-caption"><img src=a.png alt=A><p class="wp-caption-text">Below</p></div>'
    ) == [("image", "A\nBelow")]
    assert shape("<figure><figcaption>Listing</figcaption><pre>x</pre></figure>") == [
        ("paragraph", "Listing"),
        ("code", "x"),
    ]
    assert shape("<figure><blockquote>a</blockquote><figcaption>Who said so</figcaption></figure>") == [
        ("quote", "a"),
        ("paragraph", "Who said so"),
    ]
    assert shape("<figure><figcaption>Alone</figcaption></figure>") == [("paragraph", "Alone")]
    two = blocks("<figure><img src=a><img src=b><figcaption>Both</figcaption></figure>")
    assert [("".join(span.text for span in block.caption)) for block in two] == ["", "Both"]


def test_a_picture_in_a_text_stays_in_it() -> None:
    assert spans('<p>See <img src="/a.png" alt="this"> here</p>') == [
        ("See ", "", ""),
        ("this", "image", "https://example.org/a.png"),
        (" here", "", ""),
    ]
    assert only('<p>So <img class="emoji" alt="🎉" src="x.png">!</p>').plain == "So 🎉!"


def test_films_and_frames_are_links() -> None:
    html = (
        '<video src="a.mp4" title="A film">old browser</video><audio><source src="b.ogg"></audio>'
        '<iframe src="https://video.example/embed/7"></iframe><iframe '
        'src="https://x.example/pixel" width=1 height=1>'
        '</iframe><iframe src="about:blank"></iframe><iframe '
        'src="https://www.googletagmanager.com/x"></iframe>'
    )
    assert [(b.plain, b.spans[0].href) for b in blocks(html)] == [
        ("A film", "https://example.org/a/a.mp4"),
        ("b.ogg", "https://example.org/a/b.ogg"),
        ("7", "https://video.example/embed/7"),
    ]


# --- formulas -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<math><mi>T</mi><mo>=</mo><mn>2</mn><mi>π</mi><msqrt><mfrac><mi>l</mi><mi>g</mi>"
            "</mfrac></msqrt></math>",
            "T = 2π√(l/g)",
        ),
        (
            "<math><msup><mi>x</mi><mn>2</mn></msup><mo>+</mo><msub><mi>y</mi><mi>i</mi></msub></math>",
            "x² + y_i",
        ),
        (
            '<math><semantics><mi>x</mi><annotation encoding="application/x-tex">{\\displaystyle '
            "\\frac{1}{2}}"
            "</annotation></semantics></math>",
            "\\frac{1}{2}",
        ),
        ('<math alttext="{\\displaystyle x^2}"><mi>x</mi></math>', "x^2"),
        ('<script type="math/tex">x^2</script>', "x^2"),
        (
            '<span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi><annotation '
            'encoding="application/x-tex">x</annotation></semantics></math></span>'
            '<span class="katex-html" aria-hidden="true">x</span></span>',
            "x",
        ),
        (
            '<span class="mwe-math-element"><span style="display: none;"><math alttext="y"><mi>y'
            "</mi></math></span>"
            '<img class="mwe-math-fallback-image-inline" src="y.svg" alt="y"></span>',
            "y",
        ),
        ("\\(c = \\frac{d}{2}\\)", "\\(c = \\frac{d}{2}\\)"),
    ],
)
def test_formulas(html: str, text: str) -> None:
    assert only(f"<p>so {html} it is</p>").plain == f"so {text} it is"


# --- footnotes ----------------------------------------------------------------------------------------

FOOTNOTES = {
    "plain": (
        '<p>Text<sup id="r1"><a href="#f1">1</a></sup>.</p><ol><li id="f1">Note. <a href="#r1">↩'
        "</a></li></ol>"
    ),
    "pandoc": (
        '<p>Text<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a>.</p>'
        '<section class="footnotes"><hr><ol><li id="fn1"><p>Note.<a href="#fnref1" '
        'class="footnote-back">↩︎</a></p></li>'
        "</ol></section>"
    ),
    "wiki": (
        '<p>Text<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup>.</p>'
        '<ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink"><b><a '
        'href="#cite_ref-1">^</a></b>'
        '</span> <span class="reference-text">Note.</span></li></ol>'
    ),
    "docutils": (
        '<p>Text<a class="footnote-reference brackets" href="#id2" id="id1">1</a>.</p>'
        '<dl class="footnote brackets"><dt class="label" id="id2"><span class="brackets"><a '
        'class="fn-backref" '
        'href="#id1">1</a></span></dt><dd><p>Note.</p></dd></dl>'
    ),
    "docutils tables": (
        '<p>Text<a class="footnote-reference" href="#id2" id="id1">[1]</a>.</p><table '
        'class="docutils footnote" id="id2">'
        '<tbody><tr><td class="label"><a class="fn-backref" href="#id1">[1]</a></td><td>Note.'
        "</td></tr></tbody></table>"
    ),
    "new docutils": (
        '<p>Text<a class="footnote-reference brackets" href="#id2" id="id1" role="doc-noteref">1</a>.</p>'
        '<aside class="footnote brackets" id="id2" role="doc-footnote"><span class="label"><span '
        'class="fn-bracket">[</span>'
        '<a role="doc-backlink" href="#id1">1</a><span class="fn-bracket">]</span></span><p>Note.</p></aside>'
    ),
    "word": (
        '<p>Text<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a>.</p><div><hr><div id="ftn1"><p>'
        '<a href="#_ftnref1" name="_ftn1"><span>[1]</span></a> Note.</p></div></div>'
    ),
    "org": (
        '<p>Text<sup><a id="fnr.1" class="footref" href="#fn.1" role="doc-backlink">1</a></sup>.</p>'
        '<div class="footdef"><sup><a id="fn.1" class="footnum" href="#fnr.1" '
        'role="doc-backlink">1</a></sup> '
        '<div role="doc-footnote"><p>Note.</p></div></div>'
    ),
    "bare anchors": (
        '<p>Text<a href="#note1" name="back1">[1]</a>.</p><p><a name="note1"></a>[1] Note. <a '
        'href="#back1">back</a></p>'
    ),
    "brackets outside": (
        '<p>Text<sup>[<a href="#fn-1" id="b">1</a>]</sup>.</p><p id="fn-1">1. Note. <a href="#b">↑</a></p>'
    ),
}


@pytest.mark.parametrize("html", FOOTNOTES.values(), ids=FOOTNOTES)
def test_footnotes(html: str) -> None:
    text, *rest = [block for block in blocks(html) if block.kind != "rule"]
    assert text.plain == "Text[1]."
    assert [(span.text, span.style, span.href) for span in text.spans] == [
        ("Text", "", ""),
        ("[1]", "footnote", "1"),
        (".", "", ""),
    ]
    assert [(block.kind, block.label, block.plain) for block in rest] == [("footnote", "1", "Note.")]


def test_a_note_of_several_paragraphs_and_several_marks() -> None:
    html = (
        '<p>A<sup><a href="#fn1">1</a></sup> b<sup><a href="#fn1">1</a></sup> c<sup><a '
        'href="#fn2">2</a></sup></p>'
        '<h2>Notes</h2><ol><li id="fn1"><p>First.</p><p>More.</p></li><li id="fn2">Second.</li></ol>'
    )
    assert shape(html) == [
        ("paragraph", "A[1] b[1] c[2]"),
        ("heading", "Notes"),
        ("footnote", "[1] First."),
        ("footnote", "More."),
        ("footnote", "[2] Second."),
    ]


def test_links_within_a_page_that_are_no_footnotes() -> None:
    html = (
        '<ul><li><a href="#one">1</a></li></ul><p><a href="#two">2</a></p><h2 id="one">One</h2><p '
        'id="two">Text that is long</p>'
    )
    assert all(block.kind != "footnote" for block in blocks(html))
    assert all(not span.href for block in blocks(html) for span in block.spans)


def test_notes_in_the_margin() -> None:
    html = (
        '<p>Text<label class="margin-toggle sidenote-number"></label><span class="sidenote">Beside.'
        "</span> goes on.</p>"
    )
    assert shape(html) == [("paragraph", "Text[n1] goes on."), ("footnote", "[n1] Beside.")]


# --- pages --------------------------------------------------------------------------------------------


def test_title_and_language() -> None:
    assert blocks_of_html("<html lang=de-AT><title> A \n B </title><h1>C</h1>") == Marked(
        blocks=blocks("<h1>C</h1>"), title="A B", lang="de"
    )
    assert blocks_of_html("<p>x</p><h1>C</h1><h1>D</h1>").title == "C"
    assert (
        blocks_of_html('<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="fr"><body/></html>').lang == "fr"
    )
    assert blocks_of_html("<p>x").lang == ""


def test_without_title() -> None:
    found = blocks("<img src=a alt=A><h1>The  Title</h1><p>x</p><h2>The Title</h2>")
    assert [b.kind for b in without_title(found, "the title")] == ["image", "paragraph", "heading"]
    assert without_title(found, "other") == found


@pytest.mark.parametrize(
    "html",
    [
        "<title>T</title><article><p>a</p></article>",
        "<style>p{}</style><main><p>a</p></main>",
        "<!DOCTYPE html><meta charset=utf-8><section><p>a",
        "<script>1</script><header></header><p>a</p>",
    ],
)
def test_pages_without_a_body_tag(html: str) -> None:
    assert shape(html) == [("paragraph", "a")]


def test_xhtml() -> None:
    html = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html '
        'xmlns="http://www.w3.org/1999/xhtml"><head>'
        '<title/><script src="x.js"/></head><body><a id="top"/><p>a</p><p/><div/><p>b '
        "&#160;&amp; <![CDATA[<c>]]></p></body></html>"
    )
    assert shape(html) == [("paragraph", "a"), ("paragraph", "b & <c>")]


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        ("<meta charset=windows-1251><p>Часовщик с улицы".encode("cp1251"), ""),
        ("<meta content='text/html; charset=windows-1251'><p>Часовщик с улицы".encode("cp1251"), ""),
        ("<p>Часовщик с улицы".encode("cp1251"), "windows-1251"),
        ("<meta charset=windows-1251><p>Часовщик с улицы".encode(), ""),
        ("<meta charset=iso-8859-1><p>Часовщик с улицы".encode(), ""),
        ('<?xml version="1.0" encoding="koi8-r"?><html><p>Часовщик с улицы'.encode("koi8-r"), ""),
        ("<p>Часовщик с улицы".encode("utf-16"), ""),
        ("<p>Часовщик с улицы".encode("utf-8-sig"), "windows-1251"),
        ("<meta charset=no-such-thing><p>Часовщик с улицы".encode(), "none"),
        ("<meta charset=utf-16><p>Часовщик с улицы".encode(), ""),
    ],
)
def test_encodings(raw: bytes, charset: str) -> None:
    assert blocks_of_html(raw, charset=charset).blocks[0].plain == "Часовщик с улицы"


def test_an_element_is_read_and_not_changed() -> None:
    element = etree.fromstring(
        "<div><p>a<sup><a href='#f'>1</a></sup></p><p id='f'>1 Note here</p>tail</div>"
    )
    before = etree.tostring(element)
    assert blocks_of_html(element).blocks[0].kind == "paragraph"
    assert etree.tostring(element) == before
