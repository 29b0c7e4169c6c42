"""The forms by which a coordinator says who may sit on panels."""

from django import forms

from section11.audits.cycle_agency_forms import TicksWithHints
from section11.web.forms import GovukForm

from ..models import Capacity
from .setting import number


class PanelAddForm(GovukForm):
    """People of the partnership who may sit and are not on the panel."""

    users = forms.TypedMultipleChoiceField(
        label="Who may sit on a panel?",
        coerce=int,
        error_messages={
            "required": "Tick at least one person",
            "invalid_choice": "Somebody whom you ticked is on the panel by now, or may not sit",
        },
    )

    def __init__(self, data, *, candidates, standing, before):
        """`standing` are their roles by id; `before` the ids of those who sat last time."""
        super().__init__(data)
        self.fields["users"].widget = TicksWithHints(
            hints={one.pk: _hint(standing[one.pk], one.pk in before) for one in candidates}
        )
        self.fields["users"].choices = [(one.pk, str(one)) for one in candidates]


def _hint(memberships, sat_before):
    held = [
        f"{one.get_role_display()}, {one.agency}" if one.agency else one.get_role_display()
        for one in memberships
    ]
    return ". ".join([*dict.fromkeys(held), *(["On the panel last time"] if sat_before else [])])


class PanelMemberForm(GovukForm):
    capacities = forms.MultipleChoiceField(
        label="In which capacities do they sit?",
        choices=Capacity,
        widget=TicksWithHints(
            hints={
                Capacity.LAY: "Reads packs without files and without names.",
                Capacity.YOUNG_SCRUTINEER: "Reads packs without files and without names.",
            }
        ),
        help_text="A panel that must have one of each counts them in all of these.",
        error_messages={"required": "Choose at least one capacity"},
    )
    may_chair = forms.BooleanField(label="May chair a session", required=False)
    sittings_most = number(
        "Sessions, at most",
        most=100,
        required=False,
        help_text="Leave it empty for the number that holds for everybody.",
    )

    def __init__(self, data, *, member):
        names = ("capacities", "may_chair", "sittings_most")
        super().__init__(data, initial={name: getattr(member, name) for name in names})
