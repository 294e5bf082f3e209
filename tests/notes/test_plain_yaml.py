"""Plain front matter is read by a pattern, and says what libyaml says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.notes import ReadLimits
from vaultsync.notes.limits import USUAL
from vaultsync.notes.plain_yaml import read_plainly
from vaultsync.notes.reading import Source
from vaultsync.notes.yaml_tree import read_yaml

SIGNS = st.sampled_from(
    [
        *"ab é1~.,:;-?!#@%&*|>\"'`/\\()[]{}+=<",
        *("\n", "\n", "- ", "\n- ", "\n  - ", ": ", ":\n", " #", ", ", "null", "[[A]]", "12:30", "a: b\n", "\t", "🔁"),
    ]
)
VALUES = st.one_of(
    st.lists(SIGNS, max_size=6).map("".join),
    st.text(max_size=8),
    st.sampled_from(["", "x", "+1 5", "https://a.b/c?d", "'a: b'", '"[[A B]]"', "[a, 'b, c', \"\", ~]", "[]", "null"]),
)
ITEMS = st.builds(
    lambda dash, items: "".join(f"\n{dash}{item}" for item in items),
    st.sampled_from(["- ", "  - ", " - "]),
    st.lists(VALUES, min_size=1, max_size=4),
)
KEYS = st.sampled_from(["a", "b c", "EMAIL[HOME]", "N.GN", "é-1", "null", "a-", "-a"]) | st.text(max_size=3)
LINES = st.builds(lambda key, behind, value: key + behind + value, KEYS, st.sampled_from([": ", ":"]), VALUES | ITEMS)
TEXTS = st.lists(LINES, max_size=6).map(lambda lines: "".join(f"{line}\n" for line in lines))


def source(text: str) -> Source:
    return Source(text=text, path="People/Ana.md", line=2)


@given(TEXTS)
def test_what_is_read_plainly_is_what_libyaml_reads(text: str) -> None:
    plain = read_plainly(source(text), USUAL)
    if plain is not None:
        full = read_yaml(source(text), USUAL)
        assert plain == full
        assert list(plain.properties.values()) == list(full.properties.values())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "type: person\ncompany: Brightside Health\nbirthday: 1949-06-22\n",
        "url: https://example.org/a?b=c&d%e\n",
        "phone: +44 7700 900101\n",
        'tags: [family, mentor]\nby: "[[Ana Reyes]]"\nof: ["[[A, B]]", \'c # d\', ~, null, O\'Brien]\nno: []\n',
        "skills:\n  - statistics\n  - customer experience\nknows:\n- '[[Ben]]'\n- null\nempty:\nname: x\n",
        "EMAIL[HOME]: a@b.c\nN.GN: Zoë\nlast contact: ~\n",
    ],
    ids=range(7),
)
def test_usual_front_matter_is_read_plainly(text: str) -> None:
    assert read_plainly(source(text), USUAL) == read_yaml(source(text), USUAL)


@pytest.mark.parametrize(
    "text",
    [
        "a: b # c\n",
        "# a\na: b\n",
        "a: b: c\n",
        "a: b:\n",
        "a: [[Ana]]\n",
        "a: |\n  b\n",
        "a: b\n  c\n",
        "a: b\n\nc: d\n",
        "a:\n  b: c\n",
        "a:\n  - b: c\n",
        "a:\n  - b\n - c\n",
        "a: &b c\n",
        'a: "\\n"\n',
        "a: 'it''s'\n",
        "a: b\na: c\n",
        "null: a\n",
        "a:\tb\n",
        "a: b ",
        "a" * 200 + ": b\n",
    ],
)
def test_anything_else_is_left_to_libyaml(text: str) -> None:
    assert read_plainly(source(text), USUAL) is None


@pytest.mark.parametrize("limits", [ReadLimits(front_matter=5), ReadLimits(nodes=5), ReadLimits(depth=1)])
def test_what_comes_near_a_limit_is_left_to_libyaml(limits: ReadLimits) -> None:
    assert read_plainly(source("a: b\n"), limits) is not None or limits.depth == 1
    assert read_plainly(source("a: bc\n"), limits) is None
