"""Signed papers go ten years after their agreement; what was agreed stays readable. For the keeping job."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from verzahnt.kit.roles import acting_as
from verzahnt.programme.agreements import rules
from verzahnt.programme.agreements.models import Agreement, AgreementDocument
from verzahnt.programme.agreements.states import TermKind
from verzahnt.programme.ledgers.roles import KEEPING


@transaction.atomic
def delete_due(on: date) -> int:
    """Delete the signed papers of agreements that ended ten years ago. How many."""
    day = AgreementDocument.keeping.gone_before(on)
    with acting_as(KEEPING):
        with_papers = AgreementDocument.objects.values("agreement")
        over = []
        for agreement in Agreement.objects.filter(pk__in=with_papers).prefetch_related("terms"):
            ended = rules.ended_on(one.runs for one in agreement.terms.all() if one.kind != TermKind.AMENDMENT)
            if ended is not None and ended < day:
                over.append(agreement.pk)
        return AgreementDocument.objects.filter(agreement__in=over).delete()[0]
