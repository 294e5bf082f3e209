"""Every command that the documentation shows is run, and answers as the page says."""

import re
from pathlib import Path

import pytest
from tests.docs.console import NOT_RUN, ROOT, agrees, begun, pages, steps

from vaultsync.cli.commands import every_command, main

EXITS = {"vaultsync sync --strict --debug": 1}
"""Commands that are right to end with another code than 0."""


def _exit_code(command: str, said: list[str]) -> int:
    """The code that a command should end with: for ``check``, whether an error is among what it says."""
    if command.startswith("vaultsync check"):
        return int(any(": error: " in line for line in said))
    return EXITS.get(command, 0)


def _named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", [page for page in pages() if steps(page.read_text(encoding="utf-8"))], ids=_named)
def test_a_page_shows_what_its_commands_answer(page: Path, tmp_path: Path) -> None:
    folder = begun(page, tmp_path)
    for step in steps(page.read_text(encoding="utf-8")):
        if step.command in NOT_RUN:
            continue
        said, code = folder.do(step)
        where = f"{_named(page)}:{step.line}: {step.command}"
        assert code == _exit_code(step.command, said), f"{where} ended with {code}:\n" + "\n".join(said)
        if step.shown:
            assert agrees(step.shown, said), f"{where} says:\n" + "\n".join(said)


def test_every_command_that_is_not_run_is_shown_somewhere_and_stands_on_something() -> None:
    shown = {step.command for page in pages() for step in steps(page.read_text(encoding="utf-8"))}
    assert shown >= NOT_RUN
    scripts = [command.split()[1] for command in NOT_RUN if command.startswith("python ")]
    assert [script for script in scripts if not (ROOT / script).exists()] == []


def test_every_make_target_that_is_shown_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    shown = {
        target
        for page in pages()
        for target in re.findall(r"(?:`|^\$ )make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert shown >= {"demo", "test"}
    assert shown <= targets


def test_every_make_target_is_told_of() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    told = (ROOT / "docs" / "how-to" / "contribute.md").read_text(encoding="utf-8")
    assert [target for target in phony.split() if f"`make {target}`" not in told] == []


def test_every_command_that_the_text_mentions_exists_with_its_options() -> None:
    mentioned = {
        words for page in pages() for words in re.findall(r"`vaultsync ([^`]+)`", page.read_text(encoding="utf-8"))
    }
    commands = every_command()
    for words in mentioned:
        first, *rest = [word for word in words.split() if not word.startswith("-")] or [""]
        command = commands.get(first) or commands.get(" ".join((first, *rest[:1])))
        # Options alone are those of the whole, and so is a verb with others below it.
        below = {each.split()[0]: main for each in commands if " " in each} | {"": main, "…": main}
        command = command or (below[first] if not rest else None)
        assert command is not None, words
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words.split() if word.startswith("--")} <= known, words


def test_an_ellipsis_stands_for_any_lines() -> None:
    assert agrees(["a", "…", "d"], ["a", "b", "c", "d"])
    assert agrees(["a", "…"], ["a"])
    assert not agrees(["a", "…", "d"], ["a", "b", "c"])
