"""``reader open`` and ``reader tour``: open the screen, or print the list if there is no terminal."""

from __future__ import annotations

import argparse
import gc
import sys
from typing import TYPE_CHECKING

from reader.cli.command import Argument, Command, article_id, open_at
from reader.cli.output import Output
from reader.config import command

if TYPE_CHECKING:
    from reader.config import Paths


def _open(args: argparse.Namespace, out: Output) -> int:
    from reader.config import find_paths

    paths = find_paths(args.data_dir)
    if args.id is not None:
        with open_at(paths, out) as library:
            # An unknown id is better reported here than on a screen that has nothing to show.
            library.summary(args.id)
    if _interactive(out):
        return _show(paths, out, article=args.id)
    count = _print(paths, out, args.id)
    if not count:
        out.note(empty())
    return 0


def _continue(args: argparse.Namespace, out: Output) -> int:
    from reader.cli.commands.listing import print_articles
    from reader.config import find_paths
    from reader.orders import OPENED, STARTED

    paths = find_paths(args.data_dir)
    shows = _interactive(out) and not args.list
    with open_at(paths, out) as library:
        started = library.ids(STARTED, order=OPENED)
        if not started:
            out.note("you have begun no article that is not finished")
            return 1
        if not shows:
            return 1 if print_articles(library, started, out, OPENED) else 0
    return _show(paths, out, article=started[0])


def _tour(args: argparse.Namespace, out: Output) -> int:
    from reader.config import find_paths

    paths = find_paths(args.data_dir)
    if _interactive(out):
        return _show(paths, out, tour=True)
    from reader.library.tour import prepare_tour

    _print(prepare_tour(paths), out)
    return 0


def _show(paths: Paths, out: Output, *, article: int | None = None, tour: bool = False) -> int:
    """Shows the screen until the user quits. Then reports anything that could not be saved."""
    # Importing and building the screen makes many objects and no garbage; see run_reader.
    gc.disable()
    from reader.config import settings_at
    from reader.tui.app import run_reader

    settings = settings_at(paths.settings)
    return run_reader(paths, settings, article=article, tour=tour, tell=out.problem)


def _print(paths: Paths, out: Output, article: int | None = None) -> int:
    """Prints the list (or one article of it) as lines; returns how many."""
    from reader.cli.commands.listing import print_articles

    if out.terminal and out.dumb:
        out.note("the variable TERM says that this terminal cannot show a screen, so here is the list")
    with open_at(paths, out) as library:
        ids = library.ids() if article is None else [article]
        print_articles(library, ids, out)
    return len(ids)


def _interactive(out: Output) -> bool:
    """Whether a user is at a terminal that can show a screen."""
    # The screen is drawn on standard error: if that is a file, the user would see nothing.
    return (
        not out.json and out.terminal and out.error_terminal and sys.stdin is not None and sys.stdin.isatty()
    )


def empty() -> str:
    """The message for an empty library."""
    return f"the library is empty: '{command('add FOLDER')}' fills it, '{command('tour')}' shows around"


OPEN = Command(
    name="open",
    usage="[ID]",
    summary="Opens the library on screen, at an article or where you left off.",
    run=_open,
    arguments=(
        Argument(("id",), "the article to open", {"metavar": "ID", "nargs": "?", "type": article_id}),
    ),
    details=(
        "'reader' alone does the same. Press ? there for the keys, q to leave.",
        "Without a terminal (in a pipe, say) it prints the list of articles, like 'reader list'. Standard"
        " input, output and error must all be the terminal: 'reader 2>log' prints the list too."
        " A terminal that can only show text (TERM is dumb or unknown) also gets the list.",
    ),
    examples=(("reader", "continue reading"), ("reader open 12", "read article 12")),
    exits=("done", "there is no such article"),
)

CONTINUE = Command(
    name="continue",
    usage="",
    summary="Opens the article that you began last and have not finished.",
    run=_continue,
    arguments=(
        Argument(("--list",), "list everything that you have begun instead", {"action": "store_true"}),
    ),
    details=(
        "It opens on screen where you left it. An article counts as begun once you have read on from its"
        " beginning, until you have read it to its end or marked it as read.",
        "Without a terminal, it prints the list, the article that you had open last first.",
    ),
    columns="as for 'reader list'",
    fields="as for 'reader list'",
    examples=(
        ("reader continue", "go on reading"),
        ("reader continue --list", "what you have begun"),
    ),
    exits=("done", "nothing is begun, or some articles are damaged"),
)

TOUR = Command(
    name="tour",
    usage="",
    summary="Opens the tour: a small library about the reader itself.",
    run=_tour,
    details=(
        "For trying things out: it has a library of its own, and nothing you do there touches your"
        " articles. Without a terminal, it prints the list.",
    ),
    examples=(("reader tour", "look around"),),
)
