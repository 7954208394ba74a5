"""The keys of highlights: a cursor in the text, selecting, colours, notes. Rows of the table of actions."""

from __future__ import annotations

from reader.colors import COLORS
from reader.tui.keys.action import Action, Where


def _in(where: tuple[Where, ...], name: str, keys: str, help: str, method: str = "") -> Action:
    return Action(name, keys, help, "Highlights", where, palette=False, method=method)


def _go(name: str, keys: str, help: str, motion: str) -> Action:
    return _in(("selecting",), name, keys, help, f"go('{motion}')")


def _take(name: str, keys: str, help: str, what: str) -> Action:
    return _in(("selecting",), name, keys, help, f"take('{what}')")


_BOTH: tuple[Where, ...] = ("selecting", "highlight", "passages", "review")

HIGHLIGHTING: tuple[Action, ...] = (
    Action("select", "v", "Select text with a cursor in it, to highlight or copy it", "Highlights"),
    Action("next_highlight", "semicolon", "Next highlight of the article; Enter changes it", "Highlights"),
    Action("previous_highlight", "quotation_mark", "Previous highlight of the article", "Highlights"),
    _in(("selecting",), "begin_selection", "v", "Selecting: begin at the cursor, or drop what is selected"),
    _go("cursor_left", "h,left", "Selecting: one character left", "left"),
    _go("cursor_right", "l,right", "Selecting: one character right", "right"),
    _go("word_right", "w", "Selecting: to the next word", "word_right"),
    _go("word_left", "b", "Selecting: to the word before", "word_left"),
    _go("word_end", "e", "Selecting: to the end of the word", "word_end"),
    _go("sentence_right", "right_parenthesis", "Selecting: to the next sentence", "sentence_right"),
    _go("sentence_left", "left_parenthesis", "Selecting: to the sentence before", "sentence_left"),
    _go("paragraph_right", "right_curly_bracket", "Selecting: to the next paragraph", "paragraph_right"),
    _go("paragraph_left", "left_curly_bracket", "Selecting: to the paragraph before", "paragraph_left"),
    _in(("selecting",), "line_start", "0,circumflex_accent", "Selecting: to the start of the line"),
    _in(("selecting",), "line_end", "dollar_sign", "Selecting: to the end of the line"),
    _in(("selecting",), "cursor_page_up", "pageup,ctrl+b", "Selecting: one page up", "page_up"),
    _take("take_word", "i", "Select the word at the cursor; again: the next one, too", "word"),
    _take("take_sentence", "s", "Select the sentence at the cursor; again: the next one, too", "sentence"),
    _take("take_paragraph", "p", "Select the paragraph at the cursor; again: the next one, too", "paragraph"),
    _in(("selecting",), "swap_ends", "o", "Selecting: to the other end of what is selected"),
    _in(("selecting",), "search_on", "slash", "Selecting: find words; what is selected reaches to them"),
    _in(("selecting",), "found_on", "n", "Selecting: on to the next place that was found, or match"),
    _in(("selecting",), "found_back", "N", "Selecting: back to the place before"),
    _in(
        ("selecting",),
        "highlight",
        "enter",
        "Highlight what is selected; without a selection, change the highlight at the cursor",
    ),
    *(
        _in(
            _BOTH,
            f"color_{color}",
            str(number),
            f"Highlight in {color}, or make the highlight {color}",
            f"paint('{color}')",
        )
        for number, color in enumerate(COLORS, 1)
    ),
    _in(_BOTH, "annotate", "a", "Write a note on what is selected or highlighted"),
    _in(_BOTH, "copy_passage", "y", "Copy what is selected or highlighted"),
    _in(_BOTH, "delete_highlight", "d,delete", "Delete the highlight"),
    _in(("highlight",), "change_ends", "v", "Select other words for the highlight"),
    _in(("highlight",), "close_highlight", "escape,q,enter", "Close what is shown of the highlight"),
    _in(("selecting",), "leave_selecting", "escape,q", "Drop what is selected; again: the cursor goes, too"),
    _in(("note",), "note_in_editor", "ctrl+e", "While writing a note: go on in your editor"),
    _in(("note",), "new_line", "ctrl+j,alt+enter", "While writing a note: begin another line"),
)
"""Everything about highlights in the open article, in the order of help."""
