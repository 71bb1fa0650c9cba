"""How accounts behave here: nobody signs up by themselves; whoever signs in arrives at their desk."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAdapter(DefaultAccountAdapter):
    """Accounts come into being through invitations alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
