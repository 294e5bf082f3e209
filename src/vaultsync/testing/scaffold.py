"""The files of a new plugin, as text: a package with its tests, or one commented file. Nothing is written here.

What they begin with works: a reminder of a present, two weeks before a birthday, from the property ``gift``.
"""

import re
from string import Template

from vaultsync.testing import _scaffold_texts as texts

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
MOST_LETTERS = 40


def package(name: str) -> dict[str, str]:
    """The files of a package ``vaultsync-NAME``, by path within its folder.

    Raises ValueError, with a sentence for the person who typed it, for a name that a plugin cannot have.
    """
    known = _names(name)
    module = f"src/{known['module']}"
    return {
        "pyproject.toml": _filled(texts.PROJECT, known),
        "README.md": _filled(texts.README, known),
        f"{module}/__init__.py": _filled(texts.PACKAGE_HEAD + texts.CODE, known),
        f"{module}/py.typed": "",
        f"tests/test_{known['module'].removeprefix('vaultsync_')}.py": _filled(texts.TESTS, known),
    }


def single_file(name: str) -> str:
    """The text of ``NAME.py``, a plugin in one file, which says how to turn it on. Raises ValueError as above."""
    return _filled(texts.FILE_HEAD + texts.CODE, _names(name))


def _names(name: str) -> dict[str, str]:
    if name.startswith("vaultsync-"):
        raise ValueError(f"A plugin goes by its name alone: {name.removeprefix('vaultsync-') or 'mine'}, not {name}.")
    if not _NAME.fullmatch(name) or len(name) > MOST_LETTERS:
        raise ValueError(f"{name!r} is no name for a plugin. Use a short word of a-z, digits and -, such as name-days.")
    return {"name": name, "module": f"vaultsync_{name.replace('-', '_')}"}


def _filled(text: str, known: dict[str, str]) -> str:
    return Template(text).substitute(known)
