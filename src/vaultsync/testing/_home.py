"""A user's own folders, made up: configuration, state and cache below one folder, and the variables that name them.

Nothing of the machine's own vaultsync is read or written while one is entered.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

VARIABLES = ("VAULTSYNC_CONFIG_DIR", "VAULTSYNC_STATE_DIR", "VAULTSYNC_CACHE_DIR")
"""The variables that say where the three folders are."""

_ALIEN = ("VAULTSYNC_VAULT", "NO_COLOR", "FORCE_COLOR")
"""What the author's shell may say, and a test must not hear."""


class Home:
    """The three folders below ``folder``: ``config``, ``state`` and ``cache``."""

    def __init__(self, folder: Path) -> None:
        self.config, self.state, self.cache = (folder / name for name in ("config", "state", "cache"))
        for each in (self.config, self.state, self.cache):
            each.mkdir(parents=True, exist_ok=True)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that name the folders."""
        return dict(zip(VARIABLES, map(str, (self.config, self.state, self.cache)), strict=True))

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Let this process live here for a while."""
        before = {name: os.environ.get(name) for name in (*VARIABLES, *_ALIEN)}
        for name in _ALIEN:
            os.environ.pop(name, None)
        os.environ.update(self.environment)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value

    def say(self, enable: Sequence[str], config: Mapping[str, Mapping[str, object]]) -> None:
        """Write the user's own ``config.toml``: the plugins that run, and each one's table."""
        lines = ["[plugins]", f"enable = {toml(list(enable))}"]
        for name, table in config.items():
            lines += ["", f"[plugin.{toml(name)}]", *(f"{toml(key)} = {toml(value)}" for key, value in table.items())]
        file = self.config / "config.toml"
        file.write_text("\n".join([*lines, ""]), encoding="utf-8")
        file.chmod(0o600)

    def lose_index(self) -> None:
        """Let everything be worked out anew at the next run, as after another version of vaultsync."""
        for file in sorted(self.cache.rglob("*")):
            if file.is_file():
                file.unlink()


def toml(value: object) -> str:
    """A value as TOML text. Raises TypeError for what TOML has no form for, None among it."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case int() | float():
            return repr(value)
        case datetime() | date() | time():
            return value.isoformat()
        case Mapping():
            return f"{{ {', '.join(f'{toml(str(key))} = {toml(each)}' for key, each in value.items())} }}"
        case list() | tuple() | set() | frozenset():
            return (
                f"[{', '.join(sorted(map(toml, value)) if isinstance(value, set | frozenset) else map(toml, value))}]"
            )
    raise TypeError(f"TOML has no form for {value!r}; leave the setting out to have its default")
