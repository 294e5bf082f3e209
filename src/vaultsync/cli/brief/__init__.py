"""``brief``: what is good to know before you speak with somebody, and a way to begin."""

import click

from vaultsync.cli.options import Call, shared


@click.command()
@click.argument("person", metavar="PERSON")
@click.option("--markdown", is_flag=True, help="As Markdown, to paste into a note.")
@click.option("--opener", "opener", metavar="NAME", help="Draft the beginning from this opener. Default: what fits.")
@shared
def brief(call: Call, person: str, *, markdown: bool, opener: str | None) -> None:
    """Show what is good to know before you speak with PERSON.

    And a way to begin, from a text of yours. Each line stands in the notes; -v says where. Openers are texts:
    those that come with vaultsync, and your own in the folder openers of your settings or of the vault's
    .vaultsync.
    """
    from vaultsync.cli.brief import show  # noqa: PLC0415 - only once it is asked for
    from vaultsync.cli.brief.draft import draft  # noqa: PLC0415 - as above
    from vaultsync.cli.looking import kept_people  # noqa: PLC0415 - as above
    from vaultsync.cli.say import as_json  # noqa: PLC0415 - as above
    from vaultsync.cli.who import whom  # noqa: PLC0415 - as above
    from vaultsync.people.welcome import welcome_of  # noqa: PLC0415 - as above
    from vaultsync.sync.kept_brief import kept_brief  # noqa: PLC0415 - as above

    root, kept = kept_people(call)
    someone = whom(person, kept.network, kept.named)
    told = kept_brief(root, kept, someone.uid, call.options)
    begun = draft(root, kept, someone, told, opener, quiet=bool(call.quiet))
    # As the opener, it rests on what the brief tells of the last contact.
    has_last = any(section.title == show.LAST for section in told.sections)
    contacts = kept.network.interactions.get(someone.uid, ()) if has_last else ()
    welcome = welcome_of(someone, contacts, kept.note(someone.path), kept.today)
    if call.as_json:
        as_json(show.as_row(someone, told, welcome, begun))
    elif markdown:
        show.as_markdown(someone, told, welcome, begun)
    else:
        show.as_table(someone, told, welcome, begun, places=bool(call.verbose))
