"""Published offers are for everyone; before that, for the provider, the site and the lead that are asked."""

from verzahnt.kit.walls import ADD, CHANGE, EVERYTHING, READ, REMOVE, Wall, door, held_by, own
from verzahnt.programme.ledgers.roles import ANYONE, CONTENT, INCOMING, KEEPING, SEATS

LOOKING = ("desk_portal", "desk_counselling", "desk_overview", "desk_api")
THROWN_AWAY = "state = 'ended' AND published_on IS NULL"  # an idea nobody else was to see
PUBLISHED = f"state IN ('published', 'paused', 'ended', 'named') AND NOT ({THROWN_AWAY})"
# What somebody sends back is an idea again: its row must still be theirs while that deed writes it.
HANDED_IN = f"(state <> 'idea' AND NOT ({THROWN_AWAY}) OR {held_by('id::text', 'sending_back')})"
# A table of offers is taken in by a job, for the provider who sent it and as that provider would.
PROVIDES = ("desk_providers", INCOMING)
# The owner's triggers make the listing, and nobody else does; forced row security holds for the owner, too.
MAKES_THE_LISTING = "verzahnt_owner"
# The keeping job reads which offer a row belongs to, and nothing else of it.
GOES_WITH_ITS_OFFER = (door(KEEPING, READ, columns=("id", "offer_id")), door(KEEPING, REMOVE))

WALLS = (
    Wall(
        "offers.Offer",
        door((*LOOKING, SEATS, KEEPING), READ, where=PUBLISHED),
        door(KEEPING, READ, REMOVE, where="state = 'ended'"),
        door("sending", READ, columns=("id", "slug", "title", "state", "provider_id", "site_id", "checked_on")),
        door(PROVIDES, READ, ADD, CHANGE, where=own("provider_id")),
        door("desk_coordination", READ, CHANGE, where=f"{HANDED_IN} AND {own('site_id', 'sites')}",
             check=own("site_id", "sites")),
        door("desk_funders", READ, CHANGE, where=f"{HANDED_IN} AND {own('lead_id')}", check=own("lead_id")),
        door(("desk_coordination", "desk_funders"), READ, where=PUBLISHED),
        door(MAKES_THE_LISTING, READ, where="state = 'published'"),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
    Wall("offers.Listing", door((*ANYONE, CONTENT), READ)),
    Wall("offers.Facet", door((*ANYONE, CONTENT), READ)),
    Wall("offers.Word", door(ANYONE, READ)),
    Wall(
        "offers.OfferText",
        door((*LOOKING, "desk_coordination", "desk_funders", SEATS, "sending", MAKES_THE_LISTING), READ,
             where="readers = 'all'"),
        *GOES_WITH_ITS_OFFER,
        door(PROVIDES, *EVERYTHING, where=own("provider")),
        door("desk_coordination", READ, where=f"readers = 'asked' AND {own('site', 'sites')}"),
        door("desk_funders", READ, where=f"readers = 'asked' AND {own('lead')}"),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
    Wall(
        "offers.OfferMove",
        door(PROVIDES, READ, ADD, where=own("provider")),
        door("desk_coordination", READ, ADD, where=own("site", "sites")),
        door("desk_funders", ADD, where=own("lead")),
        door(KEEPING, READ, columns=("id", "offer_id", "at")),
        door(KEEPING, REMOVE),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
    Wall(
        "offers.Approval",
        door("desk_providers", READ, where=own("provider")),
        door("desk_providers", ADD, where=f"{own('provider')} AND answer = ''"),
        door("desk_providers", CHANGE, where=f"{own('provider')} AND answer = ''",
             check=f"{own('provider')} AND answer = 'off'"),
        door("desk_coordination", READ, where=own("site", "sites")),
        door("desk_coordination", CHANGE, where=f"{own('site', 'sites')} AND NOT is_lead"),
        door("desk_funders", READ, where=own("lead")),
        door("desk_funders", CHANGE, where=own("asked_id")),
        door("desk_funders", READ, CHANGE, where=f"link_hash <> '' AND {held_by('link_hash', 'link')}"),
        door("sending", READ, CHANGE),
        *GOES_WITH_ITS_OFFER,
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
    Wall(
        "offers.Venue",
        door((*ANYONE, MAKES_THE_LISTING), READ),
        door(PROVIDES, ADD, CHANGE, where=own("provider_id")),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
    Wall(
        "offers.VenueText",
        door(ANYONE, READ),
        door("desk_providers", ADD, CHANGE, REMOVE, where=own("provider")),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
    Wall(
        "offers.Run",
        door((*ANYONE, MAKES_THE_LISTING), READ),
        door(PROVIDES, ADD, CHANGE, where=own("provider_id")),
        door(SEATS, CHANGE, columns=("band",)),
        door(KEEPING, CHANGE, columns=("band", "state")),
        door(KEEPING, REMOVE, where="state <> 'open'"),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
    Wall(
        "offers.Session",
        door((*ANYONE, MAKES_THE_LISTING), READ),
        door(PROVIDES, ADD, CHANGE, where=own("provider")),
        door(KEEPING, REMOVE),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
    Wall(
        "offers.Seats",
        door(PROVIDES, READ, ADD, where=own("provider")),
        door(SEATS, READ, CHANGE),
        door(KEEPING, READ, REMOVE),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
    Wall(
        "offers.Upload",
        door("desk_providers", *EVERYTHING, where=own("provider_id")),
        door(INCOMING, READ, CHANGE),
        door(KEEPING, READ, REMOVE),
        guarded=True,
    ),
    Wall(
        "offers.PreparedRun",
        door(PROVIDES, *EVERYTHING, where=own("provider")),
        door(INCOMING, READ),  # whose dates wait; which offers they belong to it sees only as their provider
        *GOES_WITH_ITS_OFFER,
        guarded=True,
    ),
    Wall(
        "offers.Inquiry",
        door("desk_providers", READ, CHANGE, where=own("provider")),
        door("desk_coordination", READ, CHANGE, where=own("site", "sites")),
        door("sending", READ),
        door(KEEPING, *EVERYTHING),
        door(CONTENT, *EVERYTHING),
        guarded=True,
    ),
    Wall(
        "offers.InquiryLink",
        door("desk_providers", READ, where=held_by("link_hash", "link")),
        door("sending", READ, ADD),
        door(KEEPING, READ, REMOVE),
        guarded=True,
    ),
)
