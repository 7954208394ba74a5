"""``reader links``: what articles link to, and where each link leads."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.addresses import without_keys
from reader.cli.command import Argument, Command, article_id, open_library
from reader.cli.output import DIM, Output, TableColumn

if TYPE_CHECKING:
    from reader.model import ResolvedLink

_COLUMNS = (
    TableColumn(6, right=True, style=DIM),
    TableColumn(11),
    TableColumn(),
    TableColumn(14, right=True),
)


def _run(args: argparse.Namespace, out: Output) -> int:
    found = False
    with open_library(args, out) as library:
        for resolved in library.links(args.id):
            found = True
            _print(resolved, out)
    if not found:
        out.note("no links")
    return 0 if found else 1


def _print(resolved: ResolvedLink, out: Output) -> None:
    link, target = resolved.link, resolved.target
    if out.json:
        out.record(
            article=resolved.article,
            source=without_keys(resolved.source),
            kind=link.kind,
            title=link.title,
            teaser=link.teaser,
            target=target,
            target_source=without_keys(resolved.target_source) if target is not None else None,
            candidates=list(resolved.candidates),
        )
    elif out.terminal:
        where = f"-> {target}" if target is not None else meant(resolved) or "not here"
        out.row((resolved.article, link.kind, link.title, where), _COLUMNS)
    else:
        where, alike = ("", meant(resolved)) if target is None else (str(target), "")
        out.row(
            (resolved.article, link.kind, link.title, where, without_keys(resolved.target_source), alike), ()
        )


def meant(link: ResolvedLink) -> str:
    """The article that a link means, for the user: its id, the ids of all that fit equally, or nothing."""
    if link.target is not None:
        return str(link.target)
    one = "perhaps " if len(link.candidates) == 1 else ""
    return one + " or ".join(map(str, link.candidates))


LINKS = Command(
    name="links",
    usage="[ID]",
    summary="Lists the links of one article or of all, and where they lead.",
    run=_run,
    arguments=(
        Argument(("id",), "the article (default: all)", {"metavar": "ID", "nargs": "?", "type": article_id}),
    ),
    details=(
        "A link is a title and, for a recommended article, its first words; the reader"
        " finds out which article is meant. If that article is not in the library, the link is unresolved"
        " until the article is added. If several articles fit equally well, the link also stays"
        " unresolved, and all of them are shown: 12 or 40. So does a link to a page without a title if"
        " another title claims the page by the same first words: perhaps 12.",
    ),
    columns="article, kind (previous, next, recommended or inline), title, target (an id; nothing while"
    " unresolved), source of the target, the articles that fit an unresolved link"
    " equally well (12 or 40, perhaps 12)",
    fields="article, source, kind, title, teaser, target, target_source (both null while unresolved),"
    " candidates (the ids of the articles that an unresolved link may mean)",
    examples=(
        ("reader links 12", "what article 12 links to"),
        ("reader links --json | jq 'select(.target == null)'", "all unresolved links"),
    ),
    exits=("done", "no links, or no such article"),
)
