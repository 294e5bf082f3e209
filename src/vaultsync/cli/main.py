"""Where the command line starts: it wires the verbs together, and turns every failure into a sentence and a code."""

import sys
from collections.abc import Callable
from typing import NoReturn

DONE, PROBLEMS, WRONG_USE, REFUSED, PLUGIN_FAILED, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""The exit codes: done; done, with errors; wrong use; refused to protect what is there; a plugin failed; Ctrl-C."""


def run() -> NoReturn:
    """Run the command that was typed, and exit with its code."""
    if sys.argv[1:] == ["--version"]:
        # Answered before anything is imported: scripts ask this often.
        from vaultsync import __version__  # noqa: PLC0415 - see above

        sys.stdout.write(f"vaultsync {__version__}\n")
        sys.exit(DONE)
    from vaultsync.cli.commands import main  # noqa: PLC0415 - see above

    sys.exit(guarded(main))


def guarded(main: Callable[..., object]) -> int:
    """Call the command group; say what went wrong in a sentence, and give the exit code for it."""
    import click  # noqa: PLC0415 - only when there is a command to run

    from vaultsync.cli.say import RefusedError, WrongUseError  # noqa: PLC0415 - as above
    from vaultsync.hooks.call import PluginFailedError  # noqa: PLC0415 - as above
    from vaultsync.vault.errors import VaultError  # noqa: PLC0415 - as above

    debug = "--debug" in sys.argv
    try:
        result = main(standalone_mode=False)
        return result if isinstance(result, int) else DONE
    except click.exceptions.Exit as asked:
        return asked.exit_code
    except (click.Abort, KeyboardInterrupt):
        sys.stderr.write("Stopped. Nothing is half-written.\n")
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return WRONG_USE
    except WrongUseError as error:
        sys.stderr.write(f"{error}\n")
        return WRONG_USE
    except (RefusedError, VaultError) as error:
        if debug:
            raise
        sys.stderr.write(f"{error}\n")
        return REFUSED
    except PluginFailedError as error:
        if debug:
            raise
        sys.stderr.write(f"{error}\n")
        return PLUGIN_FAILED
    except BrokenPipeError:
        # Whoever read the output has seen enough; closing quietly is what a pipe expects.
        sys.stderr.close()
        return DONE
