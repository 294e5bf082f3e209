"""TOML and JSON front matter, which is read where it is met and never written."""

from datetime import date, datetime, time

from vaultsync.model import Problem, Property, problem
from vaultsync.model.note import FrontMatterFormat
from vaultsync.notes.limits import ReadLimits
from vaultsync.notes.reading import Reading, Source, TooMuchError

_DOTS = 100  # tomllib takes cubic time over the parts of one key
_NAMES = {"toml": "TOML", "json": "JSON"}


def json_end(text: str) -> int:
    """Where the JSON object that a text starts with ends; 0 where it starts with none."""
    import json  # noqa: PLC0415  # few notes need it, and every start would pay for it

    try:
        return json.JSONDecoder().raw_decode(text)[1]
    except (ValueError, RecursionError):
        return 0


def read_other(source: Source, limits: ReadLimits, form: FrontMatterFormat) -> Reading:
    """The properties of TOML or JSON front matter, numbers and days as they are written there. Never raises."""
    try:
        found = _Flat(source, limits)
        found.map(_load(source.text, limits, form), "", limits.depth)
    except (TooMuchError, RecursionError):
        what = _problem(source, "yaml-limits", f"the {_NAMES[form]} front matter is too large or too deep.")
        return Reading(properties={}, problems=(what,), writable=False, format=form)
    except ValueError as error:
        what = _problem(source, "yaml-invalid", f"the front matter is not valid {_NAMES[form]}: {error}.")
        return Reading(properties={}, problems=(what,), writable=False, format=form)
    what = _problem(
        source, "front-matter-format", f"the front matter is {_NAMES[form]}: it is read, and never written."
    )
    return Reading(properties=found.properties, problems=(what,), writable=False, format=form)


def _load(text: str, limits: ReadLimits, form: FrontMatterFormat) -> dict[str, object]:
    if len(text) > limits.front_matter:
        raise TooMuchError
    if form == "toml":
        if _most_dots(text) > _DOTS:
            raise TooMuchError
        import tomllib  # noqa: PLC0415  # as above

        return tomllib.loads(text, parse_float=str)
    import json  # noqa: PLC0415  # as above

    text = text.strip()
    found: dict[str, object] = json.loads(
        text if text.startswith("{") else f"{{{text}}}", parse_int=str, parse_float=str, parse_constant=str
    )
    return found


def _most_dots(text: str) -> int:
    """How many dots the longest key can have: what stands before an equals sign, or in a table's name."""
    most = 0
    for line in text.split("\n"):
        keys = line if line.lstrip().startswith("[") else line.rpartition("=")[0]
        most = max(most, *(part.count(".") for part in keys.split("=")), 0)
    return most


class _Flat:
    """Lays a tree of maps and lists flat, with dotted keys, and finds the line of each key."""

    def __init__(self, source: Source, limits: ReadLimits) -> None:
        self.source = source
        self.left = limits.nodes
        self.place = 0
        self.properties: dict[str, Property] = {}

    def map(self, tree: dict[str, object], prefix: str, depth: int) -> None:
        for key, value in tree.items():
            line = self.line(key)
            if isinstance(value, dict):
                self.map(value, f"{prefix}{key}.", depth - 1)
            else:
                texts: list[str] = []
                self.texts(value, texts, depth)
                self.properties[prefix + key] = Property(key=prefix + key, values=tuple(texts), line=line)

    def texts(self, value: object, texts: list[str], depth: int) -> None:
        """The value as text, that of a list one for each item; maps in lists are left out."""
        self.left -= 1
        if self.left < 0 or depth < 0:
            raise TooMuchError
        if isinstance(value, list):
            for each in value:
                self.texts(each, texts, depth - 1)
        elif isinstance(value, bool):
            texts.append("true" if value else "false")
        elif isinstance(value, (date, datetime, time)):
            texts.append(value.isoformat())
        elif isinstance(value, (str, int)):
            texts.append(str(value))

    def line(self, key: str) -> int:
        """The line that the key stands on. Keys mostly come in the order of the text."""
        found = self.source.text.find(key, self.place)
        self.place = max(found, self.place)
        return self.source.line + self.source.text.count("\n", 0, self.place)


def _problem(source: Source, code: str, message: str) -> Problem:
    hint = "Write the properties as YAML between --- lines to have vaultsync edit them."
    return problem(code, message, hint=hint, path=source.path, line=source.line)
