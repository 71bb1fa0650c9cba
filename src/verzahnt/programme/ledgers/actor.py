"""Who acts: a frozen value that every `visible_to(actor)` takes, and the way into a desk's database role."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from verzahnt.kit.roles import acting_as


@dataclass(frozen=True)
class Actor:
    """Somebody at a desk: staff with an account and the tenants of the membership in use, or anyone at all."""

    desk: str
    account: int | None = None
    name: str = ""
    role: str = ""
    acting_for: str = ""  # the organisation's name, for the page's header
    memberships: int = 0  # how many the account holds today, to offer a switch
    organisations: tuple[int, ...] = ()
    sites: tuple[int, ...] = ()
    runs: tuple[int, ...] = ()  # what a leader's one-off link opens, where somebody acts without an account,
    link: str = ""  # and the link's name, as the journal knows it
    permissions: frozenset[str] = frozenset()

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def context(self) -> dict[str, str]:
        """What row security reads of the actor, as `verzahnt.<name>` settings."""
        return {
            "account": str(self.account or ""),
            "organisations": _joined(self.organisations),
            "sites": _joined(self.sites),
            "runs": _joined(self.runs),
            "keys": "",
        }


@contextmanager
def as_desk(desk: str, actor: Actor | None = None) -> Iterator[None]:
    """Be at a desk until the block ends: its role, and the actor's tenants."""
    with acting_as(f"desk_{desk}", **(actor or Actor(desk)).context()):
        yield


def _joined(numbers: Iterable[int]) -> str:
    return ",".join(str(number) for number in numbers)
