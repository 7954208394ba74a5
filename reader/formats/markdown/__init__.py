"""Markdown: notes, clippings and documents, with the front matter above them and the pictures beside them.

``front_matter`` reads what stands above the text (``yaml_lines`` the commonest kind of it), ``syntax`` is the
parser with the rules of note programs, ``inline`` and ``converting`` make blocks of its tokens.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from reader.blocks import Block
from reader.errors import UnreadableSource
from reader.formats import saved_page
from reader.formats.decoding import decode
from reader.formats.exports.json_records import head_of, head_text
from reader.formats.markdown.converting import Converter
from reader.formats.markdown.front_matter import FrontMatter, keys_of, split
from reader.formats.markdown.syntax import parser
from reader.formats.parsed import Parsed
from reader.formats.surroundings import ENDINGS, Surroundings
from reader.model import Article, TitleFrom
from reader.sources import Fetched
from reader.text import clean, collapse, fold
