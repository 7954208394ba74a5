"""What is asked of the process that decodes pictures, and what it answers: one line of JSON, then bytes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal

MOST_BYTES = 64 * 2**20
"""A larger file is not decoded."""

MOST_PIXELS = 64_000_000
"""Nor is a picture with more pixels: they take up to four bytes each."""

MOST_SIDE = 8192
"""The most pixels in a row or column of what is asked for."""

PictureForm = Literal["rgb", "png", "sixel"]
"""In which form a picture is wanted: three bytes a pixel; a PNG file; a string for a terminal with sixels."""


@dataclass(frozen=True, slots=True)
class PictureJob:
    """A picture to be decoded and scaled.

    Attributes:
        form: what is wanted of it.
        width, height: the pixels that it shall have; for other forms than ``rgb`` at most.
        ground: the colour behind what is transparent, as red, green and blue.
        size: the number of bytes of the picture, which follow.
    """

    form: PictureForm
    width: int
    height: int
    ground: tuple[int, int, int]
    size: int = 0

    def line(self) -> bytes:
        """The job as it is written."""
        return json.dumps(asdict(self)).encode() + b"\n"


def job_of(line: bytes) -> PictureJob:
    """The job that a line says. Raises ValueError if it is none."""
    data = json.loads(line)
    red, green, blue = map(int, data["ground"])
    job = PictureJob(
        data["form"], int(data["width"]), int(data["height"]), (red, green, blue), int(data["size"])
    )
    if not (0 < job.width <= MOST_SIDE and 0 < job.height <= MOST_SIDE and 0 <= job.size <= MOST_BYTES):
        raise ValueError("such a picture is not made")
    return job


@dataclass(frozen=True, slots=True)
class PictureAnswer:
    """Why there is no picture, in words; or its size in pixels, and the number of bytes that follow."""

    problem: str = ""
    width: int = 0
    height: int = 0
    size: int = 0

    def line(self) -> bytes:
        """The answer as it is written."""
        return json.dumps(asdict(self)).encode() + b"\n"


def answer_of(line: bytes) -> PictureAnswer:
    """The answer that a line says. Raises ValueError if it is none."""
    try:
        data = json.loads(line)
        found = PictureAnswer(
            str(data["problem"]), int(data["width"]), int(data["height"]), int(data["size"])
        )
    except (TypeError, KeyError) as error:
        raise ValueError("not an answer") from error
    if not 0 <= found.size <= 4 * MOST_SIDE * MOST_SIDE:
        raise ValueError("not an answer")
    return found
