"""Rows of a file of agencies, or of people, read and compared by django-import-export.

A resource converts one row at a time and finds what differs. It asks the database nothing: all
that a row may name is handed to it. It writes nothing either: that is for the operations.
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from import_export import resources
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.widgets import Widget

from . import columns
from .models import Agency, PartnershipAgency, Role, Sector, Size, User
from .models.membership import AGENCY_ROLES, SERVICE_ROLES

NAME = Agency._meta.get_field("name").max_length
SHORT_NAME = Agency._meta.get_field("short_name").max_length
PERSON = User._meta.get_field("name").max_length
POST = User._meta.get_field("post").max_length
# Neither is a coordinator's to give: administrators are made by their own, and grant themselves.
ROLES = [role for role in Role if role not in (Role.GRANTED_READER, *SERVICE_ROLES)]


class Parsed(Widget):
    """A widget made of one function: text to value."""

    def __init__(self, parse):
        super().__init__()
        self.parse = parse

    def clean(self, value, row=None, **kwargs):
        return self.parse(value)


def cell(name, parse):
    return Field(attribute=name, column_name=name, widget=Parsed(parse))


class RowResource(resources.Resource):
    """Rows as records of our own, compared and never saved."""

    def read(self, dataset):
        return self.import_data_inner(dataset, True, False, False, False)

    class Meta:
        skip_unchanged = True
        skip_html_diff = True
        store_instance = True
        instance_loader_class = BaseInstanceLoader  # finds nothing: the database is not asked


@dataclass
class AgencyRow:
    """What a row says of an agency. `kept`: its details are not this coordinator's to change."""

    name: str = ""
    short_name: str = ""
    sector: str = ""
    size: str = Size.LARGE
    statutory_partner: str = ""
    basis: str = ""
    place: Any = None
    kept: bool = False


class AgencyResource(RowResource):
    """`existing` are AgencyRows by the folded name of the agency."""

    name = cell("name", partial(columns.line, longest=NAME))
    short_name = cell("short_name", partial(columns.line, longest=SHORT_NAME, blank=True))
    sector = cell("sector", columns.OneOf(Sector.choices))
    size = cell("size", columns.OneOf(Size.choices))
    statutory_partner = cell(
        "statutory_partner", columns.OneOf(Agency.StatutoryPartner.choices, blank=True)
    )
    basis = cell("basis", columns.OneOf(PartnershipAgency.ParticipationBasis.choices))

    def __init__(self, *, existing):
        super().__init__()
        self.existing = existing

    def get_instance(self, instance_loader, row):
        return self.existing.get(" ".join(row["name"].split()).casefold())

    def init_instance(self, row=None):
        return AgencyRow()

    def import_instance(self, instance, row, **kwargs):
        before = replace(instance)
        super().import_instance(instance, row, **kwargs)
        if before.place:
            # The name is what the row is found by: other capitals do not change it.
            instance.name = before.name
        instance.short_name = instance.short_name or before.short_name or instance.name[:SHORT_NAME]
        if before.kept:
            basis = instance.basis
            instance.__dict__.update(vars(before), basis=basis)

    class Meta(RowResource.Meta):
        model = Agency
        fields = columns.AGENCY_COLUMNS
        import_id_fields = ("name",)


@dataclass
class PersonRow:
    """What a row says of a person."""

    email: str = ""
    name: str = ""
    post: str = ""
    role: str = ""
    agency: Any = None


class PersonResource(RowResource):
    """`agencies` are those of the partnership; in `kept`, by id, it may not give roles."""

    email = cell("email", columns.email)
    name = cell("name", partial(columns.line, longest=PERSON))
    post = cell("post", partial(columns.line, longest=POST, blank=True))
    role = cell("role", columns.OneOf((role, role.label) for role in ROLES))

    def __init__(self, *, agencies, kept, partnership):
        super().__init__()
        self.kept = kept
        read = columns.Named(agencies, what=f"agency in {partnership} called")
        self.fields["agency"] = cell("agency", read)

    def init_instance(self, row=None):
        return PersonRow()

    def import_instance(self, instance, row, **kwargs):
        super().import_instance(instance, row, **kwargs)
        if instance.agency and instance.agency.pk in self.kept:
            raise ValidationError({"agency": "This agency's own lead invites its people."})
        if instance.role in AGENCY_ROLES and instance.agency is None:
            raise ValidationError(
                {"agency": f"Name the agency: {_label(instance)} is a role in an agency."}
            )
        if instance.role not in AGENCY_ROLES and instance.agency is not None:
            raise ValidationError(
                {"agency": f"Leave this blank: {_label(instance)} is a role in the partnership."}
            )

    class Meta(RowResource.Meta):
        model = User
        fields = columns.PEOPLE_COLUMNS
        import_id_fields = ("email",)
        force_init_instance = True


def _label(row):
    return Role(row.role).label.lower()
