"""``vaultsync vcard``: people's cards, to standard output or into a file."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultsync_vcard.giving import chosen, given
from vaultsync_vcard.writing import Version

if TYPE_CHECKING:
    from vaultsync import Session


@click.command("vcard")
@click.argument("query", nargs=-1)
@click.option(
    "--version", type=click.Choice(["3.0", "4.0"]), help="The version of the cards. Default: your setting, or 3.0."
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write into FILE."
)
@click.pass_obj
def vcard(session: "Session", query: tuple[str, ...], version: Version | None, output: Path | None) -> None:
    """Write the vCards of people.

    Everybody, or those of whom each QUERY says something: a name or an e-mail address, a group, tag, company or place.
    group:cx, tag:work, company:acme and city:lisbon ask for these alone.
    """
    people = chosen(session.network.people, query)
    if query and not people:
        raise click.ClickException(
            f"Nobody in the vault is meant by {' '.join(query)}. To see who is there: vaultsync people"
        )
    data = given(people, session.network, session.ctx, version or session.ctx.config.version)
    cards = "1 card" if len(people) == 1 else f"{len(people)} cards"
    if output is not None and not session.dry_run:
        try:
            with click.open_file(str(output), "wb", atomic=True) as file:
                file.write(data)
        except OSError as error:
            raise click.ClickException(
                f"{output} could not be written: {error.strerror}. Choose another file."
            ) from error
    if session.as_json:
        file_name = str(output) if output is not None else None
        told = {"people": [person.path for person in people], "file": file_name}
        click.echo(json.dumps(told if output is not None else told | {"vcard": data.decode()}, ensure_ascii=False))
    elif output is None:
        click.echo(data, nl=False)
    elif session.dry_run:
        click.echo(f"Would write {cards} into {output}.", err=True)
    else:
        click.echo(f"Wrote {cards} into {output}.", err=True)
