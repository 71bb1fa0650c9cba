"""The database roles by name: one per desk, and those that deeds and jobs take on. What they may do: `walls.py`."""

DESKS = ("portal", "counselling", "providers", "coordination", "funders", "overview", "entrance", "api")
DESK_ROLES = tuple(f"desk_{desk}" for desk in DESKS)

SEATS = "seats"          # deeds on places: book, withdraw, promote; sees no particulars
SENDING = "sending"      # the job that sends what stands in the outbox
INCOMING = "incoming"    # the job that takes in a provider's table, for that provider alone
KEEPING = "keeping"      # the job that closes lists, counts and deletes
RELEASE = "release"      # the job that computes and releases figures
CONTENT = "content"      # loads reference data, the five places and samples
QUEUE = "queue"          # the job queue's own tables
LIMITS = "limits"        # counts wrong codes and failed log-ins, on a connection of its own
JOB_ROLES = (SENDING, KEEPING, RELEASE, QUEUE, INCOMING)
ROLES = (*DESK_ROLES, SEATS, SENDING, KEEPING, RELEASE, CONTENT, QUEUE, LIMITS, INCOMING)

ANYONE = (*DESK_ROLES, SEATS, SENDING, KEEPING, RELEASE, INCOMING)  # for facts that are no secret at all
STAFF = ("desk_providers", "desk_coordination", "desk_funders", "desk_entrance")

PLANTING = "planting"  # tests only: writes everywhere past row security; exists on test servers alone
