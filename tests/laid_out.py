"""An article that is laid out to its end."""

from __future__ import annotations

from reader.library.view import ArticleView
from reader.typesetting.layout import Layout
from reader.typesetting.parts import parts_of
from reader.typesetting.typography import PLAIN, Typography


def lay_out(
    view: ArticleView, width: int, measure: int = 70, *, tail: bool, typography: Typography = PLAIN
) -> Layout:
    """The lines of an article for a pane ``width`` cells wide, all of it laid out.

    Args:
        view: the article and its related entries.
        width: the cells of a line; anything below 1 counts as 1.
        measure: the greatest width of a line of text.
        tail: whether the related entries follow the end of the article.
        typography: how the text is set.
    """
    layout = Layout(view, width, measure, parts_of(view.article.blocks), tail=tail, typography=typography)
    while layout.set_some():
        pass
    return layout
