"""What the top of a note holds, and what is said where it cannot be read."""

import pytest
import yaml

from vaultsync.model import Property
from vaultsync.notes import ReadLimits, parse_note
from vaultsync.notes.front_matter import read_front_matter
from vaultsync.notes.limits import USUAL
from vaultsync.notes.yaml_tree import _Tree


def held(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.key, each.values) for each in read_front_matter(text).properties]


def within(yaml_text: str) -> list[tuple[str, tuple[str, ...]]]:
    return held(f"---\n{yaml_text}\n---\nbody\n")


def trouble(text: str, limits: ReadLimits = USUAL) -> list[tuple[str, int]]:
    return [(each.code, each.line) for each in read_front_matter(text, limits=limits).problems]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a: 01234", [("a", ("01234",))]),
        ("a: NO", [("a", ("NO",))]),
        ("a: 12:30", [("a", ("12:30",))]),
        ("a: 2026-02-30", [("a", ("2026-02-30",))]),
        ("a: 1.10", [("a", ("1.10",))]),
        ("on: true", [("on", ("true",))]),
        ("2024: x", [("2024", ("x",))]),
        ("content: a\nhandler: b", [("content", ("a",)), ("handler", ("b",))]),
        ("a:", [("a", ())]),
        ("a: ~", [("a", ())]),
        ("a: null", [("a", ())]),
        ('a: ""', [("a", ("",))]),
        ("a: ''", [("a", ("",))]),
        ('a: "null"', [("a", ("null",))]),
        ("Tags: #People", [("Tags", ())]),
        ("a: [x, y]", [("a", ("x", "y"))]),
        ("a:\n  - x\n  -\n  - y", [("a", ("x", "y"))]),
        ("a:\n- x\n- y", [("a", ("x", "y"))]),
        ("a: []", [("a", ())]),
        ("a: {}", [("a", ())]),
        ("a: [[x, y], [z]]", [("a", ("x", "y", "z"))]),
        ("a: [[[x]], y]", [("a", ("[[x]]", "y"))]),
        ("a: [[x],]", [("a", ("x",))]),
        ("a: |\n  one\n  two", [("a", ("one\ntwo\n",))]),
        ("a: !!int 5", [("a", ("5",))]),
        ("a: one # two", [("a", ("one",))]),
        ("contacts:\n  mail: m\n  tel: [t, u]", [("contacts.mail", ("m",)), ("contacts.tel", ("t", "u"))]),
        ("a: [{b: 1}, {b: 2, c: 3}]", [("a.b", ("1", "2")), ("a.c", ("3",))]),
        ("a: [x, {b: 1}]", [("a", ("x",)), ("a.b", ("1",))]),
        ("a: &x [1, 2]\nb: *x", [("a", ("1", "2")), ("b", ("1", "2"))]),
        (
            "a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3",
            [("a.p", ("1",)), ("a.q", ("2",)), ("b.q", ("3",)), ("b.p", ("1",))],
        ),
        ("b:\n  <<: [{p: 1}, {p: 2, q: 3}, x]", [("b.p", ("1",)), ("b.q", ("3",))]),
        ("'<<': x", [("<<", ("x",))]),
        ("EMAIL[HOME]: a@b.c", [("EMAIL[HOME]", ("a@b.c",))]),
        ("# a remark\na: x", [("a", ("x",))]),
        ("", []),
        ("# nothing else", []),
    ],
)
def test_each_property_stays_the_text_it_is_written_as(written: str, expected: object) -> None:
    assert within(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[[Ana Reyes]]", ("[[Ana Reyes]]",)),
        ('"[[Ana Reyes]]"', ("[[Ana Reyes]]",)),
        ("[[Ana Reyes|Ana]]", ("[[Ana Reyes|Ana]]",)),
        ("[[Reyes, Ana]]", ("[[Reyes, Ana]]",)),
        ("[[Notes: 2026]]", ("[[Notes: 2026]]",)),
        ("[[Zoë]]", ("[[Zoë]]",)),
        ("[[[a]], [[b|B]]]", ("[[a]]", "[[b|B]]")),
        ("\n  - [[a]]\n  - '[[b]]'", ("[[a]]", "[[b]]")),
        ("[[a\n  b]]", ("[[a b]]",)),
    ],
)
def test_a_link_without_quotes_is_still_a_link(written: str, expected: tuple[str, ...]) -> None:
    assert within(f"é: ü\na: {written}")[1] == ("a", expected)


@pytest.mark.parametrize(
    "text",
    [
        "---\na: x\n---\nbody\n",
        "---\na: x\n---",
        "---  \na: x\n---\t\nbody",
        "---\na: x\n...\nbody",
        "\n  \n---\na: x\n---\nbody",
    ],
)
def test_front_matter_stands_between_its_marks(text: str) -> None:
    assert held(text) == [("a", ("x",))]


@pytest.mark.parametrize(
    "text", ["", "a: x\n", "# Title\n---\na: x\n---\n", "----\na: x\n----\n", "---\n\nA rule.\n", "---"]
)
def test_a_note_without_front_matter_has_no_problem(text: str) -> None:
    assert read_front_matter(text) == read_front_matter("nothing")


def test_empty_front_matter_is_front_matter() -> None:
    front = read_front_matter("---\n---\nbody")
    assert (front.format, front.length, front.writable, front.properties) == ("yaml", 8, True, ())


def test_each_key_has_its_line() -> None:
    front = read_front_matter("\n---\na: x\n\nb:\n  c: [y,\n    z]\n  d: w\n---\n")
    assert front.properties == (
        Property(key="a", values=("x",), line=3),
        Property(key="b.c", values=("y", "z"), line=6),
        Property(key="b.d", values=("w",), line=8),
    )


def test_of_a_key_that_stands_twice_the_last_counts() -> None:
    front = read_front_matter("---\na: 1\nb: 2\na:\n  c: 3\na: 4\n---\n")
    assert [(each.key, each.values, each.line) for each in front.properties] == [("b", ("2",), 3), ("a", ("4",), 6)]
    assert [(each.code, each.line) for each in front.problems] == [("yaml-duplicate-key", 4), ("yaml-duplicate-key", 6)]
    assert front.writable


@pytest.mark.parametrize("key", ["? [a, b]\n: x", "? {a: b}\n: x", "~: x"])
def test_a_key_that_is_not_text_is_left_out(key: str) -> None:
    front = read_front_matter(f"---\na: y\n{key}\n---\n")
    assert [each.key for each in front.properties] == ["a"]
    assert [(each.code, each.line) for each in front.problems] == [("yaml-key-not-text", 3)]


def test_a_merged_map_leaves_out_keys_that_are_not_text() -> None:
    assert trouble("---\na: &m {[x]: y}\nb:\n  <<: *m\n---\n") == [("yaml-key-not-text", 2), ("yaml-key-not-text", 2)]


@pytest.mark.parametrize("written", ["- a\n- b", "just text", "[a, b]"])
def test_front_matter_that_is_no_map_is_reported(written: str) -> None:
    front = read_front_matter(f"---\n{written}\n---\n")
    assert ([each.code for each in front.problems], front.writable, front.properties) == (["yaml-not-a-map"], False, ())


def test_front_matter_that_never_closes_is_body() -> None:
    front = read_front_matter("\n---\na: x\n\n# Title\n")
    assert (front.length, front.properties, front.writable, front.format) == (0, (), False, "")
    assert [(each.code, each.line) for each in front.problems] == [("yaml-unterminated", 2)]


@pytest.mark.parametrize(
    ("written", "expected", "line"),
    [
        ("a: x: y\nb: z", [("a", ("x: y",)), ("b", ("z",))], 2),
        ("a: x\n\tb: y\nc: z", [("a", ("x",)), ("c", ("z",))], 3),
        ("a: [[x]], [[y]]", [("a", ("[[x]]", "[[y]]"))], 2),
        (
            "a: [[x]] (friend)\nb: [p, 'q', \"r, s\", [[t]],]",
            [("a", ("[[x]] (friend)",)), ("b", ("p", "q", "r, s", "[[t]]"))],
            2,
        ),
        ("a: [[[x]], [[y]]]\nb: @c", [("a", ("[[x]]", "[[y]]")), ("b", ("@c",))], 3),
        ("a: *x", [("a", ("*x",))], 2),
        ("a:\n  - x\n  - [y, z]\nb: `c", [("a", ("x", "y", "z")), ("b", ("`c",))], 5),
        (
            "a: ~\n'b': 'x'\n\"c\": # none\nd: x # y\n- z\n@",
            [("a", ()), ("b", ("x",)), ("c", ()), ("d", ("x", "z"))],
            6,
        ),
        ("- x\na: 1\na: 2\n", [("a", ("2",))], 3),
        ("url:http://x\n: y\n#c: d\na: 'x'y", [("a", ("'x'y",))], 3),
        ("a: \x00b", [("a", ("\x00b",))], 2),
        ('a: "6 weeks\nb: z', [("a", ("6 weeks",)), ("b", ("z",))], 4),
        (
            "a: '6 weeks # x\nb: 6 weeks\"\nc: [\"p, q']",
            [("a", ("6 weeks",)), ("b", ("6 weeks",)), ("c", ("p", "q"))],
            4,
        ),
        ('a: "\nb: x: "y"\nc: it\'s', [("a", ("",)), ("b", ('x: "y"',)), ("c", ("it's",))], 3),
    ],
)
def test_invalid_yaml_is_read_line_by_line_and_never_written(written: str, expected: object, line: int) -> None:
    front = read_front_matter(f"---\n{written}\n---\n")
    assert [(each.key, each.values) for each in front.properties] == expected
    assert [(each.code, each.line) for each in front.problems] == [("yaml-invalid", line)]
    assert not front.writable


def test_a_problem_says_what_to_try() -> None:
    assert "quotes" in read_front_matter("---\na: x: y\n---\n").problems[0].hint
    assert "tabs" in read_front_matter("---\na:\n\tb: y\n---\n").problems[0].hint


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{key}: &{key} [{', '.join([f'*{above}'] * 9)}]\n" for above, key in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "written",
    [
        BOMB,
        "a: &a [*a]",
        "a: &a {b: *a}",
        "a: &a\n  <<: *a",
        "a: " + "[" * 5000 + "]" * 5000,
        "a: " + "{a: " * 5000 + "}" * 5000,
        "- " * 5000 + "x",
        "? " * 5000 + "x",
        "a: " + "[" * 40 + "]" * 40,
        "a: &a x\nb: [" + "*a, " * 101 + "]",
        "a: [" + "x, " * 10_001 + "]",
        "a: " + "x" * 70_000,
        "".join(" " * depth + "a:\n" for depth in range(250)),
    ],
    ids=range(13),
)
def test_front_matter_beyond_the_limits_is_not_followed(written: str) -> None:
    front = read_front_matter(f"---\n{written}\n---\n")
    assert ([each.code for each in front.problems], front.writable) == (["yaml-limits"], False)


def test_much_within_the_limits_is_read() -> None:
    people = ", ".join(f"[[Person {number}]]" for number in range(150))
    assert len(within(f"a: [{people}]\nb: '{'*' * 200}'")[0][1]) == 150


def test_limits_are_arguments() -> None:
    assert trouble("---\na: [[b], [c]]\n---\n", ReadLimits(depth=1)) == [("yaml-limits", 2)]


def test_pythons_own_yaml_reads_the_same() -> None:
    slow = type(
        "Slow",
        (yaml.BaseLoader,),
        {name: vars(_Tree)[name] for name in ("resolve", "descend_resolver", "ascend_resolver")},
    )
    text = "é: ü\na: [[x]]\nb:\n- 'y'\n"

    def marks(loader: type) -> list[object]:
        pairs = loader(text).get_single_node().value
        return [(key.value, key.start_mark.line, value.start_mark.index, value.end_mark.index) for key, value in pairs]

    assert marks(slow)[:2] == marks(_Tree)[:2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '+++\na = "x"\nb = [1, 2.50]\nc = 2026-03-04\nd = true\n[e]\nf = 07:30:00\n+++\nbody',
            [
                ("a", ("x",), 2),
                ("b", ("1", "2.50"), 3),
                ("c", ("2026-03-04",), 4),
                ("d", ("true",), 5),
                ("e.f", ("07:30:00",), 7),
            ],
        ),
        ('{"a": "x",\n "b": [1, false, null, {"c": 2}]}\nbody', [("a", ("x",), 1), ("b", ("1", "false"), 2)]),
        (';;;\n{"a": 1.50}\n;;;\nbody', [("a", ("1.50",), 2)]),
        (';;;\n"a": null\n;;;\nbody', [("a", (), 2)]),
        ('---\n{\n\t"a": "\\ud83d\\ude00"\n}\n---\nbody', [("a", ("😀",), 3)]),
        ("---\n{a: x,\n b: [y]}\n---\nbody", [("a", ("x",), 2), ("b", ("y",), 3)]),
    ],
)
def test_toml_and_json_are_read_and_never_written(text: str, expected: object) -> None:
    front = read_front_matter(text)
    assert [(each.key, each.values, each.line) for each in front.properties] == expected
    assert [each.code for each in front.problems] == ["front-matter-format"]
    assert not front.writable
    assert text[front.length :].strip() == "body"
    assert front.format == ("toml" if text.startswith("+++") else "json")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("+++\na = \n+++\n", "yaml-invalid"),
        (";;;\n{a}\n;;;\n", "yaml-invalid"),
        ("+++\na = " + "[" * 30 + "]" * 30 + "\n+++\n", "yaml-limits"),
        (";;;\n" + '{"a":' * 3000 + "1" + "}" * 3000 + "\n;;;\n", "yaml-limits"),
        ("+++\n" + "# long\n" * 10_000 + "+++\n", "yaml-limits"),
        ("+++\n" + ".".join("a" * 200) + " = 1\n+++\n", "yaml-limits"),
        ("+++\n[" + ".".join("a" * 200) + "]\n+++\n", "yaml-limits"),
        ("+++\na = {" + ".".join("b" * 200) + " = 1}\n+++\n", "yaml-limits"),
        ('+++\na = "x"\n', "yaml-unterminated"),
    ],
    ids=range(9),
)
def test_toml_and_json_that_cannot_be_read_are_reported(text: str, code: str) -> None:
    front = read_front_matter(text)
    assert ([each.code for each in front.problems], front.properties, front.writable) == ([code], (), False)


@pytest.mark.parametrize("text", ["{{title}}\n", "{not json}\n", '{"a": 1} and text\n', '{"a":' * 60_000])
def test_a_brace_alone_opens_no_front_matter(text: str) -> None:
    assert read_front_matter(text) == read_front_matter("nothing")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_change_nothing(line_end: str, mark: str) -> None:
    text = mark + "---\na: x\nb: [y]\n---\n\n- 2026-03-04 Call\n".replace("\n", line_end)
    note = parse_note("a.md", text.encode())
    assert [(each.key, each.line) for each in note.properties] == [("a", 2), ("b", 3)]
    assert [(each.text, each.number) for each in note.lines] == [("Call", 6)]
    assert (note.front_matter, note.problems, note.writable) == ("yaml", (), True)
