"""A plugin's settings: what a vault may say, what only the user's own file may, and that no secret is told."""

import logging
import os
from typing import Annotated

import msgspec
import pytest
from tests.conftest import Sandbox
from tests.hooks.outside import Outside, code, outside  # noqa: F401 - pytest finds the fixture here

from vaultsync.config import load_settings, load_user
from vaultsync.config.plugin import plugin_config, resolved, secrets_of
from vaultsync.hooks.call import PluginFailedError

Private = Annotated[str, msgspec.Meta(extra={"private": True})]
SECRET = "tr0ub4dor"


class Mail(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Stands for the settings of a plugin."""

    server: Private = ""
    password: Private = ""
    folders: Annotated[tuple[str, ...], msgspec.Meta(extra={"private": True})] = ()
    days: Annotated[int, msgspec.Meta(ge=1)] = 30
    label: str = "mail"

    def __post_init__(self) -> None:
        if self.password and not self.server:
            raise ValueError(f"{self.password} has no server")


def read(vault: str = "", own: str = "", **environment: str):
    settings, wrong = load_settings(vault)
    user, more = load_user(own, "/home/ana/config.toml")
    assert (wrong, more) == ((), ())
    config, problems = plugin_config(settings, "mail", Mail, user, environment)
    for each in problems:
        assert each.code in {"plugin-config", "config-unknown"}
        assert SECRET not in each.message + each.hint
    return config, [(each.path, each.line, each.message) for each in problems]


def test_the_users_own_file_wins_key_by_key():
    config, problems = read("[plugin.mail]\ndays = 3\nlabel = 'theirs'\n", "[plugin.mail]\nlabel = 'mine'\n")
    assert (config, problems) == (Mail(days=3, label="mine"), [])


@pytest.mark.parametrize("value", [f"'{SECRET}'", "{ env = 'MAIL' }"])
@pytest.mark.parametrize("key", ["server", "password", "folders"])
def test_a_vault_does_not_decide_what_is_private(key, value):
    value = f"[{value}]" if key == "folders" else value
    config, (told,) = read(f"\n[plugin.mail]\n{key} = {value}\n", MAIL=SECRET)
    assert config == Mail()
    assert told == (
        "vaultsync.toml",
        3,
        f"[plugin.mail] {key} cannot be set in a vault, which others may write to.",
    )


@pytest.mark.parametrize("value", ["{ env = 'HOME' }", "[{ env = 'HOME' }]", "{ a = { env = 'HOME' } }"])
def test_a_vault_takes_nothing_from_the_environment(value):
    config, (told,) = read(f"[plugin.mail]\nlabel = {value}\n", HOME=SECRET)
    assert config == Mail()
    assert told[2] == (
        "[plugin.mail] label cannot be taken from the environment by a vault, which others may write to."
    )


def test_the_hint_says_where_it_is_to_be_set():
    settings, _ = load_settings("[plugin.mail]\nserver = 'x'\n")
    user, _ = load_user("", "/home/ana/config.toml")
    _, (told,) = plugin_config(settings, "mail", Mail, user, {})
    assert told.hint == "Set it in your own /home/ana/config.toml, under [plugin.mail]."


def test_the_users_own_file_takes_values_from_the_environment():
    own = "[plugin.mail]\nserver = 'imap'\npassword = { env = 'MAIL' }\nfolders = ['a', { env = 'B' }]\n"
    assert read(own=own, MAIL=SECRET, B="b") == (Mail(server="imap", password=SECRET, folders=("a", "b")), [])
    assert resolved({"env": "A", "more": 1}, {}) == {"env": "A", "more": 1}


def test_a_variable_that_is_missing_is_told_by_name_and_line():
    own = "[plugin.mail]\nserver = 'imap'\npassword = { env = 'NO_SUCH' }\n"
    config, (told,) = read(own=own, OTHER=SECRET)
    assert config == Mail(server="imap")
    assert told == (
        "/home/ana/config.toml",
        3,
        "[plugin.mail] password cannot be had: the environment has no NO_SUCH.",
    )


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (f"password = ['{SECRET}']", "[plugin.mail] password does not fit; it takes text."),
        (f"days = '{SECRET}'", "[plugin.mail] days does not fit; it takes whole number."),
        (f"folders = '{SECRET}'", "[plugin.mail] folders does not fit"),
        (f"password = '{SECRET}'", "[plugin.mail] does not fit together."),
        (f"passwort = '{SECRET}'", "[plugin.mail] passwort is no setting that anything reads."),
    ],
)
def test_what_is_wrong_in_the_users_own_file_is_told_without_the_value(own, said):
    _, (told,) = read(own=f"[plugin.mail]\n{own}\n")
    assert told[:2] in {("/home/ana/config.toml", 2), ("/home/ana/config.toml", 1)}
    assert told[2].startswith(said)


@pytest.mark.parametrize("whose", ["vault", "own"])
def test_a_key_that_nothing_reads_is_told_with_the_nearest_and_its_line(whose):
    text = "[plugin.mail]\n\ndais = 3\n"
    settings, _ = load_settings(text if whose == "vault" else "")
    user, _ = load_user(text if whose == "own" else "", "config.toml")
    _, (told,) = plugin_config(settings, "mail", Mail, user, {})
    assert (told.line, told.hint) == (3, "Did you mean days?")


def test_no_secret_is_in_a_repr():
    user, _ = load_user(f"[plugin.mail]\npassword = '{SECRET}'\n[targets.'x:'.options]\npassword = '{SECRET}'\n")
    assert SECRET not in repr(user)
    assert SECRET not in str(user)


def test_what_came_from_the_environment_or_is_called_a_secret_is_one():
    own = "[plugin.mail]\nserver = { env = 'S' }\npassword = 'hush, hush'\nlabel = 'open'\n"
    own += "folders = [{ env = 'F' }, 'x']\n"
    user, _ = load_user(own)
    assert secrets_of("mail", Mail, user, {"S": "imap.example", "F": "abc"}) == {"imap.example", "hush, hush"}
    assert secrets_of("other", Mail, user, {"S": "imap.example"}) == frozenset()


TELLTALE = """
import msgspec
from typing import Annotated

class Config(msgspec.Struct, frozen=True):
    password: Annotated[str, msgspec.Meta(extra={"private": True})] = ""

@hookimpl
def vaultsync_info():
    return PluginInfo(name="tea", summary="Tells.", config=Config)

@hookimpl
def vaultsync_check(ctx):
    raise OSError(f"no answer from https://ana:{ctx.config.password}@example.org")
"""


@pytest.mark.parametrize("given", [f"'{SECRET}'", "{ env = 'TEA' }"])
def test_no_secret_is_told_of_where_a_plugin_raises_with_it(
    sandbox: Sandbox,
    outside: Outside,  # noqa: F811
    monkeypatch,
    caplog,
    given,
):
    caplog.set_level(logging.INFO)
    monkeypatch.setitem(os.environ, "TEA", SECRET)
    outside.settings(f"[plugin.tea]\npassword = {given}\n")
    outside.file(code(TELLTALE))
    (told,) = sandbox.write({"People/Ana.md": ""}).sync(trace=True).problems
    assert "OSError: no answer from https://ana:…@example.org" in told.message
    with pytest.raises(PluginFailedError) as failed:
        sandbox.sync(strict=True)
    assert SECRET not in str(failed.value) + caplog.text
    assert SECRET not in str(sandbox.rows("SELECT * FROM meta"))


def test_a_plugin_that_is_called_as_a_table_of_vaultsync_is_told_of_at_its_own_table():
    class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
        days: int = 1

    settings, _ = load_settings("[calendar]\npast_days = 3\n\n[plugin.calendar]\ndays = 'x'\n")
    _, (told,) = plugin_config(settings, "calendar", Config)
    assert (told.line, told.message.split()[0]) == (5, "[plugin.calendar]")
