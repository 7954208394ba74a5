"""Sets the reader up in .venv beside this file and runs it; or runs its tests.

    python3 start.py              set up, then open the reader with the tour on screen
    python3 start.py add FOLDER   set up, then run any reader command
    python3 start.py test         set up, then run the tests (more arguments go to pytest)
    python3 start.py lint         set up, then run linter, type checker and import contracts

Needs Python 3.11 or newer with venv and pip, and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

CHECKS = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",), ("lint-imports",))


def main(arguments: list[str]) -> int:
    """Runs what the arguments ask for; returns the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 (whoever starts it with an older one is told so)
        print(f"article-reader needs Python 3.11 or newer; this is {sys.version.split()[0]}", file=sys.stderr)
        return 2
    if arguments[:1] == ["test"]:
        set_up("dev")
        os.chdir(HERE)
        return run("-m", "pytest", "-n", "auto", *arguments[1:])
    if arguments == ["lint"]:
        set_up("dev")
        return max([check(*words) for words in CHECKS])
    set_up()
    # What the reader tells people to type is what works here: there may be no command "reader".
    os.environ.setdefault("READER_COMMAND", f"{'python' if os.name == 'nt' else 'python3'} start.py")
    # -P, here and below: what lies in the current directory is no module of the reader's.
    return run("-P", "-m", "reader", *(arguments or ["tour"]))


def set_up(extra: str = "") -> None:
    """Makes the environment and installs the project into it, unless that is done already."""
    target = f"{HERE}[{extra}]" if extra else str(HERE)
    mark = VENV / f"installed-{extra or 'reader'}"
    # What is installed depends on this file alone: the project itself is installed editable.
    wanted = hashlib.sha256((HERE / "pyproject.toml").read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == wanted and PYTHON.exists():
        return
    print("Setting up in .venv (once, about a minute) …", file=sys.stderr, flush=True)
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-P", "-m", "venv", str(VENV)], check=True)
    install = [str(PYTHON), "-P", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*install, "--editable", target], check=False)
    if done.returncode:
        sys.exit(f"pip could not install the reader (exit code {done.returncode}); its words are above")
    mark.write_text(wanted)


def run(*words: str) -> int:
    """Runs the environment's Python in place of this process; on Windows beside it. Its exit code."""
    command = [str(PYTHON), *words]
    if os.name != "nt":
        os.execv(command[0], command)
    return subprocess.run(command, check=False).returncode


def check(tool: str, *words: str) -> int:
    """Runs one checker from the environment; returns its exit code."""
    print(f"--- {' '.join([tool, *words])}", flush=True)
    return subprocess.run([str(BIN / tool), *words], cwd=HERE, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
