"""The journal: what staff did and who looked at a list. Desks write into it, few may read it."""

from datetime import datetime

from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.ledgers.models import JournalEntry


def note(
    deed: str,
    object_kind: str,
    object_id: object,
    actor: Actor,
    at: datetime,
    *,
    organisation: int | None = None,
    site: int | None = None,
    link: str = "",
    note: str = "",
) -> None:
    """Write down a deed, in the transaction of the deed. Where nothing else is said it is the actor's organisation's.

    `link` is a one-off link's own name, where somebody acts without an account.
    """
    own = actor.organisations[0] if len(actor.organisations) == 1 else None
    only_site = actor.sites[0] if len(actor.sites) == 1 else None
    JournalEntry.objects.create(
        at=at,
        account=actor.account,
        link=link,
        deed=deed,
        object_kind=object_kind,
        object_id=str(object_id),
        organisation=own if organisation is None else organisation,
        site=only_site if site is None else site,
        note=note,
    )
