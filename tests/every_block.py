"""An article that has every kind of block and span."""

from __future__ import annotations

from reader import blocks
from reader.blocks import Span, styled
from reader.model import Article, Page

SOURCE = "tour:every-block"

BODY = (
    blocks.heading("Harbours that froze", 1),
    blocks.paragraph(
        [
            Span("In the winter of 1947 the "),
            Span("whole", "emphasis"),
            Span(" harbour "),
            Span("froze", "strong"),
            Span(" twice, says "),
            Span("a keeper’s log", styled("strong", "emphasis", "link"), "https://example.org/log"),
            Span(", which has "),
            Span("three", "deleted"),
            Span(" two entries, "),
            Span("one underlined", "highlighted"),
            Span(": 10"),
            blocks.raised("6"),
            Span(" tons of H"),
            blocks.lowered("2"),
            Span("O on the 4"),
            Span("th", "superscript"),
            Span(" of March"),
            blocks.footnote_mark("1"),
            Span(". The gauge said "),
            Span("level = -3", "code"),
            Span(" beside "),
            blocks.picture("126216", text="[[126216]]"),
            Span("."),
        ]
    ),
    blocks.heading("What was kept", 2, "2.1"),
    blocks.item("ropes, and the tar for them, which no winter is too cold to need again"),
    blocks.item("lamps", 2, "1."),
    blocks.item("wicks of cotton", 2, "2."),
    blocks.Block("paragraph", (Span("They were counted every Monday."),), inside=2),
    blocks.item("ice saws oiled", done=True),
    blocks.item("ice saws sharpened", done=False),
    blocks.quote(blocks.paragraph("Nobody who has heard ice will ask what it says.")),
    blocks.quote(blocks.quote(blocks.paragraph("It says: wait. So we waited, and wrote down how long."))),
    blocks.quote(blocks.item("a list in a quotation")),
    blocks.verse(
        [
            "The boats lay still from quay to quay,",
            "    as white as what they lay in, and as slow to answer when the pilot called,",
            "",
            "until the tide came back.",
        ]
    ),
    blocks.code("def thaw(ice):\n\treturn ice.melt()  # slowly", "Python"),
    blocks.code("no language"),
    blocks.table(
        [
            ["Harbour", "Days", "What stood still"],
            ["Anstruther", "12", "the ferry, both mills, and for a week the clock of the church"],
            ["Whitby", "9", [Span("everything but "), Span("the gulls", "emphasis")]],
            ["北海道 Otaru", "103", "nothing: they were used to it"],
        ],
        align="lrl",
        header=1,
    ),
    blocks.image(
        "ab12cd", "Men with saws on the ice", [Span("Fig. 1: "), Span("the channel", "strong"), Span(".")]
    ),
    blocks.image("104812", text="[[104812]]"),
    blocks.heading("The words for ice", 3),
    blocks.paragraph([Span("Frazil", "strong")]),
    blocks.item("needles of ice that swim in water which is too lively to freeze", 1, "–"),
    blocks.paragraph([Span("Grease ice", "strong")]),
    blocks.item("the same a day later, grey and slow", 1, "–"),
    blocks.heading("How thick it gets", 4),
    blocks.paragraph(
        [
            Span("By Stefan’s rule the thickness after a time is "),
            Span(r"h(t) = \sqrt{\frac{2k}{\rho L} \cdot \Delta T \cdot t}", "math"),
            Span(", which nobody on the quay knew."),
        ]
    ),
    blocks.rule(),
    blocks.footnote("1", "The log gives the fourth; the newspaper, printed in a warmer town, the fifth."),
    blocks.footnote("", "Both may be right."),
)

ARTICLE = Article("An article with everything", BODY)

PAGE = Page(SOURCE, b"every block", "utf-8", ARTICLE)
