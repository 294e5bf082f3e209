"""A small vault of invented people, in which every built-in plugin finds something to say."""

SETTINGS = """\
[write]
enabled = true
properties = ["last_contact", "next_contact", "uid"]
brief = true
ticks = true
list = "This week.md"
"""
"""The settings that plugins are tried with: they may write all that they can."""

NOTES: dict[str, str] = {
    "People/Ana Reyes.md": """\
---
aliases: [Annie]
email: ana@example.org
phone: "+44 7700 900114"
birthday: 1984-02-29
gift: a map of the river
company: Brightwater
role: Head of research
location: Madrid
timezone: Europe/Madrid
cadence: 6 weeks
groups: ["[[CX Circle]]"]
last_contact: 2026-08-01
---
# Ana Reyes

## Log
- 2026-09-01 ☎ call: her new role
- 2026-07-20 coffee: the river walk
- 2026-06-08 coffee
- 2026-04-27 coffee

## Next
- [ ] send the book 📅 2026-12-01
- [ ] ask about the talk 📅 2026-11-03
""",
    "People/Bo Larsen.md": """\
---
email: bo@example.org
birthday: --11-30
anniversary: 2015-06-20
tier: close
knows: ["[[Ana Reyes]]"]
introduced_by: "[[Ana Reyes]]"
met: 2019-05-02
uid: b0-larsen
---
Met at the rowing club.

## Log
- 2026-11-02 lunch: his garden
""",
    "People/Family/Zoë O'Brien.md": """\
---
tags: [person, family]
cadence: monthly
channel: video
snooze_until: 2026-12-24
interests: [allotments, choirs]
---
""",
    "People/ليلى منصور.md": """\
---
cadence: quarterly
next_contact: 2026-12-03 17:30
company: Fernside
---
## Log
- 2026-05-05 met: at [[CX Days]]
""",
    "People/林美玲.md": "---\nstatus: aspirational\nmet_through: [Bo Larsen]\nskills: [taxes]\ntier: casual\n---\n",
    "People/Old Friend.md": "---\nstatus: archived\nbirthday: 1950-01-01\ncadence: yearly\n---\n",
    "People/Paused Pat.md": "---\npaused: true\ncadence: weekly\nlast_contact: 2026-01-01\n---\n",
    "Daily/2026-11-20.md": """\
- 2026-11-20 tea with [[Bo Larsen]]
- [x] call [[Zoë O'Brien]] about the choir ✅ 2026-11-20
- [ ] thank [[ليلى منصور]] for the introduction 📅 2026-11-28
""",
    "Meetings/CX Days.md": "---\ntype: gathering\ndate: 2026-12-09\npeople: ['[[Ana Reyes]]', '[[林美玲]]']\n---\n",
    "Groups/CX Circle.md": "---\ntype: group\n---\nWhere [[Ana Reyes]] and [[Bo Larsen]] meet.\n",
    "Notes/Broken.md": "---\ntags: [person\nbirthday: 1990-02-30\n---\n- 2026-02-30 call\n",
}
"""Notes by path."""
