"""A stage: what a hook is handed, worked out in memory as a sync would."""

from datetime import date

import pytest

from vaultsync import Network, Person
from vaultsync.testing import stage
from vaultsync.testing._targets import one

NOTES = {
    "People/Ana Reyes.md": "---\ncadence: 6 weeks\nbirthday: 1990-12-20\n---\n## Log\n- 2026-09-01 call\n",
    "People/Bo.md": "---\nuid: b0\nknows: '[[Ana Reyes]]'\n---\n",
    "Journal/2026-11-20.md": "- tea with [[Bo]]\n",
    "Notes/Soup.md": "leek\n",
}


def test_people_contacts_and_facts_are_worked_out():
    given = stage(NOTES)
    assert [person.uid for person in given.network.people] == ["People/Ana Reyes.md", "b0"]
    assert given.network.interactions["b0"][0].day == date(2026, 11, 20)
    assert given.network.ties["b0"][0].other == "People/Ana Reyes.md"
    assert given.network.fact("People/Ana Reyes.md", "cadence") is not None
    assert len(given.vault.notes) == 4
    assert [one.name for one in given.schedule.catch_ups] == ["Ana Reyes"] * 3


def test_it_is_the_same_as_in_a_sync(make_vault, run_sync):
    notes = {**NOTES, "People/Bo.md": "---\nknows: '[[Ana Reyes]]'\n---\n"}
    given, done = stage(notes), run_sync(make_vault(notes))
    assert [person.name for person in given.network.people] == [person.name for person in done.network.people]
    assert given.network.interactions == done.network.interactions
    assert given.network.ties == done.network.ties
    assert given.network.facts == done.network.facts
    mine = {(one.plugin, one.key, one.due) for one in given.schedule.reminders}
    assert mine == {(one.plugin, one.key, one.due) for one in done.reminders}


def test_somebody_is_found_by_name_path_or_uid():
    given = stage(NOTES)
    assert given.person("Bo") == given.person("People/Bo.md") == given.person("b0")
    with pytest.raises(LookupError, match="There is no Cy among"):
        given.person("Cy")


def test_the_context_is_the_plugins_own():
    cadence = one("cadence").module
    given = stage(NOTES, plugin=cadence, config={"minutes": 45}, today=date(2027, 1, 1))
    assert (given.ctx.plugin, given.ctx.config.minutes, given.ctx.today) == ("cadence", 45, date(2027, 1, 1))
    assert stage(plugin=cadence).ctx.config == cadence.Config()
    assert stage(plugin=cadence, config=cadence.Config(minutes=5)).ctx.config.minutes == 5
    assert [each.minutes for each in given.schedule.reminders if each.plugin == "cadence"] == [45]


def test_the_context_answers_every_question():
    given = stage(NOTES, settings='[vault]\nname = "Mine"\ntimezone = "Europe/Madrid"\n[write]\nbrief = true\n')
    ctx = given.ctx
    assert (ctx.vault, ctx.zone.key, ctx.writing.brief) == ("Mine", "Europe/Madrid", True)
    assert ctx.note("Notes/Soup.md") in given.vault.notes
    assert ctx.note("Notes/Other.md") is None
    assert ctx.days("6 weeks") == 42
    assert ctx.person(given.vault.notes[-1]).name == "Bo"
    assert ctx.brief("People/Ana Reyes.md").sections
    chosen = ctx.chosen("-kind:birthday", 10)
    assert [one.reminder.key for one in chosen.catch_ups] == ["next"]
    assert (len(ctx.chosen("", 1).catch_ups), ctx.chosen("", 1).left_out) == (1, 2)
    assert ctx.cached("key", (), lambda: b"bytes") == b"bytes"
    assert ctx.stamp("uid", "digest", "20261124").sequence == 0
    assert ctx.stamp("uid", "other", "20261125").sequence == 1
    (ctx.folder() / "kept").write_text("x")
    assert (ctx.folder() / "kept").read_text() == "x"
    assert not list(stage(NOTES).ctx.folder().iterdir())


def test_people_can_be_given_as_they_are():
    network = Network(people=(Person(uid="a", path="People/A.md", name="A"),))
    given = stage(NOTES, network=network)
    assert given.network is network
    assert given.person("A").uid == "a"
