from django import forms

from section11.web.forms import GovukForm


class OwnersForm(GovukForm):
    """An owner for each standard. `drawn` fields hold who it was when the form was drawn: only what
    the person changed is taken, so that a change that someone else made meanwhile stays.
    """

    def __init__(self, *args, standards, owners, candidates, **kwargs):
        """`owners` maps the id of a standard to its StandardOwner, with its standing."""
        super().__init__(*args, **kwargs)
        self._standards = standards
        self._people = {str(person.pk): person for person in candidates}
        for standard in standards:
            owner = owners.get(standard.pk)
            drawn = str(owner.user_id) if owner else ""
            self.fields[f"owner-{standard.pk}"] = forms.ChoiceField(
                label=str(standard),
                required=False,
                choices=self._choices(owner),
                initial=drawn,
                error_messages={"invalid_choice": "Choose one of the agency's people who may edit"},
            )
            self.fields[f"drawn-{standard.pk}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=drawn
            )

    def _choices(self, owner):
        choices = [("", "Nobody")]
        choices += [(pk, _named(person)) for pk, person in self._people.items()]
        if owner and not owner.is_here:
            choices.append((str(owner.user_id), f"{owner.user} (no longer here)"))
        return choices

    def changes(self):
        """The standards whose owner the person changed, each with its new owner or None."""
        return {
            standard: self._people.get(self.cleaned_data[f"owner-{standard.pk}"])
            for standard in self._standards
            if self.cleaned_data[f"owner-{standard.pk}"]
            != self.cleaned_data[f"drawn-{standard.pk}"]
        }


def _named(person):
    return f"{person}, {person.post}" if person.post else str(person)
