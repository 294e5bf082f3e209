"""Whether what a plugin says of itself and asks for fits the contract: checks of values, each for one rule."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType

from vaultsync.hooks.fits import check, check_imports
from vaultsync.hooks.load import Source, info_of
from vaultsync.hooks.spec import Importer, PluginInfo
from vaultsync.model import Edit, NewNote
from vaultsync.notes import canonical
from vaultsync.sync.edits import allowed
from vaultsync.testing._asking import Answer
from vaultsync.testing._rules import broken
from vaultsync.testing._stage import Stage
from vaultsync.testing._targets import Plugin


def see_info(plugin: Plugin) -> None:
    """Rule ``info``. Raises RuleBrokenError, as all of these do."""
    source = Source(kind="package" if plugin.entry else "builtin", origin=plugin.module.__name__, name=plugin.entry)
    try:
        info = info_of(plugin.module, source)
    except Exception as error:  # a plugin is anyone's code
        raise broken("info", f"{type(error).__name__}: {error}") from error
    if not info.summary.strip() or "\n" in info.summary:
        raise broken("info", f"its summary is {info.summary!r}")
    for name in info.writes:
        if canonical(name) not in {None, name}:
            raise broken("info", f"its writes name {name!r}, whose canonical name is {canonical(name)}")
    if info.config is None:
        return
    if not info.config.__struct_config__.frozen:
        raise broken("info", f"its config {info.config.__name__} is not frozen, and could be changed")
    try:
        info.config()
    except ValueError as error:
        raise broken("info", f"the defaults of its config do not fit together: {error}") from error


def see_hooks(plugin: Plugin) -> None:
    """Rule ``hooks``: the first function that does not fit, and the first import of what is vaultsync's own."""
    try:
        check(plugin.module)
        for file in _files(plugin.module):
            try:
                check_imports(file.read_bytes())
            except ValueError as error:
                raise ValueError(f"{file.name}: {error}") from error
    except ValueError as error:
        raise broken("hooks", str(error)) from error


def _files(module: ModuleType) -> tuple[Path, ...]:
    """The files that a module is made of: all of its package's, or its own."""
    folders = getattr(module, "__path__", None)
    if folders is not None:
        return tuple(sorted(file for folder in folders for file in Path(folder).rglob("*.py")))
    return (Path(module.__file__),) if module.__file__ else ()


def see_edits(info: PluginInfo, given: Iterable[Answer], stage: Stage) -> None:
    """Rule ``edits``."""
    there = {note.path for note in stage.vault.notes} | {person.path for person in stage.network.people}
    there.add(stage.ctx.writing.list)
    for each in given:
        edits = [value for value in each.values if isinstance(value, Edit)]
        _, problems = allowed(edits, {edit.plugin: info for edit in edits})
        for told in problems:
            raise broken("edits", f"{told.message} ({told.path})")
        for edit in edits:
            if edit.path not in there:
                raise broken("edits", f"it edits {edit.path}, which is no note of the vault")


def see_importers(given: Sequence[Answer], texts: Iterable[bytes], stage: Stage) -> None:
    """Rule ``hostile``, for files: an importer reads one, or raises ValueError."""
    for importer in (value for each in given for value in each.values if isinstance(value, Importer)):
        for data in texts:
            try:
                found = list(importer.read(data, f"file{(importer.suffixes or ('',))[0]}", stage.network, stage.ctx))
            except ValueError:
                continue
            except Exception as error:  # a plugin is anyone's code
                raise broken("hostile", f"the importer {importer.name} raised {error!r} for {data!r}") from error
            wrong = [type(one).__name__ for one in found if not isinstance(one, Edit | NewNote)]
            if wrong:
                raise broken("hostile", f"the importer {importer.name} gave {wrong[0]} in the place of Edit or NewNote")
