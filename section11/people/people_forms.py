from django import forms

from section11.web.forms import GovukForm, RadiosWithHints

from . import wording
from .models import Membership, Role

NEW = "new"


def _email(**kwargs):
    return forms.EmailField(
        label="E-mail address",
        max_length=254,
        error_messages={
            "required": "Enter their e-mail address",
            "invalid": "Enter an e-mail address such as name@example.org",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        **kwargs,
    )


def _name(**kwargs):
    return forms.CharField(
        label="Full name",
        max_length=150,
        error_messages={"required": "Enter their name"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        **kwargs,
    )


def _post():
    return forms.CharField(
        label="Job title (optional)",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class InviteForm(GovukForm):
    """`roles` are those on offer, `place` the agency or partnership, as {"agency": …}."""

    role = forms.ChoiceField(
        label="What will they do?",
        widget=RadiosWithHints,
        error_messages={"required": "Choose a role"},
    )
    name = _name()
    email = _email(help_text="They sign in with it. Use the one that their work gave them.")
    post = _post()
    hold = forms.BooleanField(
        label="Keep the invitation back: I will send it later", required=False
    )

    def __init__(self, *args, roles, place, **kwargs):
        super().__init__(*args, **kwargs)
        self.place = place
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        self.fields["role"].widget.hints = {
            role.value: f"{wording.ROLES[role].capitalize()}." for role in roles
        }

    def clean(self):
        sent = super().clean()
        held = Membership.objects.current().filter(
            user__email=sent.get("email", "").lower(), role=sent.get("role"), **self.place
        )
        if held.exists():
            role = Role(sent["role"]).label.lower()
            self.add_error(
                "email",
                f"{sent['email']} is {role} here already."
                " Look for them in the list of people, and send the invitation again from there",
            )
        return sent


class HandOnForm(GovukForm):
    """`membership` is the lead's role, `colleagues` the roles of who else could hold it."""

    to = forms.ChoiceField(
        label="Who will be the safeguarding lead?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who will be the safeguarding lead"},
    )
    name = _name(required=False, help_text="For somebody new only.")
    email = _email(required=False, help_text="For somebody new only.")
    post = _post()
    stays = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[
            ("yes", "Contributor: goes on filling in the self-audit"),
            ("no", "Nothing here: the role ends"),
        ],
        error_messages={"required": "Choose whether the lead of today stays as contributor"},
    )

    def __init__(self, *args, membership, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.colleagues = {str(person.user.pk): person for person in colleagues}
        choices = [(pk, f"{p.name}, {p.roles}") for pk, p in self.colleagues.items()]
        self.fields["to"].choices = [*choices, (NEW, "Somebody new, who will be invited")]
        self.fields["stays"].label = f"What will {membership.person_name} be then?"

    def clean(self):
        sent = super().clean()
        if sent.get("to") == NEW:
            for name in ("name", "email"):
                if not sent.get(name) and name not in self.errors:
                    self.add_error(
                        name,
                        {"name": "Enter their name", "email": "Enter their e-mail address"}[name],
                    )
        return sent

    @property
    def handed_on(self):
        """What the operation asks for: the address and name of the new lead, and who stays."""
        person = self.colleagues.get(self.cleaned_data["to"])
        new = {key: self.cleaned_data[key] for key in ("email", "name", "post")}
        who = {"email": person.user.email, "name": person.name} if person else new
        return {**who, "stays": self.cleaned_data["stays"] == "yes"}


class YourDetailsForm(GovukForm):
    name = forms.CharField(
        label="Full name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    post = forms.CharField(
        label="Job title (optional)",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )


class SecondFactorForm(GovukForm):
    demanded = forms.BooleanField(
        label="Everybody with a role here must use a second step when they sign in", required=False
    )
