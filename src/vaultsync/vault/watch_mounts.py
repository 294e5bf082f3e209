"""Which file systems don't tell of what other machines do to them, so that they have to be asked."""

import os
import re
from pathlib import Path

NETWORK = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "coda", "davfs"),
        *("ceph", "glusterfs", "lustre", "gfs2", "ocfs2", "beegfs", "orangefs"),
        *("9p", "drvfs", "virtiofs", "vboxsf", "vmhgfs", "prl_fs"),
    }
)
"""File systems of other machines, and of the machine around a virtual one."""

LOCAL_FUSE = frozenset({"gocryptfs", "cryfs", "encfs", "securefs", "bindfs", "mergerfs", "ext2", "ntfs-3g", "lxcfs"})
"""What comes through FUSE and is of this machine; everything else that does is taken for another's: sshfs, rclone."""

MOUNTS = Path("/proc/self/mountinfo")
_ESCAPED = re.compile(r"\\([0-7]{3})")


def remote(root: Path, mounts: Path = MOUNTS) -> str:
    """The kind of file system of another machine that the folder lies on, as the system calls it; "" for none."""
    real = os.path.realpath(root)
    if real.startswith("\\\\"):  # \\server\share, to which Windows resolves a drive's letter too
        return "network share"
    try:
        kind = kind_of(real, mounts.read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:  # not a system that tells
        return ""
    if kind.startswith("fuse."):
        return "" if kind.removeprefix("fuse.") in LOCAL_FUSE else kind
    return kind if kind in NETWORK else ""


def kind_of(path: str, mountinfo: str) -> str:
    """The type of the file system that holds the absolute ``path``, from the text of mountinfo of proc(5).

    "" where it is not known. A later line hides an earlier one at the same place.
    """
    best, kind = "", ""
    for line in mountinfo.splitlines():
        mounted, _, system = line.partition(" - ")
        fields = mounted.split(" ")
        if len(fields) < 5:
            continue
        point = _ESCAPED.sub(lambda octal: chr(int(octal[1], 8)), fields[4])
        below = point in {"/", path} or path.startswith(f"{point}/")
        if below and len(point) >= len(best):
            best, kind = point, system.split(" ")[0]
    return kind
