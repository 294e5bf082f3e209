"""Whom plugins are asked about again: those about whom something changed, and those who looked at them."""

from collections import Counter
from datetime import date, timedelta

import pytest
from tests.conftest import TODAY
from tests.sync.current import line_of
from tests.sync.current_plugins import with_plugins

from vaultsync import Fact, Reminder, hookimpl
from vaultsync.sync.keep import Keeper
from vaultsync.sync.world import AS_USUAL

DAY = date.fromisoformat(TODAY)
FIRST = {f"People/{name}.md": "Hello.\n" for name in ("Ana", "Bo", "Cy")} | {"Tasks.md": "One.\n"}


class Looking:
    """A plugin that looks at whatever it is told to when it is asked about Bo, and counts whom it is asked about."""

    def __init__(self):
        self.asked = Counter()
        self.look = self.look_for_facts = lambda network, ctx: None
        self.fails = ""
        self.likes = {}

    @hookimpl
    def vaultsync_enrich(self, person, network, ctx):
        self.asked[person.name] += 1
        if person.name == "Bo":
            self.look_for_facts(network, ctx)
        if person.name == self.fails:
            raise RuntimeError("no")
        if person.name in self.likes:
            yield Fact(name="likes", value=self.likes[person.name])

    @hookimpl
    def vaultsync_reminders(self, person, network, ctx):
        seen = self.look(network, ctx) if person.name == "Bo" else None
        due = DAY + timedelta(days=3)
        return [Reminder(person=person.uid, key="tea", kind="tea", due=due, reason=f"saw {seen}")]


@pytest.fixture
def plugin(monkeypatch):
    made = Looking()
    with_plugins(monkeypatch, lambda: {"looking": made})
    monkeypatch.setattr(Keeper, "_begins_anew", lambda _keeper, _day: False)
    return made


@pytest.fixture
def asked(sandbox, plugin):
    """Change notes, sync, and tell whom the plugin was asked about."""
    sandbox.write(FIRST)
    keeper = Keeper(sandbox.root, options=AS_USUAL, today=lambda _: DAY)

    def change(notes=(), hint=None, restart=False):
        if restart:
            keeper.close()
        plugin.asked.clear()
        sandbox.write(dict(notes))
        keeper.sync(frozenset(notes) if hint is None else hint)
        return "".join(sorted(name[0] for name in plugin.asked))

    change.keeper = keeper
    yield change
    keeper.close()


def anas(call="- 2026-11-20 call\n"):
    return {"People/Ana.md": call}


def test_who_did_not_change_is_not_asked_about(asked):
    assert asked() == "ABC"
    assert asked(anas()) == "A"
    assert asked() == ""


@pytest.mark.parametrize("look", ["look", "look_for_facts"])
@pytest.mark.parametrize("restart", [False, True])
def test_whoever_looked_at_somebody_is_asked_about_with_them(asked, plugin, look, restart):
    setattr(plugin, look, lambda network, ctx: network.last("People/Ana.md"))
    asked()
    assert asked(anas(), restart=restart) == "AB"
    assert asked({"People/Cy.md": "- 2026-11-20 call\n"}) == "C"


def test_who_looks_at_somebody_no_longer_may_be_asked_once_more_and_then_not(asked, plugin):
    plugin.look = lambda network, ctx: network.last("People/Ana.md")
    asked()
    plugin.look = lambda network, ctx: None
    assert asked(anas()) == "AB"
    assert asked(anas("- 2026-11-19 call\n"), restart=True) == "A"


def test_somebody_who_was_looked_for_and_comes_is_looked_at(asked, plugin):
    plugin.look = lambda network, ctx: network.person("People/Di.md")
    asked()
    assert asked({"People/Di.md": "Hello.\n"}) == "BD"


def test_somebody_who_was_looked_at_and_goes_is_missed(sandbox, asked, plugin):
    plugin.look = lambda network, ctx: network.person("People/Ana.md") and "her"
    asked()
    sandbox.remove("People/Ana.md")
    assert asked(hint=frozenset({"People/Ana.md"})) == "B"
    (reminder,) = (one for one in line_of(asked.keeper).schedule.reminders if one.person == "People/Bo.md")
    assert reminder.reason == "saw None"


def test_whoever_looked_at_everybody_is_asked_about_with_anybody(asked, plugin):
    plugin.look = lambda network, ctx: len(network.people)
    asked()
    assert asked(anas()) == "AB"
    assert asked({"Tasks.md": "Two.\n"}) == ""


def test_whoever_looked_at_a_note_is_asked_about_where_it_changed(asked, plugin):
    plugin.look = lambda network, ctx: ctx.note("Tasks.md") and ctx.note("Tasks.md").digest
    asked()
    assert asked({"Tasks.md": "Two.\n"}) == "B"
    assert asked({"Tasks.md": "Three.\n"}, restart=True) == "B"
    assert asked({"Other.md": "Two.\n"}) == ""


def test_a_fact_that_changes_concerns_whoever_looked_at_it_though_nobody_changed(asked, plugin):
    plugin.fails = "Ana"
    plugin.likes = {"Ana": "tea"}
    plugin.look = lambda network, ctx: network.fact("People/Ana.md", "likes")
    asked()
    plugin.fails = ""
    assert asked(hint=frozenset()) == "AB"
    (reminder,) = (one for one in line_of(asked.keeper).schedule.reminders if one.person == "People/Bo.md")
    assert "tea" in reminder.reason


def test_a_fact_that_changes_concerns_whoever_looked_at_everybody(asked, plugin):
    plugin.fails = "Ana"
    plugin.likes = {"Ana": "tea"}
    plugin.look = lambda network, ctx: len(network.facts)
    asked()
    plugin.fails = ""
    assert asked(hint=frozenset()) == "AB"


def test_who_is_asked_about_in_vain_is_asked_about_again_each_time(asked, plugin):
    plugin.fails = "Ana"
    assert asked() == "ABC"
    assert asked(hint=frozenset()) == "A"
    plugin.fails = ""
    assert asked(hint=frozenset()) == "A"
    assert asked(hint=frozenset()) == ""


def test_facts_do_not_see_facts(asked, plugin):
    plugin.likes = {"Ana": "tea"}
    seen = []
    plugin.look_for_facts = lambda network, ctx: seen.append(network.facts.get("People/Ana.md"))
    plugin.look = lambda network, ctx: seen.append(network.fact("People/Ana.md", "likes").value)
    asked()
    asked({"People/Bo.md": "- 2026-11-20 call\n"})
    assert seen == [None, "tea", None, "tea"]
