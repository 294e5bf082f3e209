"""A sequence that is made when somebody looks at it: what plugins are handed and seldom need."""

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar, overload

from vaultsync.vault.books import noticed

T = TypeVar("T")


class WhenLookedAt(Sequence[T], Generic[T]):
    """A sequence that is made when somebody looks at it."""

    def __init__(self, make: Callable[[], Iterator[T]]) -> None:
        self._make = make
        self._made: tuple[T, ...] | None = None

    def _all(self) -> tuple[T, ...]:
        if self._made is None:
            with noticed():
                self._made = tuple(self._make())
        return self._made

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        return self._all()[index]

    def __iter__(self) -> Iterator[T]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())
