import pytest
from tests.people.vault import ANA, contacts, vault

from vaultsync.notes import parse_note
from vaultsync.people.outcomes import OUTCOMES, UNANSWERED, is_unanswered


@pytest.mark.parametrize(
    ("text", "unanswered"),
    [
        ("- 2026-11-01 call (outcome:: no-answer)", True),
        ("- 2026-11-01 call [Outcome:: No-Answer]", True),
        ("- 2026-11-01 call (outcome:: talked)", False),
        ("- 2026-11-01 call (mood:: no-answer)", False),
        ("- 2026-11-01 call, no-answer", False),
    ],
)
def test_only_the_field_says_that_nobody_answered(text: str, unanswered: bool) -> None:
    (line,) = parse_note("Ana.md", text.encode()).lines
    assert is_unanswered(line) is unanswered


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize(
    ("path", "text"),
    [
        (ANA, "- 2026-11-01 call{}"),
        (ANA, "## 2026-11-01 call{}"),
        (ANA, "- [x] call{} ✅ 2026-11-01"),
        ("Daily/2026-11-01.md", "- call [[Ana Reyes]]{}"),
        ("Daily/2026-11-01.md", "- [x] call [[Ana Reyes]]{}"),
        ("Lists.md", "- [x] call [[Ana Reyes]]{} ✅ 2026-11-01"),
    ],
)
def test_no_answer_counts_nowhere_and_every_other_outcome_does(outcome: str, path: str, text: str) -> None:
    found = contacts({path: text.format(f" (outcome:: {outcome})")})
    assert [day for day, *_ in found] == ([] if outcome in UNANSWERED else ["2026-11-01"])


def test_a_box_ticked_between_two_runs_does_not_count_where_nobody_answered() -> None:
    _, problems = vault({ANA: "- [x] call (outcome:: no-answer)"})
    assert problems == ()
    assert contacts({ANA: "- [x] call (outcome:: no-answer)"}) == []
