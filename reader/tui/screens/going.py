"""Actions that go somewhere: links, the trail, titles that lead to no article yet."""

from __future__ import annotations

from collections.abc import Sequence

from reader.library.view import Entry
from reader.tui.background import jobs
from reader.tui.screens.acting import Acting
from reader.tui.state.words import candidates_query, missing_note, title_query


class GoingActions(Acting):
    """Following links, and going back and forward."""

    async def _follow(self, entry: Entry) -> None:
        self.tell("")
        if entry.target is not None:
            self.session.tell_unkept(await self.reading.open(entry.target))
        else:
            await self._look_for(entry.title, entry.candidates)

    async def _look_for(self, title: str, candidates: Sequence[int] = ()) -> None:
        """Searches for a title that leads to no article, as a step of the trail.

        If it is only uncertain which article it means, the ``candidates`` are listed.
        """
        query = candidates_query(candidates) if candidates else title_query(title)
        await self.reading.look_for(query)
        self.panes.go("list")
        note = missing_note(title, len(candidates))
        await self.searching.show(query, None, note)
        # The line under the box says it too, but the person has just looked elsewhere.
        self.tell(note)

    def action_follow(self, number: int) -> None:
        self._tasks.in_turn(self._follow_digit(str(number)))

    async def _follow_digit(self, digit: str) -> None:
        """Follows the article with that number, unless a second digit may follow: then it waits a moment."""
        entries = await self.reading.entries()
        longer = any(len(entry.key) > 1 and entry.key.startswith(digit) for entry in entries)
        if longer:
            self._over.number(self._follow_number, digit, lambda typed: typed == digit)
        else:
            await self._follow_key(digit, f"There is no related article {digit}.")

    def _follow_number(self, typed: str) -> None:
        if typed.endswith("%"):
            self._jumping.share(typed)
        else:
            number = str(int(typed))
            self._tasks.in_turn(self._follow_key(number, f"There is no related article {number}."))

    def action_follow_previous(self) -> None:
        self._tasks.in_turn(self._follow_key("[", "This page names no previous article."))

    def action_follow_next(self) -> None:
        self._tasks.in_turn(self._follow_key("]", "This page names no next article."))

    async def _follow_key(self, key: str, otherwise: str) -> None:
        entry = await self.reading.entry(key)
        if entry is None:
            self.tell(otherwise if self.reading.view else "No article is open.")
        else:
            await self._follow(entry)

    def action_back(self) -> None:
        self._tasks.in_turn(self._step("back"))

    def action_forward(self) -> None:
        self._tasks.in_turn(self._step("forward"))

    async def _step(self, direction: jobs.Direction) -> None:
        self.tell("")
        if not await self.reading.step(direction):
            self.tell(
                "You are at the beginning of your trail."
                if direction == "back"
                else "You are at the end of your trail."
            )

    def action_follow_far(self) -> None:
        self._over.number(self._follow_number)
