"""The kit's fixtures, as its entry point gives them to whoever has vaultsync installed."""

from vaultsync.testing.plugin import (  # noqa: F401 - pytest finds them here
    _turned,
    cli,
    make_vault,
    parse_feed,
    run_sync,
    today,
    vaultsync_home,
)
