"""The commands that the documentation shows: finding them in a page, running them, and writing down what they answer.

A page shows commands in ``console`` blocks, each behind ``$``, and below it what it answers; a line of ``…`` stands for
any lines. A block with a ``:caption:`` is a file that the reader makes; a caption that ends in ``(added at the end)``,
or in ``(below LINE)``, adds to one. Everything in a page is done in order, in one folder.

``python tests/docs/console.py`` runs every page, or those that it is given, and puts the real answers in the place of
those it shows.
"""

import os
import re
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
ANY = "…"
NOT_RUN = frozenset(
    {
        "make demo",
        "make test",
        "python3 -m venv .venv && .venv/bin/pip install .",
        ".venv/bin/vaultsync demo",
        "python benchmarks/simulate_planning.py",
        "python benchmarks/simulate_planning.py --people 2000 --rules anew,kept,ratio,leap28,chosen",
    }
)
"""Commands that are shown and not run: they fetch from the network, build everything, or take minutes."""
_PLACE = re.compile(r"(?P<path>.+?) \((?:added at the end|below (?P<line>.+))\)")
_SECONDS = re.compile(r"\b\d+\.\d s\b")


@dataclass
class Step:
    """One thing to do: a command with the answer that the page shows, or a file to make."""

    line: int
    command: str = ""
    shown: list[str] = field(default_factory=list)
    path: str = ""
    text: str = ""


def pages() -> list[Path]:
    """README.md and every page of the documentation."""
    built = DOCS / "_build"
    return [ROOT / "README.md", *sorted(path for path in DOCS.rglob("*.md") if built not in path.parents)]


def steps(text: str) -> list[Step]:
    """What the page's blocks ask to be done, in order. ``line`` is that of the command or of the block, from 1."""
    found: list[Step] = []
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        opening = re.fullmatch(r"(`{3,})(.+)", lines[number])
        if opening is None:
            number += 1
            continue
        end = next(at for at in range(number + 1, len(lines)) if lines[at] == opening[1])
        body = lines[number + 1 : end]
        if opening[2] == "console":
            found += _commands(body, number + 2)
        elif opening[2].startswith("{code-block}") and body and body[0].startswith(":caption: "):
            path = body[0].removeprefix(":caption: ")
            found.append(Step(line=number + 1, path=path, text="\n".join(body[2:]) + "\n"))
        number = end + 1
    return found


def _commands(body: list[str], first: int) -> list[Step]:
    found: list[Step] = []
    for number, line in enumerate(body, first):
        if line.startswith("$ "):
            found.append(Step(line=number, command=line[2:]))
        elif found:
            found[-1].shown.append(line)
    return found


def own_python(folder: Path) -> Path:
    """A virtual environment that a page may install into: whatever is installed here is there too, and stays as it is.

    Returns the folder of its programs.
    """
    venv.create(folder, symlinks=True)
    programs = folder / "bin"
    here = [path for path in sys.path if Path(path).name in {"site-packages", "dist-packages"}]
    (packages,) = folder.glob("lib/python*/site-packages")
    lines = (f"import site; site.addsitedir({path!r})\n" for path in here)
    (packages / "here.pth").write_text("".join(lines))
    for name, run in (
        ("vaultsync", "from vaultsync.cli.main import run; run()"),
        ("pip", "import runpy; runpy.run_module('pip', run_name='__main__')"),
    ):
        (programs / name).write_text(f"#!{programs / 'python'}\n{run}\n")
        (programs / name).chmod(0o755)
    return programs


BUILDS_HERE = {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0"}  # whatever is set means: without isolation
"""What lets pip build a package with what is installed here, and ask nobody."""


class Folder:
    """A folder to work in, with a home and a state of its own. ``programs`` is where vaultsync and Python are."""

    def __init__(self, home: Path, programs: Path = Path(sys.executable).parent) -> None:
        self.home = home
        self.here = home
        offline = all(find_spec(name) for name in ("hatchling", "editables"))
        self._environment = {
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(home),
            "VAULTSYNC_STATE_DIR": str(home / ".state"),
            "COLUMNS": "80",
            "TZ": "UTC",
            "LANG": "C.UTF-8",
            # So that what the commands run is measured as everything else is.
            **{name: value for name, value in os.environ.items() if name.startswith(("COVERAGE", "PIP_"))},
            **(BUILDS_HERE if offline else {}),
        }

    def do(self, step: Step) -> tuple[list[str], int]:
        """Carry a step out. Returns the lines that a terminal would show, and the exit code."""
        if step.path:
            self._write(step)
            return [], 0
        where = self.home / ".where"
        done = subprocess.run(
            ["sh", "-c", f'{step.command}\ncode=$?; pwd > "{where}"; exit $code'],
            cwd=self.here,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        self.here = Path(where.read_text().strip())
        said = done.stdout.replace(str(self.home), "~")
        return [line.rstrip() for line in said.rstrip("\n").split("\n")] if said.strip() else [], done.returncode

    def _write(self, step: Step) -> None:
        place = _PLACE.fullmatch(step.path)
        path = self.here / (place["path"] if place else step.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        before, after = path.read_text(encoding="utf-8") if place else "", ""
        if place and place["line"]:
            head, line, after = before.partition(f"{place['line']}\n")
            before = head + line
        path.write_text(before + step.text + after, encoding="utf-8")


def begun(page: Path, home: Path) -> Folder:
    """The folder for a page's commands: an empty one for the README and the tutorial, else the example vault.

    A page that installs something has a Python of its own to do so.
    """
    installs = any(step.command.startswith("pip install") for step in steps(page.read_text(encoding="utf-8")))
    folder = Folder(home, own_python(home / ".python")) if installs else Folder(home)
    if page.parent.name in {"how-to", "explanation", "practices"}:
        folder.do(Step(line=0, command="vaultsync demo -q && cd vaultsync-demo"))
    return folder


def agrees(shown: list[str], said: list[str]) -> bool:
    """Whether what a page shows is what was said; seconds aside, and ``…`` stands for any lines."""
    pattern = "".join(r"(?:.*\n)*" if line == ANY else re.escape(_SECONDS.sub("0.1 s", line)) + r"\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{_SECONDS.sub('0.1 s', line)}\n" for line in said)) is not None


def recorded(page: Path) -> str:
    """The page's text with the real answers in the place of those it shows; answers with ``…`` stay as they are."""
    text = page.read_text(encoding="utf-8")
    lines = text.split("\n")
    edits: list[tuple[int, int, list[str]]] = []
    with tempfile.TemporaryDirectory() as home:
        folder = begun(page, Path(home).resolve())
        for step in steps(text):
            if step.command in NOT_RUN:
                continue
            said, _ = folder.do(step)
            if step.shown and not agrees(step.shown, said):
                if ANY in step.shown:
                    told = f"{page.name}:{step.line}: not as shown; mend it by hand, for it holds {ANY}:"
                    sys.stderr.write("\n  ".join((told, *said)) + "\n")
                else:
                    edits.append((step.line, step.line + len(step.shown), said))
    for start, end, said in reversed(edits):
        lines[start:end] = said
    return "\n".join(lines)


if __name__ == "__main__":
    for each in [Path(named).resolve() for named in sys.argv[1:]] or pages():
        each.write_text(recorded(each), encoding="utf-8")
