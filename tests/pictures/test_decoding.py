"""Pictures decoded in a process of their own, and what hostile ones do to it."""

from __future__ import annotations

import asyncio
import io
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from reader.pictures.jobs import MOST_BYTES, PictureJob, answer_of, job_of
from reader.tui.background import decoding
from reader.tui.background.decoding import CannotShow, PictureDecoder

from .drawn import bomb, jpeg_header, png, png_of

RED, BLUE, GROUND = (255, 0, 0), (0, 0, 255), (1, 2, 3)


@pytest.fixture
async def decoder() -> AsyncIterator[PictureDecoder]:
    decoder = PictureDecoder()
    yield decoder
    await decoder.close()


def job(form="rgb", width=4, height=2, ground=GROUND) -> PictureJob:
    return PictureJob(form, width, height, ground)


def in_form(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


async def test_every_pixel_is_where_it_belongs(decoder: PictureDecoder) -> None:
    pixels = bytes([*RED, *BLUE, *RED, *BLUE, *BLUE, *RED, *BLUE, *RED])
    assert await decoder.decode(job(), png(4, 2, pixels)) == (pixels, 4, 2)
    # Enlarged, the corners keep their colours.
    made, width, height = await decoder.decode(job(width=40, height=20), png(2, 1, bytes([*RED, *BLUE])))
    assert (len(made), width, height) == (2400, 40, 20)
    assert made[:3] == bytes(RED)
    assert made[-3:] == bytes(BLUE)


async def test_what_is_transparent_has_the_colour_behind_it(decoder: PictureDecoder) -> None:
    glass = Image.new("RGBA", (4, 2), (9, 9, 9, 0))
    for kind in ("PNG", "WEBP"):
        made, _, _ = await decoder.decode(job(), in_form(glass, kind, lossless=True))
        assert made == bytes(GROUND) * 8
    indexed = Image.new("P", (4, 2), 0)
    indexed.putpalette([200, 0, 0, 0, 200, 0])
    assert (await decoder.decode(job(), in_form(indexed, "GIF", transparency=0)))[0] == bytes(GROUND) * 8


async def test_the_first_frame_of_an_animation(decoder: PictureDecoder) -> None:
    frames = [Image.new("RGB", (4, 2), colour) for colour in (BLUE, RED)]
    for kind in ("GIF", "WEBP", "PNG"):
        options = {"save_all": True, "append_images": frames[1:], "lossless": True}
        made, _, _ = await decoder.decode(job(), in_form(frames[0], kind, **options))
        assert made == bytes(BLUE) * 8


async def test_a_picture_lies_as_its_orientation_says(decoder: PictureDecoder) -> None:
    upright = Image.new("RGB", (32, 16), BLUE)
    exif = Image.Exif()
    exif[0x0112] = 6
    made, width, height = await decoder.decode(job("png", 500, 500), in_form(upright, "JPEG", exif=exif))
    assert (width, height) == (16, 32)
    assert made.startswith(b"\x89PNG")


async def test_other_forms(decoder: PictureDecoder) -> None:
    raw = png(40, 20)
    made, width, height = await decoder.decode(job("png", 20, 20), raw)
    assert Image.open(io.BytesIO(made)).size == (width, height) == (20, 10)
    made, width, height = await decoder.decode(job("sixel", 30, 15), raw)
    assert made.startswith(b'\x1bP0;1;0q"1;1;30;15#')
    assert made.endswith(b"\x1b\\")


async def test_a_tall_picture_is_not_stretched_to_fill_its_room(decoder: PictureDecoder) -> None:
    made, _, _ = await decoder.decode(job(width=20, height=20), png(5, 50))
    line = made[10 * 60 : 11 * 60]
    assert line[:3] == bytes(GROUND)
    assert line[30:33] == bytes(RED)


HOSTILE = {
    "nothing": (b"", "it is of a kind that is not shown"),
    "text": (b"not a picture at all", "it is of a kind that is not shown"),
    "a vector drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "it is of a kind that is not shown"),
    "a bomb": (bomb(9000), "it has too many pixels"),
    "only a claim": (png_of(2**31 - 1, 2**31 - 1, b""), "it has too many pixels"),
    "cut": (in_form(Image.effect_noise((300, 200), 90).convert("RGB"), "JPEG")[:5000], "it is damaged"),
    "a header alone": (jpeg_header(300, 200), "it is damaged"),
    "bad data": (png_of(300, 200, b"\0" * 100), "it is damaged"),
    "postscript": (
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage",
        "it is of a kind that is not shown",
    ),
}


async def test_hostile_pictures_are_named_and_the_next_one_is_shown(decoder: PictureDecoder) -> None:
    for raw, reason in HOSTILE.values():
        with pytest.raises(CannotShow, match=reason):
            await decoder.decode(job(), raw)
    assert (await decoder.decode(job(), png(4, 2)))[0] == bytes(RED) * 8


async def test_a_file_that_is_too_large_is_not_even_sent(decoder: PictureDecoder) -> None:
    with pytest.raises(CannotShow, match="its file is too large"):
        await decoder.decode(job(), bytes(MOST_BYTES + 1))
    assert decoder._process is None


@pytest.mark.parametrize(
    "harm",
    [
        "import os; os.abort()",
        "print('nonsense', flush=True); import time; time.sleep(99)",
        "import sys; sys.stdin.readline(); print('{\"problem\": 5}', flush=True)",
        "import sys; sys.exit(0)",
    ],
)
async def test_a_process_that_is_ended_by_a_picture_is_started_again(
    decoder: PictureDecoder, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(decoding, "START", harm)
        with pytest.raises(CannotShow, match="it takes too much memory or time"):
            await decoder.decode(job(), png(4, 2))
    assert (await decoder.decode(job(), png(4, 2)))[0] == bytes(RED) * 8


async def test_a_process_that_does_not_answer_is_ended(
    decoder: PictureDecoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(decoding, "START", "import time; time.sleep(99)")
        patched.setattr(decoding, "PATIENCE", 0.05)
        with pytest.raises(CannotShow, match="it takes too long to decode"):
            await decoder.decode(job(), png(4, 2))
        assert decoder._process is None
    assert (await decoder.decode(job(), png(4, 2)))[0] == bytes(RED) * 8


def limits(process: int) -> dict[str, str]:
    lines = Path(f"/proc/{process}/limits").read_text().splitlines()[1:]
    return {line[:26].strip(): line[26:].split()[0] for line in lines}


async def test_closing_does_not_wait_for_a_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "START", "import time; time.sleep(99)")
    for rounds in range(6):
        decoder = PictureDecoder()
        waiting = [asyncio.ensure_future(decoder.decode(job(), png(4, 2))) for _ in range(2)]
        for _ in range(rounds):
            await asyncio.sleep(0)
        await decoder.close()
        found = await asyncio.gather(*waiting, return_exceptions=True)
        assert all(isinstance(one, CannotShow) for one in found)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
async def test_the_process_has_little_of_everything(decoder: PictureDecoder) -> None:
    await decoder.decode(job(), png(4, 2))
    assert decoder._process is not None
    kept = limits(decoder._process.pid)
    assert kept["Max address space"] == str(2**30)
    assert kept["Max file size"] == "0"
    assert kept["Max core file size"] == "0"
    assert int(kept["Max cpu time"]) <= 12
    assert os.getpriority(os.PRIO_PROCESS, decoder._process.pid) == 19


def test_nobody_else_needs_the_library_that_decodes() -> None:
    import subprocess

    code = "import reader.tui.app, reader.tui.controllers.picturing, sys; print('PIL' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b'{"problem": "", "width": 1}',
        b"\xff\n",
        b'{"problem":"","width":1,"height":1,"size":-1}',
    ],
)
def test_what_is_no_answer_is_not_taken_for_one(line: bytes) -> None:
    with pytest.raises(ValueError):
        answer_of(line)


def test_no_job_asks_for_too_much() -> None:
    assert job_of(job().line()) == job()
    for wide, high, size in ((0, 1, 1), (1, 10**6, 1), (1, 1, MOST_BYTES + 1)):
        with pytest.raises(ValueError):
            job_of(PictureJob("rgb", wide, high, GROUND, size).line())
