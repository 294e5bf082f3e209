"""How the documentation is built: Markdown through MyST, the furo theme, and a reference generated from the code."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

from vaultsync import __version__

project = "vaultsync"
author = "The vaultsync authors"
copyright = "the vaultsync authors"
version = release = __version__
language = "en"

extensions = ["myst_parser", "generated"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "_ext"]

html_theme = "furo"
html_title = "vaultsync"
html_show_sourcelink = False
html_show_copyright = False
