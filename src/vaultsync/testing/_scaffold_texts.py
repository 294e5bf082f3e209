"""The texts of a new plugin's files; ``$name`` is the plugin's name, ``$module`` its package's."""

PROJECT = """\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "vaultsync-$name"
version = "0.1.0"
description = "A vaultsync plugin: reminds of a present before a birthday"
readme = "README.md"
requires-python = ">=3.11"
dependencies = ["vaultsync>=0.1"]

# This is how vaultsync finds it. The name is the one that PluginInfo says.
[project.entry-points."vaultsync.plugins"]
$name = "$module"

[dependency-groups]
dev = ["vaultsync[testing]"]

[tool.hatch.build.targets.wheel]
packages = ["src/$module"]

[tool.pytest.ini_options]
pythonpath = ["src"] # tests run without installing it
testpaths = ["tests"]
"""

README = """\
# vaultsync-$name

A plugin for vaultsync: two weeks before somebody's birthday, it reminds of the present that their note names.

```yaml
---
birthday: 1990-12-20
gift: a book about rivers
---
```

## Install

```console
pip install vaultsync-$name
vaultsync plugins enable $name
```

## Settings

In your own `config.toml`, or in the vault's `vaultsync.toml`:

```toml
[plugin.$name]
days_before = 14
```

| Setting | Default | Meaning |
|---|---|---|
| `days_before` | 14 | How many days before the birthday the reminder comes. |

It reads people's notes, and sends nothing anywhere.

## Work on it

```console
pip install "vaultsync[testing]"
python -m pytest
```
"""

PACKAGE_HEAD = '''\
"""Reminds of a present before a birthday, where a note says which: ``gift: a book about rivers``."""
'''

FILE_HEAD = '''\
"""Reminds of a present before a birthday, where a note says which: ``gift: a book about rivers``.

A plugin of vaultsync in one file. To turn it on, put it into the folder ``.vaultsync/plugins`` of a vault (or into
``plugins`` beside your own config.toml, for all vaults), and say that you trust it:

    vaultsync plugins trust .vaultsync/plugins/$name.py

It runs with all of your rights, so trust only what you have read. After each change it has to be trusted anew.
Whether it keeps the rules of all plugins:

    vaultsync plugins test .vaultsync/plugins/$name.py
"""
'''

CODE = '''\

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated

import msgspec
from vaultsync import Context, Person, PluginInfo, Reminder, hookimpl


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of ``[plugin.$name]``. Each field has a default, and its meaning stands below it."""

    days_before: Annotated[int, msgspec.Meta(ge=0, le=180)] = 14
    """How many days before the birthday the reminder comes."""


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Say who the plugin is."""
    return PluginInfo(name="$name", summary="Reminds of a present before a birthday.", config=Config)


@hookimpl
def vaultsync_reminders(person: Person, ctx: Context) -> Iterable[Reminder]:
    """Give a reminder for each of the coming birthdays of somebody whose note names a present.

    A hook names the arguments that it wants. It returns values, and reads nothing but what it is handed; the day is
    ctx.today, for a hook asks no clock.
    """
    gift = _gift(person, ctx)
    if person.birthday is None or not gift or person.quiet:
        return
    config: Config = ctx.config
    for year in (ctx.today.year, ctx.today.year + 1):
        birthday = person.birthday.on(year)
        if birthday > ctx.today:
            yield Reminder(
                person=person.uid,
                # Person, key and cycle are what the event is known by in every calendar, whatever day it moves to:
                # one present a year. A name or a path may change, and would make another event of it.
                key="gift",
                cycle=str(year),
                kind="gift",
                # vaultsync finds a day with room for it: from the day it is due to the birthday, if it can.
                due=birthday - timedelta(days=config.days_before),
                latest=birthday,
                minutes=15,
                action=f"find {gift}",
                reason="a birthday comes",
                path=person.path,
                line=person.lines.get("birthday", 0),
            )


def _gift(person: Person, ctx: Context) -> str:
    """What the note says under ``gift``: a property that vaultsync itself knows nothing of."""
    note = ctx.note(person.path)
    properties = note.properties if note is not None else ()
    return next((prop.values[0].strip() for prop in properties if prop.key.lower() == "gift" and prop.values), "")
'''

TESTS = '''\
from datetime import date

from vaultsync.testing import PluginContract, stage

import $module as plugin

NOTES = {"People/Ana Reyes.md": "---\\nbirthday: 1990-12-20\\ngift: a book about rivers\\n---\\n"}


class TestContract(PluginContract):
    """The rules that every plugin keeps."""

    plugin = plugin
    notes = NOTES


def test_a_reminder_comes_two_weeks_before_the_birthday():
    given = stage(NOTES, plugin=plugin, today=date(2026, 11, 24))
    reminders = list(plugin.vaultsync_reminders(given.person("Ana Reyes"), given.ctx))
    assert [one.due for one in reminders] == [date(2026, 12, 6), date(2027, 12, 6)]
    assert reminders[0].action == "find a book about rivers"


def test_nobody_without_a_present_is_reminded_of():
    given = stage({"People/Bo.md": "---\\nbirthday: 1990-12-20\\n---\\n"}, plugin=plugin)
    assert list(plugin.vaultsync_reminders(given.person("Bo"), given.ctx)) == []


def test_the_reminder_stands_in_the_calendar(make_vault, run_sync, parse_feed):
    vault = make_vault(NOTES)
    done = run_sync(vault, plugins=[plugin], config={"$name": {"days_before": 7}}, today=date(2026, 11, 24))
    assert done.problems == ()
    events = [event for event in parse_feed(done.feeds["catch-ups"]) if "rivers" in event["SUMMARY"]]
    assert [event["DTSTART"].dt for event in events] == [date(2026, 12, 13)]
'''
