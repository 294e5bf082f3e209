"""``feed``: the addresses to subscribe to, as text and as QR codes, and a new token for them."""

import io
import os
import sys
from pathlib import Path

import click

from vaultsync.cli.options import Call, shared
from vaultsync.cli.say import RefusedError, WrongUseError, as_json, aside, faint, line, place, strong
from vaultsync.config import ServeSettings, Settings
from vaultsync.model import Value
from vaultsync.server.shelf import names
from vaultsync.sync import read_settings
from vaultsync.vault.publish import feeds_folder
from vaultsync.vault.state import state_folder
from vaultsync.vault.token import ensure_token, read_token, rotate_token

QUIET_ZONE = 4
"""Light modules around a QR code (ISO/IEC 18004)."""

_EXACT = "\x1b[38;5;231m\x1b[48;5;16m"
"""White on black, whatever the terminal's colours: not every phone reads a code with light and dark exchanged."""


class Address(Value, frozen=True, kw_only=True):
    """One feed: its name and title, where it is served, and its file."""

    name: str
    title: str
    url: str
    webcal: str
    path: str


@click.command()
@click.argument("action", required=False, default="url", type=click.Choice(["url", "qr", "rotate"]))
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--yes", is_flag=True, help="Rotate without asking.")
@shared
def feed(call: Call, action: str, name: str | None, *, yes: bool) -> None:
    """Show the addresses to subscribe to.

    url prints them, qr shows them as codes for a phone's camera, and rotate makes new ones: the old lead nowhere then.
    NAME is one feed's name. The addresses answer while vaultsync serve runs.
    """
    root = call.root()
    settings, _ = read_settings(root)
    folder = state_folder(root, os.environ)
    if action == "rotate":
        if name:
            raise WrongUseError("The token is the same for every feed. Without a name: vaultsync feed rotate")
        if not _rotated(call, folder, yes=yes):
            return
    token = read_token(folder) if call.dry_run else ensure_token(folder)
    if not token:
        aside("A dry run: no token was made yet, so that there is no address.")
        return
    found = _addresses(root, settings, token, name)
    if call.as_json:
        as_json(found)
    elif action == "qr":
        _codes(call, found)
    else:
        _listed(found)
    if not call.quiet:
        _reach(settings.serve)


def _rotated(call: Call, folder: Path, *, yes: bool) -> bool:
    """Make a new token, with the user's word for it; False in a dry run."""
    means = "Every subscription to the old addresses stops working, on every device, and has to be made anew."
    if call.dry_run:
        aside(f"A dry run: no new token was made. {means}")
        return False
    if not yes:
        if not sys.stdin.isatty():
            raise RefusedError(f"{means}\nIf you mean it: vaultsync feed rotate --yes")
        aside(means)
        if not click.confirm("Make new addresses?", err=True):
            raise RefusedError("Nothing was changed; the addresses hold.")
    rotate_token(folder)
    if not call.quiet:
        aside("There is a new token. A server that runs uses it already.")
    return True


def _addresses(root: Path, settings: Settings, token: str, name: str | None) -> tuple[Address, ...]:
    """The feeds that the settings name, and those that plugins published; raises WrongUseError for an unknown name."""
    folder = feeds_folder(root, settings.publish.dir)
    titles = {one.name: one.title for one in settings.feeds}
    titles |= {each: each for file in names(folder) if (each := file.removesuffix(".ics")) not in titles}
    if name is not None:
        wanted = name.removesuffix(".ics")
        if wanted not in titles:
            raise WrongUseError(f"There is no feed {name}. There are: {', '.join(titles)}")
        titles = {wanted: titles[wanted]}
    base = served_at(settings.serve)
    return tuple(
        Address(
            name=each,
            title=title,
            url=(url := f"{base}/feeds/{token}/{each}.ics"),
            webcal=f"webcal:{url.partition(':')[2]}",
            path=str(folder / f"{each}.ics"),
        )
        for each, title in titles.items()
    )


def served_at(settings: ServeSettings) -> str:
    """What stands before a feed's path: the address that was given, else the one that is listened on."""
    if settings.address:
        return settings.address
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 - compared, not bound
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def _listed(found: tuple[Address, ...]) -> None:
    for number, one in enumerate(found):
        if number:
            line()
        line(f"{strong(one.name)}  {faint(one.title)}" if one.title != one.name else strong(one.name))
        line(f"  {one.url}")
        line(f"  {one.webcal}")
        line(f"  {place(Path(one.path))}")


def _codes(call: Call, found: tuple[Address, ...]) -> None:
    coloured = call.colour is not False and sys.stdout.isatty()
    for one in found:
        line(f"{strong(one.name)}  {one.webcal}")
        for row in code(one.webcal):
            line(f"{_EXACT}{row}\x1b[0m" if coloured else row)


def code(text: str) -> tuple[str, ...]:
    """The text as a QR code in half-blocks, light on dark, two modules a character in height."""
    import segno  # noqa: PLC0415 - only a code needs it

    drawn = io.StringIO()
    segno.make_qr(text, error="m").terminal(drawn, border=QUIET_ZONE, compact=True)
    return tuple(drawn.getvalue().splitlines())


def _reach(settings: ServeSettings) -> None:
    """Say from where the addresses can be reached, where that is less than one may think."""
    if settings.address:
        return
    aside(
        "These addresses answer on this computer, while vaultsync serve runs. For a phone, or a calendar on the web:\n"
        "let Tailscale or Caddy give them out, and set  address  under  [serve]."
    )
