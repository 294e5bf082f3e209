"""The tone holds: nothing that a person reads shames them or ranks people by worth."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHAMING = re.compile(r"\b(overdue|neglect\w*|failed you|guilt\w*|lead score|you should have|too late)\b", re.IGNORECASE)
READ = sorted(
    path
    for folder, pattern in (
        ("src", "*.py"),
        ("example_vault", "*.md"),
        ("docs", "*.md"),
        ("plugins", "*"),
        (".", "*.md"),
    )
    for path in (ROOT / folder).rglob(pattern)
    if path.is_file() and not {".venv", "node_modules", "build", "_build"} & set(path.relative_to(ROOT).parts)
)


def test_the_list_can_fail() -> None:
    assert SHAMING.search("You are overdue!")


@pytest.mark.parametrize("path", READ, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_word_shames(path: Path) -> None:
    found = SHAMING.search(path.read_text(encoding="utf-8", errors="replace"))
    assert found is None, f"{path}: {found}"
