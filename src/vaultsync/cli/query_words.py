"""A query as it is typed on the command line: words that the shell took apart, put together again."""

import re
from collections.abc import Sequence

import click

_EXCLUDED = re.compile(r"-(?![vqh]+$)[^\W\d_].+|-\"")
"""An argument that leaves out a word (``-tag:work``), and is no option."""
_MARK = "\0"


class QueryCommand(click.Command):
    """A command whose QUERY may leave out words: ``-tag:work`` is not taken for an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hide the words that are left out from whoever looks for options."""
        return super().parse_args(ctx, [f"{_MARK}{each}" if _EXCLUDED.match(each) else each for each in args])


def query_text(words: Sequence[str]) -> str:
    """The query. What the shell handed over as one argument with a space in it is a phrase, unless it has keys."""
    bare = (word.removeprefix(_MARK) for word in words)
    return " ".join(_phrase(word) if " " in word and ":" not in word and '"' not in word else word for word in bare)


def _phrase(word: str) -> str:
    return f'-"{word[1:]}"' if word[0] == "-" else f'"{word}"'
