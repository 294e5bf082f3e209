"""The text of a service for each system that has services for users. It touches nothing and runs nothing."""

import plistlib
from collections.abc import Callable, Iterable
from pathlib import PurePath
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import msgspec

from vaultsync.model import Value

NAME = "vaultsync"
_TASKS = "http://schemas.microsoft.com/windows/2004/02/mit/task"


class Service(Value, frozen=True, kw_only=True):
    """What is to be kept running.

    ``command`` is the program and its arguments, ``vault`` the vault's folder, ``log`` the file that what it says goes
    to, where the system keeps no log of its own. ``name`` is the service's. ``writable`` are the folders that it
    writes to. ``environment`` is set for it. All paths are absolute.
    """

    name: str
    command: tuple[str, ...]
    vault: str
    log: str
    writable: tuple[str, ...] = ()
    environment: dict[str, str] = msgspec.field(default_factory=dict)


def systemd(service: Service) -> str:
    """A unit for the user's systemd, as systemd.service(5) and systemd.exec(5) have it.

    What protects the file system takes a user's systemd that may make namespaces; one that may not leaves it out.
    """
    environment = [f"Environment={_word(f'{name}={value}')}" for name, value in sorted(service.environment.items())]
    writable = " ".join(f'"-{_text(path)}"' for path in service.writable)
    lines = [
        "[Unit]",
        f"Description=vaultsync: keeps the feeds of {_text(service.vault)} current",
        "",
        "[Service]",
        "Type=exec",
        f"ExecStart={' '.join(_word(word).replace('$', '$$') for word in service.command)}",
        *environment,
        "Restart=on-failure",
        "RestartSec=10",
        "# A sync that is under way is finished first.",
        "TimeoutStopSec=60",
        "Nice=5",
        "UMask=0077",
        "NoNewPrivileges=yes",
        "LockPersonality=yes",
        "RestrictNamespaces=yes",
        "RestrictRealtime=yes",
        "RestrictSUIDSGID=yes",
        "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
        "SystemCallArchitectures=native",
        "SystemCallFilter=@system-service",
        "SystemCallErrorNumber=EPERM",
        "# Everything outside your home and these folders is read-only to it.",
        "ProtectSystem=strict",
        f'ReadWritePaths="-%h" {writable}'.rstrip(),
        "",
        "[Install]",
        "WantedBy=default.target",
    ]
    return "\n".join(lines) + "\n"


def launchd(service: Service) -> str:
    """A property list for launchd, as launchd.plist(5) has it."""
    told = {
        "Label": service.name,
        "ProgramArguments": list(service.command),
        "EnvironmentVariables": dict(service.environment),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": 10,
        "ExitTimeOut": 60,
        "ProcessType": "Background",
        "Umask": 0o077,
        "StandardOutPath": service.log,
        "StandardErrorPath": service.log,
    }
    return plistlib.dumps({key: value for key, value in told.items() if value != {}}, sort_keys=False).decode("utf-8")


def windows(service: Service) -> str:
    """A task for the Windows Task Scheduler, which begins when the user logs on (Task Scheduler Schema 1.2)."""
    task = Element("Task", {"version": "1.2", "xmlns": _TASKS})
    _below(task, ("RegistrationInfo", "Description"), f"vaultsync: keeps the feeds of {service.vault} current")
    trigger = _below(task, ("Triggers", "LogonTrigger"))
    _below(trigger, ("Enabled",), "true")
    principal = _below(task, ("Principals", "Principal"))
    principal.set("id", "Author")
    _below(principal, ("LogonType",), "InteractiveToken")
    _below(principal, ("RunLevel",), "LeastPrivilege")
    settings = _below(task, ("Settings",))
    for key, value in (
        ("MultipleInstancesPolicy", "IgnoreNew"),
        ("DisallowStartIfOnBatteries", "false"),
        ("StopIfGoingOnBatteries", "false"),
        ("StartWhenAvailable", "true"),
        ("ExecutionTimeLimit", "PT0S"),  # as long as it likes
        ("Priority", "8"),
    ):
        _below(settings, (key,), value)
    restart = _below(settings, ("RestartOnFailure",))
    _below(restart, ("Interval",), "PT1M")
    _below(restart, ("Count",), "99")
    action = _below(task, ("Actions",))
    action.set("Context", "Author")
    run = _below(action, ("Exec",))
    # The Task Scheduler keeps nothing that a program says: the shell writes it to the log.
    said = " ".join(_windows_word(word) for word in service.command)
    assigned = "".join(f'set "{name}={value}" & ' for name, value in sorted(service.environment.items()))
    _below(run, ("Command",), "cmd.exe")
    _below(run, ("Arguments",), f'/d /c "{assigned}{said} >> {_windows_word(service.log)} 2>&1"')
    indent(task)
    return '<?xml version="1.0"?>\n' + tostring(task, encoding="unicode") + "\n"


UNITS: dict[str, Callable[[Service], str]] = {"systemd": systemd, "launchd": launchd, "windows": windows}
"""Each kind of service and what writes it."""


def _text(text: str) -> str:
    """Text in a unit, where ``%`` would name something."""
    return text.replace("%", "%%")


def _word(word: str) -> str:
    """One word of a list in a unit, quoted."""
    escaped = _text(word).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _windows_word(word: str) -> str:
    """One word of a command line; a name on Windows holds no quotes."""
    return f'"{word}"'


def _below(parent: Element, names: Iterable[str], text: str = "") -> Element:
    for name in names:
        parent = SubElement(parent, name)
    parent.text = text or None
    return parent


def slug(path: PurePath) -> str:
    """The vault's folder name as a part of a service's name: letters, digits and hyphens."""
    kept = "".join(sign if sign.isalnum() and sign.isascii() else " " for sign in path.name)
    return "-".join(kept.lower().split()) or "vault"
