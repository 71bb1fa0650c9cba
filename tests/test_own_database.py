"""What a transaction around everything would hide: tests on a database of their own."""

import pytest

from verzahnt.kit.roles import NoTransaction, acting_as


def test_a_role_needs_a_transaction(own_database: str) -> None:
    with pytest.raises(NoTransaction), acting_as("desk_portal"):
        pass
