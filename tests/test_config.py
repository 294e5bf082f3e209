import tomllib
from datetime import date, time
from typing import Annotated

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultsync.config import FeedSettings, Settings, load_settings, plugin_config
from vaultsync.config.describe import describe
from vaultsync.config.positions import line_of, positions
from vaultsync.model import CODES, Limits

WHOLE = """\
[vault]
timezone = "Europe/Lisbon"
today = 2026-03-04
ignore = ["Archive", "Work/**/old"]
name = "Second Brain"

[dates]
order = "dmy"

[daily]
folder = "Journal"
format = "YYYY/MM/DD"

[planning]
per_day = 3
per_week = 10
minutes_per_day = 90
minutes_per_week = 300
closed = ["Sun", "saturday"]
closed_days = [2026-12-24, "2026-12-25"]

[publish]
dir = "~/calendars"
targets = ["s3://bucket/calendars"]

[[feeds]]
name = "work"
title = "Work, mostly"
query = "tag:work"
color = "teal"

[[feeds]]
name = "old-friends"

[privacy]
description = "reason"

[calendar]
alarm = "9:30"
past_days = 0
ahead_days = 90
birthday_ahead_days = 400

[write]
enabled = true
properties = ["uid"]
brief = true
ticks = true
list = "Catch-ups.md"
only_on = "desk"

[watch]
poll = "always"
every = 60

[serve]
host = "192.0.2.7"
port = 9000
hosts = ["box.example.org"]
address = "https://box.example.org/"

[slots]
hours = "daily 8:00-17:00"
theirs = "mon-thu 9-17, fri 9-13"
after_hours = "20:00-22:00"
minutes = 60
count = 3
days = 21
step = 15
notice = 2

[people]
folders = ["Humans"]

[plugin.weather]
city = "Lisbon"
"""


def told(text, **arguments):
    """What a text has wrong, as (line, code, message) by line."""
    return [(found.line, found.code, found.message) for found in load_settings(text, **arguments)[1]]


def test_an_empty_file_gives_the_defaults():
    settings, problems = load_settings("")
    assert (settings, problems) == (Settings(), ())
    assert [feed.name for feed in settings.feeds] == ["catch-ups", "birthdays"]
    assert settings.planning.limits == Limits()


def test_every_setting_is_read():
    read, problems = load_settings(WHOLE, plugin_tables=["people"])
    assert problems == ()
    assert msgspec.to_builtins(read, builtin_types=(date, time), str_keys=False) | {"lines": None} == {
        "vault": {
            "timezone": "Europe/Lisbon",
            "today": date(2026, 3, 4),
            "ignore": ("Archive", "Work/**/old"),
            "name": "Second Brain",
        },
        "dates": {"order": "dmy"},
        "daily": {"folder": "Journal", "format": "YYYY/MM/DD"},
        "planning": {
            "per_day": 3,
            "per_week": 10,
            "minutes_per_day": 90,
            "minutes_per_week": 300,
            "closed": ("saturday", "sunday"),
            "closed_days": (date(2026, 12, 24), date(2026, 12, 25)),
        },
        "publish": {"dir": "~/calendars", "targets": ("s3://bucket/calendars",)},
        "feeds": (
            {"name": "work", "title": "Work, mostly", "query": "tag:work", "color": "teal"},
            {"name": "old-friends", "title": "Old friends", "query": "", "color": ""},
        ),
        "privacy": {"description": "reason"},
        "write": {
            "enabled": True,
            "properties": ("uid",),
            "brief": True,
            "ticks": True,
            "list": "Catch-ups.md",
            "only_on": "desk",
        },
        "watch": {"poll": "always", "every": 60},
        "serve": {
            "host": "192.0.2.7",
            "port": 9000,
            "hosts": ("box.example.org",),
            "address": "https://box.example.org",
        },
        "slots": {
            "hours": "daily 8:00-17:00",
            "theirs": "mon-thu 9-17, fri 9-13",
            "after_hours": "20:00-22:00",
            "minutes": 60,
            "count": 3,
            "days": 21,
            "step": 15,
            "notice": 2,
        },
        "calendar": {"alarm": time(9, 30), "past_days": 0, "ahead_days": 90, "birthday_ahead_days": 400},
        "plugins": {"people": {"folders": ["Humans"]}, "weather": {"city": "Lisbon"}},
        "readable": True,
        "withheld": (),
        "path": "vaultsync.toml",
        "lines": None,
    }


def test_the_limits_are_what_planning_takes():
    assert load_settings(WHOLE)[0].planning.limits == Limits(
        per_day=3,
        per_week=10,
        minutes_per_day=90,
        minutes_per_week=300,
        closed_weekdays=frozenset({5, 6}),
        closed_days=frozenset({date(2026, 12, 24), date(2026, 12, 25)}),
    )


def test_a_wrong_setting_falls_back_alone_and_says_where():
    settings, problems = load_settings('[planning]\nper_week = 9\n\nper_day = "two"\n', path="mine.toml")
    assert (settings.planning.per_day, settings.planning.per_week) == (2, 9)
    assert [(found.path, found.line, found.code, found.severity, found.message) for found in problems] == [
        ("mine.toml", 4, "config-invalid", "error", '[planning] per_day is "two"; it takes a whole number.')
    ]
    assert problems[0].hint


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[planning]\nper_day = -1", "[planning] per_day is -1; it takes a whole number of at least 0."),
        (
            '[slots]\nhours = "early"',
            '[slots] hours is "early", which names no hours.',
        ),
        ("[planning]\nper_day = true", "[planning] per_day is true; it takes a whole number."),
        (
            "[planning]\nminutes_per_day = 2000",
            "[planning] minutes_per_day is 2000; it takes a whole number of at most 1440.",
        ),
        ("[planning]\nclosed_days = ['soon']", '[planning] closed_days is ["soon"]; it takes a list of dates.'),
        ("[planning]\nclosed = ['mo']", '[planning] closed holds "mo", which is no weekday.'),
        ("[planning]\nclosed = [1]", "[planning] closed holds 1, which is no weekday."),
        ("[planning]\nclosed = 'sun'", '[planning] closed is "sun"; it takes a list of weekdays.'),
        ("[vault]\ntoday = 2026-03-04T10:00:00", "[vault] today is 2026-03-04 10:00:00; it takes a date."),
        ("[vault]\ntimezone = 1", "[vault] timezone is 1; it takes an IANA time zone."),
        ("[vault]\ntimezone = '../etc'", '[vault] timezone names no time zone: "../etc".'),
        ("[vault]\ntimezone = ''", '[vault] timezone names no time zone: "".'),
        ("[dates]\norder = 'ymd'", '[dates] order is "ymd"; it takes "", "dmy" or "mdy".'),
        ("[privacy]\ndescription = {}", '[privacy] description is a table; it takes "full", "reason" or "none".'),
        ("[publish]\ndir = ' '", "[publish] dir names no folder."),
        ("[publish]\ndir = 5", "[publish] dir is 5; it takes a folder."),
        ("[calendar]\nalarm = '25:00'", '[calendar] alarm is "25:00", which is no time of day.'),
        ("[serve]\nhost = 'a b'", '[serve] host is "a b", which is no address of a computer.'),
        ("[serve]\nhost = 1", "[serve] host is 1; it takes an address."),
        ("[serve]\nport = 70000", "[serve] port is 70000; it takes a whole number of at most 65535."),
        ("[serve]\nhosts = 'box'", '[serve] hosts is "box"; it takes a list of names.'),
        (
            "[serve]\nhosts = ['https://box']",
            '[serve] hosts holds "https://box", which is no name of a computer.',
        ),
        ("[serve]\naddress = 1", "[serve] address is 1; it takes a web address."),
        *(
            (
                f"[serve]\naddress = '{address}'",
                f'[serve] address is "{address}", which is no address to put before a feed\'s name.',
            )
            for address in (
                "box.example.org",
                "https://",
                "https://box:port",
                "https://box/?a",
                "ftp://box",
                "http://[",
            )
        ),
        ("[calendar]\nalarm = 9", "[calendar] alarm is 9, which is no time of day."),
        (
            "[vault]\nignore = ['" + "x" * 99 + "', 3]",
            f'[vault] ignore is ["{"x" * 55}…; it takes a list of folders and patterns.',
        ),
    ],
)
def test_a_wrong_value_is_told_in_plain_words(line, said):
    assert told(line) == [(2, "config-invalid", said)]


def test_a_misspelt_zone_suggests_the_near_one():
    _, (found,) = load_settings("[vault]\ntimezone = 'Europe/Lisbo'")
    assert found.hint == "Did you mean Europe/Lisbon?"


def test_a_zone_like_no_other_is_shown_what_one_looks_like():
    _, (found,) = load_settings("[vault]\ntimezone = '§§'")
    assert found.hint == 'Write a name such as "Europe/Lisbon" or "America/Phoenix".'


@pytest.mark.parametrize("text", ["alarm = 'off'", "alarm = false", "alarm = ' Off '", "alarm = ''", ""])
def test_no_alarm_can_be_said_in_several_ways(text):
    settings, problems = load_settings(f"[calendar]\n{text}")
    assert (settings.calendar.alarm, problems) == (None, ())


def test_an_alarm_may_be_a_time_of_toml():
    assert load_settings("[calendar]\nalarm = 09:00:00")[0].calendar.alarm == time(9)


def test_an_unknown_key_suggests_the_near_one():
    settings, (found,) = load_settings("[planning]\nper-day = 4\n")
    assert settings == msgspec.structs.replace(Settings(), lines=settings.lines)
    assert (found.line, found.code, found.hint) == (2, "config-unknown", "Did you mean per_day?")
    assert found.message == "[planning] per-day is no setting that anything reads."


def test_an_unknown_table_suggests_the_near_one():
    _, (found,) = load_settings("[calender]\nalarm = 'off'\n")
    assert (found.line, found.message, found.hint) == (
        1,
        "[calender] is no table that anything reads.",
        "Did you mean calendar?",
    )


def test_a_name_like_no_other_suggests_none():
    _, (found,) = load_settings("zzzzzz = 1")
    assert (found.message, found.hint) == (
        "[zzzzzz] is no setting that anything reads.",
        "Remove it, or look for the setting in the configuration reference.",
    )


def test_a_value_in_the_place_of_a_table_is_told():
    assert told("planning = 3\nfeeds = 1\nplugin = 2\npeople = 4", plugin_tables=["people"]) == [
        (1, "config-invalid", "[planning] is 3; it should be a table."),
        (2, "config-invalid", "[[feeds]] should be a list of tables."),
        (3, "config-invalid", "[plugin] should be tables."),
        (4, "config-invalid", "[people] is 4; it should be a table."),
    ]


def test_broken_toml_gives_the_defaults_and_one_problem_on_its_line():
    settings, (found,) = load_settings('[vault]\nname = "ok"\ntimezone = Lisbon\n')
    assert settings == Settings(readable=False)
    assert (found.code, found.line, found.message) == (
        "config-invalid",
        3,
        "The settings are not valid TOML: Invalid value.",
    )


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 3000, "a = " + "9" * 5000, "[vault]\nname = '''x\n", "a = 2026-02-30", "[a]\n[a]"]
)
def test_toml_that_breaks_the_parser_is_one_problem(text):
    settings, problems = load_settings(text)
    assert settings == Settings(readable=False)
    assert [found.code for found in problems] == ["config-invalid"]
    assert 1 <= problems[0].line <= 2


def test_a_byte_order_mark_and_windows_line_endings_are_fine():
    settings, problems = load_settings("\ufeff[planning]\r\nper_day = 4\r\nper_weak = 2\r\n")
    assert settings.planning.per_day == 4
    assert [(found.line, found.hint) for found in problems] == [(3, "Did you mean per_week?")]


def test_a_feed_that_is_wrong_is_left_out_and_the_others_stay():
    feeds = (
        "name = 'Work Feed'",
        "name = 'a'\nquary = 'x'\nquery = 'y'",
        "name = 'a'",
        "title = 'x'",
        "name = '§'",
        "name = 7",
    )
    text = "".join(f"[[feeds]]\n{feed}\n" for feed in feeds)
    settings, problems = load_settings(text)
    assert settings.feeds == (FeedSettings(name="a", title="A", query="y"),)
    assert [(found.line, found.message, found.hint) for found in problems] == [
        (
            2,
            '[[feeds]] 1 name is "Work Feed", which is not safe as a file\'s name; this feed was left out.',
            'Write name = "work-feed": lower-case letters, digits, single hyphens.',
        ),
        (5, "[[feeds]] 2 quary is no setting that anything reads.", "Did you mean query?"),
        (8, '[[feeds]] 3 name is "a" a second time; this feed was left out.', "Rename it."),
        (9, "[[feeds]] 4 has no name and was left out.", 'Give it one, such as name = "work".'),
        (
            12,
            '[[feeds]] 5 name is "§", which is not safe as a file\'s name; this feed was left out.',
            'Write a name such as "work": lower-case letters, digits, single hyphens.',
        ),
        (
            14,
            "[[feeds]] 6 name is 7, which is not safe as a file's name; this feed was left out.",
            'Write a name such as "work": lower-case letters, digits, single hyphens.',
        ),
    ]


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("query = 'tug:work'", "query-invalid", "[[feeds]] 1 query cannot be understood."),
        ("query = 5", "config-invalid", "[[feeds]] 1 query is 5; it takes a text."),
        ("quary = 'tag:work'", "config-unknown", "[[feeds]] 1 quary is no setting that anything reads."),
    ],
)
def test_a_feed_of_which_it_is_not_known_what_belongs_in_it_is_withheld_and_does_not_hold_everything(line, code, said):
    settings, (found,) = load_settings(f"[[feeds]]\nname = 'work'\n{line}\n[[feeds]]\nname = 'all'\n")
    assert ([feed.name for feed in settings.feeds], settings.withheld) == (["all"], ("work",))
    assert (found.line, found.code, found.message) == (3, code, said)


def test_a_name_that_is_withheld_is_taken():
    settings, problems = load_settings("[[feeds]]\nname = 'a'\nquery = 1\n[[feeds]]\nname = 'a'\n")
    assert (settings.feeds, settings.withheld, [found.line for found in problems]) == ((), ("a",), [3, 5])


def test_a_colour_is_a_name():
    settings, problems = load_settings("[[feeds]]\nname = 'a'\ncolor = '#ff0000'\n")
    assert settings.feeds[0].color == ""
    assert [found.line for found in problems] == [3]


def test_no_feeds_at_all_can_be_asked_for():
    assert load_settings("feeds = []")[0].feeds == ()


class Rhythm(msgspec.Struct, frozen=True, kw_only=True):
    """Stands for the settings of a plugin."""

    days: Annotated[int, msgspec.Meta(ge=1, description="How long.")] = 7
    least: int = 1
    """The shortest
    that may come of it."""
    tiers: dict[str, int] = msgspec.field(default_factory=lambda: {"close": 14})

    def __post_init__(self):
        if self.least > self.days:
            raise ValueError("least is above days")


def test_a_plugins_table_becomes_its_own_type():
    settings, problems = load_settings("[rhythm]\ndays = 3\n[rhythm.tiers]\nfar = 90\n", plugin_tables=["rhythm"])
    assert problems == ()
    assert plugin_config(settings, "rhythm", Rhythm) == (Rhythm(days=3, tiers={"far": 90}), ())


def test_a_plugin_that_is_not_built_in_has_its_table_under_plugin():
    settings, problems = load_settings("[plugin.rhythm]\ndays = 3\n")
    assert problems == ()
    assert plugin_config(settings, "rhythm", Rhythm) == (Rhythm(days=3), ())


def test_the_table_at_the_top_wins_over_the_one_under_plugin():
    settings, _ = load_settings("[rhythm]\ndays = 3\n[plugin.rhythm]\ndays = 4\nleast = 2\n", plugin_tables=["rhythm"])
    assert plugin_config(settings, "rhythm", Rhythm) == (Rhythm(days=3, least=2), ())


def test_a_plugin_without_a_table_has_its_defaults():
    assert plugin_config(Settings(), "rhythm", Rhythm) == (Rhythm(), ())


@pytest.mark.parametrize("header", ["rhythm", "plugin.rhythm"])
def test_what_is_wrong_in_a_plugins_table_is_told_on_its_line(header):
    settings, _ = load_settings(f"[{header}]\ndays = 0\ndais = 2\ntiers.far = 'x'\n", plugin_tables=["rhythm"])
    config, problems = plugin_config(settings, "rhythm", Rhythm)
    assert config == Rhythm()
    assert [(found.line, found.code, found.message) for found in problems] == [
        (2, "plugin-config", f"[{header}] days is 0; it takes a whole number of at least 1."),
        (3, "config-unknown", f"[{header}] dais is no setting that anything reads."),
        (4, "plugin-config", f'[{header}] tiers.far is "x"; it takes a whole number.'),
    ]


def test_values_that_do_not_go_together_give_the_plugins_defaults():
    settings, _ = load_settings("\n[rhythm]\nleast = 9\n", plugin_tables=["rhythm"])
    config, (found,) = plugin_config(settings, "rhythm", Rhythm)
    assert config == Rhythm()
    assert (found.line, found.message) == (2, "[rhythm] does not fit together: least is above days.")


def test_every_setting_is_described():
    docs = describe(Settings)
    assert all(doc.description.endswith((".", "?")) and doc.type for doc in docs)
    keys = {(doc.table, doc.key) for doc in docs}
    assert len(keys) == len(docs)
    tables = tomllib.loads(WHOLE)
    named = {
        (table, key)
        for table in tables
        if table not in {"people", "plugin"}
        for key in [*tables[table]]
        if table != "feeds"
    }
    assert keys == named | {("feeds", key) for key in ("name", "title", "query", "color")}
    assert {doc.table for doc in docs if doc.repeated} == {"feeds"}


def test_a_description_says_type_and_default_as_toml_spells_it():
    docs = {(doc.table, doc.key): (doc.type, doc.default) for doc in describe(Settings)}
    assert docs["vault", "timezone"] == ("IANA time zone", '"UTC"')
    assert docs["vault", "today"] == ("date", "")
    assert docs["planning", "per_day"] == ("whole number", "2")
    assert docs["planning", "closed_days"] == ("list of dates", "[]")
    assert docs["privacy", "description"] == ('"full", "reason" or "none"', '"full"')


def test_the_defaults_that_are_described_are_the_defaults():
    lines = [f"{doc.table}.{doc.key} = {doc.default}" for doc in describe(Settings) if doc.default and not doc.repeated]
    settings, problems = load_settings("\n".join(lines))
    assert problems == ()
    assert msgspec.structs.replace(settings, lines={}) == Settings()


class Many(msgspec.Struct):
    on: bool = True
    share: float = 0.5
    words: frozenset[str] = frozenset({"b", "a"})
    spans: dict[str, int] = msgspec.field(default_factory=lambda: {"a b": 1})
    none: dict[str, str] = msgspec.field(default_factory=dict)
    at: time = time(9)
    pairs: tuple[tuple[str, ...], ...] = (("a",),)
    one: Annotated[int, "no description"] = 1


def test_a_plugins_own_settings_are_described_with_its_fields_docstrings():
    assert [(doc.table, doc.key, doc.type, doc.default, doc.description) for doc in describe(Rhythm, "rhythm")] == [
        ("rhythm", "days", "whole number", "7", "How long."),
        ("rhythm", "least", "whole number", "1", "The shortest that may come of it."),
        ("rhythm", "tiers", "table of whole numbers", '{ "close" = 14 }', ""),
    ]


def test_every_kind_of_setting_has_a_type_in_words():
    assert [(doc.type, doc.default) for doc in describe(Many, "many")] == [
        ("true or false", "true"),
        ("number", "0.5"),
        ("list of texts", '["a", "b"]'),
        ("table of whole numbers", '{ "a b" = 1 }'),
        ("table of texts", "{}"),
        ("time", "09:00:00"),
        ("list of list of texts", '[["a"]]'),
        ("whole number", "1"),
    ]


def test_settings_that_were_made_without_source_are_described_without_words():
    made = msgspec.defstruct("Made", [("days", int, 3)])
    assert [(doc.key, doc.default, doc.description) for doc in describe(made, "made")] == [("days", "3", "")]


def test_positions_follow_every_way_to_write_toml():
    text = (
        '# [no]\n[ "a b" . c ]\nx.y = 1\n\'q\' = """\nz = 1\n\\""" """\ne = [ # ]\n  "]", [1],\n]\n'
        "[[f]]\nn = '''\nm = 2'''\n[f.sub]\nk = { v = '}' } # {\n[[f]]\nn = 2\n[[f.g]]\nh = 1\n"
        '"\\u00e9\\t" = 1\n'
    )
    tomllib.loads(text)
    assert positions(text) == {
        ("a b",): 2,
        ("a b", "c"): 2,
        ("a b", "c", "x"): 3,
        ("a b", "c", "x", "y"): 3,
        ("a b", "c", "q"): 4,
        ("a b", "c", "e"): 7,
        ("f",): 10,
        ("f", 0): 10,
        ("f", 0, "n"): 11,
        ("f", 0, "sub"): 13,
        ("f", 0, "sub", "k"): 14,
        ("f", 1): 15,
        ("f", 1, "n"): 16,
        ("f", 1, "g"): 17,
        ("f", 1, "g", 0): 17,
        ("f", 1, "g", 0, "h"): 18,
        ("f", 1, "g", 0, "é\t"): 19,
    }


def test_a_key_that_has_no_line_takes_that_of_its_table():
    found = {("a",): 3}
    assert (line_of(found, "a", "b", 0), line_of(found, "z")) == (3, 0)


plain = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
values = st.recursive(
    st.one_of(st.integers(), st.booleans(), st.floats(allow_nan=False), plain, st.dates(), st.times()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(plain, inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from([*sorted({doc.key for doc in describe(Settings)}), "x", "a b", ""]) | plain
tables = st.sampled_from([*sorted({doc.table for doc in describe(Settings)}), "people", "plugin", "other"])


def toml(value):
    """A value as TOML, inline."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case str():
            return '"' + "".join(f"\\U{ord(c):08x}" for c in value) + '"'
        case dict():
            return "{" + ", ".join(f"{toml(key)} = {toml(item)}" for key, item in value.items()) + "}"
        case list():
            return "[\n" + ",\n".join(toml(item) for item in value) + "\n]"
        case _:
            return value.isoformat()


@given(st.text())
@settings(deadline=None)
def test_no_text_at_all_makes_it_raise(text):
    read, problems = load_settings(text, plugin_tables=["people"])
    assert isinstance(read, Settings)
    assert all(found.code in CODES and found.message for found in problems)


@given(st.lists(st.tuples(tables, names, values), max_size=5))
@settings(deadline=None)
def test_no_settings_of_whatever_kind_make_it_raise_and_each_problem_has_its_line(entries):
    text = ""
    starts = []
    for table, key, value in entries:
        starts.append(text.count("\n") + 1)
        text += f"{table}.{toml(key)} = {toml(value)}\n"
    read, problems = load_settings(text, plugin_tables=["people"])
    assert isinstance(read, Settings)
    for found in problems:
        assert found.line in starts or "not valid TOML" in found.message
    _, more = plugin_config(read, "people", Rhythm)
    assert all(found.line in starts for found in more)
    assert load_settings(text, plugin_tables=["people"]) == (read, problems)


@given(st.dictionaries(names.filter(bool), values, max_size=4), st.dictionaries(names.filter(bool), values, max_size=4))
@settings(deadline=None)
def test_every_top_key_has_a_position_that_the_text_bears_out(first, second):
    lines = []
    wanted = {}
    for table, entries in (("one", first), ("two", second)):
        lines += [f"[{table}] # = ["]
        for key, value in entries.items():
            wanted[table, key] = sum(line.count("\n") + 1 for line in lines) + 1
            lines.append(f"{toml(key)} = {toml(value)}")
    text = "\n".join(lines)
    tomllib.loads(text)
    found = positions(text)
    assert {key: line for key, line in found.items() if len(key) == 2} == wanted
