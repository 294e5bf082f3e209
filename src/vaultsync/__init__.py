"""What a plugin imports: ``hookimpl``, ``API_VERSION`` and the values.

Names are loaded when first used, so that ``vaultsync --version`` need not wait for them.
"""

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing itself takes as long to load as some commands
    from vaultsync.hooks.context import Chosen, Context, FeedQuery, Publishing, Writing
    from vaultsync.hooks.spec import API_VERSION, Artifact, Importer, PluginInfo, Published, Session, hookimpl
    from vaultsync.model import (
        Brief,
        Busy,
        Cadence,
        CatchUp,
        Edit,
        Fact,
        Field,
        Gathering,
        Interaction,
        Limits,
        Line,
        Link,
        Location,
        Network,
        NewNote,
        Note,
        Person,
        Planned,
        Problem,
        Promise,
        Property,
        Reminder,
        Schedule,
        Section,
        Task,
        Tie,
        Value,
        Vault,
        YearlyDate,
        action_of,
        day_words,
        every,
        problem,
        span,
    )

__version__ = "0.1.0"
__all__ = [
    "API_VERSION",
    "Artifact",
    "Brief",
    "Busy",
    "Cadence",
    "CatchUp",
    "Chosen",
    "Context",
    "Edit",
    "Fact",
    "FeedQuery",
    "Field",
    "Gathering",
    "Importer",
    "Interaction",
    "Limits",
    "Line",
    "Link",
    "Location",
    "Network",
    "NewNote",
    "Note",
    "Person",
    "Planned",
    "PluginInfo",
    "Problem",
    "Promise",
    "Property",
    "Published",
    "Publishing",
    "Reminder",
    "Schedule",
    "Section",
    "Session",
    "Task",
    "Tie",
    "Value",
    "Vault",
    "Writing",
    "YearlyDate",
    "action_of",
    "day_words",
    "every",
    "hookimpl",
    "problem",
    "span",
]

_HOME = {
    "API_VERSION": "vaultsync.hooks.spec",
    "Artifact": "vaultsync.hooks.spec",
    "Chosen": "vaultsync.hooks.context",
    "Context": "vaultsync.hooks.context",
    "FeedQuery": "vaultsync.hooks.context",
    "Publishing": "vaultsync.hooks.context",
    "Importer": "vaultsync.hooks.spec",
    "Published": "vaultsync.hooks.spec",
    "Session": "vaultsync.hooks.spec",
    "PluginInfo": "vaultsync.hooks.spec",
    "Writing": "vaultsync.hooks.context",
    "hookimpl": "vaultsync.hooks.spec",
}


def __getattr__(name: str) -> object:
    """Load a public name from where it lives (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module 'vaultsync' has no attribute {name!r}")
    return getattr(import_module(_HOME.get(name, "vaultsync.model")), name)
