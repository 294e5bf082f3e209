"""What comes with vaultsync is made as any plugin is: moved into a package of its own, it says what it said."""

import os
import shutil
from importlib import import_module
from pathlib import Path

import pytest
from tests.conftest import TODAY, Sandbox
from tests.feeds import EXAMPLE
from tests.hooks.outside import Outside, outside  # noqa: F401 - pytest finds the fixture here

from vaultsync.hooks.fits import check, check_imports
from vaultsync.hooks.load import BUILTINS

MOVED = ("cadence", "brief", "feeds")


def text(dotted: str) -> str:
    return Path(import_module(dotted).__file__).read_text(encoding="utf-8")


@pytest.mark.parametrize("dotted", BUILTINS)
def test_a_built_in_keeps_the_rules_for_plugins_from_outside(dotted):
    check(import_module(dotted))
    check_imports(text(dotted).encode())


def test_built_ins_that_are_moved_into_packages_publish_the_same_bytes(
    sandbox: Sandbox,
    outside: Outside,  # noqa: F811
    tmp_path,
    monkeypatch,
):
    shutil.rmtree(sandbox.root)
    shutil.copytree(EXAMPLE, sandbox.root, ignore=shutil.ignore_patterns(".vaultsync"))
    before = sandbox.sync(TODAY)
    published = {file.name: file.read_bytes() for file in sandbox.feeds.iterdir()}
    assert len(published["catch-ups.ics"]) > 10_000
    for name in MOVED:
        outside.package(tmp_path / "site", f"moved_{name}", text(f"vaultsync.builtin.{name}"), entry=name)
    outside.settings(f"[plugins]\nenable = {list(MOVED)}\n")
    staying = tuple(dotted for dotted in BUILTINS if dotted.rpartition(".")[2] not in MOVED)
    monkeypatch.setattr("vaultsync.sync.plugged.BUILTINS", staying)
    for _ in ("what was published is known", "nothing is known"):
        plan = sandbox.sync(TODAY)
        assert plan.problems == before.problems
        assert {file.name: file.read_bytes() for file in sandbox.feeds.iterdir()} == published
        assert {one.plugin for one in plan.schedule.reminders} >= {"cadence"}
        for variable in ("VAULTSYNC_STATE_DIR", "VAULTSYNC_CACHE_DIR"):
            shutil.rmtree(os.environ[variable])
        shutil.rmtree(sandbox.feeds)
