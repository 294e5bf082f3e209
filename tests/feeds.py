"""The feeds of the example vault, made by the command line as a user would make them."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "example_vault"


def example_feeds(today: str = "2026-11-22") -> dict[str, bytes]:
    """Every feed of a copy of the example vault, by name; nothing outside a temporary folder is written."""
    with tempfile.TemporaryDirectory() as folder:
        vault, home = Path(folder, "vault"), Path(folder, "home")
        shutil.copytree(EXAMPLE, vault, ignore=shutil.ignore_patterns(".vaultsync"))
        home.mkdir()
        places = {
            "HOME": str(home),
            "VAULTSYNC_STATE_DIR": str(home / "state"),
            "VAULTSYNC_CACHE_DIR": str(home / "cache"),
            "VAULTSYNC_CONFIG_DIR": str(home / "config"),
        }
        command = [sys.executable, "-m", "vaultsync", "--today", today, "sync", str(vault)]
        done = subprocess.run(command, env=os.environ | places, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"the example vault could not be synced:\n{done.stdout}{done.stderr}")
        return {path.stem: path.read_bytes() for path in sorted(vault.glob(".vaultsync/feeds/*.ics"))}
