"""Texts, values and names that trip programs over, as tables: what people, editors and sync services leave in notes."""

from vaultsync.notes import DIALECTS

NAMES = (
    "Ana Reyes",
    "Bo",
    "Zoë O'Brien",
    "ليلى منصور",
    "林美玲",
    "प्रिया शर्मा",
    "Þórunn Sigurðardóttir",
    "Jean-Baptiste  Fournier",
    "Ana Reyes, Ph.D.",
    "🙂 Family 👩‍👩‍👧",
    "x" * 120,
    "Null",
    "2026-11-24",
    "#1",
    "",
)
"""What people are called, or their notes."""

WORDS = (
    "",
    "hello",
    "Café Luna",
    "a: b, [c] {d} # e",
    "[[Ana Reyes]]",
    "[[Ana Reyes|Annie]] and [[nobody]]",
    "\u202eright to left\u202c",
    "שלום וברכה",
    "👩‍👩‍👧 🇪🇺 e\u0301",
    "<b>bold</b> & \"quoted\" 'too'",
    "BEGIN:VEVENT; DTSTART,1\\n",
    "%% vaultsync:brief %%",
    "{{title}} <% tp %>",
    "0",
    "null",
    "word " * 60,
)
"""Lines of text."""

VALUES = (
    "",
    "~",
    "''",
    "[]",
    "{}",
    "[,]",
    "[~, '', [a]]",
    "{a: {b: [c]}}",
    "yes",
    "NO",
    "0",
    "-1",
    "01234",
    "1e999",
    "9" * 400,
    "12:30",
    "2026-11-24",
    "2026-02-30",
    "2026-13-45",
    "24.11.2026",
    "11/12/26",
    "0000-00-00",
    "9999-12-31",
    "--02-29",
    "yesterday",
    "6 weeks",
    "every 0 days",
    "P99999Y",
    "[[Ana Reyes]]",
    "[[nobody]]",
    "'unclosed",
    "[unclosed",
    "*nowhere",
    "&a [*a]",
    "!!python/object:os.system x",
    "|",
    "🎂",
    "ليلى",
    "\u202eevil",
    "\x00",
    "a: b",
    "\t- x",
    "%% vaultsync:end brief %%",
    "{{date}}",
    "x" * 5000,
)
"""What may stand behind a property's colon."""

KEYS = (*(dialect.name for dialect in DIALECTS), "Last Contact", "EMAIL[HOME]", "contacts.mail", "", "?", "🔑", "a b c")
"""What may stand before it: every property that vaultsync knows, and more."""

SHOWN = 400
"""How many bytes of a note are shown."""

_FRONT = "---\naliases: [Ana]\ncadence: 6 weeks\nlast_contact: 2026-09-01\n---\n"
_BODY = "# Ana\n\n## Log\n- 2026-09-01 ☎ call: hello\n- [ ] send the book 📅 2026-12-01\n"
_PLAIN = _FRONT + _BODY


def _front(yaml: str) -> str:
    return f"---\n{yaml}\n---\n{_BODY}"


_TEXTS = {
    "empty": "",
    "a line end": "\n",
    "marks alone": "---\n---",
    "front matter that never closes": "---\naliases: [Ana]\n" + _BODY,
    "YAML that never closes": _front("aliases: [Ana"),
    "YAML that is a text": _front("hello"),
    "YAML that is a list": _front("- a\n- b"),
    "YAML of a deep nest": _front("a: " + "[" * 300 + "]" * 300),
    "YAML of many aliases": _front("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]"),
    "keys that stand twice": _front("cadence: weekly\nbirthday: 1990-01-01\ncadence: yearly\nbirthday: 1991-01-01"),
    "keys that are no text": _front("1: a\n[b, c]: d\n? {e: f}\n: g\nnull: h\n2026-01-01: i"),
    "dates that are none": _front(
        "birthday: 1990-02-30\nlast_contact: soon\nnext_contact: 2026-99-99\nsnooze_until: 0\nmet: 32.13.2026"
    ),
    "dates far off": _front(
        "birthday: 0001-01-01\nlast_contact: 9999-12-31\nnext_contact: 9999-12-31\nmet: 0001-01-01"
    ),
    "a leap day": _front("birthday: 2000-02-29\nname_day: --02-29\nanniversary: 2001-02-29"),
    "empty names": _front("name: ''\naliases: ['', ~, ' ']\nFN:"),
    "names of space": _front("name: '\u00a0\u200b'\naliases: ['\u3000']"),
    "right to left": _front("name: ليلى منصور\ncompany: \u202eשלום\u202c\naliases: [\u200fليلى]"),
    "emoji": _front("name: 👩‍👩‍👧\ncompany: 🏢\ngroups: [🏴‍☠️]\nchannel: ☎"),
    "all of it a list": _front("\n".join(f"{key}: [a, 1, ~]" for key in KEYS if key.isidentifier())),
    "all of it a map": _front("\n".join(f"{key}: {{a: 1}}" for key in KEYS if key.isidentifier())),
    "all of it nothing": _front("\n".join(f"{key}:" for key in KEYS if key.isidentifier())),
    "TOML": "+++\ncadence = '6 weeks'\n+++\n" + _BODY,
    "JSON": '{"cadence": "6 weeks"}\n' + _BODY,
    "a template": "---\nname: '{{title}}'\n---\n<% tp.date %>\n",
    "conflict marks": _PLAIN + "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n",
    "links to nobody and to itself": _PLAIN
    + "- 2026-10-01 with [[nobody]], [[Ana]], [[]], [[#x]], [[a|]], [[../Ana]]\n",
    "tasks of every kind": _PLAIN
    + "".join(f"- [{box}] do it 📅 2026-1{box}-01 🔁 every day ^a\n" for box in " xX-/>?")
    + "- [ ]\n- [ ] 📅\n- [ ] [due:: never]\n",
    "a log of dates that are none": _FRONT
    + "## Log\n- 2026-02-30 call\n- 0000-00-00\n- 2026-09-01\n- 9999-12-31 tea\n",
    "a table for a log": _FRONT + "## Log\n| day | what |\n|---|---|\n| 2026-03-01 | call |\n||\n",
    "a fence that never closes": _PLAIN + "```\n---\n- 2026-10-01 call\n",
    "a block by hand": _PLAIN + "%% vaultsync:brief %%\nmine\n%% vaultsync:end brief %%\n",
    "a block that never closes": _PLAIN + "%% vaultsync:brief e3b0c44298fc %%\n",
    "CRLF": _PLAIN.replace("\n", "\r\n"),
    "CR": _PLAIN.replace("\n", "\r"),
    "other line breaks": _PLAIN.replace("hello", "a\u2028b\x85c\x0bd\x0ce"),
    "control characters": _PLAIN.replace("hello", "\x01\x07\x1b[31m\x7f"),
    "a long line": _PLAIN + "- 2026-10-01 " + "word " * 20_000 + "\n",
    "many lines": _FRONT + "## Log\n" + "".join(f"- 20{year:02}-01-01 call\n" for year in range(27)) * 20,
    "no final line end": _PLAIN.rstrip("\n"),
    "two byte order marks": "\ufeff\ufeff" + _PLAIN,
}


class NoteBytes(bytes):
    """A note's bytes; shown, they are cut short: some are huge."""

    def __repr__(self) -> str:
        """The first of them, and how many there are."""
        return super().__repr__() if len(self) <= SHOWN else f"<{len(self)} bytes, {bytes(self[:SHOWN])!r}…>"


_BYTES = {
    **{name: text.encode() for name, text in _TEXTS.items()},
    "Latin-1": _PLAIN.replace("hello", "café").encode("latin-1", "replace"),
    "UTF-16": _PLAIN.encode("utf-16"),
    "half a letter": _PLAIN.encode()[:-1] + "é".encode()[:1],
    "a lone surrogate": _PLAIN.replace("hello", "\ud83d").encode("utf-8", "surrogatepass"),
    "zeros": _PLAIN.encode() + b"\0\0\n",
    "nothing but zeros": bytes(4096),
    "noise": bytes(range(256)) * 8,
    "far too large": _PLAIN.encode() + b"x" * 10_000_001,
}

HOSTILE: dict[str, bytes] = {name: NoteBytes(data) for name, data in _BYTES.items()}
"""The bytes of notes by what is wrong with them."""
