"""The commands, one file each (related ones share a file). To add one, write it and list it here."""

from __future__ import annotations

from reader.cli.command import Command
from reader.cli.commands import (
    add,
    backup,
    care,
    config,
    diff,
    export,
    feeds,
    fetch,
    highlights,
    links,
    listing,
    mark,
    related,
    remove,
    review,
    screen,
    search,
    show,
    stats,
    tags,
    trash,
    undo,
    wanted,
)

COMMANDS: tuple[Command, ...] = (
    screen.OPEN,
    screen.CONTINUE,
    screen.TOUR,
    add.ADD,
    fetch.FETCH,
    feeds.FOLLOW,
    feeds.UNFOLLOW,
    feeds.FEEDS,
    listing.LIST,
    search.SEARCH,
    show.SHOW,
    diff.DIFF,
    links.LINKS,
    related.RELATED,
    wanted.WANTED,
    highlights.HIGHLIGHTS,
    review.REVIEW,
    export.EXPORT,
    mark.MARK,
    tags.TAGS,
    remove.REMOVE,
    trash.TRASH,
    undo.UNDO,
    undo.REDO,
    stats.STATS,
    backup.BACKUP,
    backup.RESTORE,
    care.CHECK,
    care.REINDEX,
    config.CONFIG,
)
"""In the order of the help."""

DEFAULT = screen.OPEN.name
"""The command that ``reader`` without arguments runs."""
