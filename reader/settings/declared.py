"""Every setting, declared once: its name, the kind of its values, its default, and what it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, NamedTuple, get_args

from reader.settings.kinds import (
    Addresses,
    Folders,
    OneOf,
    ProgramWords,
    SomeOf,
    Switch,
    TableOf,
    ValueKind,
    Whole,
    Words,
)

MarkReadAt = Literal["end", "open", "never"]
"""When an article counts as read: once its end has been on screen, as soon as it is opened, or only when the
person marks it."""

ListColumn = Literal[
    "state", "id", "title", "site", "author", "date", "added", "published", "saved", "minutes", "words",
    "progress", "tags", "lang",
]  # fmt: skip
"""A column of the list. ``date`` is when an article was published, else saved, else added."""

CodeLines = Literal["wrap", "scroll"]
"""What becomes of lines of code that are wider than the text."""

TextOrder = Literal["terminal", "reader"]
"""Who puts right-to-left text into the order in which it is seen."""

KeyPreset = Literal["default", "vim", "newsboat", "emacs"]
"""A set of keys to begin with."""

PicturesAs = Literal["auto", "kitty", "iterm", "sixel", "blocks", "box", "off"]
"""How pictures are shown: as the terminal can, by one of three protocols, in coloured half blocks, as a box
that says what they show and how large they are, or not at all."""

MEASURES = range(40, 121)
"""The widths that a line of text may have, in cells."""


class DeclaredSetting(NamedTuple):
    """One setting, as it is declared.

    Attributes:
        field: its attribute of ``Settings``.
        path: its name in the file, and before it that of the table it stands in, if any.
        kind: which values it may have.
        default: its value if the file has none.
        label: its name on screen.
        help: what it does, in a sentence or two, without a full stop at the end.
        example: a value as the file may have it; "" if the default shows enough.
    """

    field: str
    path: tuple[str, ...]
    kind: ValueKind
    default: Any
    label: str
    help: str
    example: str = ""

    @property
    def name(self) -> str:
        """The name, with that of its table: ``list.columns``."""
        return ".".join(self.path)


def _set(
    label: str, kind: ValueKind, default: object, help: str, *, path: str = "", example: str = ""
) -> Any:  # noqa: ANN401 (the field of a dataclass has the type that is written beside it)
    about = {"label": label, "kind": kind, "help": help, "path": path, "example": example}
    if isinstance(default, dict):
        return field(default_factory=dict, metadata=about)
    return field(default=default, metadata=about)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings. Every field is a setting with a default that suits most people.

    ``editor`` is "" if ``$VISUAL``, then ``$EDITOR`` counts. ``keys`` has the person's own keys in place of
    those of ``preset``: action name -> keys, separated by commas.
    """

    theme: str = _set(
        "Colours",
        Words('the name of a theme in quotes, such as "reader-light"'),
        "reader-dark",
        "The colours. T shows all themes",
        example='"reader-light"',
    )
    measure: int = _set(
        "Text width", Whole(MEASURES), 70, "The widest a line of text may be, in columns", example="66"
    )
    justify: bool = _set(
        "Justified text",
        Switch(),
        False,
        "Whether lines reach to the right edge, where no gap gets wider than two blanks",
    )
    hyphenate: bool = _set(
        "Hyphens",
        Switch(),
        False,
        "Whether words are divided at the ends of lines; that needs the package pyphen, which has"
        " dictionaries of many languages",
    )
    code_lines: CodeLines = _set(
        "Long lines of code",
        OneOf(get_args(CodeLines)),
        "wrap",
        "Whether lines of code that are too wide are broken, or scrolled sideways",
        path="code-lines",
    )
    right_to_left: TextOrder = _set(
        "Right to left",
        OneOf(get_args(TextOrder)),
        "terminal",
        "Who puts Hebrew, Arabic and the like in order: the terminal, or the reader if the terminal has"
        " no order of its own; reader config --bidi-test shows which",
        path="right-to-left",
    )
    mouse: bool = _set("Mouse", Switch(), True, "Whether the mouse works; false leaves it to the terminal")
    editor: str = _set(
        "Editor",
        Words('a command in quotes, such as "nvim -R"'),
        "",
        "The command that opens the page of an article; without it $VISUAL, then $EDITOR",
        example='"nvim -R"',
    )
    mark_read: MarkReadAt = _set(
        "Mark as read",
        OneOf(get_args(MarkReadAt)),
        "end",
        "When an article counts as read: at its end (one that fits the screen: left after two seconds),"
        " once it is open, or only when you mark it",
        path="mark-read",
    )
    statistics: bool = _set(
        "Statistics",
        Switch(),
        True,
        "Whether what you read is counted, on this machine only: time, words, articles",
    )
    allow_private_addresses: bool | tuple[str, ...] = _set(
        "Private addresses",
        Addresses(),
        False,
        "Which machines and networks that are not public may be fetched from",
        path="allow-private-addresses",
        example='["192.168.0.0/16"]',
    )
    fetch_pictures: bool = _set(
        "Fetch pictures",
        Switch(),
        True,
        "Whether pictures come along when articles are fetched by their addresses; those of feeds do not",
        path="fetch.pictures",
    )
    pictures: PicturesAs = _set(
        "Pictures",
        OneOf(get_args(PicturesAs)),
        "auto",
        "How pictures are shown: the best that the terminal says it can, or one way; box names them, off only"
        " has their words",
    )
    picture_folders: tuple[str, ...] = _set(
        "Folders of pictures",
        Folders(),
        (),
        "Where pictures are that pages name by number, if they are not beside the page",
        path="picture-folders",
        example='["~/saved/pictures"]',
    )
    picture_viewer: tuple[str, ...] = _set(
        "Viewer of pictures",
        ProgramWords('the words of a command, each in quotes, such as ["feh", "{file}"]', none=True),
        (),
        "The command that opens a picture; without it the one that the desktop has for pictures",
        path="picture-viewer",
        example='["feh", "{file}"]',
    )
    columns: tuple[ListColumn, ...] = _set(
        "Columns of the list",
        SomeOf(get_args(ListColumn), "columns"),
        ("state", "title", "site", "date", "minutes", "progress", "tags"),
        "The columns of the list, in their order; those that do not fit are left out",
        path="list.columns",
    )
    preview: bool = _set(
        "Preview",
        Switch(),
        True,
        "Whether the selected article is shown beside the list, where there is room. P switches it",
        path="list.preview",
    )
    shelves: bool = _set(
        "Shelves",
        Switch(),
        False,
        "Whether the shelves are shown beside the list, where there is room. B switches them",
        path="list.shelves",
    )
    share: dict[str, list[str]] = _set("Share with",
        TableOf(ProgramWords(), "a table: a line [share], and below it lines such as"
                ' mail = ["mutt", "-s", "{title}"]'),
        {},
        "Commands to share an article with, each under a name of your own",
        example='mail = ["mutt", "-s", "{title}"]',
    )  # fmt: skip
    preset: KeyPreset = _set("Keys",
        OneOf(get_args(KeyPreset)),
        "default",
        "The keys to begin with",
        path="keys.preset",
    )  # fmt: skip
    keys: dict[str, str] = _set("Single keys",
        TableOf(Words('keys in quotes, such as "j,down"'),
                'a table: a line [keys], and below it lines such as quit = "Q"'),
        {},
        "Your own keys: the name of an action, and its keys",
        example='quit = "Q"',
    )  # fmt: skip


def _declared() -> tuple[DeclaredSetting, ...]:
    empty = Settings()
    return tuple(
        DeclaredSetting(
            field=one.name,
            path=tuple((one.metadata["path"] or one.name).split(".")),
            kind=one.metadata["kind"],
            default=getattr(empty, one.name),
            label=one.metadata["label"],
            help=one.metadata["help"],
            example=one.metadata["example"],
        )
        for one in fields(Settings)
    )


SETTINGS: tuple[DeclaredSetting, ...] = _declared()
"""All settings, in the order of the commented file."""

BY_FIELD: Mapping[str, DeclaredSetting] = {setting.field: setting for setting in SETTINGS}

BY_PATH: Mapping[tuple[str, ...], DeclaredSetting] = {setting.path: setting for setting in SETTINGS}

TABLES: frozenset[str] = frozenset(
    setting.path[0] for setting in SETTINGS if len(setting.path) > 1 or isinstance(setting.kind, TableOf)
)
"""The tables of the file: those with settings of their own, and those with names that the person chooses."""
