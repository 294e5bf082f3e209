"""The atlas is made once for all tests: it takes some seconds."""

import shutil
from pathlib import Path

import pytest

from vaultsync_places import atlas


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an atlas in it."""
    folder = tmp_path_factory.mktemp("atlas")
    with atlas.atlas_in(folder):
        return folder


@pytest.fixture(autouse=True)
def _made_once(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every other folder gets a copy of that atlas."""
    (file,) = made.iterdir()
    monkeypatch.setattr(atlas, "_make", lambda there: shutil.copyfile(file, there))
