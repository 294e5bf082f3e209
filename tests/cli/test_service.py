"""``service print``: what each system is given to keep vaultsync running, read back with that system's own grammar."""

import os
import plistlib
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from vaultsync.cli import service as service_module
from vaultsync.cli.service import program, this_kind
from vaultsync.cli.service_units import Service, launchd, slug, systemd, windows

TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
AWKWARD = Service(
    name="vaultsync-a",
    command=("/usr/local/my bin/vaultsync", "--vault", '/v/50% "off" $HOME & <so>', "watch"),
    vault='/v/50% "off" $HOME & <so>',
    log="/log/a & b.log",
    writable=("/v/50%", "/state"),
    environment={"VAULTSYNC_STATE_DIR": "/my state"},
)


@pytest.fixture
def vault(sandbox):
    return sandbox.write({"vaultsync.toml": ""}).root


@pytest.fixture
def cache_home() -> Path:
    return Path(os.environ["VAULTSYNC_CACHE_DIR"])


def test_a_unit_for_systemd_is_filled_in(vault, cli, state_home, cache_home):
    said = cli("service", "print", "--kind", "systemd", "--vault", vault)
    assert said.code == 0
    lines = said.out.splitlines()
    (start,) = [line for line in lines if line.startswith("ExecStart=")]
    assert start.endswith(f'"--vault" "{vault.resolve()}" "watch"')
    assert f'Environment="VAULTSYNC_STATE_DIR={state_home}"' in lines
    assert f'Environment="VAULTSYNC_CACHE_DIR={cache_home}"' in lines
    for hardened in ("NoNewPrivileges=yes", "ProtectSystem=strict", "SystemCallFilter=@system-service"):
        assert hardened in lines
    (writable,) = [line for line in lines if line.startswith("ReadWritePaths=")]
    assert f'"-{vault.resolve()}"' in writable
    assert f'"-{state_home}"' in writable
    assert f'"-{cache_home}"' in writable
    assert "systemctl --user enable --now vaultsync-vault-" in said.err


def test_a_serve_is_asked_for(vault, cli):
    said = cli("service", "print", vault, "--kind", "systemd", "--serve")
    assert '"serve"' in said.out
    assert "--serve" in said.err


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("awkward", [False, True])
def test_systemd_finds_no_fault_in_it(vault, cli, tmp_path, awkward):
    unit = tmp_path / "vaultsync-test.service"
    text = systemd(AWKWARD) if awkward else cli("service", "print", vault, "--kind", "systemd").out
    if awkward:  # the program must be there
        text = text.replace("/usr/local/my bin/vaultsync", sys.executable)
    unit.write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)},
    )
    if "Failed to initialize manager" in done.stderr:
        pytest.skip("systemd cannot verify here")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_unit_names_nothing_by_accident():
    lines = systemd(AWKWARD).splitlines()
    assert (r'ExecStart="/usr/local/my bin/vaultsync" "--vault" "/v/50%% \"off\" $$HOME & <so>" "watch"') in lines
    assert 'ReadWritePaths="-%h" "-/v/50%%" "-/state"' in lines


def test_an_agent_for_launchd_is_a_property_list(vault, cli, state_home, cache_home):
    said = cli("service", "print", vault, "--kind", "launchd")
    told = plistlib.loads(said.out.encode())
    assert told["ProgramArguments"][-3:] == ["--vault", str(vault.resolve()), "watch"]
    assert Path(told["ProgramArguments"][0]).is_absolute()
    assert told["Label"].startswith("org.vaultsync.vault-")
    assert told["EnvironmentVariables"] == {
        "VAULTSYNC_STATE_DIR": str(state_home),
        "VAULTSYNC_CACHE_DIR": str(cache_home),
    }
    assert told["KeepAlive"] == {"SuccessfulExit": False}
    assert Path(told["StandardErrorPath"]).parent == state_home
    assert f"launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/{told['Label']}.plist" in said.err


def test_an_agent_keeps_every_sign_of_a_path():
    told = plistlib.loads(launchd(AWKWARD).encode())
    assert tuple(told["ProgramArguments"]) == AWKWARD.command


def test_an_agent_without_an_environment_has_none():
    plain = Service(name="a", command=("/bin/vaultsync", "watch"), vault="/v", log="/log")
    assert "EnvironmentVariables" not in plistlib.loads(launchd(plain).encode())


def test_a_task_for_windows_is_xml_of_its_schema(vault, cli):
    said = cli("service", "print", vault, "--kind", "windows")
    task = ElementTree.fromstring(said.out)
    assert task.tag == f"{TASK}Task"
    (arguments,) = task.iter(f"{TASK}Arguments")
    assert f'"--vault" "{vault.resolve()}" "watch"' in arguments.text
    assert ".log" in arguments.text
    assert task.find(f"{TASK}Principals/{TASK}Principal/{TASK}RunLevel").text == "LeastPrivilege"
    assert task.find(f"{TASK}Settings/{TASK}ExecutionTimeLimit").text == "PT0S"
    assert "schtasks /Create" in said.err


def test_a_task_keeps_every_sign_of_a_path():
    (arguments,) = ElementTree.fromstring(windows(AWKWARD)).iter(f"{TASK}Arguments")
    assert "& <so>" in arguments.text
    assert 'set "VAULTSYNC_STATE_DIR=/my state"' in arguments.text


def test_as_json(vault, cli):
    said = cli("service", "print", vault, "--json", "--quiet", "--kind", "launchd")
    assert set(said.json) == {"kind", "name", "text"}
    assert said.json["text"].startswith("<?xml")
    assert said.err == ""


def test_without_folders_of_its_own_none_is_set(vault, cli, monkeypatch, tmp_path):
    for name in ("STATE", "CACHE"):
        monkeypatch.delenv(f"VAULTSYNC_{name}_DIR")
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "xdg" / name))
    said = cli("service", "print", vault, "--kind", "systemd")
    assert "Environment=" not in said.out
    assert all(f'"-{tmp_path}/xdg/{name}/vaultsync"' in said.out for name in ("STATE", "CACHE"))


def test_the_folder_of_the_users_own_settings_goes_along(vault, cli, monkeypatch, tmp_path):
    monkeypatch.setenv("VAULTSYNC_CONFIG_DIR", "~/settings")
    monkeypatch.setenv("HOME", str(tmp_path))
    said = cli("service", "print", vault, "--kind", "systemd")
    assert f'Environment="VAULTSYNC_CONFIG_DIR={tmp_path}/settings"' in said.out.splitlines()


def test_a_folder_that_the_feeds_are_sent_to_may_be_written(vault, cli, monkeypatch, tmp_path):
    monkeypatch.setenv("VAULTSYNC_CONFIG_DIR", str(tmp_path))
    (tmp_path / "config.toml").write_text('[targets."/srv/calendars"]\n[targets."s3://bucket/x"]\n')
    places = '"/srv/calendars", "/srv/not-allowed", "s3://bucket/x"'
    (vault / "vaultsync.toml").write_text(f"[publish]\ntargets = [{places}]\n")
    said = cli("service", "print", vault, "--kind", "systemd")
    (writable,) = [line for line in said.out.splitlines() if line.startswith("ReadWritePaths=")]
    assert '"-/srv/calendars"' in writable
    assert "not-allowed" not in writable
    assert "bucket" not in writable


@pytest.mark.parametrize(("system", "kind"), [("linux", "systemd"), ("darwin", "launchd"), ("win32", "windows")])
def test_the_kind_is_this_systems(monkeypatch, system, kind):
    monkeypatch.setattr(service_module.sys, "platform", system)
    assert this_kind() == kind


def test_two_vaults_of_one_name_are_two_services(tmp_path, cli):
    names = set()
    for above in ("a", "b"):
        (tmp_path / above / "Notes" / ".obsidian").mkdir(parents=True)
        names.add(cli("service", "print", tmp_path / above / "Notes", "--json", "-q").json["name"])
    assert len(names) == 2
    assert all(name.startswith("vaultsync-notes-") for name in names)


def test_a_path_that_would_break_out_of_a_line_is_refused(tmp_path, cli):
    (tmp_path / "a\nExecStart=b" / ".obsidian").mkdir(parents=True)
    said = cli("service", "print", tmp_path / "a\nExecStart=b")
    assert said.code == 2
    assert "Rename the folder" in said.err


def test_the_program_is_the_one_that_was_called_else_this_python(tmp_path, monkeypatch):
    called = tmp_path / "vaultsync"
    called.write_text("")
    called.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(called)])
    assert program() == (str(called),)
    monkeypatch.setattr(sys, "argv", ["-c"])
    assert program() == (sys.executable, "-m", "vaultsync")


@pytest.mark.parametrize(("name", "part"), [("My Notes", "my-notes"), ("名前", "vault"), ("a.b_c", "a-b-c")])
def test_a_name_of_letters_digits_and_hyphens(name, part):
    assert slug(Path("/x") / name) == part
