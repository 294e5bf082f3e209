"""The rules that every plugin keeps, as a class of tests to subclass.

.. code-block:: python

    import vaultsync_mine
    from vaultsync.testing import PluginContract

    class TestContract(PluginContract):
        plugin = vaultsync_mine
        notes = {"People/Ana Reyes.md": "…what the plugin has something to say of…"}
"""

from collections.abc import Mapping

import pytest

from vaultsync.model import CatchUp
from vaultsync.testing import _conformity as conformity
from vaultsync.testing._again import pairs
from vaultsync.testing._asking import difference
from vaultsync.testing._rules import broken
from vaultsync.testing._stage import Stage
from vaultsync.testing._staged import Staged
from vaultsync.testing._trials import Trial

SEEDS = (1, 2)
"""Of the hashes in the other interpreters."""


class PluginContract(Staged):
    """Subclass it as ``class TestContract(PluginContract)`` and say which ``plugin``; each rule is a test.

    Besides, a subclass may say ``config``, ``notes``, ``settings``, ``today`` and ``examples``. A rule that the plugin
    gives no occasion to break is skipped, and the reason says what to add. Needs pytest and Hypothesis.
    """

    def test_info_holds_together(self) -> None:
        """Rule ``info``."""
        conformity.see_info(self._found)

    def test_hooks_are_known_marked_and_plain(self) -> None:
        """Rule ``hooks``."""
        conformity.see_hooks(self._found)

    def test_same_input_gives_same_output(self) -> None:
        """Rule ``same``."""

        def check(given: Stage) -> None:
            for first, second in zip(self._asked(given), self._asked(given), strict=True):
                if first.text != second.text:
                    raise broken("same", f"of {first.call}, {difference(first.text, second.text)}")

        self._on_every_stage(check)

    def test_another_process_gives_same_output(self) -> None:
        """Rule ``fresh``."""
        here = pairs(self._asked(self._stage()))
        for seed in SEEDS:
            there = self._elsewhere(seed)
            if there.failed:
                raise broken("fresh", f"with PYTHONHASHSEED={seed} it could not be asked:\n{there.failed}")
            for (call, text), (_, other) in zip(here, there.calls, strict=True):
                if text != other:
                    raise broken("fresh", f"of {call}, {difference(text, other)}")

    def test_inputs_stay_as_they_are(self) -> None:
        """Rule ``inputs``."""

        def check(given: Stage) -> None:
            for each in self._asked(given):
                if each.changed:
                    raise broken("inputs", f"{each.call} changed what it was handed")

        self._on_every_stage(check)

    def test_hostile_notes_raise_nothing(self) -> None:
        """Rule ``hostile``."""
        from hypothesis import strategies as st  # noqa: PLC0415 - this module is imported without it too

        from vaultsync.testing.strategies import HOSTILE, hostile_texts  # noqa: PLC0415 - as above

        def check(texts: list[bytes]) -> None:
            given = self._stage({f"People/Somebody {number}.md": text for number, text in enumerate(texts)})
            conformity.see_importers(self._asked(given), texts, given)

        self._asked(self._stage({f"People/{name}.md": text for name, text in HOSTILE.items()}))
        self._always(st.lists(hostile_texts(), min_size=1, max_size=3), check)
        with self._trial({f"People/{name}.md": text for name, text in HOSTILE.items()}) as made:
            for told in made.sync().problems:
                if told.plugin == self._found.name and told.code in {"plugin-failed", "plugin-result"}:
                    raise broken("hostile", f"{told.message} ({told.path})")

    def test_edits_are_declared_and_name_notes_that_are_there(self) -> None:
        """Rule ``edits``."""
        self._needs("vaultsync_edit_notes")
        info = self._found.module.vaultsync_info()
        self._on_every_stage(lambda given: conformity.see_edits(info, self._asked(given), given))

    def test_second_sync_edits_nothing(self) -> None:
        """Rule ``settled``."""
        self._needs("vaultsync_edit_notes")
        with self._trial() as made:
            if not made.edits():
                pytest.skip("it edits none of the sample notes: give it some in `notes`, or `settings` that ask for it")
            made.sync()
            again = made.edits()
        if again:
            told = "\n    ".join(f"{edit.path}: {edit.kind} {edit.name} {edit.value}" for edit in again)
            raise broken("settled", f"after a sync it asks for\n    {told}")

    def test_events_survive_a_new_index_and_a_rename(self) -> None:
        """Rule ``uids``."""
        self._needs("vaultsync_reminders", "vaultsync_picks")
        with self._trial() as made:
            before = made.events()
            if not before:
                pytest.skip("it has no event for the sample notes: give it some in `notes`")
            made.home.lose_index()
            _see_same_events(before, made, "everything was read anew")
            for path in sorted({one.path for one in before.values()}):
                made.rename(path)
            _see_same_events(before, made, "the notes were renamed")

    def test_nothing_is_printed(self) -> None:
        """Rule ``stdout``."""

        def check(given: Stage) -> None:
            for each in self._asked(given):
                if each.printed:
                    raise broken("stdout", f"{each.call} printed {each.printed!r}")

        self._on_every_stage(check)
        there = self._elsewhere(SEEDS[0])
        if there.printed:
            raise broken("stdout", f"loading it printed {there.printed!r}")


def _see_same_events(before: Mapping[str, CatchUp], made: Trial, happened: str) -> None:
    after = made.events()
    other = sorted(before.keys() ^ after.keys(), key=lambda uid: (uid in after, {**before, **after}[uid].sort_key))
    if other:
        told = "\n    ".join(map(_told, ({**before, **after}[uid] for uid in other)))
        raise broken("uids", f"{happened}, and of these one was before, and the other is now:\n    {told}")


def _told(one: CatchUp) -> str:
    return f"{one.name}, {one.day}: key {one.reminder.key!r}, cycle {one.reminder.cycle!r}"
