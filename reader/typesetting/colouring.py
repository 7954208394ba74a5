"""The colours of code: which kind of word each of its pieces is. Pygments is loaded with the first code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from reader.typesetting.units import Run

if TYPE_CHECKING:
    from pygments.lexer import Lexer

MOST = 20_000
"""Characters of the longest code that is coloured: about 40 ms."""

_LONGEST_LINE = 2_000


def _by_name(table: str) -> dict[str, str]:
    """From ``Class: name name; Class: name`` what ``LEXERS`` is."""
    rows = (row.split(":") for row in table.split(";"))
    return {name: f"{row[0].strip()}Lexer" for row in rows for name in row[1].split()}


LEXERS: Final[Mapping[str, str]] = _by_name(
    "Ada: ada; APL: apl; Awk: awk; Bash: bash sh shell zsh; BashSession: console shell-session; Batch: "
    "bat; C: c h; Clojure: clojure; CMake: cmake; Cobol: cobol; CommonLisp: common-lisp lisp; Cpp: c++ "
    "cpp cxx hpp; CSharp: c# cs csharp; Css: css less; Cuda: cuda; D: d; Dart: dart; Delphi: pascal; "
    "Diff: diff patch; Docker: docker dockerfile; Elixir: elixir ex; Elm: elm; EmacsLisp: elisp "
    "emacs-lisp; Erlang: erlang; FishShell: fish; Fortran: fortran; FSharp: f# fsharp; Go: go golang; "
    "GraphQL: graphql; Groovy: groovy; Haskell: haskell hs; Html: html svelte vue; Http: "
    "http; Ini: ini; Java: java; Javascript: javascript js jsx; Json: json jsonc; Julia: julia; Kotlin: "
    "kotlin kt; Lua: lua; Makefile: make makefile; Markdown: md markdown; Matlab: matlab; Nasm: asm "
    "nasm; NginxConf: nginx; Nimrod: nim; Nix: nix; ObjectiveC: objc objective-c; Ocaml: ocaml; Octave: "
    "octave; Perl: perl pl; Php: php; Postgres: postgresql; PowerShell: powershell ps1; Prolog: prolog; "
    "ProtoBuf: protobuf; Python: py python python3; PythonConsole: pycon; Racket: racket; Ruby: rb "
    "ruby; Rust: rs rust; S: r; Scala: scala; Scheme: scheme; Scss: scss; Smalltalk: smalltalk; Sql: "
    "sql sqlite; Swift: swift; Tcl: tcl; Terraform: hcl terraform; Tex: latex tex; TOML: toml; TypeScript: "
    "ts tsx typescript; VbNet: vb; Verilog: verilog; Vhdl: vhdl; Vim: vim; Wat: wasm; Xml: svg xml "
    "xslt; Yaml: yaml yml; Zig: zig "
)
"""The languages that are coloured, by the names that pages give them: the classes in ``pygments.lexers``.

Pygments' own way from a name to a class would also look for plugins, which are programs of others."""

_STYLES: Final = (
    ("Comment", "code-comment"),
    ("Literal.String", "code-string"),
    ("Literal.Number", "code-number"),
    ("Keyword", "code-keyword"),
    ("Operator.Word", "code-keyword"),
    ("Name.Function", "code-name"),
    ("Name.Class", "code-name"),
    ("Name.Tag", "code-keyword"),
    ("Name.Builtin", "code-name"),
    ("Name.Decorator", "code-name"),
    ("Generic.Inserted", "code-string"),
    ("Generic.Deleted", "code-deleted"),
    ("Generic.Heading", "code-keyword"),
    ("Generic.Subheading", "code-number"),
    ("Generic.Prompt", "code-comment"),
    ("Generic.Output", "code-comment"),
)
"""The style of each kind of token, and of those below it."""


@lru_cache(maxsize=64)
def coloured(text: str, language: str) -> tuple[Run, ...]:
    """The styled ranges of a piece of code, ascending; () for a language that is not known.

    Very long code, and code with very long lines, stays as it is.
    """
    name = LEXERS.get(language)
    if name is None or len(text) > MOST or max(map(len, text.split("\n"))) > _LONGEST_LINE:
        return ()
    runs: list[Run] = []
    for start, kind, piece in _lexer(name).get_tokens_unprocessed(text):
        style = _style(str(kind))
        if style and piece.strip():
            if runs and runs[-1].end == start and runs[-1].style == style:
                runs[-1] = Run(runs[-1].start, start + len(piece), style)
            else:
                runs.append(Run(start, start + len(piece), style))
    return tuple(runs)


@cache
def _lexer(name: str) -> Lexer:
    from pygments import lexers

    lexer: Lexer = getattr(lexers, name)()
    return lexer


@cache
def _style(kind: str) -> str:
    name = kind.removeprefix("Token.")
    return next((style for prefix, style in _STYLES if f"{name}.".startswith(f"{prefix}.")), "")
