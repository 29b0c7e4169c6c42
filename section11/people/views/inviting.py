from django.contrib import messages
from django.shortcuts import redirect, render

from .. import people_list
from ..operations import invitations
from ..people_forms import InviteForm

HELD = "{name} is on the list. The invitation is kept back until you send it."
SENT = "{name} is invited. An e-mail is on its way to {email}."


def invite_to(request, place, *, roles, back):
    """The form that invites somebody to `place`, as {"agency": …}, and what follows."""
    form = InviteForm(
        request.POST or None, initial=_initial(request, place), roles=roles, place=place
    )
    if form.is_valid():
        invitations.invite(by=request.user, **place, **form.cleaned_data)
        sentence = HELD if form.cleaned_data["hold"] else SENT
        messages.success(request, sentence.format(**form.cleaned_data))
        return redirect(back)
    context = {"form": form, "place": next(iter(place.values())), "back": back}
    return render(request, "people/invite.html", context)


def _initial(request, place):
    """What is known of somebody who held a role here before, whom the link to the form names."""
    again = request.GET.get("again", "")
    held = people_list.looked_after_by(request.user).filter(**place).select_related("user")
    if not again.isdecimal() or not (before := held.filter(pk=again).first()):
        return {}
    return {"name": before.person_name, "email": before.user.email, "role": before.role}
