"""A directive that puts a generated part of the reference into a page: the code it tells of is its only source."""

import sys
from pathlib import Path

from docutils import nodes
from reference import SECTIONS
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata


class Generated(SphinxDirective):
    """``{generated} NAME``: the part of that name, as Markdown in place of the directive."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Parse the part as if it stood in the page, so that headings and links belong to it."""
        name = self.arguments[0]
        if name not in SECTIONS:
            raise self.error(f"no generated part is called {name}; there are {', '.join(SECTIONS)}")
        for module in _sources():
            self.env.note_dependency(module)
        return self.parse_text_to_nodes(SECTIONS[name](), allow_section_headings=True)


def _sources() -> list[str]:
    """The files that the parts are made from: a change in any of them makes the page anew."""
    here = Path(__file__).parent
    loaded = (
        getattr(module, "__file__", None)
        for name, module in sorted(sys.modules.items())
        if name.startswith("vaultsync")
    )
    return [*(str(path) for path in sorted(here.rglob("*.py"))), *(path for path in loaded if path)]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Tell Sphinx of the directive."""
    app.add_directive("generated", Generated)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
