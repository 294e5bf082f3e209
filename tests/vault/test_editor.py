import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultsync.notes import LOGSEQ, DailyName
from vaultsync.vault.editor import EditorSettings, editor_settings

PERIODIC = ".obsidian/plugins/periodic-notes/data.json"


def made(root, path, value=None):
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(value if isinstance(value, str) else json.dumps(value if value is not None else {}))
    return root


def test_a_folder_without_an_editor_has_daily_notes_at_the_top(tmp_path):
    assert editor_settings(tmp_path) == EditorSettings(config_folder="", daily=(DailyName(),))


def test_a_folder_that_is_gone_has_nothing(tmp_path):
    assert editor_settings(tmp_path / "gone") == EditorSettings()


def test_the_core_daily_notes_are_where_they_are_set(tmp_path):
    made(
        tmp_path, ".obsidian/daily-notes.json", {"folder": "/Journal/Days/", "format": "YYYY/MM/DD", "template": "T/d"}
    )
    found = editor_settings(tmp_path)
    assert (found.config_folder, found.daily) == (".obsidian", (DailyName(folder="Journal/Days", format="YYYY/MM/DD"),))


@pytest.mark.parametrize("value", [{}, {"folder": "", "format": " "}, {"folder": 3, "format": None}])
def test_core_daily_notes_without_settings_are_at_the_top_by_iso_date(tmp_path, value):
    made(tmp_path, ".obsidian/daily-notes.json", value)
    assert editor_settings(tmp_path).daily == (DailyName(folder="", format="YYYY-MM-DD"),)


def test_periodic_notes_of_the_old_schema_are_read(tmp_path):
    day = {"enabled": True, "folder": "Days", "format": "DD.MM.YYYY", "template": ""}
    made(
        tmp_path,
        PERIODIC,
        {"showGettingStartedBanner": False, "daily": day, "weekly": {"enabled": True, "folder": "W"}},
    )
    assert editor_settings(tmp_path).daily == (DailyName(folder="Days", format="DD.MM.YYYY"),)


def test_periodic_notes_of_the_new_schema_are_read_from_every_calendar_set(tmp_path):
    sets = [
        {"id": "Work", "day": {"enabled": True, "folder": "Work/Days", "format": ""}},
        {"id": "Home", "day": {"enabled": True, "folder": "Days", "format": "YYYYMMDD"}, "week": {"enabled": True}},
        {"id": "Off", "day": {"enabled": False, "folder": "Off"}},
        {"id": "None"},
        "odd",
    ]
    made(tmp_path, PERIODIC, {"calendarSets": sets})
    assert editor_settings(tmp_path).daily == (
        DailyName(folder="Work/Days"),
        DailyName(folder="Days", format="YYYYMMDD"),
    )


def test_the_core_settings_and_the_plugins_both_count_each_once(tmp_path):
    made(tmp_path, ".obsidian/daily-notes.json", {"folder": "Days"})
    same = {"enabled": True, "folder": "Days"}
    made(
        tmp_path,
        PERIODIC,
        {"daily": same, "calendarSets": [{"day": same}, {"day": {"enabled": True, "folder": "More"}}]},
    )
    assert editor_settings(tmp_path).daily == (DailyName(folder="Days"), DailyName(folder="More"))


def test_periodic_notes_that_are_switched_off_leave_the_usual_folders(tmp_path):
    made(tmp_path, PERIODIC, {"daily": {"enabled": False, "folder": "Old"}})
    (tmp_path / "Daily Notes").mkdir()
    assert editor_settings(tmp_path).daily == (DailyName(), DailyName(folder="Daily Notes"))


def test_the_journals_of_logseq_are_known(tmp_path):
    made(tmp_path, "logseq/config.edn", "{}")
    assert editor_settings(tmp_path).daily == (LOGSEQ,)


def test_template_folders_come_from_the_settings_and_from_their_name(tmp_path):
    made(tmp_path, ".obsidian/templates.json", {"folder": "Meta/Forms/"})
    made(tmp_path, ".obsidian/plugins/templater-obsidian/data.json", {"templates_folder": "Meta/Templater"})
    (tmp_path / "templates").mkdir()
    (tmp_path / "Template.md").touch()
    found = editor_settings(
        tmp_path, ["Work/Templates/a.md", "Work/x/templates/deep/b.md", "Template.md", "People/Ana.md"]
    )
    assert found.template_folders == (
        "Meta/Forms",
        "Meta/Templater",
        "Work/Templates",
        "Work/x/templates",
        "templates",
    )


def test_no_template_folder_is_none_and_not_the_whole_vault(tmp_path):
    made(tmp_path, ".obsidian/templates.json", {"folder": "/"})
    made(tmp_path, ".obsidian/plugins/templater-obsidian/data.json", {"templates_folder": ""})
    assert editor_settings(tmp_path).template_folders == ()


def test_a_config_folder_of_another_name_is_found(tmp_path):
    made(tmp_path, ".config-work/app.json")
    made(tmp_path, ".config-work/daily-notes.json", {"folder": "Days"})
    made(tmp_path, ".cache/other.json")
    found = editor_settings(tmp_path)
    assert (found.config_folder, found.daily) == (".config-work", (DailyName(folder="Days"),))


def test_obsidians_own_folder_comes_before_others(tmp_path):
    made(tmp_path, ".a/app.json")
    made(tmp_path, ".obsidian/daily-notes.json", {"folder": "Days"})
    assert editor_settings(tmp_path).config_folder == ".obsidian"


@pytest.mark.parametrize("broken", ["", "{", "[]", "\x00", "[" * 100_000])
def test_broken_settings_are_told_and_the_others_read(tmp_path, broken):
    made(tmp_path, ".obsidian/daily-notes.json", broken)
    made(tmp_path, ".obsidian/templates.json", {"folder": "Forms"})
    found = editor_settings(tmp_path)
    assert (found.daily, found.template_folders) == ((DailyName(),), ("Forms",))
    assert [(one.code, one.path, one.message) for one in found.problems] == [
        (
            "vault-settings",
            ".obsidian/daily-notes.json",
            "The editor's settings could not be read: it is not valid JSON.",
        )
    ]


def test_settings_that_cannot_be_opened_are_told(tmp_path):
    (tmp_path / ".obsidian/templates.json").mkdir(parents=True)
    (found,) = editor_settings(tmp_path).problems
    assert found.message == "The editor's settings could not be read: a folder stands where a file is needed."


def test_a_byte_order_mark_is_fine(tmp_path):
    made(tmp_path, ".obsidian/daily-notes.json", '\ufeff{"folder": "Days"}')
    assert editor_settings(tmp_path).daily == (DailyName(folder="Days"),)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["folder", "format", "daily", "day", "enabled", "calendarSets", "templates_folder"]), inner
        )
    ),
    max_leaves=8,
)


@given(json_values)
@settings(deadline=None, max_examples=50)
def test_settings_of_any_shape_are_read_without_a_fault(tmp_path_factory, value):
    root = tmp_path_factory.mktemp("vault")
    for file in ("daily-notes.json", "templates.json", "plugins/periodic-notes/data.json"):
        made(root, f".obsidian/{file}", json.dumps(value))
    found = editor_settings(root)
    assert found.daily
    assert len(found.problems) in {0, 3}
    assert "" not in found.template_folders
