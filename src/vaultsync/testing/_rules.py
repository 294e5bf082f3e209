"""The rules that a plugin keeps, as a table: what each says, and what to do where it is broken."""

from vaultsync.model import Value


class Rule(Value, frozen=True, kw_only=True):
    """One rule, in a sentence, and the mend in another."""

    says: str
    mend: str


class RuleBrokenError(AssertionError):
    """A plugin does not keep a rule; the message says which one, what happened, and what to do."""


RULES: dict[str, Rule] = {
    "info": Rule(
        says="vaultsync_info() returns a PluginInfo that holds together.",
        mend="Give it a short name of a-z, digits and -, a summary of one sentence, the api it was written for, and a "
        "config with a default for every field.",
    ),
    "hooks": Rule(
        says="Every function named vaultsync_… is a hook, marked with @hookimpl, takes arguments that the hook has, "
        "and is no coroutine; and vaultsync is imported by its public names alone.",
        mend="Spell it as in the reference of hooks, put @hookimpl above it, and name only arguments that stand there.",
    ),
    "same": Rule(
        says="The same input gives the same output, in the same order, however often it is asked for.",
        mend="Use ctx.today for the day, sort what comes from sets, and keep nothing between two calls.",
    ),
    "fresh": Rule(
        says="The same input gives the same output in another process.",
        mend="Sort what comes from sets, and use hashlib in the place of hash(), which differs from run to run.",
    ),
    "inputs": Rule(
        says="What a hook is handed stays as it is.",
        mend="Make a new value in the place of changing one: msgspec.structs.replace(person, …).",
    ),
    "hostile": Rule(
        says="Notes that are not as they should be raise nothing: they give Problems, or nothing.",
        mend="Take what can be read, leave the rest out, and say what is wrong in vaultsync_check, with path and line.",
    ),
    "edits": Rule(
        says="An edit sets what PluginInfo.writes declares, names a note that is there, and says nothing that changes "
        "with the clock.",
        mend="Add the property's canonical name to writes, take the path from a Person or Note, and write days as "
        "dates.",
    ),
    "settled": Rule(
        says="Once its edits are made, a plugin asks for none of them again.",
        mend="Look first at what stands in the note (the Person, ctx.note(path)), and ask only for what is not there.",
    ),
    "uids": Rule(
        says="An event stays the same event when everything is read anew, and when a note is renamed.",
        mend="Make a reminder's key and cycle of what stays: a fixed word, a year, a task's own key; never of a path, "
        "a name, a line or a position.",
    ),
    "stdout": Rule(
        says="Nothing is written to standard output, which belongs to the commands.",
        mend="Use ctx.log in the place of print().",
    ),
}
"""Each rule by the word that the contract knows it by."""


def broken(rule: str, happened: str) -> RuleBrokenError:
    """Say that a rule is broken, and what happened."""
    told = RULES[rule]
    return RuleBrokenError(f"{told.says}\n  What happened: {happened}\n  What to do: {told.mend}")
