"""What a description that is still being written lacks, and its quality: told while somebody types, saved nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from verzahnt.desks.providers.describing import SOMEBODY, OfferForm, traits_of
from verzahnt.programme.offers import of_provider, queries, rules
from verzahnt.programme.offers.models import Offer
from verzahnt.programme.offers.quality import Criterion, Told, quality


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
        registration=said("registration"), cost=said("cost"), cost_note=said("cost_note"), is_seen=bool(reports),
        silence_confirmed_on=confirmed)
    return [str(one) for one in rules.missing(described, on=on)]


def criteria(form: OfferForm | None, offer: Offer | None, *, on: date) -> list[tuple[Criterion, bool]]:
    """The offer's quality, with the answers as they stand in the form."""
    told = of_provider.told(offer, on=on) if offer else Told()
    if form is None or not form.is_bound:
        return quality(told, on=on)
    said = {name: str(form[name].value() or "") for name in (
        "kind", "registration", "cost", "led_by", "what_to_bring", "telephone_hours", "certificate")
        if name in form.fields}
    there, denied = traits_of(form["traits"].value() or (), str(form["childcare"].value() or ""),
                              str(form["companion"].value() or ""))
    return quality(replace(told, **said, traits=there, denied_traits=denied), on=on)  # type: ignore[arg-type]
