"""Single files: read as they are or not at all, and run as they were read."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vaultsync.config import UserSettings
from vaultsync.hooks.load import Source as LoadSource
from vaultsync.hooks.load import executed
from vaultsync.vault.errors import VaultError
from vaultsync.vault.plugins import plugins_of
from vaultsync.vault.trust import FILE, MOST_BYTES, NEVER, keep_trust, plugin_code, trusted


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_what_is_trusted_is_kept_by_path_for_its_owner_alone(tmp_path, state_home):
    one, other = tmp_path / "é.py", tmp_path / "b.py"
    keep_trust(one, "1", os.environ)
    keep_trust(other, NEVER, os.environ)
    assert trusted(os.environ) == {str(other): NEVER, str(one): "1"}
    keep_trust(one, None, os.environ)
    assert trusted(os.environ) == {str(other): NEVER}
    assert (state_home / FILE).stat().st_mode & 0o777 == 0o600
    assert [file.name for file in state_home.iterdir()] == [FILE]


@pytest.mark.parametrize("text", ["", "{", '{"files": []}', '{"files": {"a": 3}}', "[]"])
def test_where_it_cannot_be_read_nothing_is_trusted(state_home, text):
    (state_home / FILE).write_text(text)
    assert trusted(os.environ) == {}


def test_trust_that_cannot_be_written_is_told_of(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(VaultError, match=r"trust\.json could not be written: .* or set VAULTSYNC_STATE_DIR"):
        keep_trust(tmp_path / "a.py", "1", {"VAULTSYNC_STATE_DIR": str(tmp_path / "file/below")})


def test_a_file_is_read_whole(tmp_path):
    (tmp_path / "a.py").write_bytes(b"\xff" * MOST_BYTES)
    assert plugin_code(tmp_path / "a.py") == b"\xff" * MOST_BYTES


def linked_file(path: Path) -> Path:
    (path / "real.py").write_text("x = 1")
    (path / "a.py").symlink_to(path / "real.py")
    return path / "a.py"


def linked_folder(path: Path) -> Path:
    (path / "real").mkdir()
    (path / "real/a.py").write_text("x = 1")
    (path / "plugins").symlink_to(path / "real")
    return path / "plugins/a.py"


def too_large(path: Path) -> Path:
    (path / "a.py").write_bytes(b"#" * (MOST_BYTES + 1))
    return path / "a.py"


def pipe(path: Path) -> Path:
    os.mkfifo(path / "a.py")
    return path / "a.py"


def folder(path: Path) -> Path:
    (path / "a.py").mkdir()
    return path / "a.py"


@pytest.mark.parametrize("make", [linked_file, linked_folder, too_large, pipe, folder, lambda path: path / "none.py"])
def test_what_is_no_plain_file_of_its_own_is_not_read(tmp_path, make):
    with pytest.raises(VaultError, match=r"symbolic link|no plain file|could not be read"):
        plugin_code(make(tmp_path.resolve()))


def found(config: Path):
    return plugins_of(None, UserSettings(), {**os.environ, "VAULTSYNC_CONFIG_DIR": str(config)})


def test_a_name_that_is_given_to_a_trusted_file_besides_is_not_trusted(tmp_path):
    plugins = tmp_path.resolve() / "plugins"
    plugins.mkdir()
    one, other = plugins / "a.py", plugins / "b.py"
    one.write_text("x = 1")
    other.hardlink_to(one)
    keep_trust(one, digest(b"x = 1"), os.environ)
    assert [source.origin for source in found(tmp_path).sources] == [str(one)]
    other.write_text("x = 2")  # by its other name
    assert [(told.code, told.path) for told in found(tmp_path).problems] == [
        ("plugin-changed", str(one)),
        ("plugin-untrusted", str(other)),
    ]


def test_what_was_read_and_digested_is_what_runs(tmp_path):
    plugins = tmp_path.resolve() / "plugins"
    plugins.mkdir()
    (plugins / "a.py").write_text("x = 'trusted'")
    keep_trust(plugins / "a.py", digest(b"x = 'trusted'"), os.environ)
    (source,) = found(tmp_path).sources
    (plugins / "a.py").write_text("x = 'swapped'")
    assert isinstance(source, LoadSource)
    assert executed(source).x == "trusted"


def test_a_file_of_another_home_is_not_trusted_by_its_content(tmp_path):
    for name in ("one", "other"):
        (tmp_path / name / "plugins").mkdir(parents=True)
        (tmp_path / name / "plugins/a.py").write_text("x = 1")
    keep_trust((tmp_path / "one/plugins/a.py").resolve(), digest(b"x = 1"), os.environ)
    assert len(found(tmp_path / "one").sources) == 1
    assert found(tmp_path / "other").sources == ()


def test_what_never_is_to_run_is_not_spoken_of(tmp_path):
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins/a.py").write_text("x = 1")
    keep_trust((tmp_path / "plugins/a.py").resolve(), NEVER, os.environ)
    assert (found(tmp_path).sources, found(tmp_path).problems, found(tmp_path).absent) == ((), (), ())


def test_nothing_is_written_beside_a_plugin_that_runs(tmp_path, state_home):
    plugins = tmp_path.resolve() / "plugins"
    plugins.mkdir()
    (plugins / "a.py").write_text("x = 1")
    keep_trust(plugins / "a.py", digest(b"x = 1"), os.environ)
    program = "import os\nfrom pathlib import Path\nfrom vaultsync.config import UserSettings\n"
    program += "from vaultsync.hooks.load import executed\nfrom vaultsync.vault.plugins import plugins_of\n"
    program += "print(executed(plugins_of(None, UserSettings(), os.environ).sources[0]).x)"
    environment = {**os.environ, "VAULTSYNC_CONFIG_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
    assert (done.stdout, [file.name for file in plugins.iterdir()]) == (b"1\n", ["a.py"])
