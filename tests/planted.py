"""Names that nobody could mistake, planted where most people may not look.

Each stands in another partnership, which has `agency` too, or in another agency of the same
partnership. `MAY_KNOW` says who of the people of tests/conftest.py may come upon it.
"""

import io
import zipfile
from dataclasses import dataclass
from urllib.parse import unquote

from django.core.files.base import ContentFile
from django.db import transaction

from section11.audits.models import Action, Cycle, Evidence, SelfAudit, SignOff
from section11.audits.operations import self_audits
from section11.people.models import (
    Agency,
    Membership,
    Partnership,
    PartnershipAgency,
    Role,
    TableImport,
    User,
)
from section11.standards.models import StandardSet, StandardSetImport
from surveys.models import SurveySet, SurveySetImport
from tests import factories, survey_factories
from tests.conftest import PageClient

OWN_PEOPLE = frozenset(["reader", "contributor", "lead", "approver", "chief officer"])
RUN_THE_SERVICE = frozenset(["granted reader", "administrator"])
READ_RESULTS = frozenset(
    [
        "coordinator",
        "chair",
        "board member",
        "panel member",
        "scrutineer",
        "lay member",
        "granted reader",
        "seated member",
        "conflicted member",
    ]
)
COORDINATES = frozenset(["coordinator"])
NOBODY = frozenset()

MAY_KNOW = {
    # The other partnership: the people of an agency that sits in both know what they answer there.
    "Quillfeather": OWN_PEOPLE | RUN_THE_SERVICE,  # its name
    "Mellifont": RUN_THE_SERVICE,  # its coordinator
    "Hesperidian": OWN_PEOPLE,  # its cycle
    "Larkspurian": OWN_PEOPLE,  # its standard set
    "Zephyrine": OWN_PEOPLE,  # a standard of that set
    "Yarrowmere": OWN_PEOPLE,  # a question of that set
    "Umbrageous": OWN_PEOPLE,  # what `agency` wrote there
    "Verdigris": OWN_PEOPLE,  # the evidence of `agency` there
    "Brindlewick": NOBODY,  # another agency there
    "Thornquist": NOBODY,  # who leads it
    "Fandangle": NOBODY,  # what it wrote
    "Grimalkin": NOBODY,  # its evidence
    "Pettifogging": NOBODY,  # the file of that evidence
    "Snickersnee": NOBODY,  # its action
    "Marzipanic": NOBODY,  # a file of questions uploaded there
    "Turpentinic": NOBODY,  # a file of people uploaded there
    "Oubliette": NOBODY,  # its survey set
    "Wimpling": NOBODY,  # a question of that set
    "Cachinnating": NOBODY,  # a file of survey questions uploaded there
    # Another agency of the same partnership, that has not submitted.
    "Nightjarring": READ_RESULTS,  # its name
    "Rhadamanth": COORDINATES,  # who leads it
    "Ossifrage": COORDINATES,  # what it wrote
    "Palimpsest": COORDINATES,  # its evidence
    "Quisquous": COORDINATES,  # the file of that evidence
    # One that has.
    "Sardonyxian": READ_RESULTS,  # its name
    "Tatterdemalion": READ_RESULTS,  # what it wrote
}


@dataclass
class Planted:
    """`coordinator` serves the other partnership; `of` has an object of it for each model."""

    coordinator: object
    lead: object
    in_progress: object
    of: dict

    def pk_of(self, model):
        return self.of[model].pk


def plant(*, partnership, agency, cycle):
    other = factories.partnership(name="Quillfeather Partnership", short_name="Quillfeather")
    coordinator = factories.member(Role.COORDINATOR, partnership=other, name="Ann Mellifont")
    questions = _standard_set(other)
    theirs = factories.cycle(partnership=other, name="Hesperidian round", standard_set=questions)
    stranger = factories.agency(
        partnership=other, name="Brindlewick Trust", short_name="Brindlewick"
    )
    lead = factories.member(Role.LEAD, agency=stranger, name="Bo Thornquist")
    submitted = _self_audit(
        cycle=theirs, agency=stranger, text="Fandangle", evidence="Grimalkin", file="Pettifogging"
    )
    answer = submitted.answers.first()
    factories.action(answer=answer, what="Snickersnee is mended")
    _submit(submitted)
    place = PartnershipAgency.objects.create(
        partnership=other, agency=agency, basis="section_11", joined_on="2020-01-01"
    )
    _submit(
        _self_audit(
            cycle=theirs, agency=agency, text="Umbrageous", evidence="Verdigris", file="Verdigris"
        )
    )
    in_progress = _beside(partnership, cycle)
    objects = [
        other,
        stranger,
        place,
        lead,
        lead.memberships.get(),
        theirs,
        questions,
        submitted,
        SignOff.objects.get(self_audit=submitted),
        answer,
        answer.evidence.exclude(file="").get(),
        answer.actions.get(),
        *_uploads(other, questions, coordinator),
        *_survey_sets(other, coordinator),
    ]
    return Planted(coordinator, lead, in_progress, {type(each): each for each in objects})


def _standard_set(other):
    made = factories.standard_set(
        partnership=other, standards=1, questions=1, code="larkspurian", title="Larkspurian set"
    )
    made.standards.update(title="Zephyrine")
    made.standards.get().questions.update(text="Is there Yarrowmere?")
    return made


def _survey_sets(other, coordinator):
    made = survey_factories.survey_set(partnership=other, title="Oubliette survey", questions=1)
    made.questions.update(text="I am Wimpling.")
    draft = survey_factories.survey_set(partnership=other, published=False, based_on=made)
    yield made
    yield SurveySetImport.objects.create(
        partnership=other,
        survey_set=draft,
        file_name="Cachinnating.csv",
        columns=["code"],
        rows=[],
        uploaded_by=coordinator,
    )


def _beside(partnership, cycle):
    """Two more agencies of the partnership: one at work, one that has submitted."""
    at_work = factories.agency(
        partnership=partnership, name="Nightjarring Homes", short_name="Nightjarring"
    )
    factories.member(Role.LEAD, agency=at_work, name="Cy Rhadamanth")
    in_progress = _self_audit(
        cycle=cycle, agency=at_work, text="Ossifrage", evidence="Palimpsest", file="Quisquous"
    )
    done = factories.agency(
        partnership=partnership, name="Sardonyxian School", short_name="Sardonyxian"
    )
    submitted = _self_audit(
        cycle=cycle, agency=done, text="Tatterdemalion", evidence="Policy", file="Policy"
    )
    _submit(submitted)
    return in_progress


def _self_audit(*, cycle, agency, text, evidence, file):
    """Complete, and each of its narratives, its first evidence and that file's name say so much."""
    made = factories.self_audit(cycle=cycle, agency=agency, answered="green")
    made.answers.update(narrative=f"{text} is what we do.")
    factories.evidence(
        answer=made.answers.order_by("question").first(),
        kind="file",
        title=f"{evidence} report",
        reference="",
        file=ContentFile(b"%PDF-1.7", name="kept.pdf"),
        file_name=f"{file}.pdf",
        sha256="0" * 64,
    )
    return made


def _submit(self_audit):
    approver = factories.member(Role.APPROVER, agency=self_audit.agency)
    lead = self_audit.agency.leads[0]
    self_audits.send(self_audit=self_audit, by=lead)
    self_audits.submit(self_audit=self_audit, name="Ann", post="Chief", by=approver)


def _uploads(other, questions, coordinator):
    yield TableImport.objects.create(
        partnership=other,
        kind="people",
        file_name="Turpentinic.csv",
        columns=["email"],
        rows=[],
        uploaded_by=coordinator,
    )
    yield StandardSetImport.objects.create(
        partnership=other,
        standard_set=factories.standard_set(partnership=other, published=False, based_on=questions),
        file_name="Marzipanic.csv",
        columns=["code"],
        rows=[],
        uploaded_by=coordinator,
    )


# What the arguments of a page are about, where it is asked for with a number of elsewhere.
FOREIGN = {
    "agency": Agency,
    "partnership": Partnership,
    "place": PartnershipAgency,
    "colleague": User,
    "agency_role": Membership,
    "own_set": StandardSet,
    "own_set_csv": StandardSet,
    "upload": StandardSetImport,
    "own_survey_set": SurveySet,
    "own_survey_set_csv": SurveySet,
    "draft_survey_set": SurveySet,
    "survey_set_upload": SurveySetImport,
    "table_import": TableImport,
    "cycle": Cycle,
    "rated_cycle": Cycle,
    "heatmap_csv": Cycle,
    "standard": Cycle,
    "cell": Cycle,
    "open_audit": SelfAudit,
    "step": SelfAudit,
    "sent": SelfAudit,
    "submission": SignOff,
    "sent_file": Evidence,
    "action": Action,
}
# Who asks for it.
ASKING = ("lead", "coordinator", "board member", "neighbour", "administrator")


def signed_in(user):
    client = PageClient()
    client.force_login(user)
    return client


def read(client, url):
    """What is answered, as one text: headers, and the body with what is packed in it."""
    return text_of(client.get(url))


def sent(client, url, data):
    """The answer to a form, and its text; what it changed is undone."""
    with transaction.atomic():
        response = client.post(url, data, follow=True)
        text = text_of(response)
        transaction.set_rollback(True)
    return response, text


def text_of(response):
    return "\n".join([unquote(str(response.headers)), unpacked(response.getvalue())])


def unpacked(body):
    if not body.startswith(b"PK"):
        return body.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def told(text):
    return {word for word in MAY_KNOW if word.lower() in text.lower()}


def forbidden(kind):
    return {word for word, may_know in MAY_KNOW.items() if kind not in may_know}
