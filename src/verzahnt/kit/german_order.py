"""Sorting as a German reader expects it: without case, "Ä" with "A", "ß" with "ss", whatever the server's collation."""

from django.db.models import CharField, Func

# Immutable, so that an index may hold it; bound to `unaccent` at creation, so that no search path changes it.
CREATE = """
CREATE FUNCTION german_order(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(unaccent('unaccent'::regdictionary, $1)) COLLATE "C"
"""
DROP = "DROP FUNCTION german_order(text)"


class GermanOrder(Func):
    """`order_by(GermanOrder("name"))`, or an index over the same expression."""

    function = "german_order"
    output_field = CharField()
