"""Which notes are people: by folder, tag or type; never by keys alone, and never an index, a template or a citekey."""

from fnmatch import fnmatchcase
from functools import lru_cache

import msgspec

from vaultsync import Context, Note, Person, PluginInfo, hookimpl
from vaultsync.notes import fold, plain

TYPE_KEYS = frozenset({"type", "kind", "fileclass", "category", "categories"})
INDEX_NAMES = frozenset({"people", "persons", "person", "contacts", "friends", "index", "readme", "home", "moc"})
OTHER_TYPES = frozenset(
    {"meeting", "gathering", "event", "call", "company", "organisation", "organization", "group", "community", "place"}
    | {"project", "book", "article", "source", "daily", "weekly", "journal", "index", "moc", "map", "template"}
)
"""Types that say a note in a people folder is something else."""


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of ``[people]``; each list replaces the default."""

    folders: tuple[str, ...] = ("people", "persons", "person", "contacts", "friends")
    """Folders whose notes are people, by name, anywhere in the vault; or by path from the vault's root."""
    tags: tuple[str, ...] = ("person", "people", "contact", "contacts")
    """Tags that mark a person; a nested tag counts too (``type/person``)."""
    types: tuple[str, ...] = ("person", "people", "contact", "contacts")
    """Values of ``type``, ``kind``, ``fileClass`` or ``categories`` that mark a person."""
    exclude: tuple[str, ...] = ()
    """Paths that are never people, with ``*`` for anything: ``People/Archive/*``."""


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="people", summary="Recognises notes about people.", config=Config)


@hookimpl
def vaultsync_recognise(note: Note, ctx: Context) -> Person | None:
    """Make a person of a note that is marked as one and is not something else."""
    config: Config = ctx.config
    if _left_out(note, config, ctx.template_folders) or not _marked(note, config):
        return None
    return ctx.person(note)


def _types(note: Note) -> frozenset[str]:
    return frozenset(
        fold(plain(value).rsplit("/", 1)[-1])
        for prop in note.properties
        if prop.key.casefold().replace("_", "").replace("-", "") in TYPE_KEYS
        for value in prop.values
    )


def _marked(note: Note, config: Config) -> bool:
    types = _types(note)
    if types & _folded(config.types):
        return True
    tags = _folded(config.tags)
    if any(part in tags for tag in note.tags for part in fold(tag).split("/")):
        return True
    return _in_folder(note, config.folders) and not types & OTHER_TYPES


@lru_cache(maxsize=64)
def _folded(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(name.strip("/")) for name in names)


def _in_folder(note: Note, folders: tuple[str, ...]) -> bool:
    return _holds_people("/".join(note.folders), folders)


@lru_cache(maxsize=4096)
def _holds_people(folder: str, folders: tuple[str, ...]) -> bool:
    """Whether a folder, or one above it, is one of people: by its name, or by its path from the vault's root."""
    names = _folded(folders)
    above = fold(folder).split("/")
    paths = ("/".join(above[: depth + 1]) for depth in range(len(above)))
    return any(name in names for name in above) or any(path in names for path in paths)


def _left_out(note: Note, config: Config, template_folders: tuple[str, ...]) -> bool:
    stem = fold(note.stem)
    return (
        note.template
        or note.stem.startswith(("@", "_"))
        or stem in INDEX_NAMES
        or stem.startswith("moc ")
        or stem.endswith(" moc")
        or (bool(note.folders) and stem == fold(note.folders[-1]))
        or any(note.path.startswith(folder.rstrip("/") + "/") for folder in template_folders)
        or any(fnmatchcase(note.path, pattern) for pattern in config.exclude)
    )
