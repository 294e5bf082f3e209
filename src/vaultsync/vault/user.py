"""Where the user's own settings file is, and reading it: outside every vault, for it may hold passwords."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from stat import S_IMODE

from vaultsync.config import UserSettings, load_user
from vaultsync.model import Problem, problem
from vaultsync.vault.errors import reason

VARIABLE = "VAULTSYNC_CONFIG_DIR"
FILE = "config.toml"


def config_folder(environment: Mapping[str, str]) -> Path:
    """The folder of the user's own settings: ``VAULTSYNC_CONFIG_DIR``, else where the platform keeps them."""
    named = environment.get(VARIABLE, "")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_config_path  # noqa: PLC0415 - ten milliseconds that few runs need spend

    return user_config_path("vaultsync", appauthor=False)


def read_user(environment: Mapping[str, str]) -> tuple[UserSettings, tuple[Problem, ...]]:
    """The user's own settings, and what is wrong with the file; the defaults where there is none. Never raises."""
    path = config_folder(environment) / FILE
    try:
        with path.open("rb") as file:
            mode = S_IMODE(os.fstat(file.fileno()).st_mode)
            text = file.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return UserSettings(path=str(path)), ()
    except OSError as error:
        said, hint = reason(error)
        told = problem(
            "config-invalid", f"Your own settings could not be read: {said}.", hint=f"{hint}.", path=str(path)
        )
        return UserSettings(path=str(path)), (told,)
    settings, problems = load_user(text, str(path))
    if sys.platform != "win32" and mode & 0o077:
        said = "Your own settings may hold passwords, and others on this computer may read them."
        problems += (
            problem("secrets-readable", said, hint=f"Keep them to yourself: chmod 600 {path}", path=str(path)),
        )
    return settings, problems
