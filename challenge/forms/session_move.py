from datetime import datetime

from django import forms
from django.utils import timezone

from section11.web.forms import DateField, GovukForm

from ..calendars import session_moves

INVALID_TIME = "“Starts at”: enter a time such as 09:30"
INVALID_LINK = "Enter a whole address, such as https://example.org/meeting"


class SessionMoveForm(GovukForm):
    """When and where a session is to be held. `saw` is the digest of what the form was drawn with."""

    on = DateField(label="Date")
    at = forms.TimeField(
        label="Starts at",
        help_text="For example, 09:30. It lasts as long as before",
        input_formats=["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p"],
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"}),
        error_messages={"invalid": INVALID_TIME},
    )
    room = forms.ModelChoiceField(
        label="Room", queryset=None, required=False, empty_label="No room"
    )
    place = forms.CharField(
        label="Place",
        max_length=200,
        required=False,
        help_text="Leave place and link empty for those of the room or the challenge",
    )
    online_link = forms.URLField(
        label="Online link",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": INVALID_LINK},
    )
    saw = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, session, **kwargs):
        starts_at = timezone.localtime(session.starts_at)
        initial = {
            "on": starts_at.date(),
            "at": starts_at.time(),
            "room": session.room_id,
            "place": session.place,
            "online_link": session.online_link,
            "saw": session_moves.seen(session),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.session = session
        self.fields["room"].queryset = session.challenge.rooms.all()
        if not session.challenge.rooms.exists():
            del self.fields["room"]
        self.unsure = []

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        self.spot = session_moves.Spot(
            starts_at=timezone.make_aware(datetime.combine(cleaned["on"], cleaned["at"])),
            room=cleaned.get("room"),
            place=cleaned["place"],
            online_link=cleaned["online_link"],
        )
        for field, sentence in session_moves.problems(self.session, self.spot):
            self.add_error(field, sentence)
        self._ask_whether_agreed()
        self._say_if_changed()
        return cleaned

    def _say_if_changed(self):
        """What somebody else did meanwhile is said; whoever sends the form again means it."""
        now = session_moves.seen(self.session)
        if self.cleaned_data.get("saw") != now:
            sentence = session_moves.changed_meanwhile(self.session)
            self.add_error(None, f"{sentence} Save again to change it as you typed")
            self.data = self.data.copy()
            self.data["saw"] = now

    def _ask_whether_agreed(self):
        """Whoever did not say that they can come then is asked by the coordinator first."""
        self.unsure = session_moves.who_said_no(self.session, self.spot)
        if not self.unsure:
            return
        ticked = self.data.get(self.add_prefix("agreed"))
        sentence = f"Not known to be able to come then: {', '.join(self.unsure)}"
        self.fields["agreed"] = forms.BooleanField(
            label="I have asked them, and they can come",
            help_text=sentence if ticked or self.errors else "",
            required=False,
        )
        if not self.errors and not ticked:
            self.add_error("agreed", f"{sentence}. Ask them first, then tick the box")

    @property
    def agreed(self):
        return bool(self.unsure)
