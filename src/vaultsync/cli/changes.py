"""Making the edits and new notes that an importer or a plugin's command asks for, as one change, undone as one."""

from collections import Counter
from collections.abc import Iterable

from vaultsync.cli.options import Call
from vaultsync.cli.say import aside
from vaultsync.cli.session import Session
from vaultsync.cli.writing import carried_out
from vaultsync.model import Edit, NewNote, Problem
from vaultsync.notes import fold, parse_note
from vaultsync.sync.writing import Rewrite, rewritten, spellings
from vaultsync.vault.names import portable_name


def changed(call: Call, session: Session, changes: Iterable[Edit | NewNote]) -> tuple[str, ...]:
    """Show the changes and make them; the paths of the notes that were written, none in a dry run.

    A note that cannot be made or edited is told of and left out; the others are made. Raises RefusedError where notes
    may not be written.
    """
    wanted = list(changes)
    made, problems = rewritten(
        session.root, (one for one in wanted if isinstance(one, Edit)), spellings(session.notes())
    )
    for told in problems:
        aside(f"{told.path}: {told.message} {told.hint}".rstrip())
    new = _new_notes(session, [one for one in wanted if isinstance(one, NewNote)])
    every = (*made, *new)
    return tuple(one.path for one in every) if carried_out(call, session, every) else ()


def usual_folder(session: Session) -> str:
    """Where most people's notes are."""
    folders = Counter(person.path.rpartition("/")[0] for person in session.network.people)
    return min(folders.items(), key=lambda item: (-item[1], item[0]))[0] if folders else "People"


def _new_notes(session: Session, notes: Iterable[NewNote]) -> list[Rewrite]:
    there = {fold(note.path) for note in session.notes()}
    usual = usual_folder(session)
    found: list[Rewrite] = []
    for one in notes:
        name = portable_name(f"{one.name}.md")
        path = f"{(one.folder or usual).strip('/')}/{one.name}.md".lstrip("/")
        text = one.text.encode()
        if isinstance(name, Problem):
            aside(f"{one.name}: {name.message} It was left out.")
        elif fold(path) in there or (session.root / path).exists():
            aside(f"{path} is there already, and was left as it is.")
        elif parse_note(path, text).template:
            aside(f"{path} would hold a template's mark, {{{{…}}}} or <% … %>. It was left out.")
        else:
            there.add(fold(path))
            found.append(Rewrite(path=path, before=None, after=text, reason=one.reason))
    return found
