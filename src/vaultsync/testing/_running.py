"""Running the contract on a plugin, by pytest in a process of its own: ``vaultsync plugins test``."""

import os
import subprocess
import sys
import tempfile
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

MISSING = 2
"""What is returned where pytest or Hypothesis is not there."""

NEEDED = ("pytest", "hypothesis")


def run_contract(target: str) -> int:
    """Hold a plugin against the contract: one by its name, its module, its package's folder or its .py file.

    What pytest says goes to standard output. Returns its exit code: 0 where every rule is kept, 1 where one is not, 4
    where there is no such plugin; or 2, with a word on standard error, where what it needs is not installed.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        sys.stderr.write(
            f'Plugins are tested with {" and ".join(missing)}, not installed here: pip install "vaultsync[testing]"\n'
        )
        return MISSING
    from vaultsync.testing._suite import TESTS, VARIABLE  # noqa: PLC0415 - it imports pytest

    named = str(Path(target).resolve()) if Path(target).exists() and _is_path(target) else target
    with tempfile.TemporaryDirectory(prefix="vaultsync-contract-") as folder:
        # Settings of its own, so that those of the folder it is called in mean nothing.
        settings = Path(folder) / "pytest.ini"
        settings.write_text("[pytest]\n", encoding="utf-8")
        tests = Path(folder) / "test_contract.py"
        tests.write_text(TESTS, encoding="utf-8")
        options = ["-c", str(settings), "--rootdir", folder, "-p", "no:cacheprovider"]
        plugins = ["-p", pytest_plugin(), "-p", "vaultsync.testing._suite"]
        look = ["-q", "-ra", "--tb=short", "--import-mode=importlib"]
        done = subprocess.run(  # noqa: S603 - pytest, by this interpreter
            [sys.executable, "-m", "pytest", *options, *plugins, *look, str(tests)],
            check=False,
            env={
                **os.environ,
                VARIABLE: named,
                "PYTEST_ADDOPTS": "",
                "PYTHONDONTWRITEBYTECODE": "1",  # beside a file that may lie in a vault
                "HYPOTHESIS_STORAGE_DIRECTORY": str(Path(folder) / "hypothesis"),
            },
        )
    return done.returncode


def _is_path(target: str) -> bool:
    return target.endswith(".py") or os.sep in target or (Path(target) / "pyproject.toml").is_file()


def pytest_plugin() -> str:
    """What ``pytest -p`` is told: the entry point, or the module where vaultsync was installed without it."""
    return "vaultsync" if entry_points(group="pytest11", name="vaultsync") else "vaultsync.testing.plugin"
