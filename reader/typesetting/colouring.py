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

LEXERS: Final[Mapping[str, str]] = {
    "ada": "AdaLexer", "apl": "APLLexer", "asm": "NasmLexer", "awk": "AwkLexer", "bash": "BashLexer",
    "bat": "BatchLexer", "c": "CLexer", "c#": "CSharpLexer", "c++": "CppLexer", "clojure": "ClojureLexer",
    "cmake": "CMakeLexer", "cobol": "CobolLexer", "common-lisp": "CommonLispLexer", "console": "BashSessionLexer",
    "cpp": "CppLexer", "cs": "CSharpLexer", "csharp": "CSharpLexer", "css": "CssLexer", "cuda": "CudaLexer",
    "cxx": "CppLexer", "d": "DLexer", "dart": "DartLexer", "diff": "DiffLexer", "docker": "DockerLexer",
    "dockerfile": "DockerLexer", "elisp": "EmacsLispLexer", "elixir": "ElixirLexer", "elm": "ElmLexer",
    "emacs-lisp": "EmacsLispLexer", "erlang": "ErlangLexer", "ex": "ElixirLexer", "f#": "FSharpLexer",
    "fish": "FishShellLexer", "fortran": "FortranLexer", "fsharp": "FSharpLexer", "go": "GoLexer",
    "golang": "GoLexer", "graphql": "GraphQLLexer", "groovy": "GroovyLexer", "h": "CLexer",
    "haskell": "HaskellLexer", "hcl": "HclLexer", "hpp": "CppLexer", "hs": "HaskellLexer", "html": "HtmlLexer",
    "http": "HttpLexer", "ini": "IniLexer", "java": "JavaLexer", "javascript": "JavascriptLexer",
    "js": "JavascriptLexer", "json": "JsonLexer", "jsonc": "JsonLexer", "jsx": "JavascriptLexer",
    "julia": "JuliaLexer", "kotlin": "KotlinLexer", "kt": "KotlinLexer", "latex": "TexLexer",
    "less": "CssLexer", "lisp": "CommonLispLexer", "lua": "LuaLexer", "make": "MakefileLexer",
    "makefile": "MakefileLexer", "matlab": "MatlabLexer", "md": "MarkdownLexer", "markdown": "MarkdownLexer",
    "nasm": "NasmLexer", "nginx": "NginxConfLexer", "nim": "NimrodLexer", "nix": "NixLexer",
    "objc": "ObjectiveCLexer", "objective-c": "ObjectiveCLexer", "ocaml": "OcamlLexer", "octave": "OctaveLexer",
    "pascal": "DelphiLexer", "patch": "DiffLexer", "perl": "PerlLexer", "php": "PhpLexer", "pl": "PerlLexer",
    "postgresql": "PostgresLexer", "powershell": "PowerShellLexer", "prolog": "PrologLexer",
    "protobuf": "ProtoBufLexer", "ps1": "PowerShellLexer", "py": "PythonLexer", "pycon": "PythonConsoleLexer",
    "python": "PythonLexer", "python3": "PythonLexer", "r": "SLexer", "racket": "RacketLexer", "rb": "RubyLexer",
    "rs": "RustLexer", "ruby": "RubyLexer", "rust": "RustLexer", "scala": "ScalaLexer", "scheme": "SchemeLexer",
    "scss": "ScssLexer", "sh": "BashLexer", "shell": "BashLexer", "shell-session": "BashSessionLexer",
    "smalltalk": "SmalltalkLexer", "sql": "SqlLexer", "sqlite": "SqlLexer", "svelte": "HtmlLexer",
    "svg": "XmlLexer", "swift": "SwiftLexer", "tcl": "TclLexer", "terraform": "TerraformLexer",
    "tex": "TexLexer", "toml": "TOMLLexer", "ts": "TypeScriptLexer", "tsx": "TypeScriptLexer",
    "typescript": "TypeScriptLexer", "vb": "VbNetLexer", "verilog": "VerilogLexer", "vhdl": "VhdlLexer",
    "vim": "VimLexer", "vue": "HtmlLexer", "wasm": "WatLexer", "xml": "XmlLexer", "xslt": "XmlLexer",
    "yaml": "YamlLexer", "yml": "YamlLexer", "zig": "ZigLexer", "zsh": "BashLexer",
}  # fmt: skip
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
