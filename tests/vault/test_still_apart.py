"""A walk in another process says what a walk here would say, and leaves nothing behind."""

import os
import threading

import pytest

from vaultsync.vault.still import text_of, walked
from vaultsync.vault.still_apart import WalkApart, can_fork

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")


@pytest.fixture
def vault(tmp_path):
    for name in ("a.md", "People/b.md", "People/skipped/c.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def walk(vault):
    skip = frozenset({"People/skipped"})
    return str(vault), skip, text_of(walked(str(vault), skip))


def test_beside_other_threads_there_is_no_other_process():
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        assert not can_fork()
    finally:
        stop.set()
        other.join()


def test_where_all_is_as_it_was_it_says_so(vault):
    before = walk(vault)
    assert WalkApart(*before).saw() == before[2]


@pytest.mark.parametrize(
    ("move", "same"),
    [
        (lambda vault: (vault / "a.md").write_text("longer"), False),
        (lambda vault: (vault / "People/d.md").write_text("new"), False),
        (lambda vault: (vault / "People/b.md").unlink(), False),
        (lambda vault: (vault / "link.md").symlink_to(vault / "a.md"), False),
        (lambda vault: (vault / "a.md").chmod(0o600), False),
        (lambda vault: (vault / "People/skipped/d.md").write_text("nobody looks"), True),
    ],
)
def test_where_something_moved_or_it_cannot_tell_it_does_not(vault, move, same):
    before = walk(vault)
    move(vault)
    seen = WalkApart(*before).saw()
    assert (seen == before[2]) is same
    here = walked(before[0], before[1])
    assert seen == (None if here is None else text_of(here))


def test_a_vault_of_many_notes_is_told_whole(vault):
    for number in range(3000):  # more than a pipe holds
        (vault / f"a note with a name that is not so short {number}.md").write_text("x")
    root, skip, before = walk(vault)
    (vault / "a.md").write_text("longer")
    assert WalkApart(root, skip, before).saw() == walk(vault)[2]


def test_a_folder_that_is_gone_is_not_the_same(vault):
    root, skip, before = walk(vault)
    assert WalkApart(f"{root}/none", skip, before).saw() is None


def test_it_leaves_no_process_and_no_open_file(vault):
    apart = WalkApart(*walk(vault))
    assert apart.saw() is not None
    with pytest.raises(ChildProcessError):
        os.waitpid(apart._pid, os.WNOHANG)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(apart._ear)
