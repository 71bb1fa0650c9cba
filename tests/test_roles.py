"""Taking a role and coming back."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from verzahnt.kit.roles import current_role
from verzahnt.programme.ledgers.actor import Actor, as_desk
from verzahnt.programme.reference.models import Land

pytestmark = pytest.mark.django_db


def test_a_login_reads_nothing_by_itself() -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Land.objects.count()


def test_a_desk_reads_what_its_walls_open() -> None:
    with as_desk("portal"):
        assert Land.objects.filter(name="Thüringen").count() == 1


def test_after_the_block_we_are_who_we_were() -> None:
    with as_desk("portal", Actor("portal", sites=(7,))):
        with as_desk("coordination", Actor("coordination", sites=(9,))):
            assert (current_role(), _setting("sites")) == ("desk_coordination", "9")
        assert (current_role(), _setting("sites")) == ("desk_portal", "7")
    assert (current_role(), _setting("sites")) == ("verzahnt_home", "")


def test_a_role_taken_inside_a_released_savepoint_is_given_back() -> None:
    with transaction.atomic(), as_desk("portal"):
        pass
    assert current_role() == "verzahnt_home"


def test_a_failed_statement_leaves_no_role_behind() -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), as_desk("portal"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_account")
    assert current_role() == "verzahnt_home"


def _setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [f"verzahnt.{name}"])
        return str(cursor.fetchone()[0])
