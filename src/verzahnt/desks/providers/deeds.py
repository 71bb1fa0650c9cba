"""A deed at this desk: done whole or not at all, with its known no as a sentence."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction

from verzahnt.desks.parts.request import Request
from verzahnt.kit.refusals import NotPossible


def refused(deed: Any, *args: Any, **kwargs: Any) -> str:
    """Do it; its known no, if there was one."""
    try:
        with transaction.atomic():
            deed(*args, **kwargs)
    except NotPossible as no:
        return str(no.message)
    return ""


def said(request: Request, done: str, deed: Any, *args: Any, **kwargs: Any) -> None:
    """Do it; on the next page stands that it is done, or why not."""
    no = refused(deed, *args, **kwargs)
    messages.add_message(request, messages.ERROR if no else messages.SUCCESS, no or done)
