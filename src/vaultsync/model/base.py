"""The base of every value: frozen, slotted, keyword-only.

msgspec gives equality, hashing, JSON and the cache encoding from one declaration.
"""

import msgspec


class Value(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A thing that never changes after it is made.

    Subclasses repeat ``frozen=True, kw_only=True``: msgspec applies kw_only to a class's own fields alone, and type
    checkers want to see both.
    ``gc=False`` is safe because a frozen value cannot take part in a cycle. Values of which there are many say
    ``array_like=True``: encoded, they are lists of their fields in order, without the fields' names.
    """
