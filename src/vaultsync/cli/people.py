"""``people``: everybody, or those whom a query finds, as a table."""

import click

from vaultsync.cli.options import Call, shared
from vaultsync.cli.query_words import QueryCommand, query_text
from vaultsync.cli.quick import standing_for
from vaultsync.cli.say import as_text


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1)
@shared
def people(call: Call, query: tuple[str, ...]) -> None:
    """Show the people, or those whom QUERY finds.

    QUERY is free words and such as tag:work, 'last:>1y' or 'due:<7d': put quotes around < and >, which the shell
    takes for itself.
    """
    still = standing_for(call) if call.as_json and not query else None
    text = still.people_text() if still is not None else None
    if text is not None:
        as_text(text)
        return
    from vaultsync.cli.people_found import found_people  # noqa: PLC0415 - only where it is not known already

    found_people(call, query_text(query))
