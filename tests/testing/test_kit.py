"""The kit itself: it costs nothing where it is not used, and is found by pytest in a run of its own."""

import datetime
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import vaultsync.testing as kit
from vaultsync.testing import scaffold
from vaultsync.testing._home import Home, toml
from vaultsync.testing._running import pytest_plugin, run_contract
from vaultsync.testing._targets import found, one
from vaultsync.testing._vaults import VaultFolder

ROOT = Path(__file__).parents[2]
HEAVY = ("hypothesis", "vaultsync.model", "vaultsync.hooks", "vaultsync.sync", "icalendar", "msgspec", "click")


def beside(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        text=True,
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


def own_tests(folder: Path) -> subprocess.CompletedProcess[str]:
    return beside("-m", "pytest", "-q", "-ra", "-p", "no:cacheprovider", "-p", pytest_plugin(), cwd=folder)


def written(folder: Path, name: str) -> Path:
    for path, text in scaffold.package(name).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_pytest_knows_it_by_an_entry_point():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"vaultsync": "vaultsync.testing.plugin"}
    assert {each.split(">")[0] for each in project["optional-dependencies"]["testing"]} == {"hypothesis", "pytest"}


def test_it_loads_nothing_until_a_test_asks_for_something(tmp_path):
    code = f"import sys, vaultsync.testing.plugin\nprint([name for name in {HEAVY} if name in sys.modules])"
    assert beside("-c", code, cwd=tmp_path).stdout == "[]\n"


def test_a_run_that_does_not_use_it_is_as_it_was(tmp_path):
    (tmp_path / "test_mine.py").write_text(
        "import sys\ndef test_mine(cli): assert cli == 1\n"
        f"def test_light(): assert not [name for name in {HEAVY[1:4]} if name in sys.modules]\n"
    )
    (tmp_path / "conftest.py").write_text("import pytest\n@pytest.fixture\ndef cli(): return 1\n")
    done = own_tests(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_another_day_is_a_fixture_of_the_same_name(tmp_path):
    (tmp_path / "test_mine.py").write_text(
        "import datetime, pytest\n@pytest.fixture\ndef today(): return datetime.date(2030, 1, 1)\n"
        "def test_mine(make_vault, run_sync):\n"
        '    vault = make_vault({"People/Ana.md": "---\\ncadence: weekly\\n---\\n"})\n'
        "    assert run_sync(vault).catch_ups[0].day.year == 2030\n"
    )
    done = own_tests(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_public_name_is_there():
    for name in kit.__all__:
        assert getattr(kit, name).__doc__ or name == "RULES"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kit.nothing  # noqa: B018 - it is looked up


def test_a_new_package_passes_its_own_tests_as_it_is(tmp_path):
    done = own_tests(written(tmp_path, "birthday-gifts"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "11 passed, 2 skipped" in done.stdout


def test_a_new_package_says_the_same_name_everywhere():
    files = scaffold.package("birthday-gifts")
    assert sorted(files) == [
        "README.md",
        "pyproject.toml",
        "src/vaultsync_birthday_gifts/__init__.py",
        "src/vaultsync_birthday_gifts/py.typed",
        "tests/test_birthday_gifts.py",
    ]
    project = tomllib.loads(files["pyproject.toml"])
    assert project["project"]["name"] == "vaultsync-birthday-gifts"
    assert project["project"]["entry-points"]["vaultsync.plugins"] == {"birthday-gifts": "vaultsync_birthday_gifts"}
    assert 'name="birthday-gifts"' in files["src/vaultsync_birthday_gifts/__init__.py"]
    assert not [path for path, text in files.items() if "$" in text]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "is no name"),
        ("Gifts", "is no name"),
        ("../gifts", "is no name"),
        ("gifts-", "is no name"),
        ("1gift", "is no name"),
        ("x" * 41, "is no name"),
        ("vaultsync-gifts", "gifts, not vaultsync-gifts"),
    ],
)
def test_a_name_that_a_plugin_cannot_have_is_refused_with_one_that_it_can(name, says):
    with pytest.raises(ValueError, match=says):
        scaffold.package(name)
    with pytest.raises(ValueError, match=says):
        scaffold.single_file(name)


def test_the_contract_is_run_on_a_file_and_the_settings_of_the_folder_it_lies_in_mean_nothing(
    tmp_path, capfd, monkeypatch
):
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (tmp_path / "gifts.py").write_text(scaffold.single_file("gifts"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    assert run_contract("gifts.py") == 0
    assert "8 passed, 2 skipped" in capfd.readouterr().out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gifts.py", "pytest.ini"]


def test_the_contract_is_run_on_a_package_by_its_folder(tmp_path, capfd):
    assert run_contract(str(written(tmp_path / "presents", "presents"))) == 0
    assert "8 passed, 2 skipped" in capfd.readouterr().out


def test_the_contract_is_run_on_a_plugin_by_its_name(capfd):
    assert run_contract("rhythm") == 0
    assert "7 passed, 3 skipped" in capfd.readouterr().out


def test_a_plugin_that_breaks_a_rule_ends_with_one(tmp_path, capfd):
    code = scaffold.single_file("gifts").replace('key="gift"', "key=person.path")
    (tmp_path / "gifts.py").write_text(code, encoding="utf-8")
    assert run_contract(str(tmp_path / "gifts.py")) == 1
    assert "What to do: Make a reminder's key" in capfd.readouterr().out


@pytest.mark.parametrize("last", ["Section", "import sys; sys.exit(0)", "def"])
def test_a_file_that_cannot_be_imported_is_told_of_with_its_line_alone(tmp_path, capfd, last):
    (tmp_path / "gifts.py").write_text(f"first = 1\n{last}\n", encoding="utf-8")
    assert run_contract(str(tmp_path / "gifts.py")) == 4
    said = "".join(capfd.readouterr())
    assert f"{tmp_path / 'gifts.py'} could not be imported. Mend this, and test it again:" in said
    assert 'gifts.py", line 2' in said
    assert "INTERNALERROR" not in said
    assert "_targets.py" not in said


def test_whoever_misspells_a_plugin_is_told_what_there_is(capfd):
    assert run_contract("cadense") == 4
    assert "There is no plugin or module cadense. Did you mean cadence?" in capfd.readouterr().err


def test_what_is_missing_is_told_with_how_to_have_it(capfd, monkeypatch):
    monkeypatch.setattr("vaultsync.testing._running.find_spec", lambda name: None)
    assert run_contract("cadence") == 2
    assert capfd.readouterr().err == (
        'Plugins are tested with pytest and hypothesis, not installed here: pip install "vaultsync[testing]"\n'
    )


def test_a_plugin_is_found_by_whatever_names_it(tmp_path):
    cadence = one("cadence")
    assert (cadence.name, cadence.builtin) == ("cadence", True)
    assert one(cadence.module).module is one("vaultsync.builtin.cadence").module is cadence.module
    (tmp_path / "gifts.py").write_text(scaffold.single_file("gifts"), encoding="utf-8")
    assert (one(tmp_path / "gifts.py").name, one(tmp_path / "gifts.py").builtin) == ("gifts", False)


def test_whatever_is_no_plugin_is_told_of(tmp_path):
    for target, says in (
        (tmp_path / "none.py", "no file"),
        (tmp_path, "no pyproject.toml"),
        ("no.such.module", "no plugin or module"),
    ):
        with pytest.raises(LookupError, match=says):
            found(target)
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    with pytest.raises(LookupError, match="names no plugin"):
        found(tmp_path)
    (tmp_path / "pyproject.toml").write_text(
        "[project.entry-points.'vaultsync.plugins']\na = 'vaultsync.builtin.brief'\nb = 'vaultsync.builtin.feeds'\n"
    )
    assert [plugin.name for plugin in found(tmp_path)] == ["brief", "feeds"]
    with pytest.raises(LookupError, match="2 plugins"):
        one(tmp_path)


def test_a_module_that_fails_to_load_is_not_left_behind(tmp_path):
    (tmp_path / "worse.py").write_text("1 / 0\n")
    with pytest.raises(ZeroDivisionError):
        found(tmp_path / "worse.py")
    assert "vaultsync_file_worse" not in sys.modules


def test_a_module_whose_import_fails_says_so_itself(tmp_path, monkeypatch):
    (tmp_path / "needs_more.py").write_text("import vaultsync_is_not_there\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ModuleNotFoundError, match="vaultsync_is_not_there"):
        found("needs_more")


def test_settings_are_written_as_toml(tmp_path):
    table = {
        "text": 'a "b"\n\x7f🎂',
        "yes": True,
        "number": 3,
        "part": 0.5,
        "day": datetime.date(2026, 11, 24),
        "list": ["a", ["b"]],
        "secret": {"env": "NAME"},
    }
    home = Home(tmp_path / "home")
    home.say(["a-b"], {"odd name": {**table, "set": {"b", "a"}}})
    said = tomllib.loads((home.config / "config.toml").read_text(encoding="utf-8"))
    assert said == {"plugins": {"enable": ["a-b"]}, "plugin": {"odd name": {**table, "set": ["a", "b"]}}}
    with pytest.raises(TypeError, match="leave the setting out"):
        toml(None)


def test_a_note_that_is_saved_again_is_seen_to_have_changed(tmp_path):
    vault = VaultFolder(tmp_path / "vault").write("a.md", "one")
    first = (vault.path / "a.md").stat().st_mtime_ns
    assert (vault.write("a.md", "two").path / "a.md").stat().st_mtime_ns != first
