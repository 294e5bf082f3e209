"""``watch`` as it runs: a process of its own on a vault of files, and everything that happens to files."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.real import Real, beside
from tests.conftest import Sandbox

from vaultsync.vault.heartbeat import fresh
from vaultsync.vault.moment import moment
from vaultsync.vault.state import state_folder

PERSON = "---\ncadence: 6 weeks\n---\n## Log\n- 2026-10-20 ☎ call: hello\n"
LONG_AGO = 1_700_000_000


@pytest.fixture
def vault(sandbox: Sandbox) -> Sandbox:
    notes = {f"People/{name}.md": PERSON for name in ("Ana Reyes", "Bo Lind", "Team/Cy Park")}
    return sandbox.write({"vaultsync.toml": "", ".obsidian/app.json": "{}", **notes})


@pytest.fixture
def watch(vault: Sandbox) -> Iterator[Real]:
    running = Real("watch", vault.root)
    yield running
    running.kill()


def save(path: Path, text: str) -> None:
    """Save as editors do: a file beside it, and then in its place."""
    beside_it = path.with_name(f".{path.name}.tmp")
    beside_it.write_text(text, encoding="utf-8")
    beside_it.replace(path)


def event(vault: Sandbox, name: str, feed: str = "catch-ups") -> str:
    """The event about somebody; empty where there is none."""
    if not (vault.feeds / f"{feed}.ics").exists():
        return ""
    text = vault.feed(feed).replace("\r\n ", "")
    return next((each for each in text.split("BEGIN:VEVENT")[1:] if f"SUMMARY:{name}" in each), "")


def is_current(vault: Sandbox) -> bool:
    return fresh(state_folder(vault.root, os.environ), moment())


def test_what_is_saved_made_renamed_and_removed_is_in_the_feed(vault: Sandbox, watch: Real) -> None:
    people = vault.root / "People"
    watch.ready()
    day = event(vault, "Ana Reyes").partition("DTSTART")[2].split("\r\n")[0]
    save(people / "Ana Reyes.md", PERSON + "- 2026-11-22 ☎ call: spoke\n")
    watch.until(lambda: f"DTSTART{day}\r\n" not in event(vault, "Ana Reyes"))
    (people / "Di Moss.md").write_text(PERSON)
    uid = watch.until(lambda: event(vault, "Di Moss").partition("UID:")[2].split("\r\n")[0])
    (people / "Di Moss.md").rename(people / "Di Moss Hart.md")
    watch.until(lambda: uid in event(vault, "Di Moss Hart"))
    (people / "Di Moss Hart.md").unlink()
    watch.until(lambda: not event(vault, "Di Moss Hart"))
    assert watch.events("failed") == []


def test_a_folder_that_goes_and_comes_takes_its_people_along(vault: Sandbox, watch: Real, tmp_path: Path) -> None:
    watch.ready()
    (vault.root / "People" / "Team").rename(tmp_path / "Team")
    watch.until(lambda: not event(vault, "Cy Park"))
    (tmp_path / "Team" / "Di Moss.md").write_text(PERSON)
    (tmp_path / "Team").rename(vault.root / "People" / "Crew")
    watch.until(lambda: event(vault, "Cy Park") and event(vault, "Di Moss"))
    save(vault.root / "People" / "Crew" / "Cy Park.md", PERSON.replace("6 weeks", "never"))
    watch.until(lambda: not event(vault, "Cy Park"))


def test_settings_that_change_hold_at_once_and_broken_ones_change_nothing(vault: Sandbox, watch: Real) -> None:
    watch.ready()
    settings = vault.root / "vaultsync.toml"
    save(settings, '[[feeds]]\nname = "everybody"\n')
    watch.until(lambda: event(vault, "Ana Reyes", "everybody") and not (vault.feeds / "catch-ups.ics").exists())
    save(settings, "[[feeds]\n")
    (failed,) = watch.until(lambda: watch.events("failed"))
    assert failed["message"].startswith("vaultsync.toml:1: The settings are not valid TOML")
    assert event(vault, "Ana Reyes", "everybody")
    save(settings, "")
    watch.until(lambda: event(vault, "Ana Reyes") and not (vault.feeds / "everybody.ics").exists())
    assert len(watch.events("failed")) == 1


def test_three_hundred_saves_at_once_are_all_in_the_feed_after_a_few_syncs(vault: Sandbox) -> None:
    notes = {f"People/P{number:03}.md": "---\nbirthday: 1990-02-01\n---\n" for number in range(300)}
    watch = Real("watch", vault.write(notes).root)
    try:
        watch.ready()
        before = len(watch.events("synced"))
        for path in notes:
            save(vault.root / path, "---\nbirthday: 1990-07-08\n---\n")

        def moved() -> int:
            text = (vault.feeds / "birthdays.ics").read_text(encoding="utf-8")
            return text.count("DTSTART;VALUE=DATE:20270708")

        watch.until(lambda: moved() == 300)
        watch.until(lambda: is_current(vault))
        assert len(watch.events("synced")) - before < 30
    finally:
        watch.kill()


def test_ticks_are_written_down_once_and_start_no_loop(vault: Sandbox) -> None:
    vault.write({"vaultsync.toml": '[write]\nenabled = true\nlist = "Catch-ups.md"\nproperties = ["next_contact"]\n'})
    for name in ("Ana Reyes", "Bo Lind", "Team/Cy Park"):
        vault.write({f"People/{name}.md": PERSON.replace("2026-10-20", "2026-09-20")})
        os.utime(vault.root / "People" / f"{name}.md", (LONG_AGO, LONG_AGO))
    the_list, people = vault.root / "Catch-ups.md", vault.root / "People"
    watch = Real("watch", vault.root)
    try:
        watch.until(lambda: the_list.exists() and the_list.read_text().count("- [ ]") >= 2 and is_current(vault))
        text = the_list.read_text()
        save(the_list, text.replace("- [ ]", "- [x]", 2))
        before = len(watch.events("synced"))

        def logged() -> list[str]:
            return [file.name for file in people.rglob("*.md") if "- 2026-11-22" in file.read_text()]

        watch.until(lambda: len(logged()) == 2 and "✅ 2026-11-22" in the_list.read_text() and is_current(vault))
        stood = {file: file.read_bytes() for file in (*people.rglob("*.md"), the_list)}
        # What would loop has had its chance by the time that another save is through, and all is quiet again.
        (people / "Zoe Hart.md").write_text("---\n---\n")
        watch.until(lambda: any("People/Zoe Hart.md" in each["changed"] for each in watch.events("synced")))
        watch.until(lambda: is_current(vault))
        assert {file: file.read_bytes() for file in stood} == stood
        assert all(data.count(b"- 2026-11-22") <= 1 for file, data in stood.items() if file != the_list)
        assert len(watch.events("synced")) - before < 15
        assert watch.ended() == 0
    finally:
        watch.kill()


def test_others_work_beside_it_and_a_second_watch_does_not(vault: Sandbox, watch: Real) -> None:
    watch.ready()
    second = beside("watch", vault.root)
    assert second.returncode == 3
    assert f"Process {watch.process.pid} watches this vault already" in second.stderr
    day = event(vault, "Bo Lind").partition("DTSTART")[2].split("\r\n")[0]
    vault.write({"vaultsync.toml": "[write]\nenabled = true\n"})
    logged = beside("--vault", vault.root, "log", "Bo Lind", "tea and cake", "--via", "coffee")
    assert (logged.returncode, logged.stderr.count("Traceback")) == (0, 0)
    assert "tea and cake" in (vault.root / "People" / "Bo Lind.md").read_text()
    watch.until(lambda: (found := event(vault, "Bo Lind")) and f"DTSTART{day}\r\n" not in found)


def test_it_ends_well_and_leaves_nothing_half_written(vault: Sandbox, watch: Real) -> None:
    watch.ready()
    save(vault.root / "People" / "Ana Reyes.md", PERSON.replace("6 weeks", "3 weeks"))
    assert watch.ended() == 0
    assert watch.told[-1]["event"] == "stopped"
    assert watch.other == []
    assert [file.name for file in vault.root.rglob("*") if file.name.endswith(".tmp")] == []
    assert not is_current(vault)
    again = beside("sync", vault.root)
    assert again.returncode == 0
    assert beside("sync", vault.root, "--json").returncode == 0
    assert "END:VCALENDAR\r\n" in vault.feed()


def test_a_vault_that_goes_away_is_waited_for(vault: Sandbox, watch: Real, tmp_path: Path) -> None:
    watch.ready()
    vault.root.rename(tmp_path / "away")
    watch.until(lambda: watch.events("vault-gone"))
    (tmp_path / "away" / "People" / "Di Moss.md").write_text(PERSON)
    shutil.copytree(tmp_path / "away", vault.root)
    watch.until(lambda: watch.events("vault-back") and event(vault, "Di Moss"))
    save(vault.root / "People" / "Ed Hale.md", PERSON)
    watch.until(lambda: event(vault, "Ed Hale"))
    assert watch.ended() == 0
