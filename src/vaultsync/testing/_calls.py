"""The program, called as from a shell: in this process, or in one of its own."""

import gc
import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

from vaultsync.testing._enabled import enabled
from vaultsync.testing._home import Home
from vaultsync.testing._targets import Plugin

MOST_SECONDS = 60
"""How long a call in a process of its own may take."""


@dataclass(frozen=True, slots=True)
class Said:
    """A call's exit code, and what it wrote: ``out`` is standard output, ``err`` standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it wrote, where it was asked for ``--json``."""
        return json.loads(self.out)


def called(arguments: tuple[str, ...], home: Home, plugins: tuple[Plugin, ...]) -> Said:
    """Call vaultsync in this process, with these arguments."""
    from vaultsync.cli.commands import main  # noqa: PLC0415 - many tests call no command
    from vaultsync.cli.main import guarded  # noqa: PLC0415 - as above

    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="", write_through=True) for _ in range(2))
    argv, collects = sys.argv, gc.isenabled()
    sys.argv = ["vaultsync", *arguments]
    try:
        with enabled(home, plugins), redirect_stdout(out), redirect_stderr(err):
            code = guarded(main)
    finally:
        sys.argv = argv
        (gc.enable if collects else gc.disable)()
    return Said(code, _text(out), _text(err))


def beside(arguments: tuple[str, ...], home: Home) -> Said:
    """Call vaultsync in a process of its own, to its end."""
    done = subprocess.run(  # noqa: S603 - the program is this one
        [sys.executable, "-m", "vaultsync", *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=MOST_SECONDS,
        check=False,
        env={**os.environ, **home.environment},
    )
    return Said(done.returncode, done.stdout, done.stderr)


def _text(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)  # noqa: S101 - it was made so
    return buffer.getvalue().decode("utf-8")
