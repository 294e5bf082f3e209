"""Bytes that plugins have kept: made again where something changed that they follow from, and only there."""

from datetime import date
from pathlib import Path

import pytest

from vaultsync.sync.live import Reads, note_mark
from vaultsync.sync.remembering import Remembering
from vaultsync.vault.books import memory_books

TODAY = date(2026, 11, 22)


class Plugin:
    """A plugin that has bytes kept, and counts how often it makes them."""

    def __init__(self, books=None):
        self.books = books if books is not None else memory_books()
        self.reads = Reads()
        self.failures = 0
        self.made = []
        self.memory = Remembering(Path(), TODAY, self.books, self.reads)
        self.run()

    def run(self, changed=(), notes=(), *, everything=False):
        self.memory.begin(everything=everything, failures=lambda: self.failures)
        self.memory.let_go(set(changed), frozenset(map(note_mark, notes)))
        return self

    def end(self):
        self.memory.end(everything=False)
        return self

    def again(self):
        """The same books in another process."""
        return Plugin(self.books)

    def get(self, key, *given, looks=(), everybody=False, fails=False, lasting=True, make=None):
        def makes():
            self.made.append(key)
            self.reads.uids |= set(looks)
            self.reads.everybody |= everybody
            self.failures += fails
            return make() if make is not None else f"{key}{len(self.made)}".encode()

        return self.memory.cached("plugin", key, given, makes, lasting=lasting).decode()


@pytest.fixture
def plugin():
    return Plugin()


def test_what_was_made_is_given_again(plugin):
    assert [plugin.get("a", 1), plugin.get("a", 1)] == ["a1", "a1"]
    assert plugin.end().run().get("a", 1) == "a1"


def test_plugins_and_keys_are_told_apart(plugin):
    assert [plugin.get("a"), plugin.get("b")] == ["a1", "b2"]
    assert plugin.memory.cached("another", "a", (), lambda: b"other", lasting=True) == b"other"


def test_of_other_values_it_is_made_anew(plugin):
    assert [plugin.get("a", 1), plugin.get("a", 2), plugin.get("a", 1)] == ["a1", "a2", "a3"]


def test_another_process_knows_it_by_the_digest_of_the_values(plugin):
    plugin.get("a", "x", 1)
    again = plugin.again()
    assert (again.get("a", "x", 1), again.get("a", "x", 1), again.made) == ("a1", "a1", [])
    assert plugin.again().get("a", "y", 1) == "a1"
    assert plugin.again().get("a", "y", 1) == "a1"


def test_what_is_not_lasting_is_known_to_this_process_alone(plugin):
    assert [plugin.get("a", lasting=False), plugin.get("a", lasting=False)] == ["a1", "a1"]
    assert plugin.again().memory.kept() == {}


def test_it_is_let_go_where_something_changed_about_whoever_was_looked_at(plugin):
    plugin.get("a", looks=["Ana"])
    plugin.get("b", looks=["Bo"])
    plugin.end().run(changed=["Ana"])
    assert [plugin.get("a", looks=["Ana"]), plugin.get("b")] == ["a3", "b2"]
    assert plugin.end().again().get("a") == "a3"
    assert {key for _, key in plugin.again().run(changed=["Ana"]).memory.kept()} == {"b"}


def test_whatever_looked_at_everybody_is_let_go_where_anything_changed_about_anybody(plugin):
    plugin.get("a", everybody=True)
    assert plugin.end().run(notes=["Tasks.md"]).get("a", everybody=True) == "a1"
    assert plugin.end().run(changed=["Ana"]).get("a", everybody=True) == "a2"


def test_whatever_looked_at_a_note_is_let_go_where_it_changed(plugin):
    plugin.get("a", looks=[note_mark("Tasks.md")])
    assert plugin.end().run(notes=["Other.md"]).get("a") == "a1"
    assert plugin.end().run(notes=["Tasks.md"]).get("a") == "a2"


def test_where_everything_is_worked_out_anew_nothing_is_kept(plugin):
    plugin.get("a")
    assert plugin.end().run(everything=True).get("a") == "a2"


def test_what_nobody_asked_for_is_let_go_at_the_end(plugin):
    plugin.get("a")
    plugin.get("b")
    plugin.end().run().get("a")
    plugin.end()
    assert {key for _, key in plugin.memory.kept()} == {key for _, key in plugin.again().memory.kept()} == {"a"}


def test_where_a_plugin_failed_meanwhile_it_is_made_again_the_next_time(plugin):
    assert plugin.get("a", fails=True) == "a1"
    assert plugin.get("a") == "a2"
    assert plugin.end().run().get("a") == "a2"
    assert plugin.get("b", fails=True) == "b3"
    assert plugin.end().again().memory.kept().keys() == {("plugin", "a")}


def test_what_is_made_of_other_bytes_follows_from_what_they_follow_from(plugin):
    def inner():
        return plugin.get("inner", looks=["Ana"]).encode()

    assert plugin.get("outer", looks=["Bo"], make=inner) == "inner2"
    assert plugin.reads.taken() == ({"Ana", "Bo"}, False)
    # Given from memory, it says the same of what was looked at.
    assert plugin.end().run().get("outer", make=inner) == "inner2"
    assert plugin.reads.taken() == ({"Ana", "Bo"}, False)
    assert plugin.end().run(changed=["Ana"]).get("outer", looks=["Bo"], make=inner) == "inner4"
    assert plugin.end().run(changed=["Bo"]).get("outer", looks=["Bo"], make=inner) == "inner4"
    assert plugin.made == ["outer", "inner", "outer", "inner", "outer"]


def test_a_failure_within_keeps_the_outer_bytes_from_being_kept_too(plugin):
    def inner():
        return plugin.get("inner", fails=True).encode()

    plugin.get("outer", make=inner)
    assert plugin.memory.kept() == {}


def test_what_was_looked_at_before_making_fails_is_still_noted(plugin):
    def raises():
        raise RuntimeError("no")

    plugin.reads.uids.add("Cy")
    with pytest.raises(RuntimeError, match="no"):
        plugin.get("a", looks=["Ana"], make=raises)
    assert plugin.reads.taken() == ({"Ana", "Cy"}, False)
    assert plugin.memory.kept() == {}


def test_a_query_that_no_feed_has_is_refused(plugin):
    class Placing:
        queries = ()

    plugin.memory.placing = Placing()
    with pytest.raises(ValueError, match="no feed has the query 'tag:x'"):
        plugin.memory.chosen("tag:x", 5)


def test_catch_ups_are_decoded_anew_now_and_then(plugin, monkeypatch):
    monkeypatch.setattr("vaultsync.sync.remembering.MOST_DECODED", 0)
    plugin.memory._decoded["uid"] = (b"", None)
    plugin.run()
    assert plugin.memory._decoded == {}
