"""The process that decodes pictures: whatever a picture does to it, the reader goes on.

It reads jobs from standard input and answers on standard output, one after the other (:mod:`.jobs`). It may
use so much memory and time, writes no files, and has the lowest priority. Only here Pillow is imported: it
reads every kind of picture that pages have, is kept up by many, and its licence is as free as ours.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import TYPE_CHECKING, BinaryIO

from reader.pictures.header import size_of
from reader.pictures.jobs import MOST_PIXELS, PictureAnswer, PictureForm, PictureJob, job_of
from reader.pictures.sixel import sixels

if TYPE_CHECKING:
    from PIL import Image

MOST_MEMORY = 2**30
"""Bytes of address space."""

MOST_SECONDS = 10
"""Seconds of computing for one picture."""

_KINDS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "AVIF")
"""The kinds whose size is known beforehand. Pillow knows many more, with more that could go wrong."""

_SMALL_PNG = 200_000
"""A larger PNG is written with a palette: over a slow line that counts more than the last shade."""

_COLOURS = 192
"""Colours of sixels. More are not told apart, and take longer to send."""

_NEARLY = 0.12
"""By this share a picture may be stretched to fill whole cells."""


def main() -> None:
    """Answers jobs until there are no more."""
    _give_up_rights()
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Answers each job."""
    while line := jobs.readline(4096):
        job = job_of(line)
        raw = jobs.read(job.size)
        _allow_time()
        made, answer = b"", PictureAnswer("it cannot be decoded")
        try:
            made, width, height = decoded(job, raw)
            answer = PictureAnswer("", width, height, len(made))
        except Exception as error:  # noqa: BLE001 (whatever a picture does is an answer)
            answer = PictureAnswer(_problem(error, raw))
        answers.write(answer.line() + made)
        answers.flush()


def _give_up_rights() -> None:
    if hasattr(os, "nice"):
        os.nice(19)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        for limit, most in (
            (resource.RLIMIT_AS, MOST_MEMORY),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(limit, (most, most))


def _allow_time() -> None:
    """From now on there is time for one picture; who takes longer is ended by the system."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime) + 1 + MOST_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _problem(error: Exception, raw: bytes) -> str:
    name = type(error).__name__
    if isinstance(error, ImportError):
        return "the package Pillow is not installed"
    if isinstance(error, MemoryError):
        return "it takes too much memory"
    if "Bomb" in name:
        return "it has too many pixels"
    if name == "UnidentifiedImageError" and size_of(raw) is None:
        return "it is of a kind that is not shown"
    return "it is damaged"


def decoded(job: PictureJob, raw: bytes) -> tuple[bytes, int, int]:
    """A picture as a job asks for it, with its width and height in pixels. Raises what Pillow raises."""
    import warnings

    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(io.BytesIO(raw), formats=_KINDS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        opened.draft("RGB", (job.width, job.height))
        turned = ImageOps.exif_transpose(opened) if opened.format == "JPEG" else opened
        image = _flat(turned, job.ground)
    image = _scaled(image, job)
    return _written(image, job.form), image.width, image.height


def _flat(image: Image.Image, ground: tuple[int, int, int]) -> Image.Image:
    """The first frame in red, green and blue, with a colour behind what is transparent."""
    from PIL import Image

    image.load()
    if image.mode.startswith("I"):
        # Sixteen bits of grey.
        image = image.point(lambda value: value / 256).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    below = Image.new("RGBA", image.size, (*ground, 255))
    return Image.alpha_composite(below, image).convert("RGB")


def _scaled(image: Image.Image, job: PictureJob) -> Image.Image:
    from PIL import Image

    scale = min(job.width / image.width, job.height / image.height)
    width, height = (max(1, round(side * scale)) for side in image.size)
    if job.form == "png":
        # The terminal fits it into its cells.
        return (
            image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0) if scale < 1 else image
        )
    if min(width / job.width, height / job.height) > 1 - _NEARLY or min(job.width, job.height) <= 4:
        return _resized(image, job.width, job.height)
    fitting = _resized(image, width, height)
    whole = Image.new("RGB", (job.width, job.height), job.ground)
    whole.paste(fitting, ((job.width - width) // 2, (job.height - height) // 2))
    return whole


def _resized(image: Image.Image, width: int, height: int) -> Image.Image:
    from PIL import Image

    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _written(image: Image.Image, form: PictureForm) -> bytes:
    if form == "rgb":
        return image.tobytes()
    if form == "sixel":
        few = image.quantize(_COLOURS)
        colours = few.getpalette() or []
        palette = [(colours[at], colours[at + 1], colours[at + 2]) for at in range(0, len(colours) - 2, 3)]
        return sixels(few.width, few.height, few.tobytes(), palette).encode("ascii")
    written = _png(image)
    return written if len(written) <= _SMALL_PNG else _png(image.quantize(256))


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
