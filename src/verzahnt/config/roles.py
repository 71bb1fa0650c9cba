"""The database roles: one per desk, a few for deeds and jobs, and the logins that may become them.

A login owns nothing and may read nothing by itself (NOINHERIT); it can only take on one of its roles, for one
transaction. Which login may take which role is the outermost wall between a Jobcenter's desk and a person's place.
"""

from collections.abc import Iterator

from verzahnt.programme.ledgers.roles import (
    CONTENT,
    JOB_ROLES,
    LIMITS,
    PLANTING,
    RELEASE,
    ROLES,
    SEATS,
)

OWNER = "verzahnt_owner"


LOGINS: dict[str, tuple[str, ...]] = {
    "verzahnt_public": ("desk_portal", "desk_providers", "desk_overview", "desk_api", "desk_entrance", SEATS, LIMITS),
    "verzahnt_offices": ("desk_counselling", "desk_coordination", "desk_funders", "desk_overview", "desk_entrance",
                         LIMITS),
    "verzahnt_jobs": (*JOB_ROLES, SEATS),
    "verzahnt_home": tuple(role for role in ROLES if role != CONTENT),  # everything in one process: home use only
    OWNER: (CONTENT, RELEASE),  # loads content; the demonstration's figures are released as any others
}
BACKUP = "verzahnt_backup"

# Nobody may hold one of the first and one of the second in one process (production refuses to start).
SEES_FOR_OFFICES = {"desk_counselling", "desk_coordination", "desk_funders"}
SEES_PERSONS = {"desk_portal", "desk_providers", SEATS, *JOB_ROLES}


def create_statements(*, testing: bool = False) -> Iterator[str]:
    """The statements an administrator runs once per cluster; running them again changes nothing.

    Roles belong to the whole cluster, hence the guards. Passwords and `pg_hba.conf` stay the administrator's.
    """
    for role in ROLES:
        yield _guarded(role, "NOLOGIN NOINHERIT")
    for login in LOGINS:
        yield _guarded(login, "LOGIN NOINHERIT NOCREATEDB NOCREATEROLE")
    yield _guarded(BACKUP, "LOGIN BYPASSRLS")
    yield f"GRANT pg_read_all_data TO {BACKUP}"
    for login, roles in LOGINS.items():
        yield f"GRANT {', '.join(roles)} TO {login}"
    if testing:
        yield _guarded(PLANTING, "NOLOGIN BYPASSRLS")
        yield f"GRANT pg_read_all_data, pg_write_all_data TO {PLANTING}"
        yield f"GRANT {PLANTING}, {CONTENT} TO verzahnt_home"


def _guarded(role: str, attributes: str) -> str:
    return (f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') "
            f"THEN CREATE ROLE {role} {attributes}; END IF; END $$")
