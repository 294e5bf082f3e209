"""An edit that cannot be made safely, on its way to the Problem that says so."""

from vaultsync.model import Problem, problem


class RefusedError(Exception):
    """What stands in the way, the next step for a person, and the line (from 1; 0 is the whole note)."""

    def __init__(self, message: str, hint: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line

    def told(self, path: str) -> Problem:
        """The refusal as a Problem of the note at ``path``."""
        return problem("edit-refused", self.message, hint=self.hint, path=path, line=self.line)
