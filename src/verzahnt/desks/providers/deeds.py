"""A deed at this desk: done whole or not at all, with its known no as a sentence."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from verzahnt.kit.refusals import NotPossible


def refused(deed: Any, *args: Any, **kwargs: Any) -> str:
    """Do it; its known no, if there was one."""
    try:
        with transaction.atomic():
            deed(*args, **kwargs)
    except NotPossible as no:
        return str(no.message)
    return ""
