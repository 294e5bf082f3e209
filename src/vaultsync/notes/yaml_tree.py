"""YAML front matter as properties, straight from the tree of nodes: texts stay texts, and each key keeps its line."""

import re
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from vaultsync.model import Problem, Property, problem
from vaultsync.notes.limits import ReadLimits
from vaultsync.notes.reading import Reading, Source, TooMuchError
from vaultsync.notes.tolerant import read_tolerantly

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml where PyYAML has it
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_LINK = re.compile(r"\[\[[^\[\]]+\]\]")
_SAFE_BRACKETS = 200
_DEEP = re.compile(rf"(?:^|\n)[ ?:-]{{{_SAFE_BRACKETS}}}")


class _Tree(_Loader):  # type: ignore[misc]  # one of two classes, known when it runs
    """Composes nodes and resolves no tags: that is what takes PyYAML's time, and texts need none."""

    def resolve(self, _kind: type[Node], _value: str | None, _implicit: object) -> str:
        return ""

    def descend_resolver(self, _parent: Node | None, _index: object) -> None:
        """Nothing to keep track of."""

    def ascend_resolver(self) -> None:
        """Nothing to keep track of."""


def read_yaml(source: Source, limits: ReadLimits) -> Reading:
    """The properties of YAML front matter. Never raises: invalid YAML is read line by line."""
    try:
        root = _compose(source.text, limits)
        if root is None:
            return Reading(properties={})
        if not isinstance(root, MappingNode):
            return _not_a_map(source)
        found = _Walk(source, limits)
        found.map(root, "", limits.depth)
    except yaml.YAMLError as error:
        # libyaml has a limit of its own since 0.2.6, and calls it a fault of the text.
        beyond = "maximum nesting depth" in str(error)
        return read_tolerantly(source, _too_much(source) if beyond else _invalid(source, error))
    except (TooMuchError, RecursionError):
        return read_tolerantly(source, _too_much(source))
    if not root.flow_style:
        return Reading(properties=found.properties, problems=tuple(found.problems))
    found.report(
        "front-matter-format",
        "the front matter is written in braces: it is read, and never written.",
        "Write each property on a line of its own to have vaultsync edit them.",
        source.line,
    )
    return Reading(properties=found.properties, problems=tuple(found.problems), writable=False, format="json")


def _compose(text: str, limits: ReadLimits) -> Node | None:
    if len(text) > limits.front_matter:
        raise TooMuchError
    # libyaml composes by recursion on the C stack: look first where nesting is possible at all.
    if (
        text.count("[") + text.count("{") > _SAFE_BRACKETS
        or text.count("*") > limits.aliases
        or _DEEP.search(text) is not None
    ):
        _look_first(text, limits)
    loader = _Tree(text)
    try:
        root: Node | None = loader.get_single_node()
        return root
    finally:
        loader.dispose()


def _look_first(text: str, limits: ReadLimits) -> None:
    """Go through the text's events, which takes no stack, and raise TooMuchError where they go too far."""
    depth = aliases = 0
    for event in yaml.parse(text, _Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            aliases += 1
        if depth > limits.depth or aliases > limits.aliases:
            raise TooMuchError


class _Walk:
    """Goes through the nodes, aliases and all, and counts them."""

    def __init__(self, source: Source, limits: ReadLimits) -> None:
        self.source = source
        self.left = limits.nodes
        self.properties: dict[str, Property] = {}
        self.problems: list[Problem] = []

    def map(self, node: MappingNode, prefix: str, depth: int, taken: frozenset[str] = frozenset()) -> None:
        """A map's pairs as properties but for those ``taken``, and after them what it merges from others."""
        seen: set[str] = set()
        merged: list[Node] = []
        for key, value in node.value:
            self.count(depth)
            line = self.source.line + key.start_mark.line
            if not isinstance(key, ScalarNode) or _is_null(key):
                self.report("yaml-key-not-text", "a property's key is not text.", "Give the key a name.", line)
            elif key.value == "<<" and not key.style:
                merged.extend(value.value if isinstance(value, SequenceNode) else [value])
            elif (name := prefix + key.value) not in taken:
                if name in seen:
                    self.again(name, line)
                seen.add(name)
                self.value(name, value, line, depth)
        for value in merged:
            if isinstance(value, MappingNode):
                self.map(value, prefix, depth - 1, taken | seen)
                seen.update(prefix + key.value for key, _ in value.value if isinstance(key, ScalarNode))

    def value(self, name: str, node: ScalarNode | SequenceNode | MappingNode, line: int, depth: int) -> None:
        """What one key holds."""
        if isinstance(node, ScalarNode):
            self.add(name, [] if _is_null(node) else [node.value], line)
        elif isinstance(node, SequenceNode):
            values: list[str] = []
            maps: list[MappingNode] = []
            self.items(node, values, maps, depth - 1)
            if values or not maps:
                self.add(name, values, line)
            for each in maps:
                self.map(each, f"{name}.", depth - 1)
        else:
            if not node.value:
                self.add(name, [], line)
            self.map(node, f"{name}.", depth - 1)

    def items(self, node: SequenceNode, values: list[str], maps: list[MappingNode], depth: int) -> None:
        """A list's texts, with lists in it laid flat and links without quotes put together again; and its maps."""
        self.left -= len(node.value)
        self.count(depth)
        if node.flow_style and len(node.value) == 1 and isinstance(node.value[0], SequenceNode):
            written = self.source.text[node.start_mark.index : node.end_mark.index]
            if _LINK.fullmatch(written):
                values.append(" ".join(written.split()))
                return
        for item in node.value:
            if isinstance(item, ScalarNode):
                if not _is_null(item):
                    values.append(item.value)
            elif isinstance(item, SequenceNode):
                self.items(item, values, maps, depth - 1)
            else:
                maps.append(item)

    def add(self, name: str, values: list[str], line: int) -> None:
        """One property; a key that stands in several maps of one list has the values of all."""
        known = self.properties.get(name)
        if known is not None:
            values, line = [*known.values, *values], known.line
        self.properties[name] = Property(key=name, values=tuple(values), line=line)

    def again(self, name: str, line: int) -> None:
        """A key that stands twice in one map: what it held before gives way."""
        self.report("yaml-duplicate-key", f"{name} stands twice; the last one counts.", "Keep one of the two.", line)
        if self.properties.pop(name, None) is None:
            for key in [key for key in self.properties if key.startswith(f"{name}.")]:
                del self.properties[key]

    def report(self, code: str, message: str, hint: str, line: int) -> None:
        """Note down a problem."""
        self.problems.append(problem(code, message, hint=hint, path=self.source.path, line=line))

    def count(self, depth: int) -> None:
        """One more node at a depth of which so much is left."""
        self.left -= 1
        if self.left < 0 or depth < 0:
            raise TooMuchError


def _is_null(node: ScalarNode) -> bool:
    return node.value in _NULLS and not node.style


def _invalid(source: Source, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "it holds a character that YAML does not allow"
    tabs = "\t" in source.text
    return problem(
        "yaml-invalid",
        f"the front matter is not valid YAML: {what}.",
        hint="Indent with spaces instead of tabs."
        if tabs
        else "Put quotes around a value that holds ': ' or ' #', or that starts with one of [ { * & ! % @ `.",
        path=source.path,
        line=source.line + (mark.line if mark else 0),
    )


def _too_much(source: Source) -> Problem:
    return problem(
        "yaml-limits",
        "the front matter is too large, too deep or uses too many aliases.",
        hint="Move long text into the body, and write values out instead of repeating them by alias.",
        path=source.path,
        line=source.line,
    )


def _not_a_map(source: Source) -> Reading:
    what = problem(
        "yaml-not-a-map",
        "the front matter is not a list of properties.",
        hint="Write each property as 'name: value' on a line of its own.",
        path=source.path,
        line=source.line,
    )
    return Reading(properties={}, problems=(what,), writable=False)
