import os

import pytest

from vaultsync.config import MissingVariableError, UserSettings, load_settings, load_user
from vaultsync.vault.target_keys import keys_of
from vaultsync.vault.targets import deliver, send, targets_of
from vaultsync.vault.user import config_folder, read_user

PLACE = "s3://bucket/of/sam"


def vault(*addresses):
    listed = ", ".join(f'"{address}"' for address in addresses)
    return load_settings(f"[publish]\ndir = '~/x'\ntargets = [{listed}]\n")[0]


def told(found):
    return [(one.code, one.path, one.line, one.message, one.hint) for one in found]


@pytest.fixture
def config(tmp_path):
    folder = tmp_path / "config"
    folder.mkdir()
    file = folder / "config.toml"
    file.touch(mode=0o600)
    return file


def read(config):
    return read_user({"VAULTSYNC_CONFIG_DIR": str(config.parent)})


def test_there_need_be_no_file(tmp_path):
    assert read_user({"VAULTSYNC_CONFIG_DIR": str(tmp_path)}) == (UserSettings(path=str(tmp_path / "config.toml")), ())


def test_it_lies_where_the_platform_keeps_settings():
    assert config_folder({}).name == "vaultsync"


def test_a_file_that_others_may_read_is_told_of(config):
    if os.name != "posix":
        pytest.skip("modes are POSIX's")
    config.chmod(0o640)
    ((code, path, _, _, hint),) = told(read(config)[1])
    assert (code, path, hint) == ("secrets-readable", str(config), f"Keep them to yourself: chmod 600 {config}")


def test_a_file_that_cannot_be_read_is_told_of(config):
    config.unlink()
    config.mkdir()
    ((code, _, _, message, _),) = told(read(config)[1])
    assert (code, message) == (
        "config-invalid",
        "Your own settings could not be read: a folder stands where a file is needed.",
    )


def test_a_file_that_is_no_toml_knows_no_place(config):
    config.write_text("[targets\n")
    user, problems = read(config)
    assert user.targets == {}
    assert [(one.code, one.line) for one in problems] == [("config-invalid", 1)]


def test_what_is_wrong_is_said_with_its_line_and_without_a_value():
    text = (
        f'[target."{PLACE}"]\n[targets."{PLACE}"]\noptions = "hunter2"\nalow = true\n'
        '[targets."s3://b"]\nallow = "hunter2"\n[targets."s3://b/c"]\n'
    )
    user, problems = load_user(text)
    assert told(problems) == [
        ("config-unknown", "config.toml", 1, "[target] is no table that anything reads.", "Did you mean targets?"),
        (
            "config-invalid",
            "config.toml",
            3,
            f'[targets."{PLACE}"] options does not fit; it takes a table.',
            "Its default is used until then.",
        ),
        (
            "config-unknown",
            "config.toml",
            4,
            f'[targets."{PLACE}"] alow is no setting that anything reads.',
            "Did you mean allow?",
        ),
        (
            "config-invalid",
            "config.toml",
            6,
            '[targets."s3://b"] allow does not fit; it takes true or false.',
            "Its default is used until then.",
        ),
    ]
    assert {name: table.allow for name, table in user.targets.items()} == {
        PLACE: True,
        "s3://b": False,
        "s3://b/c": True,
    }


@pytest.mark.parametrize("text", ["targets = 1\n", "targets.x = 'hunter2'\n"])
def test_targets_are_tables(text):
    user, problems = load_user(text)
    assert user.targets == {}
    assert [one.code for one in problems] == ["config-invalid"]
    assert "hunter2" not in problems[0].message


def test_secrets_are_not_shown_by_accident():
    user, _ = load_user(f'[targets."{PLACE}"]\noptions = {{ key = "hunter2" }}\n')
    assert "hunter2" not in repr(user)


@pytest.mark.parametrize("address", [PLACE, "/srv/calendars"])
def test_a_place_that_only_the_vault_names_gets_nothing(address):
    targets, problems = targets_of(vault(address), UserSettings(path="/c/config.toml"))
    assert targets == ()
    assert told(problems) == [
        (
            "target-not-allowed",
            "vaultsync.toml",
            3,
            f"The feeds are not sent to {address}: your own settings do not know that place.",
            f'If it is to get them, add this line to /c/config.toml:  [targets."{address}"]',
        )
    ]


def test_a_place_that_the_user_knows_is_used_once():
    user, _ = load_user(f'[targets."{PLACE}"]\n')
    targets, problems = targets_of(vault(PLACE, f"{PLACE}/"), user)
    assert ([one.address for one in targets], problems) == ([PLACE], ())


def test_a_place_that_the_user_forbids_gets_nothing():
    user, _ = load_user(f'[targets."{PLACE}"]\nallow = false\n')
    targets, problems = targets_of(vault(PLACE), user)
    assert targets == ()
    assert problems[0].message.endswith("your own settings forbid it.")


def test_a_password_in_the_vault_is_refused_and_not_repeated():
    user, _ = load_user('[targets."sftp://sam@host/srv"]\n')
    targets, problems = targets_of(vault("sftp://sam:hunter2@host/srv", PLACE), user)
    assert targets == ()
    assert [one.code for one in problems] == ["target-invalid", "target-not-allowed"]
    assert problems[0].message == "sftp://sam@host/srv holds a password, in a file that others may read."
    assert "hunter2" not in "".join(map(str, problems))


@pytest.mark.parametrize("listed", ['"~/x"', "[1]", '[" "]'])
def test_targets_in_a_vault_are_a_list_of_addresses(listed):
    settings, problems = load_settings(f"[publish]\ntargets = {listed}\n")
    assert settings.publish.targets == ()
    assert [one.code for one in problems] == ["config-invalid"]


def test_options_take_values_from_the_environment():
    user, _ = load_user(
        f'[targets."{PLACE}"]\noptions = {{ key = {{ env = "KEY" }}, list = [{{ env = "KEY" }}, 1], '
        'client_kwargs = { region_name = "auto", env = "KEY" } }\n'
    )
    (one,), _ = targets_of(vault(PLACE), user)
    assert keys_of(user, {"KEY": "hunter2"})(one) == {
        "key": "hunter2",
        "list": ["hunter2", 1],
        "client_kwargs": {"region_name": "auto", "env": "KEY"},
    }
    with pytest.raises(MissingVariableError, match="the environment has no KEY"):
        keys_of(user, {})(one)


def test_a_missing_variable_is_said_and_what_was_sent_is_not_forgotten(tmp_path):
    place = f"{tmp_path}/there"
    user, _ = load_user(f'[targets."{place}"]\noptions = {{ key = {{ env = "KEY" }} }}\n')
    targets, _ = targets_of(vault(place), user)

    def sent(environment, files):
        keys = keys_of(user, environment)
        found = deliver(targets, files, tmp_path / "s", credentials=keys, clock=lambda: 0.0, sleep=lambda _: None)
        return [(one.message, one.hint) for one in found]

    assert sent({"KEY": "x"}, {"a.ics": b"a", "b.ics": b"b"}) == []
    assert sent({}, {"a.ics": b"a"}) == [
        (
            f"The feeds did not all reach {place}: the environment has no KEY.",
            "Set it, or put the value into your own config.toml. The next sync tries again.",
        )
    ]
    assert sent({"KEY": "x"}, {"a.ics": b"a"}) == []
    assert [each.name for each in (tmp_path / "there").iterdir()] == ["a.ics"]


def test_a_sync_sends_to_what_both_name_and_says_what_is_wrong_with_either(tmp_path, config):
    there, other = tmp_path / "there", tmp_path / "other"
    config.write_text(f'[targets."{there}"]\nalow = true\n')
    environment = {"VAULTSYNC_CONFIG_DIR": str(config.parent)}

    def sent(settings):
        found = send(settings, {"a.ics": b"a"}, tmp_path / "s", environment, clock=lambda: 0.0, sleep=lambda _: None)
        return [one.code for one in found]

    assert sent(vault()) == []
    assert not (tmp_path / "s").exists()
    assert sent(vault(there, other)) == ["config-unknown", "target-not-allowed"]
    assert (there / "a.ics").read_bytes() == b"a"
    assert not other.exists()
