"""One plugin set on many stages: what a contract is held against, and what its author may say of it."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

import pytest

from vaultsync.model import Network
from vaultsync.testing._again import Elsewhere, elsewhere
from vaultsync.testing._asking import Answer, answers, implemented
from vaultsync.testing._sample import NOTES, SETTINGS
from vaultsync.testing._stage import DAY, Stage, stage
from vaultsync.testing._targets import Plugin, Target, one
from vaultsync.testing._trials import Trial, trial

_THERE: dict[tuple[object, int], Elsewhere] = {}
"""What other interpreters said: each is asked once, as it takes a while to begin."""


class Staged:
    """A plugin, and all that is said of how it is to be tried. The names in capitals are defaults."""

    plugin: ClassVar[Target]
    """The plugin's module; or an installed plugin's name, or the path of a single file."""
    config: ClassVar[Mapping[str, object] | None] = None
    """The plugin's settings, as ``[plugin.NAME]`` would have them; None for the defaults."""
    notes: ClassVar[Mapping[str, str | bytes]] = {}
    """Notes by path that the plugin has something to say of, besides the contract's own sample vault."""
    settings: ClassVar[str] = SETTINGS
    """The text of ``vaultsync.toml``: unless you say otherwise, one that lets plugins write whatever they can."""
    today: ClassVar[date] = DAY
    """The day on which all of it happens."""
    examples: ClassVar[int] = 25
    """How many made-up networks and sets of hostile notes are tried; they are the same each time."""

    @cached_property
    def _found(self) -> Plugin:
        if not hasattr(type(self), "plugin"):
            raise LookupError(f"Say which plugin {type(self).__name__} is about: plugin = your_module")
        return one(type(self).plugin)

    @property
    def _everything(self) -> dict[str, str | bytes]:
        return {**NOTES, **self.notes}

    def _stage(self, notes: Mapping[str, str | bytes] | None = None, network: Network | None = None) -> Stage:
        return stage(
            self._everything if notes is None else notes,
            plugin=self._found.module,
            config=self.config,
            today=self.today,
            settings=self.settings,
            network=network,
        )

    def _asked(self, given: Stage) -> list[Answer]:
        return list(answers(self._found.module, given))

    def _on_every_stage(self, check: Callable[[Stage], None]) -> None:
        """Hold a check against the sample vault, and against networks that are made up."""
        from vaultsync.testing.strategies import networks  # noqa: PLC0415 - this module is imported without it too

        check(self._stage())
        self._always(networks(), lambda network: check(self._stage(network=network)))

    def _always(self, strategy: Any, check: Callable[[Any], None]) -> None:
        import hypothesis  # noqa: PLC0415 - as above

        @hypothesis.settings(
            max_examples=self.examples,
            deadline=None,
            database=None,
            derandomize=True,
            phases=(hypothesis.Phase.generate, hypothesis.Phase.shrink),
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        @hypothesis.given(strategy)
        def always(given: Any) -> None:
            check(given)

        always()

    def _elsewhere(self, seed: int) -> Elsewhere:
        """What another interpreter says, whose hashes begin with ``seed``."""
        if not getattr(self._found.module, "__file__", None):
            pytest.skip("the plugin's module has no file that another process could read")
        asked = (type(self), seed)
        if asked not in _THERE:
            _THERE[asked] = elsewhere(
                self._found.module,
                notes=self._everything,
                settings=self.settings,
                today=self.today,
                config=self.config,
                seed=seed,
            )
        return _THERE[asked]

    def _trial(self, notes: Mapping[str, str | bytes] | None = None) -> AbstractContextManager[Trial]:
        return trial(
            type(self).plugin,
            self._found,
            notes=self._everything if notes is None else notes,
            settings=self.settings,
            today=self.today,
            config=self.config,
        )

    def _needs(self, *hooks: str) -> None:
        if not implemented(self._found.module).keys() & set(hooks):
            pytest.skip(f"it has no {' or '.join(hooks)}")
