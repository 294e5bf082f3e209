"""Contacts from outside, and picks: they count like any other, are kept between syncs, and follow from nothing else."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import TODAY, Sandbox
from tests.hooks.outside import Outside, code, outside  # noqa: F401 - pytest finds the fixture here

from vaultsync import day_words
from vaultsync.sync import Options
from vaultsync.sync.keep import Keeper

ANA = "---\ncadence: 6 weeks\n---\n## Log\n- 2026-10-01 call: hello\n"
BO = "---\ncadence: 4 weeks\n---\n## Log\n- 2026-10-20 coffee: hello\n"

MAIL = """
from datetime import date
from pathlib import Path

def lines(ctx, kind):
    with (Path({data!r}) / "asked").open("a") as file:
        file.write(kind[0])
    for line in (Path({data!r}) / kind).read_text().splitlines():
        if line == "broken":
            raise RuntimeError("the box is shut")
        who, day = line.split()
        yield f"People/{{who.title()}}.md", day

@hookimpl
def vaultsync_interactions(network, ctx):
    for who, day in lines(ctx, "contacts"):
        yield Interaction(person=who, day=date.fromisoformat(day), channel="email", direction="in")

@hookimpl
def vaultsync_picks(network, ctx):
    for who, day in lines(ctx, "picks"):
        known = network.last(who)
        yield Reminder(person=who, key="pick", kind="pick", due=date.fromisoformat(day), fixed=True,
                       reason=f"picked, last {{known.day if known else 'never'}}")
"""


class Box:
    """A mailbox, told in two files: contacts, and whom to pick."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("contacts", "picks", "asked"):
            (folder / name).write_text("")

    def has(self, *contacts: str, picks: tuple[str, ...] = ()) -> "Box":
        (self.folder / "contacts").write_text("\n".join(contacts))
        (self.folder / "picks").write_text("\n".join(picks))
        return self

    @property
    def asked(self) -> str:
        """What was asked since this was last looked at."""
        text = (self.folder / "asked").read_text()
        (self.folder / "asked").write_text("")
        return text

    @property
    def plugin(self) -> str:
        return code(MAIL.format(data=str(self.folder)), name="mail")


@pytest.fixture
def box(tmp_path: Path, outside: Outside) -> Box:  # noqa: F811
    (tmp_path / "box").mkdir()
    made = Box(tmp_path / "box")
    outside.file(made.plugin, "mail.py")
    return made


@pytest.fixture
def vault(sandbox: Sandbox) -> Sandbox:
    return sandbox.write({"People/Ana.md": ANA, "People/Bo.md": BO, "vaultsync.toml": ""})


def caught(plan) -> dict[tuple[str, str], str]:
    return {(one.name, one.reminder.kind): str(one.day) for one in plan.schedule.catch_ups}


def test_a_contact_from_outside_moves_the_next_catch_up(vault, box):
    assert caught(vault.sync())["Ana", "catch-up"] == TODAY
    box.has("ana 2026-11-20", "ana 2026-11-18")
    plan = vault.sync()
    assert caught(plan)["Ana", "catch-up"] == "2027-01-01"
    assert [(one.day.isoformat(), one.plugin) for one in plan.network.interactions["People/Ana.md"]] == [
        ("2026-11-20", "mail"),
        ("2026-11-18", "mail"),
        ("2026-10-01", ""),
    ]
    assert "since email" in next(one.reason for one in plan.schedule.catch_ups if one.name == "Ana")


def test_a_pick_is_an_event_and_sees_the_contacts(vault, box):
    plan = vault.sync() and box.has("ana 2026-11-20", picks=("ana 2026-11-25",)) and vault.sync()
    assert caught(plan)["Ana", "pick"] == "2026-11-25"
    assert "Picked\\, last 2026-11-20." in vault.feed()
    box.has("ana 2026-11-20")
    assert ("Ana", "pick") not in caught(vault.sync())


@pytest.mark.parametrize("broken", ["contacts", "picks"])
def test_what_was_given_stays_while_it_cannot_be_asked_for(vault, box, broken):
    box.has("ana 2026-11-20", picks=("bo 2026-11-25",))
    vault.sync()
    before = vault.feed()
    (box.folder / broken).write_text("ana 2026-11-21\nbroken\n")
    plan = vault.sync()
    assert [told.code for told in plan.problems] == ["plugin-failed"]
    assert vault.feed() == before
    vault.lose_index().sync()
    assert vault.feed() == before


def test_whoever_looks_asks_for_no_contacts_and_is_told_what_went_wrong_when_they_were_asked_for(vault, box):
    box.has("ana 2026-11-20")
    vault.sync()
    (box.folder / "contacts").write_text("broken\n")
    told = vault.sync().problems
    assert [one.code for one in told] == ["plugin-failed"]
    assert (box.asked, vault.plan().problems, box.asked) == ("cpcp", told, "p")
    assert vault.plan(without=("mail",)).problems == ()
    box.has("ana 2026-11-20")
    assert vault.plan().problems == told
    assert (vault.sync().problems, vault.plan().problems) == ((), ())


def test_whoever_is_not_in_the_vault_and_what_has_not_happened_yet_is_left_out(vault, box):
    box.has("ana 2026-11-20", "nobody 2026-11-20", "bo 2026-11-23", picks=("nobody 2026-11-25",))
    plan = vault.sync()
    assert {uid for uid in plan.network.interactions if plan.network.last(uid).plugin} == {"People/Ana.md"}
    assert vault.rows("SELECT person FROM across WHERE kind='picks'") == []
    assert not [one for one in plan.schedule.catch_ups if one.reminder.kind == "pick"]
    assert plan.problems == ()
    tomorrow = vault.sync("2026-11-23")
    assert tomorrow.network.last("People/Bo.md").day == date(2026, 11, 23)


def test_what_is_said_of_somebody_who_vanished_goes_with_them(vault, box):
    box.has("bo 2026-11-20", picks=("bo 2026-11-25", "ana 2026-11-26"))
    vault.sync()
    vault.remove("People/Bo.md")
    assert caught(vault.sync()).keys() == {("Ana", "catch-up"), ("Ana", "pick")}
    assert vault.rows("SELECT DISTINCT person FROM across") == [("People/Ana.md",)]
    assert "Bo" not in vault.feed()


def test_a_look_asks_nobody_again_and_knows_what_the_last_sync_was_told(vault, box):
    box.has("ana 2026-11-20", picks=("bo 2026-11-25",))
    first = vault.arrange()
    assert (box.asked, first.network.last("People/Ana.md").plugin) == ("cp", "mail")  # there was no sync yet
    vault.sync()
    assert box.asked == "cp"
    box.has()
    line = vault.arrange()
    assert "c" not in box.asked
    assert line.network.last("People/Ana.md").day == date(2026, 11, 20)


def test_a_hint_in_a_watch_asks_nobody_and_a_look_at_the_whole_does(vault, box):
    box.has("ana 2026-11-20")
    vault.sync()
    keeper = Keeper(vault.root, options=Options(), today=lambda _: date.fromisoformat(TODAY))
    try:
        keeper.sync(None)
        assert box.asked
        box.has("ana 2026-11-21", "bo 2026-11-21")
        vault.write({"People/Ana.md": ANA + "More.\n"})
        keeper.sync(frozenset({"People/Ana.md"}))
        assert box.asked == ""
        keeper.sync(None)
        assert box.asked == "cp"
    finally:
        keeper.close()
    assert vault.arrange().network.last("People/Bo.md").day == date(2026, 11, 21)


def test_contacts_and_picks_count_in_the_brief_the_agenda_and_the_tables(vault, box):
    box.has("ana 2026-11-20", picks=("bo 2026-11-25",))
    vault.sync()
    assert f"Last: {day_words(date(2026, 11, 20))}: email" in vault.feed().replace("\r\n ", "")
    assert vault.arrange().contact_count() == 3


def test_where_a_plugin_is_deleted_its_contacts_are_too(vault, box, outside):  # noqa: F811
    before = vault.sync() and vault.feed()
    box.has("ana 2026-11-20", picks=("bo 2026-11-25",))
    vault.sync()
    assert vault.feed() != before
    (outside.plugins / "mail.py").unlink()
    vault.sync()
    assert caught(vault.sync())["Ana", "catch-up"] == TODAY
    assert vault.rows("SELECT * FROM across") == []


DAYS = [f"2026-{day}" for day in ("10-30", "11-10", "11-20", "11-22", "11-24")]
UIDS = ["ana", "bo", "cy", "nobody"]
TOLD = st.lists(st.builds("{} {}".format, st.sampled_from(UIDS), st.sampled_from(DAYS)), max_size=5, unique=True)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("box"), TOLD, TOLD),
        st.tuples(st.just("fails"), TOLD, st.just([])),
        st.tuples(st.just("note"), st.sampled_from(UIDS[:3]), st.sampled_from(["", "- 2026-11-21 call\n"])),
        st.tuples(st.just("gone"), st.sampled_from(UIDS[:3]), st.none()),
        st.tuples(st.just("day"), st.sampled_from([TODAY, "2026-11-24"]), st.none()),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_a_sync_that_goes_on_from_its_index_says_what_one_without_says(tmp_path_factory, outside, steps):  # noqa: F811
    home = tmp_path_factory.mktemp("two")
    box = Box(home)
    outside.file(box.plugin, "mail.py")
    sides = []
    with pytest.MonkeyPatch.context() as patch:
        for name in ("going on", "anew"):
            side = Sandbox(home / name / "vault", home / name / "state")
            side.write({"People/Ana.md": ANA, "People/Bo.md": BO, "vaultsync.toml": ""})
            sides.append(side)
        day = TODAY
        for kind, what, more in [("box", [], []), *steps]:
            if kind == "day":
                day = what
            elif kind == "box":
                box.has(*what, picks=tuple(dict.fromkeys(more)))
            elif kind == "fails":
                box.has(*what, "broken")
            for side in sides:
                path = f"People/{str(what).title()}.md"
                if kind == "note":
                    side.write({path: f"---\ncadence: 5 weeks\n---\n{more}"})
                elif kind == "gone" and (side.root / path).exists():
                    side.remove(path)
                for folder in ("state", "cache"):
                    patch.setenv(f"VAULTSYNC_{folder.upper()}_DIR", str(home / side.root.parent.name / folder))
                outside.trust(outside.plugins / "mail.py")
                if side is sides[1]:
                    side.lose_index()
                side.sync(day)
            one, other = ({file.name: file.read_bytes() for file in side.feeds.iterdir()} for side in sides)
            assert one == other
            assert sides[0].rows("SELECT * FROM across") == sides[1].rows("SELECT * FROM across")
