"""Migration operations that keep tenant columns honest: a child row names the same tenant as its parent.

Row security compares a row's own tenant column, because policies must not join. So the database itself makes sure
that nobody hangs a row of their own tenant under somebody else's parent.
"""

from django.db import migrations


def tenant_key(table: str, *columns: str) -> migrations.RunSQL:
    """Let children refer to a parent's number together with its tenant columns."""
    name = f"{table}_with_tenant"
    listed = ", ".join(("id", *columns))
    return migrations.RunSQL(
        f'ALTER TABLE "{table}" ADD CONSTRAINT {name} UNIQUE ({listed})',
        f'ALTER TABLE "{table}" DROP CONSTRAINT {name}',
    )


def same_tenant(table: str, link: str, *columns: str, parent: str, theirs: tuple[str, ...] = ()) -> migrations.RunSQL:
    """The row's tenant `columns` are those of the `parent` that `link` names (there called `theirs`, else alike)."""
    name = f"{table}_{link.removesuffix('_id')}_same_tenant"
    own, other = ", ".join((link, *columns)), ", ".join(("id", *(theirs or columns)))
    return migrations.RunSQL(
        f'ALTER TABLE "{table}" ADD CONSTRAINT {name} FOREIGN KEY ({own}) REFERENCES "{parent}" ({other}) '
        "ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED",
        f'ALTER TABLE "{table}" DROP CONSTRAINT {name}',
    )
