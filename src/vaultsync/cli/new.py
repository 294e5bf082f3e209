"""``new``: a note about somebody, from the user's own template or a plain one; never a second one about the same."""

from datetime import date

import click

from vaultsync.cli.changes import usual_folder
from vaultsync.cli.options import Call, shared
from vaultsync.cli.say import RefusedError, as_json, aside, line
from vaultsync.cli.session import Session, looked
from vaultsync.cli.writing import carried_out, one_line, undo_hint
from vaultsync.model import Edit, Network, Problem
from vaultsync.notes import fold, parse_note, properties
from vaultsync.notes.splicing import splice
from vaultsync.people import named
from vaultsync.sync.writing import Rewrite, spellings
from vaultsync.vault.names import portable_name
from vaultsync.vault.read import read_note_bytes

PLAIN = b"---\n---\n\n## Log\n"
TEMPLATES = frozenset({"person", "people", "contact", "new person"})
"""Names of a template for people, in the editor's folder of templates."""
LISTS = frozenset({"tags", "groups"})
"""Properties to which what is given is added."""
MOST_BYTES = 1_000_000


@click.command()
@click.argument("name", metavar="NAME")
@click.option("--folder", help="Where to put it. Default: where most people are.")
@click.option("--email", help="An e-mail address.")
@click.option("--phone", help="A telephone number.")
@click.option("--birthday", help="A birthday: 1986-11-28, or --11-28 without the year.")
@click.option("--company", help="Where they work.")
@click.option("--role", help="What they do there.")
@click.option("--location", help="Where they live.")
@click.option("--cadence", help='How often to be in touch: "6 weeks", quarterly.')
@click.option("--tag", "tags", multiple=True, help="A tag. May be given again.")
@click.option("--group", "groups", multiple=True, help="A group. May be given again.")
@click.option("--plain", is_flag=True, help="Not from your template.")
@shared
def new(call: Call, name: str, *, folder: str | None, plain: bool, **given: str | tuple[str, ...] | None) -> None:
    """Make a note about NAME, from your template for people.

    Refused where a note, an alias, an e-mail address or a telephone number is there already.
    """
    session = looked(call)
    name = _fit(one_line(name))
    _refuse_double(name, session.network, given)
    path = f"{(folder or usual_folder(session)).strip('/')}/{name}.md".lstrip("/")
    text = PLAIN if plain else _template(session, name)
    for key, value in given.items():
        typed = (value,) if isinstance(value, str) else value or ()
        values = tuple(filter(None, map(one_line, typed)))
        if values:
            text = _with(path, text, key, values, session)
    if parse_note(path, text).template:
        raise RefusedError("What was given holds a template's mark, {{…}} or <% … %>. Nothing was written.")
    reason = f"a note about {name}"
    written = carried_out(call, session, (Rewrite(path=path, before=None, after=text, reason=reason),))
    if call.as_json:
        as_json({"path": path, "written": written})
    elif written:
        line(f"Made {path}. {undo_hint()}")
    if written and all(person.path != path for person in looked(call).network.people):
        aside("Nothing there says that it is about a person. Add  tags: [person]  to it, or move it to your people.")


def _fit(name: str) -> str:
    found = portable_name(f"{name}.md")
    if isinstance(found, Problem) or not name:
        said = found.message if isinstance(found, Problem) and name else "A note needs a name."
        raise RefusedError(f"{said} Nothing was written; choose another name.")
    return name


def _refuse_double(name: str, network: Network, given: dict[str, str | tuple[str, ...] | None]) -> None:
    email, phone = given.get("email"), _digits(given.get("phone"))
    for person in network.people:
        same = (
            "that name"
            if person in named(name, network)
            else "that e-mail address"
            if isinstance(email, str) and fold(email) in map(fold, person.emails)
            else "that telephone number"
            if phone and phone in map(_digits, person.phones)
            else ""
        )
        if same:
            raise RefusedError(f"{person.path} has {same} already, and nothing was written. Add to that note instead.")


def _digits(text: object) -> str:
    return "".join(sign for sign in text if sign.isdigit()) if isinstance(text, str) else ""


def _template(session: Session, name: str) -> bytes:
    """The user's template with name and day filled in; the plain one where there is none or more is to be filled in."""
    folders = tuple(folder.rstrip("/") + "/" for folder in session.line.known_world.editor.template_folders)
    notes = (note for note in session.notes() if note.path.startswith(folders) and folders)
    chosen = next((note for note in notes if fold(note.stem) in TEMPLATES), None)
    data = read_note_bytes(session.root, chosen.path, limit=MOST_BYTES) if chosen else PLAIN
    if chosen is None or isinstance(data, Problem):
        return PLAIN
    filled = _filled(data, name, session.today)
    if parse_note(chosen.path, filled).template:
        aside(f"{chosen.path} holds more than a name and a date to fill in, so a plain note is made.")
        return PLAIN
    return filled


def _filled(data: bytes, name: str, day: date) -> bytes:
    texts = {"{{title}}": name, "{{name}}": name, "<% tp.file.title %>": name, "{{date}}": str(day)}
    for mark, text in texts.items():
        data = data.replace(mark.encode(), text.encode())
    return data


def _with(path: str, text: bytes, key: str, values: tuple[str, ...], session: Session) -> bytes:
    listed = key in LISTS
    if listed:  # what the template says of everybody stays
        values = tuple(dict.fromkeys((*_there(path, text, key), *values)))
    edit = Edit(path=path, kind="set-property", name=key, value=values, reason="new", as_list=listed)
    made = splice(path, text, edit, spellings=spellings(session.notes()))
    if isinstance(made, Problem):
        raise RefusedError(f"{key} could not be written: {made.message} {made.hint}")
    return made


def _there(path: str, text: bytes, key: str) -> tuple[str, ...]:
    stands = properties(parse_note(path, text)).get(key)
    return stands.values if stands is not None else ()
