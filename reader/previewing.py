"""What an import would bring in, without a library."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reader import formats, sources
from reader.formats import Refused
from reader.model import Failure
from reader.own_files import OwnFile
from reader.sources import FoundFile
from reader.sources.patterns import Picking
from reader.tally import reason_of
from reader.walking import CANNOT, Walker, path_of


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What a file would bring in.

    Attributes:
        source: the file, or the archive that it is in.
        member: its path in the archive, or "".
        form: the name of its format; "" if it cannot be read.
        data: what it is if it comes in as plain text because no format knows it: JSON, CSV; else "".
        titles: the titles of its articles, in order.
        failed: what in it cannot be read, and why.
    """

    source: str
    member: str
    form: str
    titles: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    data: str = ""


def preview(
    names: Iterable[str | os.PathLike[str]],
    picking: Picking | None = None,
    stop: Callable[[], bool] = lambda: False,
    *,
    own: OwnFile | None = None,
) -> Iterator[FilePreview]:
    """What :func:`reader.ingest.add` would read, file by file; nothing is stored.

    Args:
        names: as for ``add``.
        picking: as for ``add``.
        stop: called before each file; True ends the preview.
        own: which files are the reader's own; they are passed over.

    Raises:
        UnknownFormat: the format to read the files in is not known.
    """
    previewing = _Previewing(Walker(picking), stop)
    for name in names:
        source = sources.source_of(os.fspath(name))
        found = [file for file in source.find(previewing.fail) if own is None or not own(file.name)]
        yield from previewing.files(previewing.walker.to_read(found))
        yield from previewing.failures()


class _Previewing:
    def __init__(self, walker: Walker, stop: Callable[[], bool]) -> None:
        self.walker = walker
        self._stop = stop
        self._failed: list[Failure] = []

    def fail(self, name: str, error: Exception, member: str = "") -> None:
        self._failed.append(Failure(name, reason_of(error), member))

    def failures(self) -> Iterator[FilePreview]:
        """What could not be looked at since this was asked last."""
        failed, self._failed = self._failed, []
        for each in failed:
            yield FilePreview(source=each.source, member=each.member, form="", failed=(each,))

    def files(self, found: Iterable[FoundFile], depth: int = 0, within: str = "") -> Iterator[FilePreview]:
        for file in found:
            if self._stop():
                return
            yield from self._file(file, depth, path_of(file, within))

    def _file(self, file: FoundFile, depth: int, path: str) -> Iterator[FilePreview]:
        form = data = ""
        titles: list[str] = []
        failed: list[Failure] = []
        try:
            fetched = file.fetch()
            if container := self.walker.container_of(fetched, depth):
                source = fetched.source
                inside = container.find(fetched, lambda member, error: self.fail(source, error, member))
                inner = path if file.path else ""
                yield from self.files(self.walker.to_read(inside, inner), depth + 1, inner)
                yield from self.failures()
                return
            if not self.walker.includes(path):
                return
            chosen = self.walker.form or formats.format_of(fetched)
            form = chosen.name
            if self.walker.form is None and formats.is_last_resort(chosen):
                data = formats.data_in(fetched)
            for page in formats.read(fetched, chosen):
                if isinstance(page, Refused):
                    failed.append(
                        Failure(file.name, page.reason, f"{file.member}: {page.member}".strip(": "))
                    )
                else:
                    titles.append(page.article.title)
        except CANNOT as error:
            failed.append(Failure(file.name, reason_of(error), file.member))
        yield FilePreview(
            source=file.name,
            member=file.member,
            form=form if titles else "",
            titles=tuple(titles),
            failed=tuple(failed),
            data=data if titles else "",
        )
