"""Carries out what is typed on the command line."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.changes import Archive, MarkRead, Remove, Star, Tag, count
from reader.orders import ORDER_NAMES, order_named
from reader.tui.background import deeds
from reader.tui.background.children import Children, whole_path
from reader.tui.background.history import History
from reader.tui.commandline.completing import HIGHLIGHTS, Nameable
from reader.tui.commandline.parsing import Call, Mistake, parse
from reader.tui.commandline.verbs import EVERYTHING
from reader.tui.controllers.changing import Changing
from reader.tui.controllers.parts import Parts
from reader.tui.keys.action import Action
from reader.tui.state.tagging import TypedTags

if TYPE_CHECKING:
    from textual.app import App

    from reader.changes import Change
    from reader.tui.controllers.adding import Adding
    from reader.tui.controllers.handing import Handing
    from reader.tui.controllers.marked import MarkedPassages
    from reader.tui.screens.commandline import CommandLine
    from reader.tui.screens.over import Over

_CHANGES: dict[str, Callable[[tuple[int, ...]], Change]] = {
    "star": lambda articles: Star(articles),
    "unstar": lambda articles: Star(articles, False),
    "read": lambda articles: MarkRead(articles),
    "unread": lambda articles: MarkRead(articles, False),
    "archive": lambda articles: Archive(articles),
    "unarchive": lambda articles: Archive(articles, False),
    "remove": lambda articles: Remove(articles),
}

Does = Coroutine[Any, Any, None]


class Commanding:
    """Asks for commands and does what they say."""

    def __init__(
        self,
        app: App[Any],
        parts: Parts,
        changing: Changing,
        over: Over,
        handing: Handing,
        adding: Adding,
        marked: MarkedPassages,
        *,
        subjects: Callable[[], tuple[int, ...]],
        act: Callable[[Action], Does],
        choose: Callable[[], None],
        shares: Sequence[str],
    ) -> None:
        """Connects the command line with the parts of the screen.

        Args:
            app: shows the line.
            parts: those of the screen.
            changing: makes changes.
            over: opens sheets.
            handing: gives articles to other programs.
            adding: adds and fetches.
            marked: shows all highlights.
            subjects: the articles that a change is about without a query.
            act: does what a key does.
            choose: opens the selected article of the list.
            shares: the names of the ways to share.
        """
        self._app = app
        self._backend = parts.backend
        self._keymap = parts.keymap
        self._tasks = parts.tasks
        self._panes = parts.panes
        self._searching = parts.searching
        self._list = parts.articles
        self._changing = changing
        self._over = over
        self._handing = handing
        self._adding = adding
        self._marked = marked
        self._subjects = subjects
        self._act = act
        self._choose = choose
        self._shares = shares
        self._history = History(parts.backend.paths, "commands")
        self._children = Children(parts.backend.paths)

    def stop(self) -> None:
        """Ends what runs beside the screen."""
        self._children.stop()

    async def ask(self, text: str = "") -> None:
        """Asks for a command, and does it. ``text`` stands in the line at first."""
        from reader.library.export import FORMATS
        from reader.tui.screens.commandline import CommandLine

        known = Nameable(formats=FORMATS, shares=self._shares)

        def answered(typed: str | None) -> None:
            if typed:
                self._tasks.do(self._history.add(typed.removeprefix(":")))
                self._tasks.in_turn(self.run(typed))

        line = CommandLine(
            known,
            self._keymap,
            text=text,
            subjects=self._named_subjects,
            every=f"all {len(self._list.ids):,} of this list",
        )
        self._app.push_screen(line, answered)
        # Only now: what is typed behind the key is for the line, however slow the disk is.
        self._tasks.do(self._inform(line, known))

    @property
    def _named_subjects(self) -> str:
        """The articles that a command is about without a search, in words."""
        articles = self._subjects()
        if not articles:
            return "no article: none is selected"
        if self._searching.marks and self._panes.focus in ("list", "search"):
            return f"{len(articles):,} marked article{'s' * (len(articles) > 1)}"
        return "the open article" if self._panes.focus == "article" else "the selected article"

    async def ask_export(self, query: str) -> None:
        """Asks where the highlights that a query finds are to be written; "" for all."""
        await self.ask(" ".join(filter(None, ("export", HIGHLIGHTS, query))) + " ")

    async def _inform(self, line: CommandLine, known: Nameable) -> None:
        """Tells the line what was typed before, and which tags and searches can be named."""
        line.remember(await self._history.lines())
        tags, saved = await self._backend.read(deeds.names)
        line.know(replace(known, tags=tags, saved=saved))

    async def run(self, line: str) -> None:
        """Does what a line says, or says why not."""
        asked = parse(line)
        if isinstance(asked, Mistake):
            self._tasks.tell(asked.words)
        elif asked.verb.action is not None:
            await self._act(asked.verb.action)
        elif asked.verb.name in _CHANGES:
            if articles := await self._articles(asked):
                await self._changing.apply(_CHANGES[asked.verb.name](articles))
        else:
            does: Callable[[Call], Does] = getattr(self, f"_{asked.verb.name.replace('-', '_')}")
            await does(asked)

    # --- which articles ---------------------------------------------------------------------------

    async def _articles(self, asked: Call) -> tuple[int, ...]:
        """The articles that a command is about; if there are none, this is said."""
        query = asked.of("QUERY")
        if query == EVERYTHING:
            articles, none = tuple(self._list.ids), "The list is empty."
        elif query:
            found = await self._backend.look_up(lambda library: library.find_all(query))
            if found.ignored:
                self._tasks.tell(f"{'; '.join(found.ignored)}: nothing was done.")
                return ()
            articles, none = found.ids, f"No article matches {query}."
            if asked.of("FILE"):
                none += " Put quotes around a path with spaces."
        else:
            articles, none = self._subjects(), "No article is selected."
        if not articles:
            self._tasks.tell(none)
        return articles

    # --- commands: each is named like its verb ----------------------------------------------------

    async def _open(self, asked: Call) -> None:
        await self._search(asked)
        if self._list.ids:
            self._choose()
        else:
            self._tasks.tell(f"Nothing found for {asked.of('QUERY')}.")

    async def _search(self, asked: Call) -> None:
        if query := asked.of("QUERY"):
            await self._over.search(query)
        else:
            await self._act_on("search")

    async def _act_on(self, name: str) -> None:
        from reader.tui.keys.actions import BY_NAME

        await self._act(BY_NAME[name])

    async def _tag(self, asked: Call) -> None:
        typed = TypedTags.of(asked.of("TAGS"))
        await self._change_tags(asked, (*typed.plain, *typed.add), typed.remove)

    async def _untag(self, asked: Call) -> None:
        typed = TypedTags.of(asked.of("TAGS"))
        await self._change_tags(asked, (), (*typed.plain, *typed.add, *typed.remove))

    async def _change_tags(self, asked: Call, add: tuple[str, ...], remove: tuple[str, ...]) -> None:
        if not add and not remove:
            self._tasks.tell(f"{asked.of('TAGS')} is no tag.")
        elif articles := await self._articles(asked):
            await self._changing.apply(Tag(articles, add, remove))

    async def _rename_tag(self, asked: Call) -> None:
        await self._changing.rename_tag(asked.of("TAG"), asked.of("NEW"))

    async def _mark(self, asked: Call) -> None:
        if articles := await self._articles(asked):
            self._searching.mark(self._searching.marks.with_all(articles))

    async def _unmark(self, asked: Call) -> None:
        if not asked.of("QUERY"):
            self._searching.mark(self._searching.marks.without(self._searching.marks.articles))
        elif articles := await self._articles(asked):
            self._searching.mark(self._searching.marks.without(articles))

    async def _sort(self, asked: Call) -> None:
        order = order_named(asked.of("ORDER"))
        if order is None:
            self._tasks.tell(f"There is no order {asked.of('ORDER')}: there are {', '.join(ORDER_NAMES)}.")
        else:
            await self._searching.sort(order)

    async def _tags(self, asked: Call) -> None:
        await self._over.tags()

    async def _highlights(self, asked: Call) -> None:
        await self._marked.ask(asked.of("QUERY").replace(EVERYTHING, ""))

    async def _save(self, asked: Call) -> None:
        await self._over.keep_search(asked.of("NAME"))

    async def _help(self, asked: Call) -> None:
        self._over.help(asked.of("WORD"))

    async def _copy(self, asked: Call) -> None:
        if asked.of("WHAT"):
            await self._handing.copy(asked.of("WHAT"), self._subjects())
        else:
            await self._act_on("copy")

    async def _pipe(self, asked: Call) -> None:
        if asked.of("COMMAND"):
            self._tasks.do(self._handing.pipe(asked.of("COMMAND"), self._subjects()))
        else:
            await self._act_on("pipe")

    async def _share(self, asked: Call) -> None:
        if asked.of("NAME"):
            self._tasks.do(self._handing.share(asked.of("NAME"), self._subjects()))
        else:
            await self._act_on("share")

    async def _browser(self, asked: Call) -> None:
        await self._act_on("browser")

    async def _continue(self, asked: Call) -> None:
        await self._act_on("continue")

    async def _statistics(self, asked: Call) -> None:
        await self._act_on("statistics")

    async def _changes(self, asked: Call) -> None:
        await self._act_on("changes")

    async def _quit(self, asked: Call) -> None:
        await self._act_on("quit")

    # --- work beside the screen -------------------------------------------------------------------

    async def _add(self, asked: Call) -> None:
        source = asked.of("PATH")
        if source == "-":
            self._tasks.tell("Name a file or a folder: there is no standard input here.")
        elif source:
            self._adding.add(source)
        else:
            await self._adding.ask()

    async def _fetch(self, asked: Call) -> None:
        query = asked.of("QUERY")
        if query == EVERYTHING:
            self._tasks.tell("fetch takes a search, or nothing: then it fetches all that lack their text.")
        else:
            self._adding.fetch_found(query)

    async def _feeds(self, asked: Call) -> None:
        self._adding.feeds()

    async def _export(self, asked: Call) -> None:
        from reader.library.export import FORMATS

        form = asked.of("FORMAT").lower()
        if form == HIGHLIGHTS:
            self._tasks.do(self._write_highlights(asked.of("QUERY"), whole_path(asked.of("FILE"))))
        elif form not in FORMATS:
            names = ", ".join((*FORMATS, HIGHLIGHTS))
            self._tasks.tell(f"There is no format {form}: there are {names}.")
        elif articles := await self._articles(asked):
            target = whole_path(asked.of("FILE"))
            title = asked.of("QUERY").replace(EVERYTHING, "") or self._searching.text or "Articles"
            self._tasks.tell(f"Writing {count(len(articles))} to {target}…")
            self._tasks.do(self._write(articles, target, form, title))

    async def _write_highlights(self, query: str, target: str) -> None:
        query = query.replace(EVERYTHING, "").strip()
        ended = await self._children.run(["highlights", "--export", target, "--", *filter(None, [query])])
        said = ended.problems[-1] if ended.problems else ""
        self._tasks.tell(said if ended.code else f"Wrote highlights to {target}: {said}")

    async def _write(self, articles: Sequence[int], target: str, form: str, title: str) -> None:
        # The options end before a name that begins with a minus.
        words = ["export", "--format", form, f"--title={title}", "--", target, *map(str, articles)]
        ended = await self._children.run(words)
        if ended.problems:
            more = len(ended.problems) - 1
            self._tasks.tell(ended.problems[0] + (f" · and {more:,} more" if more else ""))
        else:
            self._tasks.tell(f"Wrote {count(len(articles))} to {target}")
