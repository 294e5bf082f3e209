"""What the disk can refuse so that a command cannot go on; each error says what happened and what to try."""

import errno

_REASONS = {
    errno.EACCES: ("permission was denied", "Check who may write there"),
    errno.EPERM: ("permission was denied", "Check who may write there"),
    errno.EROFS: ("the disk is read-only", "Choose a folder that can be written"),
    errno.ENOSPC: ("the disk is full", "Free some space"),
    errno.EDQUOT: ("your quota of disk space is used up", "Free some space"),
    errno.ENOTDIR: ("a file stands where a folder is needed", "Move that file, or choose another folder"),
    errno.EISDIR: ("a folder stands where a file is needed", "Move that folder"),
    errno.EEXIST: ("a file stands where a folder is needed", "Move that file, or choose another folder"),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter one"),
    errno.EIO: ("the disk reported a fault", "Check the disk"),
    errno.ENOENT: ("it is not there", "Check the path"),
    errno.ELOOP: ("symbolic links lead in a circle", "Check the links"),
}


class VaultError(Exception):
    """The vault, or the folder of its state, cannot be worked with now."""


class PublishError(VaultError):
    """A file could not be published; what stood there before still does."""


class StateBusyError(VaultError):
    """Another process works on the same vault."""


def reason(error: OSError) -> tuple[str, str]:
    """An operating system's error as two clauses: what happened, and what to try."""
    said = error.strerror or str(error)
    return _REASONS.get(error.errno or 0, (said, "Try again"))
