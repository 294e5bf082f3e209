"""Templates of openers: texts in a sandbox, which can build nothing large, call nothing and reach nothing."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.cli.brief import draft as brief_draft
from vaultsync.cli.brief.opener import MOST_SIGNS, OpenerError, rendered
from vaultsync.people.opener import Matter, only_asks, opens_asking

ANA = Matter(name="Ana Reyes", first="Ana", company="Lumen")
SHIPPED = {path.stem: path.read_text(encoding="utf-8") for path in sorted(brief_draft.SHIPPED.glob("*.txt"))}
SCRIPT = re.compile(
    r"too long|long time|been a while|lost touch|fallen out of touch|sorry|apolog|pick your brain|favou?r|should have",
    re.IGNORECASE,
)
"""The script that everybody expects, and that says that writing was a duty."""


def test_a_template_names_what_there_is_to_say():
    text = "Hi {{ first }},\n\n\n\n{% if company %}{{ company | upper }}!{% endif %}{% if promise %}No.{% endif %}\n"
    assert rendered(text, ANA) == "Hi Ana,\n\nLUMEN!"


@pytest.mark.parametrize(
    "text",
    [
        "{{ first.__class__ }}",
        "{{ ''.join(first) }}",
        "{{ first['x'] }}",
        "{{ range(10) }}",
        "{{ self }}{{ lipsum() }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 999999999 }}",
        "{% set x = first ~ first %}{{ x }}",
        "{{ first ~ first }}",
        "{% for one in first %}x{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{{ first | replace('a', 'b') }}",
        "{{ first | attr('__class__') }}",
        "{{ '%99999999d' | format(1) }}",
        "{{ first | center(999999999) }}",
        "{% with x = first %}{{ x }}{% endwith %}",
        "{% if first is callable %}x{% endif %}",
        "{{ nobody }}",
        "{{ first",
        "{% if first %}",
        "x" * (MOST_SIGNS + 1),
    ],
)
def test_what_is_no_plain_text_is_refused_with_a_sentence(text):
    with pytest.raises(OpenerError, match=r"\w"):
        rendered(text, ANA)


@given(st.text(alphabet="{}%# |.()[]'\"~*+-firstnamecompanyifendelr0129_\n", max_size=60))
def test_whatever_stands_in_a_template_makes_a_text_or_a_sentence(text):
    try:
        said = rendered(text, ANA)
    except OpenerError as error:
        said = str(error)
        if not said:
            raise
    assert len(said) <= MOST_SIGNS


@given(text=st.text(max_size=600))
def test_what_is_named_is_never_taken_for_a_template(text):
    found = rendered("{{ first }}", Matter(name="x", first=text))
    assert "{{ name }}" in rendered("{{ first }}", Matter(name="x", first="{{ name }}"))
    assert len(found) <= 400


NAMES = ("company", "location", "interest", "occasion", "gap", "memory", "change", "promise", "question")
VALUES = st.sampled_from(["", "Lumen", "our lunch in March 2024", "How does it work?", "Phoenix, AZ"])


@pytest.mark.parametrize("name", SHIPPED)
@given(
    values=st.fixed_dictionaries(dict.fromkeys(NAMES, VALUES)),
    changed=st.sampled_from(["", "company", "role", "location"]),
)
def test_those_that_come_with_vaultsync_greet_give_and_leave_the_script_out(name, values, changed):
    said = rendered(SHIPPED[name], Matter(name="Ana Reyes", first="Ana", changed=changed, **values))
    assert said.startswith("Hello Ana,\n\n")
    assert SCRIPT.search(said) is None
    assert not only_asks(said)
    assert not opens_asking(said)
    assert "  " not in said
    assert "\n\n\n" not in said


def test_there_is_one_for_each_that_may_be_chosen():
    from vaultsync.people.opener import ORDER  # noqa: PLC0415 - beside what it is held against

    assert SHIPPED.keys() == set(ORDER)
    assert Path(brief_draft.SHIPPED).is_dir()
