"""What a description that is still being written lacks: told while somebody types, saved nowhere."""

from __future__ import annotations

from datetime import date

from verzahnt.desks.providers.describing import SOMEBODY, OfferForm
from verzahnt.programme.offers import queries, rules
from verzahnt.programme.offers.models import Offer


def missing(form: OfferForm, offer: Offer | None, *, on: date) -> list[str]:
    """As `offers.queries.missing`, of the answers as they stand in the form, right or wrong."""
    if not form.is_bound:
        described = queries.described(offer) if offer else rules.Described()
        return [str(one) for one in rules.missing(described, on=on)]

    def said(name: str) -> str:
        return str(form[name].value() or "") if name in form.fields else str(getattr(offer, name, "") or "")

    reports = said("reports_to") if "reports" not in form.fields or said("reports") == SOMEBODY else ""
    confirmed = on if form["silence"].value() else offer.silence_confirmed_on if offer else None
    described = rules.Described(
        title=said("title"), summary=said("summary"), topics=form["topics"].value() or (),
        has_site=bool(said("site")), telephone=said("telephone"), website=said("website"),
        registration=said("registration"), cost=said("cost"), cost_note=said("cost_note"), reports_to=reports,
        silence_confirmed_on=confirmed)
    return [str(one) for one in rules.missing(described, on=on)]
