"""The picture in the README: the tour on a real screen of 120 by 34. ``python docs/make_picture.py``."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from reader.config import Paths, Settings
from reader.tui.app import ReaderApp

TARGET = Path(__file__).parent / "img" / "screen.svg"


async def main() -> None:
    """Opens the tour, reads a little, searches, and writes what stands on the screen."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        app = ReaderApp(Paths(root / "data", root / "config", root / "logs"), Settings(), tour=True)
        async with app.run_test(size=(120, 34)) as pilot:
            await pilot.pause(2.0)
            for key in ("right_square_bracket", "backspace", "slash", *"trail", "enter"):
                await pilot.press(key)
                await pilot.pause(0.5)
            await pilot.pause(1.0)
            svg = app.export_screenshot(title="reader")
            await app.action_quit()
    # The picture names a font on somebody's server; any monospaced font will do.
    TARGET.write_text(re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
