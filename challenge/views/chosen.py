"""Which agencies of the cycle are challenged, for the coordinator."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ..forms.chosen import ChosenForm, ProposeForm
from ..operations import chosen
from ..setting_up import candidates
from ..setting_up.choosing import sample
from .loading import to_manage


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_agencies(request, pk):
    """Every agency of the cycle with what speaks for it; ?how= says which are ticked to begin with."""
    challenge = to_manage(request, pk)
    challenge.must_not_be_released()
    propose = ProposeForm(request.GET)
    found = candidates.find(challenge, propose.rules, user=request.user)
    ticked = _ticked(challenge, found, propose)
    form = ChosenForm(
        request.POST or None, candidates=found, ticked=ticked, long=_long(found, propose)
    )
    if form.is_valid():
        chosen.choose(challenge=challenge, by=request.user, **form.changes())
        messages.success(request, "Saved.")
        return redirect("challenge:challenge-agencies", challenge.pk)
    return render(
        request,
        "challenge/challenge_agencies.html",
        {
            "challenge": challenge,
            "propose": propose,
            "form": form,
            "count": sum(one.chosen is not None for one in found),
        },
    )


def _ticked(challenge, found, propose):
    """The ids to tick at first."""
    if propose.how_chosen == "all":
        return {one.agency.pk for one in found}
    if propose.how_chosen == "proposed":
        return {one.agency.pk for one in found if one.reasons}
    if propose.how_chosen == "sample":
        facts = {one.agency.pk: one.facts for one in found}
        return sample(facts, propose.sample_size, seed=challenge.pk)
    return {one.agency.pk for one in found if one.chosen}


def _long(found, propose):
    if propose.how_chosen:
        return {one.agency.pk for one in found if one.is_long_proposed}
    return {one.agency.pk for one in found if one.chosen and one.chosen.is_long}
