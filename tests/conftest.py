"""What every test gets: a state folder of its own, and Hypothesis settings that do not judge by the clock."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "nightly", deadline=None, max_examples=10_000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test's state away from the machine's, and from the other tests'."""
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("VAULTSYNC_STATE_DIR", str(folder))
    monkeypatch.delenv("VAULTSYNC_VAULT", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return folder
