"""Where the command line starts: it turns every failure into a sentence and an exit code."""

import gc
import os
import sys
from collections.abc import Callable

TYPE_CHECKING = False
if TYPE_CHECKING:  # loading it takes as long as some commands
    from typing import NoReturn

DONE, PROBLEMS, WRONG_USE, REFUSED, PLUGIN_FAILED, FAULT, INTERRUPTED = 0, 1, 2, 3, 4, 70, 130
"""The exit codes: done; done, with errors; wrong use; refused to protect what is there; a plugin failed under
``--strict``; a fault of vaultsync's own (EX_SOFTWARE of sysexits.h); Ctrl-C."""


def run() -> "NoReturn":
    """Run the command that was typed, and exit with its code."""
    if sys.argv[1:] == ["--version"]:
        # Answered before anything is imported: scripts ask this often.
        from vaultsync import __version__  # noqa: PLC0415 - see above

        sys.stdout.write(f"vaultsync {__version__}\n")
        sys.exit(DONE)
    # One command builds its values and ends: looking for garbage cycles in between only takes time.
    gc.disable()
    try:
        from vaultsync.cli.at_once import answered  # noqa: PLC0415 - see above

        if answered(sys.argv[1:]):
            sys.exit(DONE)
        from vaultsync.cli.commands import main  # noqa: PLC0415 - see above

        code = guarded(main)
    except KeyboardInterrupt:
        code = _interrupted()
    except BrokenPipeError:
        code = _read_enough()
    sys.exit(code)


def guarded(main: Callable[..., object]) -> int:
    """Call the command group; say what went wrong in a sentence, and give the exit code for it.

    With ``--debug`` a failure is raised on, so that its inside can be seen.
    """
    import click  # noqa: PLC0415 - only when there is a command to run

    try:
        result = main(standalone_mode=False)
    except click.exceptions.Exit as asked:
        return asked.exit_code
    except click.Abort:
        return _interrupted()
    except click.ClickException as error:
        error.show()
        return WRONG_USE
    except BrokenPipeError:
        return _read_enough()
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        code = _code(error)
        if code == FAULT and _is_damage(error):
            sys.stderr.write(f"The index of this vault is damaged: {error}. Remove it: vaultsync doctor --rebuild\n")
            return REFUSED
        sys.stderr.write(f"{error}\n" if code != FAULT else _fault(error))
        return code
    return result if isinstance(result, int) else DONE


def _read_enough() -> int:
    """Whoever read the output has seen enough. What Python still wants to flush at its end goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _is_damage(error: Exception) -> bool:
    """Whether a book was not what it was when it was kept, which a look may find out late."""
    import sqlite3  # noqa: PLC0415 - only when there is something to say

    import msgspec  # noqa: PLC0415 - as above

    from vaultsync.vault.books import BadIndexError  # noqa: PLC0415 - as above

    return isinstance(error, sqlite3.DatabaseError | msgspec.DecodeError | BadIndexError)


def _code(error: Exception) -> int:
    """The exit code for a failure."""
    from vaultsync.cli.say import RefusedError, WrongUseError  # noqa: PLC0415 - only where something failed
    from vaultsync.hooks.call import PluginFailedError  # noqa: PLC0415 - as above
    from vaultsync.hooks.load import UnknownPluginError  # noqa: PLC0415 - as above
    from vaultsync.vault.errors import VaultError  # noqa: PLC0415 - as above

    codes = {
        WrongUseError: WRONG_USE,
        UnknownPluginError: WRONG_USE,
        RefusedError: REFUSED,
        VaultError: REFUSED,
        PluginFailedError: PLUGIN_FAILED,
    }
    return next((code for kind, code in codes.items() if isinstance(error, kind)), FAULT)


def _interrupted() -> int:
    sys.stderr.write("Stopped. Nothing is half-written.\n")
    return INTERRUPTED


def _fault(error: Exception) -> str:
    return (
        f"vaultsync met a fault of its own: {type(error).__name__}: {error}\n"
        "Your notes are untouched. Please report it with what the same command prints with --debug.\n"
    )
