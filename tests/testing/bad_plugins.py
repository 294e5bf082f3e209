"""Plugins that break a rule on purpose, as the text of a module: the rule, what is wrong, and how it is said.

Each is otherwise as it should be, so that no other rule is what finds it.
"""

from typing import NamedTuple


class Bad(NamedTuple):
    """A plugin that breaks ``rule``: it is ``called`` so, and the message holds ``says``."""

    rule: str
    called: str
    says: str
    code: str


def _plugin(code: str, info: str = "", head: str = "") -> str:
    return f"""\
import msgspec
from vaultsync import Edit, Fact, Importer, PluginInfo, Reminder, Section, hookimpl
{head}
@hookimpl
def vaultsync_info():
    return PluginInfo(**{{"name": "bad", "summary": "Bad.", {info}}})

{code}
"""


def _reminder(**fields: str) -> str:
    given = {"person": "person.uid", "key": '"k"', "kind": '"bad"', "due": "ctx.today", "reason": '"why"', **fields}
    return f"Reminder({', '.join(f'{name}={value}' for name, value in given.items())})"


def _edit(**fields: str) -> str:
    given = {"path": "person.path", "kind": '"set-property"', "name": '"company"', "value": '("x",)', **fields}
    return f"""
@hookimpl
def vaultsync_edit_notes(network, ctx):
    for person in network.people:
        yield Edit(reason="why", {", ".join(f"{name}={value}" for name, value in given.items())})
"""


CONFIG = """
class Config(msgspec.Struct, frozen=True):
    words: dict[str, str] = {}
"""

BAD = (
    Bad("info", "no info", "no vaultsync_info()", "x = 1"),
    Bad("info", "raises", "RuntimeError: broken", "def vaultsync_info():\n    raise RuntimeError('broken')"),
    Bad("info", "a name of two words", "'Bad Name'", _plugin("", info='"name": "Bad Name"')),
    Bad("info", "no summary", "summary is ''", _plugin("", info='"summary": ""')),
    Bad("info", "another interface", "written for version 2.0", _plugin("", info='"api": "2.0"')),
    Bad("info", "a later interface", "written for version 1.999", _plugin("", info='"api": "1.999"')),
    Bad("info", "a spelling", "canonical name is last_contact", _plugin("", info='"writes": ("lastContact",)')),
    Bad("info", "a config that is none", "no msgspec Struct", _plugin("", info='"config": dict')),
    Bad(
        "info",
        "a config without a default",
        "no default for days",
        _plugin("", info='"config": Config', head="class Config(msgspec.Struct, frozen=True):\n    days: int"),
    ),
    Bad(
        "info",
        "a config that can be changed",
        "not frozen",
        _plugin("", info='"config": Config', head="class Config(msgspec.Struct):\n    days: int = 1"),
    ),
    Bad(
        "info",
        "a config whose defaults do not fit together",
        "do not fit together: no",
        _plugin(
            "",
            info='"config": Config',
            head="class Config(msgspec.Struct, frozen=True):\n    days: int = 1\n"
            "    def __post_init__(self):\n        raise ValueError('no')",
        ),
    ),
    Bad("info", "a summary of two lines", "summary is", _plugin("", info='"summary": "Bad.\\nWorse."')),
    Bad(
        "hooks",
        "misspelt",
        "did you mean vaultsync_reminders",
        _plugin("@hookimpl\ndef vaultsync_reminder(person): return []"),
    ),
    Bad("hooks", "unmarked", "not marked with @hookimpl", _plugin("def vaultsync_reminders(person): return []")),
    Bad(
        "hooks",
        "an argument that there is not",
        "asks for people",
        _plugin("@hookimpl\ndef vaultsync_check(people): return []"),
    ),
    Bad("hooks", "a coroutine", "is async", _plugin("@hookimpl\nasync def vaultsync_reminders(person): return []")),
    Bad("hooks", "private imports", "vaultsync.sync", _plugin("", head="from vaultsync.sync import Options")),
    Bad(
        "same",
        "counts its calls",
        "vaultsync_brief of",
        _plugin(
            "calls = []\n@hookimpl\ndef vaultsync_brief(person):\n    calls.append(1)\n"
            '    return [Section(title="T", lines=(str(len(calls)),))]'
        ),
    ),
    Bad(
        "same",
        "asks the clock",
        "vaultsync_enrich of",
        _plugin(
            "import time\n@hookimpl\ndef vaultsync_enrich(person):\n"
            '    return [Fact(name="bad", value=time.perf_counter_ns())]'
        ),
    ),
    Bad(
        "fresh",
        "hash()",
        "vaultsync_enrich of",
        _plugin('@hookimpl\ndef vaultsync_enrich(person):\n    return [Fact(name="bad", value=hash(person.name))]'),
    ),
    Bad(
        "fresh",
        "the order of a set",
        "vaultsync_brief of",
        _plugin(
            "@hookimpl\ndef vaultsync_brief(person):\n"
            '    return [Section(title="T", lines=tuple({f"{person.name} {n}" for n in range(30)}))]'
        ),
    ),
    Bad(
        "hostile",
        "writes into a person",
        "vaultsync_enrich of",
        _plugin('@hookimpl\ndef vaultsync_enrich(person):\n    person.lines["bad"] = len(person.lines)\n    return []'),
    ),
    Bad(
        "fresh",
        "cannot be loaded elsewhere",
        "it could not be asked",
        _plugin("", head="import sys\nif 'pytest' not in sys.modules: raise RuntimeError('not here')"),
    ),
    Bad(
        "inputs",
        "writes into the network",
        "vaultsync_check changed",
        _plugin(
            "@hookimpl\ndef vaultsync_check(network):\n"
            '    network.facts[f"bad {len(network.facts)}"] = ()\n    return []'
        ),
    ),
    Bad(
        "inputs",
        "writes into its settings",
        "vaultsync_check changed",
        _plugin(
            "@hookimpl\ndef vaultsync_check(ctx):\n"
            "    ctx.config.words[str(len(ctx.config.words))] = ''\n    return []",
            info='"config": Config',
            head=CONFIG,
        ),
    ),
    Bad(
        "hostile",
        "takes a year for granted",
        "AttributeError",
        _plugin("@hookimpl\ndef vaultsync_enrich(person):\n    return [Fact(name='year', value=person.birthday.year)]"),
    ),
    Bad(
        "hostile",
        "takes a name for granted",
        "IndexError",
        _plugin("@hookimpl\ndef vaultsync_enrich(person):\n    return [Fact(name='initial', value=person.company[0])]"),
    ),
    Bad(
        "hostile",
        "adds days to the last day there is",
        "OverflowError",
        _plugin(
            "from datetime import timedelta\n@hookimpl\ndef vaultsync_reminders(person, ctx):\n"
            f"    if person.next_contact:\n        yield {_reminder(due='person.next_contact + timedelta(days=9)')}"
        ),
    ),
    Bad(
        "hostile",
        "returns text",
        "returned str",
        _plugin('@hookimpl\ndef vaultsync_check(vault):\n    return ["nothing found"]'),
    ),
    Bad(
        "hostile",
        "an importer that trips",
        "the importer bad raised",
        _plugin(
            "def read(data, name, network, ctx):\n    return [][len(data)]\n"
            '@hookimpl\ndef vaultsync_importers():\n    return [Importer(name="bad", summary="Bad.", read=read)]'
        ),
    ),
    Bad(
        "hostile",
        "an importer that gives text",
        "gave str",
        _plugin(
            'def read(data, name, network, ctx):\n    return ["person"]\n'
            '@hookimpl\ndef vaultsync_importers():\n    return [Importer(name="bad", summary="Bad.", read=read)]'
        ),
    ),
    Bad("edits", "undeclared", "did not declare", _plugin(_edit())),
    Bad(
        "edits",
        "by the clock",
        "changes with the clock",
        _plugin(_edit(value='("42 days ago",)'), info='"writes": ("company",)'),
    ),
    Bad(
        "edits",
        "a note that is not there",
        "no note of the vault",
        _plugin(_edit(path='person.path + ".bak"'), info='"writes": ("company",)'),
    ),
    Bad(
        "settled",
        "appends each time",
        "append-entry",
        _plugin(_edit(kind='"append-entry"', name='"Log"', value='(f"{len(ctx.note(person.path).lines)} lines",)')),
    ),
    Bad(
        "settled",
        "changes its mind",
        "set-property company",
        _plugin(
            _edit(value='(person.company + "!",)', path="person.path"),
            info='"writes": ("company",)',
        ),
    ),
    Bad(
        "uids",
        "a key of the path",
        "the notes were renamed",
        _plugin(f"@hookimpl\ndef vaultsync_reminders(person, ctx):\n    yield {_reminder(key='person.path')}"),
    ),
    Bad(
        "uids",
        "a cycle that counts",
        "everything was read anew",
        _plugin(
            "import itertools\ncount = itertools.count()\n@hookimpl\ndef vaultsync_reminders(person, ctx):\n"
            f"    yield {_reminder(cycle='str(next(count))')}"
        ),
    ),
    Bad(
        "stdout",
        "prints in a hook",
        "printed 'looking at",
        _plugin("@hookimpl\ndef vaultsync_enrich(person):\n    print('looking at', person.uid)\n    return []"),
    ),
    Bad("stdout", "prints when it is loaded", "loading it printed", _plugin("", head="print('here I am')")),
)
"""Each in a way of its own."""
