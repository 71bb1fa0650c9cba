"""Pages of the entrance: the own account, switching, inviting, taking up an invitation, going on after a sign-in."""

from dataclasses import dataclass

from allauth.account.utils import perform_login
from django.apps import apps
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from verzahnt.desks.entrance.adapter import desk_address
from verzahnt.desks.entrance.forms import InvitationForm, WelcomeForm
from verzahnt.desks.parts import kept as kept_forms
from verzahnt.desks.parts.doors import needs, public, signed_in
from verzahnt.desks.parts.request import Request
from verzahnt.kit.refusals import NotPossible
from verzahnt.programme.ledgers.actor import as_desk
from verzahnt.programme.people import actions as people
from verzahnt.programme.people import actions_leaving as leaving
from verzahnt.programme.people import queries
from verzahnt.programme.people.access import ACCESS, Rights
from verzahnt.programme.people.models import Account, Membership
from verzahnt.programme.people.states import Role
from verzahnt.programme.training import queries as training


@dataclass(frozen=True)
class Hat:
    """A membership as its holder sees it."""

    membership: Membership
    in_use: bool
    refused: str = ""
    lacks_second_factor: bool = False

    @property
    def rights(self) -> Rights:
        return ACCESS[self.membership.role]

    @property
    def role(self) -> str:
        return str(Role(self.membership.role).label)

    @property
    def where(self) -> str:
        place = self.membership.site or self.membership.land
        return str(place.name) if place else ""

    @property
    def desk_name(self) -> str:
        return str(apps.get_app_config(self.rights.desk).verbose_name)

    @property
    def desk_address(self) -> str:
        return desk_address(self.rights.desk)


@signed_in
def home(request: Request) -> HttpResponse:
    hats = _hats(request)
    with as_desk("entrance", request.actor):
        certificates = list(training.own_certificates(_account(request).pk))
    return render(request, "entrance/home.html", {
        "certificates": certificates,
        "today": localdate(),
        "account": request.user,
        "hats": hats,
        "wearing": next((hat for hat in hats if hat.in_use), None),
        "second_factor": queries.has_second_factor(_account(request).pk),
    })


@signed_in
def switch(request: Request) -> HttpResponse:
    """Choose in which membership to act; chosen for this session."""
    if request.method == "POST":
        number = request.POST.get("membership", "")
        mine = queries.memberships_of(_account(request).pk, on=localdate())
        membership = get_object_or_404(mine, pk=int(number) if number.isascii() and number.isdigit() else 0)
        if not queries.usable(membership, list(mine)):
            messages.error(request, str(people.SeesWhoComes.message))
            return redirect("entrance:home")
        request.session["membership"] = membership.pk
        if queries.lacks_second_factor(membership):
            return redirect("entrance:home")
        return redirect(desk_address(ACCESS[membership.role].desk))
    return render(request, "entrance/switch.html", {"hats": _hats(request)})


@needs("staff.invite")
def invite(request: Request) -> HttpResponse:
    form = InvitationForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            people.invite(email, organisation=form.organisation, role=form.role, by=request.actor, at=now())
        except NotPossible as no:
            form.add_error(None, str(no.message))
        else:
            messages.success(request, f"Die Einladung an {email} ist unterwegs. Der Link darin gilt 14 Tage.")
            return redirect("entrance:invite")
    return render(request, "entrance/invite.html", {
        "form": form,
        "there": [(one, str(Role(one.role).label))
                  for one in queries.memberships_to_end(request.actor, on=localdate())],
        "invitations": [(one, str(Role(one.role).label)) for one in queries.invited_by(request.actor, at=now())],
    })


@signed_in
def leave(request: Request, number: int) -> HttpResponse:
    """End a membership, one's own or that of somebody one may invite: asked once, and done at once."""
    account, on = _account(request).pk, localdate()
    others = queries.memberships_to_end(request.actor, on=on).filter(pk=number)
    found = queries.memberships_of(account, on=on).filter(pk=number).first() or others.first()
    if found is None:
        messages.info(request, "Diesen Zugang gibt es nicht mehr, oder Sie können ihn nicht beenden.")
        return redirect("entrance:home")
    is_own = found.account_id == account
    if request.method == "POST":
        try:
            leaving.end(found, by=request.actor, at=now())
        except NotPossible as no:
            messages.error(request, str(no.message))
        else:
            messages.success(request, "Ihr Zugang ist beendet." if is_own else f"Der Zugang von {found.account} ist "
                                      "beendet. Ab sofort sieht diese Person hier nichts mehr.")
        return redirect("entrance:home" if is_own else "entrance:invite")
    return render(request, "entrance/leave.html", {
        "membership": found, "role": str(Role(found.role).label), "is_own": is_own})


@needs("staff.invite")
@require_POST
def withdraw(request: Request, number: str) -> HttpResponse:
    invitation = get_object_or_404(queries.invited_by(request.actor, at=now()), pk=number)
    try:
        people.withdraw(invitation, by=request.actor, at=now())
    except NotPossible as no:
        messages.error(request, str(no.message))
    else:
        messages.success(request, f"Die Einladung an {invitation.email} ist zurückgezogen. Ihr Link gilt nicht mehr.")
    return redirect("entrance:invite")


@public
@never_cache
@sensitive_post_parameters("password", "again")
def invitation(request: Request, token: str) -> HttpResponse:
    """Take up an invitation: with a new account, or with the one of the invited mailbox."""
    found = queries.invitation_by(token, at=now())
    if found is None:
        over = {"message": people.InvitationIsOver.message}
        return render(request, "entrance/invitation_over.html", over, status=404)
    known = queries.account_by_email(found.email)
    refused = ""
    form = WelcomeForm(request.POST or None, email=found.email) if known is None else None
    try:
        if known is None and not request.user.is_authenticated:
            if form is not None and form.is_valid():
                people.open_account(token, name=form.cleaned_data["name"], password=form.cleaned_data["password"],
                                    at=now())
                return perform_login(request, queries.account_by_email(found.email))
        elif known is not None and request.user == known and request.method == "POST":
            request.session["membership"] = people.join(token, account=known, at=now()).pk
            messages.success(request, f"Sie sind jetzt für {found.organisation.called} dabei.")
            return redirect("entrance:home")
    except NotPossible as no:
        refused = str(no.message)
    return render(request, "entrance/invitation.html", {
        "invitation": found,
        "role": str(Role(found.role).label),
        "rights": ACCESS[found.role],
        "known": known,
        "other": request.user.is_authenticated and request.user != known,
        "form": form,
        "refused": refused,
    })


@signed_in
def kept(request: Request) -> HttpResponse:
    """After signing in again: what was typed before is still there, to be sent or left."""
    response = render(request, "entrance/kept.html", {"kept": kept_forms.take(request)})
    response.headers["Cache-Control"] = "no-store"
    return response


def _account(request: Request) -> Account:
    assert isinstance(request.user, Account)
    return request.user


def _hats(request: Request) -> list[Hat]:
    held = list(queries.memberships_of(_account(request).pk, on=localdate()))
    using = queries.in_use(_account(request).pk, chosen=request.session.get("membership"), on=localdate())
    hats = []
    for one in held:
        refused = "" if queries.usable(one, held) else str(people.SeesWhoComes.message)
        lacking = queries.lacks_second_factor(one)
        hats.append(Hat(one, in_use=one == using, refused=refused, lacks_second_factor=lacking))
    return hats
