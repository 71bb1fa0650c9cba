"""What taking in a table would do: which of its offers are new, which changed, which stay as they are. It only asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Prefetch
from django.utils.timezone import localtime

from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.ledgers.actor import Actor
from verzahnt.programme.offers.actions import Description, check
from verzahnt.programme.offers.incoming import Draft, Edition, Lists, Problem, Reading, Row, Times, Where, read_rows
from verzahnt.programme.offers.incoming_columns import BY_KEY, folded
from verzahnt.programme.offers.incoming_models import PreparedRun, Upload
from verzahnt.programme.offers.models import Offer, Run, Session
from verzahnt.programme.offers.states import AGREED, OfferKind, OfferState, Registration
from verzahnt.programme.partners.models import Site
from verzahnt.programme.partners.states import SiteState
from verzahnt.programme.reference import queries as reference
from verzahnt.programme.reference.models import Audience, PostalCode

SEATS_UNLESS_SAID = 12
FOR_A_NEW_ONE = {"kind": OfferKind.COURSE, "audiences": [Audience.FOR_ALL], "languages": ["de"]}
WORDS_OF = {"site_id": "site", "denied_traits": "traits"}


@dataclass
class Step:
    """What becomes of one offer of the table: `offer` is the one it means, if there is one."""

    draft: Draft
    offer: Offer | None
    description: Description
    changes: list[str] = field(default_factory=list)  # what is told anew, in the words of the columns
    to_plan: list[Edition] = field(default_factory=list)  # dates for an offer that was agreed to
    to_prepare: list[Edition] | None = None  # dates that wait for a yes; None: as they are

    @property
    def kind(self) -> str:
        if self.offer is None:
            return "new"
        return "changed" if self.changes else "same"


@dataclass
class Plan:
    steps: list[Step]
    problems: list[Problem]
    left_out: int
    examples: int

    def number(self, kind: str) -> int:
        return sum(step.kind == kind for step in self.steps)

    @property
    def to_do(self) -> list[Step]:
        """The steps that change something."""
        return [step for step in self.steps if step.kind != "same"]

    @property
    def needs_silence(self) -> bool:
        """Whether new offers would take cards, for which the provider has to say that nobody learns who comes."""
        return any(step.offer is None and step.description.registration == Registration.CARD for step in self.steps)


def lists_for(actor: Actor, rows: Iterable[Row], columns: list[str]) -> Lists:
    """The names the cells may hold: what the reference and the partners know, and the postal codes that are real."""
    sites = Site.objects.exclude(state=SiteState.ENDED).filter(offices__isnull=False).distinct()
    home = list(sites.filter(network__organisation__in=actor.organisations)[:2])
    place = columns.index("postal_code") if "postal_code" in columns else -1
    written = {cells[place].strip()[:5].zfill(5) for _, cells in rows if 0 <= place < len(cells)}
    written |= {cells[place].strip().split(" ")[0].zfill(5) for _, cells in rows if 0 <= place < len(cells)}
    return Lists(
        topics={name: one.slug for one in reference.topics() for name in (one.name, one.plain_name)},
        audiences={one.name: one.slug for one in reference.audiences()},
        languages={one.name: one.code for one in reference.languages()},
        traits={one.name: one.slug for one in reference.traits()},
        sites={site.name: site.pk for site in sites},
        postal_codes=set(PostalCode.objects.filter(code__in=written).values_list("code", flat=True)),
        home_site=home[0].pk if len(home) == 1 else None,
    )


def plan(upload: Upload, *, actor: Actor, at: datetime) -> Plan:
    """Every offer of the table beside the one it means, as both are now."""
    rows: list[Row] = [(number, cells) for number, cells in upload.rows]
    lists = lists_for(actor, rows, upload.columns)
    reading = read_rows(rows, upload.columns, lists)
    known = _Known(actor)
    steps, problems = [], list(reading.problems)
    only_one = _titles_that_stand_once(reading)
    for draft in reading.drafts:
        offer = known.meant_by(draft, only_one)
        step = _step(draft, offer, lists, at, problems)
        refusal = _refusal(step)
        if refusal:
            problems.append(Problem(draft.row, BY_KEY["title"].label, refusal))
        else:
            steps.append(step)
    problems.sort(key=lambda one: one.row)
    left_out = len({one.row for one in problems if one.stays_out})
    return Plan(steps, problems, left_out, reading.examples)


class _Known:
    """The provider's offers as they are, found by number, address or title and house."""

    def __init__(self, actor: Actor) -> None:
        runs = Run.objects.select_related("venue").prefetch_related(
            Prefetch("sessions", Session.objects.filter(is_cancelled=False).order_by("starts_at")))
        offers = (Offer.objects.filter(provider__in=actor.organisations).exclude(state=OfferState.NAMED)
                  .prefetch_related(Prefetch("runs", runs), "prepared_runs"))
        self.by_number: dict[str, Offer] = {}
        self.by_title: dict[str, list[Offer]] = {}
        for offer in offers:
            self.by_number[offer.slug] = offer
            if offer.state != OfferState.ENDED:
                self.by_title.setdefault(folded(offer.title), []).append(offer)
        self.by_number |= {offer.own_key: offer for offer in offers if offer.own_key}

    def meant_by(self, draft: Draft, only_one: Collection[str]) -> Offer | None:
        """The offer of this number; without numbers of this title and house, or of this title where it stands once."""
        title = folded(draft.title)
        same_title = [offer for offer in self.by_title.get(title, []) if not (draft.own_key and offer.own_key)]
        if draft.own_key and draft.own_key in self.by_number:
            return self.by_number[draft.own_key]
        for offer in same_title:
            if draft.place_key and draft.place_key in {where.key for where in _places(offer)}:
                return offer
        return same_title[0] if len(same_title) == 1 and title in only_one else None


def _titles_that_stand_once(reading: Reading) -> set[str]:
    titles = [folded(draft.title) for draft in reading.drafts]
    return {title for title in titles if titles.count(title) == 1}


def _places(offer: Offer) -> list[Where]:
    return [*(of_run(run) for run in offer.runs.all()), *(of_prepared(one).where or Where()
                                                          for one in offer.prepared_runs.all())]


def of_run(run: Run) -> Where:
    """Where a run takes place, as a table says it."""
    if run.venue is None:
        return Where(online_how=run.online_how)
    return Where(run.venue.name, run.venue.street, run.venue.postal_code, run.venue.town)


def of_prepared(one: PreparedRun) -> Edition:
    """Dates that wait, as a table says them."""
    where = Where(one.venue, one.street, one.postal_code, one.town, one.online_how)
    times: Times = tuple((datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in one.times)
    return Edition(0, where if where.key else None, times, one.seats)


def _step(draft: Draft, offer: Offer | None, lists: Lists, at: datetime, problems: list[Problem]) -> Step:
    if offer is None:
        new = Description(**({"site_id": lists.home_site} | FOR_A_NEW_ONE | draft.told))  # type: ignore[arg-type]
        return Step(draft, None, new, to_prepare=_ahead(draft.editions, at, problems))
    now = Description.of(offer)
    told = dict(draft.told)
    if isinstance(traits := told.get("traits"), list):
        told["denied_traits"] = [one for one in now.denied_traits if one not in traits]
    changed = [name for name, value in told.items() if not _same(getattr(now, name), value)]
    step = Step(draft, offer, replace(now, **{name: told[name] for name in changed}))  # type: ignore[arg-type]
    step.changes = list(dict.fromkeys(BY_KEY[WORDS_OF.get(name, name)].label for name in changed))
    if draft.own_key and draft.own_key not in (offer.own_key, offer.slug):
        step.changes.insert(0, BY_KEY["own_key"].label)
    _compare_dates(step, offer, at, problems)
    return step


def _compare_dates(step: Step, offer: Offer, at: datetime, problems: list[Problem]) -> None:
    """Dates that are planned stay; those that wait become what the table says; new ones are planned or wait."""
    planned = {(_first_hour(run), of_run(run).key) for run in offer.runs.all()}
    told = {one.key for one in step.draft.editions}
    wished = []
    for edition in step.draft.editions:
        same_day = {(hour, place) for hour, place in planned - told
                    if hour and hour[:10] == edition.key[0][:10] and place == edition.key[1]}
        if edition.key not in planned and same_day:
            problems.append(Problem(edition.row, BY_KEY["hours"].label, "Diese Termine stehen schon, mit anderer "
                            "Uhrzeit. Ändern Sie sie bitte auf der Seite des Angebots; so bleiben sie.",
                            stays_out=False))
        elif edition.key not in planned:
            wished.append(edition)
    if offer.state in AGREED:
        waiting = {of_prepared(one).key for one in offer.prepared_runs.all()}
        step.to_plan = [one for one in _ahead(wished, at, problems) if one.times and one.where
                        and one.key not in waiting]
    elif step.draft.editions:
        wished = _ahead(wished, at, problems)
        if {_told(one) for one in wished} != {_told(of_prepared(one)) for one in offer.prepared_runs.all()}:
            step.to_prepare = wished
    if step.to_plan or step.to_prepare is not None:
        step.changes.append("Termine" if any(one.times for one in wished) else "Ort")


def _told(one: Edition) -> tuple[object, ...]:
    return (one.where, one.times, one.seats)


def _first_hour(run: Run) -> str:
    sessions = list(run.sessions.all())
    return f"{localtime(sessions[0].starts_at):%Y-%m-%d %H:%M}" if sessions else ""


def _ahead(editions: list[Edition], at: datetime, problems: list[Problem]) -> list[Edition]:
    """Dates that are over are not taken in; the offer is."""
    over = [one for one in editions if one.times and one.times[0][0] <= at]
    for one in over:
        problems.append(Problem(one.row, BY_KEY["starts_on"].label, "Der erste Termin ist schon vorbei. Das Angebot "
                                "kommt ohne diese Termine.", stays_out=False))
    return [one for one in editions if one not in over]


def _same(now: object, told: object) -> bool:
    if isinstance(now, str) and isinstance(told, str):
        return " ".join(now.split()) == " ".join(told.split())
    return now == told


def _refusal(step: Step) -> str:
    """Why an offer would not take the change, if it would not: as `describe` says it."""
    try:
        if step.kind != "same":
            check(step.description, step.offer)
    except NotPossible as no:
        return str(no)
    return ""
