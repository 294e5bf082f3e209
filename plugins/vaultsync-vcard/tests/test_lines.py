"""The form of cards: lines, folds, encodings, versions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync_vcard.lines import cards
from vaultsync_vcard.writing import LINE, escaped, folded


def lines(*text, version="3.0", ending="\r\n"):
    whole = ending.join(["BEGIN:VCARD", f"VERSION:{version}", *text, "END:VCARD", ""])
    (found,) = cards(whole.encode())
    return found[1:]


def test_a_line_has_a_group_a_name_parameters_and_a_value():
    (line,) = lines('item1.tel;TYPE=home,voice;type="pref":+1 555: 1')
    assert (line.group, line.name, line.text) == ("item1", "TEL", "+1 555: 1")
    assert line.types == {"home", "voice", "pref"}


def test_types_in_one_pair_of_quotes_are_several():
    assert lines('TEL;VALUE=uri;TYPE="cell,voice":tel:+1')[0].types == {"cell", "voice"}


def test_quotes_hold_what_would_part_a_line():
    (line,) = lines('ADR;LABEL="a: b; c":;;x')
    assert line.parts(";") == ["", "", "x"]


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_folds_are_undone(ending):
    assert lines("NOTE:one", "  two", "\tthree", ending=ending)[0].text == "one twothree"


def test_in_version_21_the_space_of_a_fold_belongs_to_the_value():
    assert lines("NOTE:one", " two", version="2.1")[0].text == "one two"


def test_escapes_are_undone_once():
    assert lines(r"NOTE:a\, b\; c\\n\nd\N\e http\://x")[0].text == "a, b; c\\n\nd\n\\e http://x"


def test_parts_end_where_nothing_is_escaped():
    assert lines(r"ORG:Reyes\; Sons;R\\;D")[0].parts(";") == ["Reyes; Sons", "R\\", "D"]


def test_types_and_encodings_of_version_21_stand_without_a_name():
    (line,) = lines("TEL;CELL;VOICE;QUOTED-PRINTABLE:=2B34", version="2.1")
    assert line.types == {"cell", "voice"}
    assert line.text == "+34"


@pytest.mark.parametrize("indent", ["", " "])
def test_quoted_printable_goes_on_after_a_soft_break(indent):
    found = lines(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BC=",
        f"{indent}ller;J=C3=B6=",
        f"{indent}rg;;;",
        "TEL;CELL:123456",
        version="2.1",
    )
    assert found[0].parts(";")[:2] == ["Müller", "Jörg"]
    assert found[1].text == "123456"


def test_quoted_printable_may_hold_what_parts_a_value():
    (line,) = lines("ORG;ENCODING=QUOTED-PRINTABLE:A=3BB;C", version="2.1")
    assert line.parts(";") == ["A;B", "C"]


def test_a_soft_break_at_the_end_of_a_card_does_not_swallow_it():
    assert lines("NOTE;ENCODING=QUOTED-PRINTABLE:a=", version="2.1")[0].text == "a"


def test_a_value_that_ends_in_an_equals_sign_is_whole():
    assert [line.text for line in lines("NOTE:a=", "TITLE:b")] == ["a=", "b"]


@pytest.mark.parametrize("charset", ["ISO-8859-1", "windows-1252", "UTF-8"])
def test_each_line_may_have_a_charset(charset):
    data = b"BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=" + charset.encode() + b":" + "Jörg".encode(charset) + b"\nEND:VCARD"
    (found,) = cards(data)
    assert found[1].text == "Jörg"


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_whole_files_may_have_another_encoding(charset):
    (found,) = cards("BEGIN:VCARD\r\nFN:Jörg\r\nEND:VCARD\r\n".encode(charset))
    assert found[0].text == "Jörg"


def test_an_unknown_charset_is_guessed():
    assert lines("FN;CHARSET=x-no-such:Ana")[0].text == "Ana"


def test_a_card_within_a_card_is_left_out():
    inner = ["AGENT:", "BEGIN:VCARD", "FN:Agent", "END:VCARD", "TITLE:x"]
    assert [line.name for line in lines(*inner, version="2.1")] == ["AGENT", "TITLE"]


def test_cards_that_do_not_end_end_with_the_next():
    data = b"BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\n"
    assert [found[0].text for found in cards(data)] == ["A", "B"]


def test_lines_that_are_none_are_passed_over():
    assert [line.text for line in lines("no colon", ":no name", "FN:Ana")] == ["Ana"]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=300))
def test_folded_lines_are_short_and_read_as_they_were(text):
    data = folded("NOTE:" + text.replace("\n", ""))
    pieces = data.split(b"\r\n")
    assert all(len(piece) <= LINE for piece in pieces)
    assert all(piece.decode() for piece in pieces)
    assert all(piece[:1] == b" " for piece in pieces[1:])
    assert b"".join([pieces[0], *(piece[1:] for piece in pieces[1:])]).decode() == "NOTE:" + text.replace("\n", "")


@pytest.mark.parametrize("sign", ["a", "ä", "漢", "😀"])
@pytest.mark.parametrize("before", range(8))
def test_no_piece_is_too_long_and_no_character_is_parted(sign, before):
    pieces = folded("x" * before + sign * 200).split(b"\r\n")
    assert all(LINE - 4 < len(piece) <= LINE for piece in pieces[:-1])
    assert [pieces[0].decode(), *(piece.decode()[0] for piece in pieces[1:])][1:] == [" "] * (len(pieces) - 1)
    assert "".join([pieces[0].decode(), *(piece.decode()[1:] for piece in pieces[1:])]) == "x" * before + sign * 200


@given(st.lists(st.text(st.characters(min_codepoint=33, codec="utf-8", exclude_categories=["C", "Z"])), min_size=1))
def test_escaped_parts_are_read_as_they_were(parts):
    for separator in ",;":
        assert lines("X:" + separator.join(map(escaped, parts)))[0].parts(separator) == parts


@given(st.binary(max_size=300))
def test_any_bytes_are_cards_or_none(data):
    for found in (*cards(data), *cards(b"BEGIN:VCARD\nVERSION:2.1\n" + data), *cards(b"BEGIN:VCARD\nFN;" + data)):
        for line in found:
            assert isinstance(line.text, str)
            line.parts(";")


@pytest.mark.parametrize(
    "bad", [b";" * 100_000, b'"' * 100_000, b"A;" + b'="' * 50_000, b"\\" * 100_000, b" \n" * 50_000]
)
def test_a_line_made_to_be_slow_is_read_all_the_same(bad):
    for found in cards(b"BEGIN:VCARD\nFN:" + bad + b"\n" + bad + b"\nEND:VCARD"):
        for line in found:
            line.parts(";")
