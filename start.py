"""Sets the reader up in .venv beside this file and runs it, or runs its tests.

    python3 start.py              set up, then open the reader with the tour on screen
    python3 start.py add FOLDER   set up, then run any reader command
    python3 start.py test         set up, then run the tests (further arguments go to pytest)
    python3 start.py lint         set up, then run the linter, the type checker and the import contracts
    python3 start.py wheel        build the wheel, install it in an empty environment and run it there

test and wheel take --python VERSION (3.12, say; several with commas, or "all"): they then run under
that Python, in an environment of its own.

Needs Python 3.11 or newer with venv and pip, and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
WINDOWS = os.name == "nt"
# A worker that has nothing left takes tests from another: none idles while the last files are run.
WORKERS = ("-n", "auto", "--dist", "worksteal")
CHECKS = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",), ("lint-imports",))


def main(arguments: list[str]) -> int:
    """Runs what the arguments ask for; returns the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 (someone may start it with an older one)
        print(f"article-reader needs Python 3.11 or newer; this is {sys.version.split()[0]}", file=sys.stderr)
        return 2
    task = arguments[0] if arguments else ""
    if task in ("test", "wheel"):
        versions, rest = asked_versions(arguments[1:])
        if task == "wheel":
            return for_each(versions or [""], lambda version: try_wheel(interpreter(version)))
        os.chdir(HERE)
        if versions:
            return for_each(versions, lambda version: run_tests(version, rest))
        set_up("dev")
        return run("-m", "pytest", *WORKERS, *rest)
    if arguments == ["lint"]:
        set_up("dev")
        return max([check(*words) for words in CHECKS])
    set_up()
    # Help and messages name the command that works here, because "reader" may not exist as a command.
    os.environ.setdefault("READER_COMMAND", f"{'python' if WINDOWS else 'python3'} start.py")
    # -P, here and below: no file in the current directory is imported as a module.
    return run("-P", "-m", "reader", *(arguments or ["tour"]))


# --- the environment ----------------------------------------------------------------------------------------


def python_of(venv: Path) -> Path:
    """The interpreter of an environment."""
    return venv / "Scripts" / "python.exe" if WINDOWS else venv / "bin" / "python"


def set_up(extra: str = "", venv: Path = VENV, python: str = sys.executable) -> Path:
    """Creates an environment with the project in it, unless that is done; returns its interpreter."""
    target = f"{HERE}[{extra}]" if extra else str(HERE)
    mark = venv / f"installed-{extra or 'reader'}"
    inside = python_of(venv)
    # Only this file determines what gets installed: the project itself is installed as editable.
    wanted = hashlib.sha256((HERE / "pyproject.toml").read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == wanted and inside.exists():
        return inside
    print(f"Setting up in {venv.relative_to(HERE)} (once, about a minute) …", file=sys.stderr, flush=True)
    if not inside.exists():
        subprocess.run([python, "-P", "-m", "venv", str(venv)], check=True)
    install(inside, "--editable", target)
    mark.write_text(wanted)
    return inside


def install(python: Path, *what: str) -> None:
    """Installs something into an environment, or ends the program with an explanation."""
    command = [str(python), "-P", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what]
    done = subprocess.run(command, check=False)
    if done.returncode:
        sys.exit(f"pip could not install {what[-1]} (exit code {done.returncode}); see its messages above")


def run(*words: str) -> int:
    """Runs the environment's Python in place of this process (Windows: beside it); returns its exit code."""
    command = [str(python_of(VENV)), *words]
    if not WINDOWS:
        os.execv(command[0], command)
    return subprocess.run(command, check=False).returncode


def check(tool: str, *words: str) -> int:
    """Runs one checker from the environment; returns its exit code."""
    print(f"--- {' '.join([tool, *words])}", flush=True)
    return subprocess.run([str(python_of(VENV).parent / tool), *words], cwd=HERE, check=False).returncode


# --- other versions of Python -------------------------------------------------------------------------------


def supported() -> list[str]:
    """The versions of Python that the project supports, the oldest first."""
    text = (HERE / "pyproject.toml").read_text(encoding="utf-8")
    return re.findall(r"Programming Language :: Python :: (\d+\.\d+)", text)


def asked_versions(arguments: list[str]) -> tuple[list[str], list[str]]:
    """The versions that ``--python`` names, and the arguments without it."""
    versions: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if name != "--python":
            rest.append(word)
            continue
        for version in (value if equals else next(words, "")).split(","):
            if version != "all" and not re.fullmatch(r"\d+\.\d+", version):
                sys.exit(f"--python takes a version such as 3.12, or all; it got {version!r}")
            versions += supported() if version == "all" else [version]
    return list(dict.fromkeys(versions)), rest


def candidates(version: str) -> Iterator[str]:
    """Where an interpreter of a version may be: in PATH, and where pyenv, uv and the installers put it."""
    home = Path.home()
    for name in (f"python{version}", "python3", "python"):
        if found := shutil.which(name):
            yield found
    pyenv = Path(os.environ.get("PYENV_ROOT") or home / ".pyenv")
    for folder, pattern in (
        (pyenv / "versions", f"{version}.*/bin/python"),
        (pyenv / "pyenv-win" / "versions", f"{version}.*/python.exe"),
        (home / ".local" / "share" / "uv" / "python", f"cpython-{version}.*/bin/python"),
        (home / "AppData" / "Local" / "Programs" / "Python", f"Python{version.replace('.', '')}/python.exe"),
        (Path("/Library/Frameworks/Python.framework/Versions"), f"{version}/bin/python3"),
        (Path("/opt/homebrew/bin"), f"python{version}"),
        (Path("/usr/local/bin"), f"python{version}"),
        (Path("/usr/bin"), f"python{version}"),
    ):
        yield from map(str, sorted(folder.glob(pattern), reverse=True))


def interpreter(version: str) -> str:
    """An interpreter of a version that can create environments; for "", the one that runs this script."""
    if not version:
        return sys.executable
    # pyenv may have left a shim in PATH that leads nowhere, so each candidate is tried.
    question = "import ensurepip, sqlite3, ssl, venv, sys; print(*sys.version_info[:2], sep='.')"
    for candidate in dict.fromkeys(candidates(version)):
        done = subprocess.run([candidate, "-c", question], capture_output=True, text=True, check=False)
        if done.returncode == 0 and done.stdout.strip() == version:
            return candidate
    sys.exit(
        f"there is no Python {version} with venv and pip here: install it (Debian: python{version} and"
        f" python{version}-venv; pyenv: 'pyenv install {version}') or put it in PATH"
    )


def for_each(versions: list[str], task: Callable[[str], int]) -> int:
    """Runs a task for each version, all of them even if one fails; returns the worst exit code."""
    codes = {}
    for version in versions:
        print(f"=== Python {version or sys.version.split()[0]}", flush=True)
        codes[version] = task(version)
    if len(versions) > 1:
        said = (f"{version} {'failed' if code else 'passed'}" for version, code in codes.items())
        print(f"=== {', '.join(said)}", flush=True)
    return max(codes.values())


def run_tests(version: str, arguments: list[str]) -> int:
    """Runs the tests under a version of Python; returns pytest's exit code."""
    python = set_up("dev", VENV / f"python{version}", interpreter(version))
    return subprocess.run([str(python), "-m", "pytest", *WORKERS, *arguments], check=False).returncode


# --- the wheel ----------------------------------------------------------------------------------------------

PAGE = "Ice in the harbour\n\nIce in the harbour\n\nThe harbour froze twice that winter.\n"
"""A saved page."""


def try_wheel(python: str) -> int:
    """Builds the wheel, installs only it into an empty environment, and runs what users run first."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        subprocess.run([python, "-P", "-m", "venv", str(place / "venv")], check=True)
        inside = python_of(place / "venv")
        build = ["-P", "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([str(inside), *build, "--wheel-dir", folder, str(HERE)], check=True)
        (wheel,) = place.glob("*.whl")
        install(inside, str(wheel))
        (place / "page.txt").write_text(PAGE, encoding="utf-8")
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        for name in ("DATA", "CONFIG", "LOG"):
            environment[f"READER_{name}_DIR"] = str(place / name.lower())
        reader = str(inside.parent / "reader")
        for words, expected in (
            (["--version"], "reader "),
            (["add", "page.txt"], "1 added"),
            (["search", "harbours"], "Ice in the harbour"),
            (["tour"], "\t"),
        ):
            done = subprocess.run(
                [reader, *words], cwd=place, env=environment, capture_output=True, text=True, check=False
            )
            print(
                f"reader {' '.join(words)}: {(done.stdout or done.stderr).splitlines()[0][:70]}", flush=True
            )
            if done.returncode or expected not in done.stdout + done.stderr:
                print(done.stderr, file=sys.stderr)
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
