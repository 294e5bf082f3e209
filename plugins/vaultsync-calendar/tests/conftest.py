"""What several of these tests use."""

import sys
from pathlib import Path

# pytest's import mode "importlib" puts no folder of tests on the path.
sys.path.append(str(Path(__file__).parent / "kit"))
