import subprocess
import sys
from pathlib import Path

import pytest

from vaultsync.vault import token as module
from vaultsync.vault.errors import VaultError
from vaultsync.vault.token import FILE, ensure_token, read_token, rotate_token, same

MAKER = """
import sys
from pathlib import Path
from vaultsync.vault.token import ensure_token
sys.stdin.readline()
print(ensure_token(Path(sys.argv[1])))
"""


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_is_made_on_first_use_and_kept(tmp_path):
    folder = tmp_path / "state" / "vault"
    assert read_token(folder) == ""
    made = ensure_token(folder)
    assert len(made) == 43
    assert (ensure_token(folder), read_token(folder)) == (made, made)
    assert left(folder) == [FILE]


def test_it_is_its_owners_alone(tmp_path):
    ensure_token(tmp_path / "state")
    assert (tmp_path / "state" / FILE).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700
    (tmp_path / "state" / FILE).chmod(0o644)
    rotate_token(tmp_path / "state")
    assert (tmp_path / "state" / FILE).stat().st_mode & 0o777 == 0o600


def test_of_many_processes_that_make_one_all_get_the_same(tmp_path):
    command = [sys.executable, "-c", MAKER, str(tmp_path)]
    makers = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    for maker in makers:
        maker.stdin.write("\n")
        maker.stdin.flush()
    said = {maker.communicate()[0].strip() for maker in makers}
    assert said == {read_token(tmp_path)}
    assert left(tmp_path) == [FILE]


@pytest.mark.parametrize("links", [True, False])
def test_who_comes_second_takes_the_first_ones(tmp_path, monkeypatch, links):
    if not links:
        _without_links(monkeypatch)
    real = module._written

    def raced(folder):
        monkeypatch.setattr(module, "_written", real)
        ensure_token(folder)
        return real(folder)

    monkeypatch.setattr(module, "_written", raced)
    assert ensure_token(tmp_path) == read_token(tmp_path)
    assert left(tmp_path) == [FILE]


def test_a_file_system_without_hard_links_will_do(tmp_path, monkeypatch):
    _without_links(monkeypatch)
    assert ensure_token(tmp_path) == read_token(tmp_path)
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def _without_links(monkeypatch):
    def refused(path, target):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refused)


def test_a_new_one_takes_the_place_of_the_old(tmp_path):
    old = ensure_token(tmp_path)
    new = rotate_token(tmp_path)
    assert new != old
    assert (read_token(tmp_path), left(tmp_path)) == (new, [FILE])


@pytest.mark.parametrize("data", [b"", b"short", b"x" * 44, b"x" * 43 + b"\n\n", b"\xff" * 43, b"x" * 42 + b"/"])
def test_a_damaged_one_is_told_and_can_be_replaced(tmp_path, data):
    (tmp_path / FILE).write_bytes(data)
    with pytest.raises(VaultError, match=r"holds no token\. Make a new one: vaultsync feed rotate"):
        ensure_token(tmp_path)
    assert rotate_token(tmp_path) == read_token(tmp_path)


def test_a_folder_that_cannot_be_used_is_told(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    for use in (ensure_token, rotate_token):
        with pytest.raises(VaultError, match="VAULTSYNC_STATE_DIR"):
            use(tmp_path / "file" / "x")

    def refused(self, target):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(module.tempfile, "mkstemp", lambda **_: refused(None, None))
        with pytest.raises(VaultError, match="could not be made: the disk is full"):
            ensure_token(tmp_path)
    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(VaultError, match="could not be made: the disk is full"):
        rotate_token(tmp_path)
    assert left(tmp_path) == ["file"]


def test_a_word_is_the_token_or_it_is_not():
    token = "a" * 43
    assert same(token, token)
    for other in ("", "a" * 42, "a" * 44, "A" * 43, "é", "\udcff", "\ud800"):
        assert not same(other, token)
