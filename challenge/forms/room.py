"""The forms by which a coordinator says in which rooms sessions may be held side by side."""

from django import forms
from django.forms import formset_factory

from section11.web.forms import GovukForm


class RoomForm(GovukForm):
    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label="Name",
        max_length=80,
        required=False,
        error_messages={"required": "Give the room a name"},
    )
    place = forms.CharField(
        label="Place", max_length=200, required=False, help_text="If it is not the challenge’s own."
    )
    online_link = forms.URLField(
        label="Online link",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter a whole address, such as https://example.org/meeting"},
    )
    is_removed = forms.BooleanField(label="Remove this room", required=False)

    def clean(self):
        cleaned = self.cleaned_data
        filled = cleaned.get("pk") or cleaned.get("place") or cleaned.get("online_link")
        if filled and not cleaned.get("name") and not cleaned.get("is_removed"):
            self.add_error("name", "Give the room a name")


_RoomFormSet = formset_factory(RoomForm, extra=2, max_num=22, absolute_max=24)


def room_forms(data, rooms):
    """A form for each room, and two to add by."""
    initial = [
        {"pk": one.pk, "name": one.name, "place": one.place, "online_link": one.online_link}
        for one in rooms
    ]
    return _RoomFormSet(data, initial=initial, prefix="rooms")


def rooms_of(formset):
    """Keyword arguments for the operation."""
    cleaned = [form.cleaned_data for form in formset if form.cleaned_data.get("name")]
    return {
        "rooms": [
            (one.get("pk"), one["name"], one["place"], one["online_link"])
            for one in cleaned
            if not one["is_removed"]
        ],
        "removed": [
            form.cleaned_data["pk"]
            for form in formset
            if form.cleaned_data.get("is_removed") and form.cleaned_data.get("pk")
        ],
    }
