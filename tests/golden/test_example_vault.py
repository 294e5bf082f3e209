"""The example vault, on its own day: every feed, and what every command answers, byte for byte.

After a change that is meant, write the files anew with ``make golden`` and read what changed before committing it.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from vaultsync.cli.commands import VERBS

HERE = Path(__file__).parent
EXPECTED = HERE / "expected"
EXAMPLE = HERE.parents[1] / "example_vault"

READING: dict[str, tuple[str, ...]] = {
    "agenda": ("agenda --days 60", "agenda --days 3"),
    "brief": (
        'brief "Ana Reyes"',
        'brief "Ana Reyes" --opener letter',
        "brief Amara --verbose",
        'brief "Chidi Nwosu"',
        "brief Kofi --opener favour",
        "brief Kofi --markdown",
        "brief Ravi",
        "brief Imani",
        "brief Arthur",
        "brief Hana",
        "brief Margaret",
        "brief Marta",
        "brief Judith",
        "brief Lupe",
    ),
    "check": ("check",),
    "feed": ("feed url",),
    "find": (
        "find hospital manager",
        "find curriculum adults",
        'find "first quarter of an hour"',
        "find colleague-at:acme",
        "find colleague-at:brightwater",
        "find skill:customer group:cx",
        "find 'last:>1y' skill:hospital",
        "find status:aspirational",
        "find teaching --beyond --limit 2",
    ),
    "init": ("init --dry-run",),
    "intro": (
        'intro "Ana Reyes"',
        "intro Imani",
        "intro Zanele",
        "intro Kavya",
        "intro Lars",
        "intro Nino",
        'intro "Ana Reyes" --through Ravi --state asked --dry-run',
    ),
    "log": (
        'log "Amara Obi" "moving north in spring, she asked about the course" --via call --outcome talked --dry-run',
        'log Seun "the sampling page" --via mail --in --follow-up "send him the next one" --by 2026-12-01 --dry-run',
        "log 'Farid Rahimi' --on 2026-11-19 --dry-run",
    ),
    "near": ("near Phoenix", "near Leeds --limit 3", "near Cambridge", 'near "Cambridge, MA"', "near Cambridge UK"),
    "new": (
        'new "Marisol Vega" --role "museum guide" --location Seville --birthday --05-02 --dry-run',
        'new "Ana Reyes" --dry-run',
    ),
    "pause": ("pause Ingrid --dry-run",),
    "people": ("people", "people 'last:>1y'", "people group:cx", "people status:aspirational"),
    "picks": ("picks", "picks --explain", 'picks --skip "Wim de Groot" --dry-run'),
    "plan": (
        'plan Kavya "workshop two" --when "2026-12-03 12:30" --for 90m --where "Kahve Corner" --via lunch --dry-run',
        'plan Ravi --move "2026-12-02 13:00" --dry-run',
        "plan Ravi --cancel --dry-run",
        "plan Ravi --invite -",
        'plan "Ana Reyes" "about CX" --when "2026-11-24 17:00" --for 45m --via video --dry-run',
    ),
    "plugins": ("plugins list",),
    "report": ("report", 'report --since "3 months"', 'report --since "6 weeks" --list'),
    "resume": ("resume Callum --dry-run", "resume Priya --dry-run"),
    "snooze": ('snooze Ingrid --for "3 weeks" --dry-run', "snooze Amara --until 2027-01-10 --dry-run"),
    "sync": ("sync --dry-run",),
}
"""What is asked of a vault that stays as it is, by transcript."""

AS_JSON: dict[str, tuple[str, ...]] = {
    "agenda": ("agenda --days 60",),
    "brief": ('brief "Ana Reyes"', 'brief "Ana Reyes" --opener letter', "brief Amara", "brief Margaret"),
    "check": ("check",),
    "find": (
        "find hospital manager",
        "find colleague-at:acme",
        "find 'last:>1y' skill:hospital",
        "find teaching --beyond --limit 2",
    ),
    "intro": ('intro "Ana Reyes"', "intro Zanele"),
    "log": ('log "Amara Obi" hello --via call --dry-run',),
    "near": ("near Phoenix", 'near "Cambridge, MA"'),
    "people": ("people",),
    "picks": ("picks", "picks --explain"),
    "plan": (
        'plan Kavya "workshop two" --when "2026-12-03 12:30" --for 90m --where "Kahve Corner" --via lunch --dry-run',
        "plan Ravi --cancel --dry-run",
    ),
    "report": ("report", 'report --since "6 weeks" --list'),
    "slots": (
        'slots "Ana Reyes" --dry-run',
        "slots Noor --count 1",
        "slots --held",
        "slots Noor --release",
    ),
    "sync": ("sync --dry-run",),
}
"""The same as programs read it."""

WRITING: dict[str, tuple[str, ...]] = {
    "slots": (
        'slots "Ana Reyes" --dry-run',
        "slots Noor --via coffee --for 1h --count 2 --dry-run",
        "slots Aroha --after-hours --dry-run",
        "slots 林美玲 --via call --dry-run",
        "slots Layla --from 2026-11-26 --days 5 --dry-run",
        "slots Mateus --count 2 --dry-run",
        'slots "Ana Reyes" --via video',
        "slots Amara --count 2",
        "slots --held",
        'slots "Ana Reyes" --count 2',
        'plan "Ana Reyes" --when "2026-11-25 17:00" --for 45m --via video',
        "slots --held",
        "slots Amara --release",
    ),
    "undo": (
        'log Amara "moving north" --via call --outcome talked --follow-up "send her the list" --by 2026-12-01',
        "brief Amara",
        'snooze Ingrid --for "3 weeks"',
        "resume Callum",
        "intro Imani --through Seun --state made",
        'plan Kavya "the second workshop" --when "2026-12-03 12:30" --via lunch',
        'picks --skip "Wim de Groot"',
        "undo --dry-run",
        "undo",
        "undo 5",
        "undo",
    ),
}
"""What is asked in a row of a vault that may be written into, or of which something is kept."""

LEFT_OUT = {
    "doctor": "tells of the machine",
    "import": "comes with plugins, which have tests of their own",
    "serve": "goes on until it is stopped",
    "service": "tells of the machine",
    "today": "is another name of agenda",
    "watch": "goes on until it is stopped",
}
"""Verbs without a transcript, and why."""

SHOWS = (
    ("agenda", "no answer by phone twice, so perhaps a message"),
    ("agenda", "could introduce you"),
    ("brief", "New "),
    ("brief", "Family "),
    ("brief", "They promised "),
    ("brief", "Give and take "),
    ("brief", "In common "),
    ("brief", "A way in "),
    ("brief", "give and take are even"),
    ("brief", "joined Coal City Bridges"),
    ("brief", "only asks"),
    ("brief", "Who reached out "),
    ("brief", "Will be at "),
    ("brief", "Learnt from them "),
    ("brief", "They asked "),
    ("brief", "Planned "),
    ("brief", "mostly they: they 3"),
    ("brief", "What do I charge somebody who cannot pay?"),
    ("agenda", "Winter supper"),
    ("agenda", "planned: "),
    ("agenda", "answer  "),
    ("find", "previously: Acme (2017"),
    ("find", "worked at Brightwater"),
    ("find", "knows them: "),
    ("find", "of those you are in touch with"),
    ("intro", ": asked"),
    ("intro", ": made"),
    ("intro", ": came of it"),
    ("intro", ": thanked"),
    ("intro", "was at A long table in Kakheti with"),
    ("intro", " → "),
    ("near", "works at Lumen, whose place is"),
    ("near", "works at the lamp people"),
    ("near", "which reaches far beyond that city"),
    ("near", "place: Cambridge, MA"),
    ("near", "place: Cambridge, UK"),
    ("plan", "BEGIN:VEVENT"),
    ("plan", "You have something else then: Stefan Gruber"),
    ("slots", "(yours, Phoenix)"),
    ("slots", "20:00-20:45 (yours, Taipei)"),
    ("slots", "in London and in Lisbon"),
    ("slots", "the note names none"),
    ("slots", "proposed 22 Nov 2026"),
    ("slots", "let go"),
    ("people", "paused"),
    ("people", "aspirational"),
    ("picks", "An old tie"),
    ("picks", "Somebody new"),
    ("picks", "A call"),
    ("picks", "had a turn in the week of"),
    ("picks", "floor "),
    ("report", "no answer 6, talked"),
    ("report", "declined 1"),
    ("report", "They reached out"),
    ("report", "were with people"),
    ("report", "By kind of pick"),
    ("report", "too few to say"),
    ("picks", "left in peace until"),
    ("undo", "as it was"),
)
"""What the example vault has something for, by transcript and a few words of it."""

SAYS_NOTHING = re.compile(r"(Nobody|Nothing|There is no(thing)?|No [a-z]+|\[\]|\{\}|0 )\b.*\n?")
SECONDS = re.compile(r'"seconds": [\d.]+')
TOKEN = re.compile(r"(?<=/feeds/)[\w-]{20,}(?=/)")


def run(folder: Path, arguments: list[str], *, mixed: bool = False, **environment: str) -> "tuple[str, int]":
    """Run the program as a user does, in a folder, and give what it prints; ``mixed`` with what it says aside."""
    home = folder.parent
    places = {f"VAULTSYNC_{name}_DIR": str(home / name.lower()) for name in ("STATE", "CACHE", "CONFIG")}
    done = subprocess.run(
        [sys.executable, "-m", "vaultsync", *arguments],
        cwd=folder,
        env={**os.environ, **places, "HOME": str(home), "TZ": "UTC", "COLUMNS": "80", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if mixed else subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )
    said = f"{done.stdout}{done.stderr or ''}"
    assert "Traceback" not in said, said
    assert "a fault of its own" not in said, said
    return done.stdout, done.returncode


def copied(folder: Path) -> Path:
    """A copy of the example vault, in a folder of its own."""
    return Path(shutil.copytree(EXAMPLE, folder / "vault", ignore=shutil.ignore_patterns("feeds")))


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example vault that nobody writes into."""
    return copied(tmp_path_factory.mktemp("example"))


def compared(name: str, found: str) -> None:
    """Hold a text against its golden file, or write that anew where it was asked for."""
    golden = EXPECTED / name
    if os.environ.get("VAULTSYNC_GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(found.encode("utf-8"))
    assert found.encode("utf-8") == golden.read_bytes()


def answers(vault: Path, commands: tuple[str, ...]) -> str:
    """The commands, and what a terminal shows below each; an exit code other than 0 in brackets."""
    told = []
    for command in commands:
        said, code = run(vault, shlex.split(command), mixed=True)
        told += [f"$ vaultsync {command}\n", said, f"[{code}]\n" if code else "", "\n"]
    return same_everywhere("".join(told[:-1]))


def same_everywhere(text: str) -> str:
    """The text without what no two runs or machines share: seconds, the token, plugins that are installed there."""
    text = TOKEN.sub("TOKEN", text)
    text = re.sub(r"^Yours\n(?: .*\n)+", "", text, flags=re.MULTILINE)
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("Read "))


@pytest.mark.parametrize("name", READING)
def test_what_a_terminal_shows(example: Path, name: str) -> None:
    compared(f"{name}.txt", answers(example, READING[name]))


@pytest.mark.parametrize("name", AS_JSON)
def test_what_a_program_reads(example: Path, tmp_path: Path, name: str) -> None:
    if name in WRITING:
        example = copied(tmp_path)
    found = {command: run(example, [*shlex.split(command), "--json"])[0] for command in AS_JSON[name]}
    rows = [f"{json.dumps(command, ensure_ascii=False)}: {said.rstrip()}" for command, said in found.items()]
    text = "{\n" + ",\n".join(rows) + "\n}\n"
    text = SECONDS.sub('"seconds": 0.0', text.replace(str(example.resolve()), "VAULT"))
    assert [*json.loads(text)] == [*found]
    compared(f"{name}.json", text)


@pytest.mark.parametrize("name", WRITING)
def test_what_is_said_where_something_is_written(tmp_path: Path, name: str) -> None:
    vault = copied(tmp_path)
    before = {path: path.read_bytes() for path in sorted(vault.rglob("*.md"))}
    settings = vault / "vaultsync.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n[write]\nenabled = true\n", encoding="utf-8")
    compared(f"{name}.txt", answers(vault, WRITING[name]))
    assert before.keys() == {*vault.rglob("*.md")}


def test_the_demonstration(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    compared("demo.txt", answers(home, ("demo",)))


def test_a_picture_of_the_report(example: Path, tmp_path: Path) -> None:
    run(example, ["report", "--svg", str(tmp_path / "report.svg")])
    compared("report.svg", (tmp_path / "report.svg").read_text(encoding="utf-8"))


def feeds(vault: Path) -> dict[str, bytes]:
    """The published feeds by name."""
    return {path.name: path.read_bytes() for path in sorted((vault / ".vaultsync/feeds").iterdir())}


def test_what_is_published(tmp_path: Path) -> None:
    vault = copied(tmp_path)
    run(vault, ["sync"])
    found = feeds(vault)
    assert sorted(found) == ["birthdays.ics", "catch-ups.ics", "weekly-three.ics"]
    for name, data in found.items():
        compared(name, data.decode("utf-8"))


def test_the_bytes_depend_on_the_notes_alone(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "a much longer path" / "第二"
    first.mkdir()
    vault = copied(first)
    run(vault, ["sync"], PYTHONHASHSEED="0", TZ="Pacific/Kiritimati", LC_ALL="C")
    # The same files, made in the opposite order, read elsewhere, by another machine's clock and hash seed.
    for path in sorted(EXAMPLE.rglob("*"), reverse=True):
        if path.is_file() and path.suffix != ".ics":
            target = second / "vault" / path.relative_to(EXAMPLE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    run(second / "vault", ["sync"], PYTHONHASHSEED="4711", TZ="America/Phoenix", LC_ALL="C.UTF-8")
    assert feeds(vault) == feeds(second / "vault")


def test_every_verb_has_a_transcript_or_a_reason_to_have_none() -> None:
    assert {*READING, *WRITING, *LEFT_OUT, "demo"} == {*VERBS}


def parts(name: str) -> list[tuple[str, str]]:
    """Each command of a transcript, and the answer to it."""
    text = (EXPECTED / f"{name}.txt").read_text(encoding="utf-8")
    return [(command, answer) for command, answer in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n?)*)", text, re.MULTILINE)]


@pytest.mark.parametrize("name", [*READING, *WRITING, "demo"])
def test_the_example_has_something_to_answer_to_every_command(name: str) -> None:
    found = parts(name)
    assert len(found) == len({**READING, **WRITING, "demo": ("demo",)}[name])
    for command, answer in found:
        assert answer.strip(), command
        assert not SAYS_NOTHING.fullmatch(answer.strip()), command


@pytest.mark.parametrize("name", AS_JSON)
def test_the_example_has_something_for_programs_too(name: str) -> None:
    for command, answer in json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8")).items():
        assert answer, command


@pytest.mark.parametrize(("name", "words"), SHOWS)
def test_the_example_has_something_for_every_feature(name: str, words: str) -> None:
    # Wrapped lines are put together again.
    assert words in re.sub(r"\n\s{3,}", " ", (EXPECTED / f"{name}.txt").read_text(encoding="utf-8"))
