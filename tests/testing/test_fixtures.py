"""The fixtures: a vault, a sync, the program, each in folders of the test's own and with the plugins it names."""

import datetime
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from vaultsync import Fact, Interaction, PluginInfo, Section, hookimpl
from vaultsync.testing import VaultFolder, scaffold

ANA = "---\ncadence: 6 weeks\nbirthday: 1990-12-20\ngift: a map\n---\n## Log\n- 2026-09-01 call\n"
NOTES = {"People/Ana.md": ANA}
VARIABLES = ("VAULTSYNC_CONFIG_DIR", "VAULTSYNC_STATE_DIR", "VAULTSYNC_CACHE_DIR")
TUESDAY = datetime.date(2026, 11, 24)


@pytest.fixture
def gifts(tmp_path: Path) -> Path:
    """A plugin that is a single file."""
    file = tmp_path / "gifts.py"
    file.write_text(scaffold.single_file("gifts"), encoding="utf-8")
    return file


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A plugin that is installed, by its name."""
    site = tmp_path / "site"
    (site / "vaultsync_presents").mkdir(parents=True)
    code = scaffold.package("presents")["src/vaultsync_presents/__init__.py"]
    (site / "vaultsync_presents" / "__init__.py").write_text(code, encoding="utf-8")
    about = site / "vaultsync_presents-1.2.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: vaultsync-presents\nVersion: 1.2\n")
    (about / "entry_points.txt").write_text("[vaultsync.plugins]\npresents = vaultsync_presents\n")
    monkeypatch.syspath_prepend(str(site))
    yield "presents"
    sys.modules.pop("vaultsync_presents", None)


def module(**hooks: object) -> ModuleType:
    """A plugin made in a test, which no import would find."""
    made = ModuleType("made_here")
    made.vaultsync_info = hookimpl(lambda: PluginInfo(name="made", summary="Made here."))
    vars(made).update({name: hookimpl(hook) for name, hook in hooks.items()})
    return made


def test_today_is_a_tuesday_in_november(today):
    assert today == TUESDAY
    assert today.strftime("%A") == "Tuesday"


def test_a_vault_is_written_read_and_removed_from(make_vault):
    vault = make_vault(NOTES, settings='[vault]\nname = "Mine"\n')
    assert vault.read("People/Ana.md") == ANA
    vault.write("Daily/x.md", "a").write({"y.md": b"\xff"}).remove("People/Ana.md").rename("Daily/x.md", "z/x.md")
    found = sorted(file.relative_to(vault.path).as_posix() for file in vault.path.rglob("*") if file.is_file())
    assert found == ["vaultsync.toml", "y.md", "z/x.md"]
    assert Path(vault) == vault.path
    with pytest.raises(FileNotFoundError):
        vault.read("People/Ana.md")


def test_two_vaults_of_a_test_are_two_folders(make_vault):
    assert make_vault().path != make_vault().path


def test_a_sync_gives_feeds_events_people_and_briefs(make_vault, run_sync, parse_feed):
    done = run_sync(make_vault(NOTES))
    assert set(done.feeds) == {"catch-ups", "birthdays"}
    assert done.files["birthdays.ics"] == done.feeds["birthdays"]
    events = parse_feed(done.feeds["birthdays"])
    assert [str(event["UID"]) for event in events] == sorted(
        one.uid for one in done.catch_ups if one.reminder.kind == "birthday"
    )
    (ana,) = done.network.people
    assert {fact.name for fact in done.network.facts[ana.uid]} >= {"cadence"}
    assert done.network.interactions[ana.uid][0].day == datetime.date(2026, 9, 1)
    assert {one.plugin for one in done.reminders} == {"birthdays", "cadence"}
    assert any("call" in section.lines[0] for section in done.briefs[ana.uid].sections)
    assert (done.problems, done.edits, done.written_notes) == ((), (), ())
    with pytest.raises(AttributeError):
        done.feeds = {}


def test_what_came_of_a_sync_outlives_the_next(make_vault, run_sync):
    vault = make_vault(NOTES)
    first = run_sync(vault)
    run_sync(vault.remove("People/Ana.md"))
    assert [person.name for person in first.network.people] == ["Ana"]
    assert first.catch_ups


def test_a_sync_is_of_the_day_that_is_asked_for(make_vault, run_sync):
    done = run_sync(make_vault(NOTES), today=datetime.date(2030, 1, 1))
    assert min(one.day for one in done.catch_ups) >= datetime.date(2029, 12, 25)


def test_notes_that_were_just_saved_are_written_into_again_and_again(make_vault, run_sync):
    vault = make_vault(NOTES, settings='[write]\nenabled = true\nproperties = ["last_contact"]\n')
    assert run_sync(vault).written_notes == ("People/Ana.md",)
    assert "last_contact: 2026-09-01" in vault.read("People/Ana.md")
    vault.write("Daily/2026-11-20.md", "- 2026-11-20 tea with [[Ana]]\n")
    assert run_sync(vault).written_notes == ("People/Ana.md",)
    assert "last_contact: 2026-11-20" in vault.read("People/Ana.md")
    assert run_sync(vault).edits == ()


def test_a_module_is_run_besides(make_vault, run_sync):
    plugin = module(vaultsync_brief=lambda person: [Section(title="Made", lines=(person.name,))])
    done = run_sync(make_vault(NOTES), plugins=[plugin])
    assert [section.plugin for section in done.briefs["People/Ana.md"].sections if section.title == "Made"] == ["made"]
    assert "made_here" not in sys.modules


def test_a_file_is_run_as_one_that_the_user_trusts(make_vault, run_sync, gifts, vaultsync_home):
    done = run_sync(make_vault(NOTES), plugins=[gifts], config={"gifts": {"days_before": 3}})
    assert [str(one.due) for one in done.reminders if one.plugin == "gifts"] == ["2026-12-17", "2027-12-17"]
    assert (vaultsync_home.config / "plugins" / "gifts.py").is_file()
    assert done.problems == ()


def test_an_installed_plugin_is_run_as_one_that_the_user_enabled(make_vault, run_sync, installed, vaultsync_home):
    done = run_sync(make_vault(NOTES), plugins=[installed])
    assert [str(one.due) for one in done.reminders if one.plugin == "presents"] == ["2026-12-06", "2027-12-06"]
    assert 'enable = ["presents"]' in (vaultsync_home.config / "config.toml").read_text(encoding="utf-8")


def test_plugins_stay_on_until_others_are_named(make_vault, run_sync, gifts):
    vault = make_vault(NOTES)
    run_sync(vault, plugins=[gifts])
    assert "gifts" in {one.plugin for one in run_sync(vault).reminders}
    assert "gifts" not in {one.plugin for one in run_sync(vault, plugins=[]).reminders}


def test_a_built_in_is_run_once_whoever_names_it(make_vault, run_sync):
    done = run_sync(make_vault(NOTES), plugins=["cadence"], config={"cadence": {"minutes": 45}})
    assert [one.minutes for one in done.reminders if one.plugin == "cadence"] == [45]


def test_a_plugin_that_is_not_loaded_is_told_of_with_the_reason(make_vault, run_sync, tmp_path):
    (tmp_path / "worse.py").write_text("from vaultsync import hookimpl\n", encoding="utf-8")
    with pytest.raises(LookupError, match=r"no vaultsync_info\(\)"):
        run_sync(make_vault(NOTES), plugins=[tmp_path / "worse.py"])


def test_what_a_plugin_raises_is_a_problem_unless_the_run_is_strict(make_vault, run_sync):
    def raises(person):
        raise RuntimeError("out of ideas")

    vault, plugin = make_vault(NOTES), module(vaultsync_enrich=raises)
    assert [told.plugin for told in run_sync(vault, plugins=[plugin]).problems] == ["made"]
    with pytest.raises(Exception, match="out of ideas"):
        run_sync(vault, strict=True)
    assert run_sync(vault, without=["made"]).problems == ()


def test_everything_is_asked_anew_where_that_is_asked_for(make_vault, run_sync):
    asked = []

    def enrich(person):
        asked.append(person.name)
        return [Fact(name="made", value=1)]

    vault = make_vault(NOTES)
    run_sync(vault, plugins=[module(vaultsync_enrich=enrich)])
    run_sync(vault)
    assert asked == ["Ana"]
    run_sync(vault, anew=True)
    assert asked == ["Ana", "Ana"]


def test_contacts_from_outside_and_deliveries_are_part_of_a_sync(make_vault, run_sync):
    delivered = []

    def interactions(network):
        return [Interaction(person=person.uid, day=TUESDAY, channel="mail") for person in network.people]

    def deliver(published):
        delivered.append([one.name for one in published.artifacts])

    plugin = module(vaultsync_interactions=interactions, vaultsync_deliver=deliver)
    done = run_sync(make_vault(NOTES), plugins=[plugin])
    assert done.network.interactions["People/Ana.md"][0].plugin == "made"
    assert delivered == [["birthdays.ics", "catch-ups.ics"]]


def test_the_program_is_called_in_this_process(make_vault, cli):
    vault = make_vault(NOTES)
    said = cli("agenda", "--json", vault=vault)
    assert (said.code, said.err) == (0, "")
    assert "Ana" in said.out
    assert said.json
    assert cli("agenda", vault=vault.path / "nowhere").code == 2


def test_the_program_is_called_in_a_process_of_its_own(make_vault, cli, gifts):
    vault = make_vault(NOTES)
    said = cli("sync", vault=vault, plugins=[gifts], process=True)
    assert (said.code, said.err) == (0, said.err)
    assert "find a map" in cli("agenda", "--json", vault=vault, process=True).out
    assert "find a map" in cli("agenda", "--json", vault=vault).out


def test_modules_are_run_by_the_program_too(make_vault, cli):
    plugin = module(vaultsync_brief=lambda person: None)
    assert "made" in cli("doctor", vault=make_vault(NOTES), plugins=[plugin]).out


def test_the_machines_own_folders_and_variables_are_left_alone(make_vault, run_sync, cli, monkeypatch, tmp_path):
    for name in VARIABLES:
        monkeypatch.setenv(name, str(tmp_path / "machine"))
    monkeypatch.setenv("VAULTSYNC_VAULT", "elsewhere")
    monkeypatch.setenv("NO_COLOR", "1")
    before = dict(os.environ), [*sys.argv]
    vault = make_vault(NOTES)
    run_sync(vault)
    cli("agenda", vault=vault)
    assert (dict(os.environ), [*sys.argv]) == before
    assert not (tmp_path / "machine").exists()


def test_a_vault_that_is_a_plain_folder_can_be_synced(tmp_path, run_sync):
    VaultFolder(tmp_path / "plain").write("People/Bo.md", ANA)
    assert [person.name for person in run_sync(tmp_path / "plain").network.people] == ["Bo"]
