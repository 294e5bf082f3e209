"""``plugins``: which there are, whether they run, and looking at them before they do."""

import click

from vaultsync.cli.options import shared
from vaultsync.cli.verbs import Verbs


class PluginVerbs(Verbs):
    """The verbs of plugins, in the order of the help."""

    verbs = {  # noqa: RUF012 - nobody changes it
        "list": "vaultsync.cli.plugins.list:listed",
        "info": "vaultsync.cli.plugins.list:info",
        "enable": "vaultsync.cli.plugins.enable:enable",
        "disable": "vaultsync.cli.plugins.enable:disable",
        "trust": "vaultsync.cli.plugins.trust:trust",
        "new": "vaultsync.cli.plugins.new:new",
        "test": "vaultsync.cli.plugins.new:test",
    }


@click.group(cls=PluginVerbs)
@shared
def plugins(_call: object) -> None:
    """See which plugins there are, and make your own."""
