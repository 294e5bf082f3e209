from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser.string import _foldline

from vaultsync.calendar.fold import folded


@given(st.text(st.characters(codec="utf-8", exclude_characters="\n") | st.sampled_from("\\^é名🎂a"), max_size=400))
def test_a_line_is_folded_where_the_library_folds_it(line):
    assert folded(line) == _foldline(line).encode()


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=400))
def test_no_line_is_too_long_and_unfolded_it_is_the_line(line):
    data = folded(line)
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert data.replace(b"\r\n ", b"").decode() == line
