"""Which lines of a note say something, and what."""

from datetime import date

import pytest

from vaultsync.model import Field, Line, Link, Task
from vaultsync.notes import parse_note
from vaultsync.notes.body import read_body

DAY = date(2026, 3, 4)


def said(body: str) -> list[tuple[str, str]]:
    return [(line.kind, line.text) for line in read_body(body).lines]


def targets(body: str) -> list[str]:
    return [link.target for line in read_body(body).lines for link in line.links]


def test_a_whole_note_is_read_as_it_stands() -> None:
    body = (
        "# Ana Reyes\n\nMet in *Phoenix*.\n\n## Log\n\n"
        "- **2026-03-04**: Call with [[People/Ben Li|Ben]] ^call\n"
        "- [x] Send the book 📅 2026-03-05 ✅ 2026-03-06\n"
        "| 2026-03-04 | [Café](Places/Caf%C3%A9.md) | (channel:: coffee) |\n"
        "Last talk:: [[2026-03-04]]\n"
    )
    assert read_body(body, first=5).lines == (
        Line(number=5, kind="heading", text="Ana Reyes"),
        Line(number=9, kind="heading", text="Log", section="Ana Reyes"),
        Line(
            number=11,
            kind="bullet",
            text="Call with Ben",
            section="Log",
            day=DAY,
            links=(Link(target="People/Ben Li", text="Ben"),),
        ),
        Line(
            number=12,
            kind="task",
            text="Send the book",
            section="Log",
            task=Task(status="x", due=date(2026, 3, 5), done_on=date(2026, 3, 6)),
        ),
        Line(
            number=13,
            kind="row",
            text="Café | (channel:: coffee)",
            section="Log",
            day=DAY,
            links=(Link(target="Places/Café", text="Café"),),
            fields=(Field(key="channel", value="coffee"),),
        ),
        Line(
            number=14,
            kind="text",
            text="Last talk:: 2026-03-04",
            section="Log",
            links=(Link(target="2026-03-04", text="2026-03-04"),),
            fields=(Field(key="Last talk", value="[[2026-03-04]]"),),
        ),
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("# One\n###### Six ##\n####### Seven", [("heading", "One"), ("heading", "Six")]),
        ("#\n## ##\n# C#", [("heading", ""), ("heading", ""), ("heading", "C#")]),
        ("Title\n===\n[[a]]\n---\nx\n\n---", [("heading", "Title"), ("heading", "a")]),
        ("==\n# One\n---", [("heading", "One")]),
        ("- a\n* b\n+ c\n1. d\n2) e", [("bullet", text) for text in "abcde"]),
        ("- a\n    - b\n\t* c\n- - d", [("bullet", text) for text in "abcd"]),
        ("-\n- \n* * *\n***\n- - -\n---\n-a\n1.b\n- [ ]", []),
        ("- **bold** text\n**bold** text\n2026 was good\n- 5", [("bullet", "**bold** text"), ("bullet", "5")]),
        ("- [x](a.md)\n- [ab] c\n- [ ]d", [("bullet", "x"), ("bullet", "[ab] c"), ("bullet", "[ ]d")]),
        ("plain\n| a | b |\n|---|---|\n| c | [[d]] |", [("row", "c | d")]),
        ("| a \\| b | [[c\\|d]] |", [("row", "a | b | d")]),
        ("| 2026-03-04 10:30 |  | Call |\n| 2026-03-04 |", [("row", "Call"), ("row", "")]),
        ("| x | (a:: b) |\n| [x] | y |\n| c:: d |", [("row", "x | (a:: b)")]),
        ("see [[a]] and ![[b]]\n[x] no\n2026-03-04", [("text", "see a and b"), ("text", "")]),
        ("- a ^block-1\n- ^b\n- 2^10\n- a^b", [("bullet", "a"), ("bullet", ""), ("bullet", "2^10"), ("bullet", "a^b")]),
        ("- `- [ ] x` and `[[y]]`", [("bullet", "`- [ ] x` and `[[y]]`")]),
        ("- see `[[y]]` é", [("bullet", "see `[[y]]` é")]),
        ("- 1 %% hidden %% 2 <!-- hidden --> 3", [("bullet", "1  2  3")]),
        ("- $$ x [[y]] $$ z", [("bullet", "$$ x [[y]] $$ z")]),
        (
            "- costs $$ and `tick and --> and <!-- mark and 100%% more",
            [("bullet", "costs $$ and `tick and --> and <!-- mark and 100%% more")],
        ),
    ],
)
def test_headings_bullets_and_tasks_are_kept_and_others_where_they_say_something(body: str, expected: object) -> None:
    assert said(body) == expected


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("- 2026-03-04 Call", "Call"),
        ("* 2026-03-04 — Call", "Call"),
        ("- 2026-03-04: Call", "Call"),
        ("- 2026-03-04 | Call", "Call"),
        ("- **2026-03-04**: Call", "Call"),
        ("- **2026-03-04:** Call", "Call"),
        ("- **2026-03-04** **Call**", "**Call**"),
        ("- **2026-03-04 Call** went well", "**Call** went well"),
        ("- _2026-03-04_ Call", "Call"),
        ("- (2026-03-04) Call", "Call"),
        ("- [2026-03-04] Call", "Call"),
        ("- [[2026-03-04]] Call", "Call"),
        ("- [[Daily/2026-03-04]] – Call", "Call"),
        ("- [2026-03-04](../Daily/2026-03-04.md) Call", "Call"),
        ("- 2026-03-04T10:30 Call", "Call"),
        ("- 2026-03-04 10:30 Call", "Call"),
        ("- 2026-03-04T10:30:00.5+01:00 Call", "Call"),
        ("- [x] 2026-03-04 Call", "Call"),
        ("1. 2026-03-04 Call", "Call"),
        ("### 2026-03-04 Call", "Call"),
        ("2026-03-04 Call\n===", "Call"),
        ("| **2026-03-04** | Call |", "Call"),
        ("2026-03-04 Call", "Call"),
        ("- 2026-03-04", ""),
    ],
)
def test_a_line_can_open_with_a_date(line: str, text: str) -> None:
    assert [(each.day, each.text) for each in read_body(line).lines] == [(DAY, text)]


@pytest.mark.parametrize(
    "line",
    ["- 2026-02-30 x", "- 2026-03-04-05 x", "- 2026-03-041 x", "- 2026-03-04x", "- on 2026-03-04", "- ٢٠٢٦-٠٣-٠٤ x"],
)
def test_what_is_no_date_stays_text(line: str) -> None:
    assert [(each.day, each.text) for each in read_body(line).lines] == [(None, line[2:])]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("### 2026-03-04\n\nLunch with [[Ana]].\nMore.", [("Lunch with Ana.", ""), ("Lunch with Ana.", "2026-03-04")]),
        ("### 2026-03-04\nLunch.\n- x", [("Lunch.", ""), ("x", "2026-03-04")]),
        ("### 2026-03-04\n- Lunch\n", [("Lunch", ""), ("Lunch", "2026-03-04")]),
        ("### 2026-03-04\n### Next\nLunch", [("", ""), ("Next", "2026-03-04")]),
        ("### 2026-03-04\n%% hidden %%\n| Lunch [[a]] |", [("Lunch a", ""), ("Lunch a", "2026-03-04")]),
        ("### 2026-03-04 Call\nLunch\n- x", [("Call", ""), ("x", "2026-03-04 Call")]),
    ],
)
def test_a_dated_heading_without_text_takes_the_first_text_below(body: str, expected: object) -> None:
    assert [(line.text, line.section) for line in read_body(body).lines] == expected


HIDDEN = [
    "```\n{}\n```",
    "```text\n{}",
    "~~~\n{}\n```\n{}\n~~~~",
    "````\n```\n{}\n```\n{}\n````",
    "- ```\n  {}\n  ```",
    "1. x\n   ~~~\n   {}\n   ~~~",
    "    {}",
    "\n\t{}\n\n    {}",
    "x `{}` y",
    "x ``a ` {}`` y",
    "- [ ] `{}`",
    "<!-- {} -->",
    "<!--\n{}\n\n{}\n-->",
    "<!-- never closed\n\n{}",
    "x <!-- {}\n{} --> y",
    "%% {} %%",
    "%%\n{}\n\n- {}\n%%",
    "%% never closed\n\n{}",
    "x %% {}\n{} %% y",
    "%%\n```\n%%\n%% {} %%",
    "> {}",
    "> [!note] Title\n> - {}",
    "  > {}\n> > {}",
    "- > {}",
    "$$\n{}\n$$",
    "$$ {} $$",
    "x $$ {}\n{} $$ y",
    "%% vaultsync:brief 1a2b %%\n- {}\n\n# {}\n%% vaultsync:end brief %%",
    "%% vaultsync:a %%\n- {}\n%% vaultsync:end b %%\n{}\n%% vaultsync:end a %%",
]


@pytest.mark.parametrize("around", HIDDEN)
@pytest.mark.parametrize("inner", ["[[Ana]]", "[Ana](Ana.md)", "#tag", "(a:: b)", "a:: b", "- 2026-03-04 x"])
def test_code_comments_quotes_and_formulas_say_nothing(around: str, inner: str) -> None:
    body = read_body(around.replace("{}", inner))
    assert body.tags == ()
    assert all((line.links, line.fields, line.day) == ((), (), None) for line in body.lines)


@pytest.mark.parametrize(
    "inner", ["[[Ana]]", "#tag", "a:: b", "2026-03-04 x", "**[[Ana]]**", "1 [[Ana]]", "-- [[Ana]]"]
)
def test_a_quoted_paragraph_goes_on_without_its_mark(inner: str) -> None:
    body = read_body(f"> quoted\n{inner}\n{inner}")
    assert (body.lines, body.tags) == ((), ())


@pytest.mark.parametrize(
    "body",
    [
        "```\nx\n```\n[[Ana]]",
        "```x```\n[[Ana]]",
        "~~~\n~~~~\n[[Ana]]",
        "``x` [[Ana]]",
        "\\`[[Ana]]\\`",
        "a `x` [[Ana]] `y`",
        "<!-- x --> [[Ana]]",
        "<!--\nx\n--> [[Ana]]",
        "%%\nx\n%%\n[[Ana]]",
        "a %% b [[Ana]]\n\n%%",
        "a <!-- b [[Ana]]\n\n-->",
        "$$ [[Ana]]",
        "$$\nx\n$$\n[[Ana]]",
        "> x\n\n[[Ana]]",
        ">\n[[Ana]]",
        "> x\n- [[Ana]]",
        "> x\n# [[Ana]]",
        "- x\n\n    [[Ana]]",
        "- x\n\n    - [[Ana]]",
        "x\n    [[Ana]]",
        "%% vaultsync:brief %%\n[[Ana]]",
        "%% vaultsync:brief %%\n%% vaultsync:end brief %%\n[[Ana]]",
        "%% vaultsync:end brief %%\n[[Ana]]",
        "%% vaultsync:end %%\n[[Ana]]",
    ],
)
def test_what_follows_them_is_read_again(body: str) -> None:
    assert targets(body) == ["Ana"]


def test_what_follows_a_comment_of_several_lines_has_its_own_number() -> None:
    body = read_body("- a %% x\ny %% [[b]]\n%%\n%%- [[c]]")
    assert [(line.number, line.kind, line.text) for line in body.lines] == [
        (1, "bullet", "a"),
        (2, "text", "b"),
        (4, "bullet", "c"),
    ]


def test_code_is_shown_as_written() -> None:
    line = read_body("- [[a|`b`]] `[x:: y]` (é:: `#1`)").lines[0]
    assert (line.text, line.links, line.fields) == (
        "`b` `[x:: y]` (é:: `#1`)",
        (Link(target="a", text="`b`"),),
        (Field(key="é", value="`#1`"),),
    )


@pytest.mark.parametrize(
    ("text", "expected", "shown"),
    [
        ("a:: b", [("a", "b")], "a:: b"),
        ("a::b", [("a", "b")], "a::b"),
        ("a::", [("a", "")], "a::"),
        ("**Last talk**:: b", [("Last talk", "b")], "**Last talk**:: b"),
        ("**Last talk::** b", [("Last talk", "b")], "**Last talk::** b"),
        ("x (a:: b) y", [("a", "b")], "x (a:: b) y"),
        ("x [a:: b] [c:: d]", [("a", "b"), ("c", "d")], "x [a:: b] [c:: d]"),
        ("[a:: [[b]] and (c)]", [("a", "[[b]] and (c)")], "[a:: b and (c)]"),
        ("(a:: [b:: c])", [("a", "[b:: c]")], "(a:: [b:: c])"),
        ("key:: (a:: b)", [("a", "b")], "key:: (a:: b)"),
        ("(a:: b", [], None),
        ("x) (a:: b)", [("a", "b")], "x) (a:: b)"),
        ("[[a::b]]", [], "a::b"),
        ("std: :x :: y", [], None),
        (":: a", [], None),
    ],
)
def test_inline_fields_come_in_dataviews_forms(text: str, expected: object, shown: str | None) -> None:
    lines = read_body(text).lines
    assert [(field.key, field.value) for line in lines for field in line.fields] == expected
    assert [line.text for line in lines] == ([] if shown is None else [shown])


@pytest.mark.parametrize(
    ("line", "text", "task"),
    [
        ("- [ ] a", "a", Task(status=" ")),
        ("  * [X] a", "a", Task(status="X")),
        ("1. [-] a", "a", Task(status="-")),
        ("+ [/] a", "a", Task(status="/")),
        ("- [é] a", "a", Task(status="é")),
        ("- [ ] a 📅 2026-03-04", "a", Task(status=" ", due=DAY)),
        ("- [ ] a 📅\ufe0f2026-03-04 b", "a b", Task(status=" ", due=DAY)),
        ("- [ ] a ⏳ 2026-03-04 🛫 2026-03-01 ➕ 2026-02-01", "a", Task(status=" ", scheduled=DAY)),
        ("- [x] a ✅ 2026-03-04", "a", Task(status="x", done_on=DAY)),
        ("- [-] a ❌ 2026-03-04", "a", Task(status="-")),
        ("- [ ] a 🆔 b-1 ⛔ c, d", "a", Task(status=" ", id="b-1")),
        ("- [ ] a 🔁 every 2 weeks 📅 2026-03-04 🔺", "a", Task(status=" ", due=DAY)),
        ("- [ ] a 🏁 delete 📅 2026-03-04 📅 2026-03-05", "a", Task(status=" ", due=DAY)),
        ("- [ ] a 📅 soon", "a 📅 soon", Task(status=" ")),
        ("- [ ] a 📅 2026-02-30", "a", Task(status=" ")),
        ("- [ ] a ^b-1", "a", Task(status=" ", id="b-1")),
        ("- [ ] a 🆔 c ^b-1", "a", Task(status=" ", id="c")),
        ("- [ ] a `📅 2026-03-04`", "a `📅 2026-03-04`", Task(status=" ")),
        ("- [ ] a [due:: 2026-03-04] b", "a  b", Task(status=" ", due=DAY)),
        (
            "- [x] a (completion:: 2026-03-04T10:00) [id:: 7] [x:: y]",
            "a   [x:: y]",
            Task(status="x", done_on=DAY, id="7"),
        ),
        ("- [ ] [scheduled:: 2026-03-04] a [priority:: high]", "a", Task(status=" ", scheduled=DAY)),
    ],
)
def test_a_task_has_a_box_dates_and_an_id(line: str, text: str, task: Task) -> None:
    assert [(each.kind, each.text, each.task) for each in read_body(line).lines] == [("task", text, task)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#a and #b/c-d_e", ["a", "b/c-d_e"]),
        ("#2026 #2026a #a2026", ["2026a", "a2026"]),
        ("#a, #b. #c! #d/", ["a", "b", "c", "d"]),
        ("#", []),
        ("# Title #a", ["a"]),
        ("#Title", ["Title"]),
        ("x#a https://x.y/#b (#c) [[p#d]] [t](#e) [t](p.md#f)", []),
        ("- [ ] #a\n| #b | [[x]] |\n#é #日本 #😀", ["a", "b", "é", "日本", "😀"]),
        ("`#a` \\#b", []),
    ],
)
def test_tags_follow_obsidians_rules(text: str, expected: list[str]) -> None:
    assert list(read_body(text).tags) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("tags: a", ("a",)),
        ("tag: '#a'", ("a",)),
        ("tags: a, b c", ("a", "b", "c")),
        ("Tags: [b, '#a', a]", ("a", "b")),
        ("tags:\n  - b/c\n  - A\n  - a", ("A", "a", "b/c")),
        ("tags: #a", ()),
        ("tags: [2026, '']", ()),
        ("other: a", ()),
    ],
)
def test_tags_of_the_front_matter_are_a_list_or_a_text(written: str, expected: tuple[str, ...]) -> None:
    assert parse_note("a.md", f"---\n{written}\n---\n".encode()).tags == expected
