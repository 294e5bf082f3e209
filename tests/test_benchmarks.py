"""The programs that measure: they run on tiny vaults and tell what they found. Nothing here judges a figure."""

import importlib
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture(autouse=True)
def on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scripts import what stands beside them; what they brought in is forgotten again."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    for name in [path.stem for path in BENCHMARKS.glob("*.py")]:
        monkeypatch.delitem(sys.modules, name, raising=False)


def _module(name: str) -> ModuleType:
    return importlib.import_module(name)


def _run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(BENCHMARKS / script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _vault(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*.md"))}


def test_the_same_seed_writes_the_same_vault(tmp_path: Path) -> None:
    generate = _module("generate").generate
    counts = [generate(tmp_path / name, 60, seed) for name, seed in (("a", 4), ("b", 4), ("c", 5))]
    assert counts == [83, 83, 83]
    assert _vault(tmp_path / "a") == _vault(tmp_path / "b") != _vault(tmp_path / "c")


def test_fifty_thousand_people_have_names_of_their_own_that_look_like_no_copy() -> None:
    names = _module("generate").people_names(50_000)
    assert len(set(names)) == len({name.casefold() for name in names}) == 50_000
    assert [name for name in names if name[-1].isdigit()] == []


def test_notes_are_as_large_as_the_budgets_say(tmp_path: Path) -> None:
    _module("generate").generate(tmp_path / "vault", 400)
    sizes = [len(data) for path, data in _vault(tmp_path / "vault").items() if path.startswith(("People", "Daily"))]
    assert len(sizes) == 500
    assert 1000 < sum(sizes) / len(sizes) < 1200


def test_every_edit_changes_a_note_and_the_same_seed_makes_the_same_edits(tmp_path: Path) -> None:
    bench = _module("vaults").Bench(scratch=tmp_path, people=60).write()
    first, again = (_module("edits").Editing(bench, seed=3) for _ in range(2))
    made = [first.next() for _ in range(40)]
    assert made == [again.next() for _ in range(40)]
    assert [edited.path for edited in made if edited.data == edited.path.read_bytes()] == []
    assert len({edited.path for edited in made if edited.path.parts[-3] == "People"}) == 32


def test_bench_measures_prints_and_keeps_its_rows(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    wanted = ("sync, nothing changed", "agenda", "splice of one key")
    done = _run("bench.py", "--people", 20, 60, "--rounds", 1, "--json", kept, "--only", *wanted)
    assert done.returncode == 0, done.stderr
    told = json.loads(kept.read_text(encoding="utf-8"))
    rows = {(row["what"], row["people"]): row for row in told["rows"]}
    for people in (20, 60):
        assert [what for what in (*wanted, "yardstick F", "yardstick B") if (what, people) not in rows] == []
    assert rows["agenda", 60]["yardstick"] == "pass"
    assert rows["growth of agenda from 20", 60]["aim"] == 3
    assert all(row["value"] > 0 and row["what"] in done.stdout for row in told["rows"])
    assert told["notes"] == []


def test_bench_measures_a_live_watch(tmp_path: Path) -> None:
    pytest.importorskip("vaultsync.sync.keep")
    kept = tmp_path / "kept.json"
    wanted = ("save to feed, p50", "5,000 notes at once")
    done = _run("bench.py", "--people", 20, "--edits", 5, "--at-once", 10, "--json", kept, "--only", *wanted)
    assert done.returncode == 0, done.stderr
    told = json.loads(kept.read_text(encoding="utf-8"))
    assert told["notes"] == []
    measured = {row["what"]: row["value"] for row in told["rows"]}
    assert measured.keys() >= {*wanted, "save to feed, p99", "watch, memory"}
    assert min(measured.values()) > 0


def test_bench_names_its_rows_where_it_is_asked_for_another() -> None:
    done = _run("bench.py", "--only", "agenda", "speed")
    assert done.returncode == 2
    assert "no row is called speed" in done.stderr
    assert "splice of one key" in done.stderr


def test_a_row_is_held_against_the_budget_of_its_size() -> None:
    row = _module("figures").row
    assert row("save to feed, p50", 10_000, 9, unit="ms").met == "must"
    assert row("save to feed, p50", 50_000, 9, unit="ms").met == "aim"
    assert row("cold sync", 1000, 3.5, yardstick="B", against=5.0).met == "above"
    assert row("python -c pass", 1000, 0.01).met == ""


def test_growth_is_told_from_ten_thousand_on_where_that_was_measured() -> None:
    figures = _module("figures")
    rows = [figures.row("agenda", people, value) for people, value in ((1000, 1.0), (10_000, 2.0), (50_000, 11.0))]
    (grown,) = figures.growth(rows)
    assert (grown.what, grown.value, grown.must, grown.aim) == ("growth of agenda from 10,000", 5.5, 5.5, 5)
    assert list(figures.growth(rows[:1])) == []


def test_a_burst_is_seen_where_it_is_published_and_missed_where_it_is_not(tmp_path: Path) -> None:
    bench = _module("vaults").Bench(scratch=tmp_path, people=40)
    everybody = _module("at_once").Everybody(bench, 40)
    program = [*_module("processes").PROGRAM, "sync", str(bench.root)]
    subprocess.run(program, env=bench.environment, check=True, capture_output=True)
    assert everybody.missing() == []
    turned = everybody.turned(everybody.notes[:10])
    for note, data in turned[1:]:
        note.write_bytes(data)
    assert len(everybody.missing()) == 10
    subprocess.run(program, env=bench.environment, check=True, capture_output=True)
    assert everybody.missing() == [turned[0][0].stem]
    everybody.gone(everybody.notes[20:22])
    assert len(everybody.missing()) == 3


def test_the_soak_knows_a_torn_feed() -> None:
    judge = _module("soak_clients").Judge()
    feed = (Path(__file__).parent / "calendar" / "golden" / "three-events.ics").read_bytes()
    judge.answered("a.ics", {}, 200, {"etag": '"1"', "content-length": str(len(feed))}, feed)
    judge.answered("a.ics", {"If-None-Match": '"1"'}, 304, {"etag": '"1"'}, b"")
    assert judge.faults == []
    judge.answered("a.ics", {}, 304, {"etag": '"1"'}, b"")
    judge.answered("a.ics", {}, 200, {"etag": '"1"', "content-length": str(len(feed))}, feed[:-15])
    judge.answered("a.ics", {}, 200, {"etag": '"2"'}, feed + feed)
    told = "\n".join(judge.faults)
    for fault in ("304 where nothing", "were promised", 'the ETag "1"', "is not closed", "2 calendars", "twice"):
        assert fault in told


def test_the_soak_knows_what_grows() -> None:
    trend = _module("soak_gauges").trend
    level = trend("descriptors", [(float(at), 30.0 + at % 2) for at in range(180)])
    rising, short = (
        trend("descriptors", [(float(at), 30.0 + at / 10) for at in range(seconds)]) for seconds in (180, 60)
    )
    assert not level.grows
    assert rising.grows
    assert not short.grows
    assert rising.slope == pytest.approx(6)


def test_the_same_figures_draw_the_same_picture(tmp_path: Path) -> None:
    drawn = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        done = _run("plot.py", "--out", tmp_path / name)
        assert done.returncode == 0, done.stderr
        drawn.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert drawn[0] == drawn[1]
    assert sorted(drawn[0]) == ["costs-dark.svg", "costs.svg"]
    assert all(b"first sync" in data and b"<dc:date>" not in data for data in drawn[0].values())


def test_the_picture_of_the_documentation_is_of_its_figures(tmp_path: Path) -> None:
    """The names of the lines stand in it where there are figures for them; matplotlib's own bytes may vary."""
    explanation = Path(__file__).parents[1] / "docs" / "explanation"
    told = json.loads((explanation / "costs.json").read_text(encoding="utf-8"))
    picture = (explanation / "costs.svg").read_text(encoding="utf-8")
    assert ("first sync" in picture) == any(row["what"] == "cold sync" for row in told["rows"])
