"""Words that nobody could mistake, planted in all that there is of one challenged agency: what it
wrote, and what its panel made of it.

`plant` makes a row of every kind where there is none, and writes over the texts of those there are,
their earlier versions too.
"""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from challenge.models import (
    AgreedAction,
    AgreedActionEscalation,
    AgreedActionUpdate,
    ChallengedAgency,
    FeedbackLetter,
    Finding,
    KeyLineOfEnquiry,
    MemberRating,
    Moderation,
    Reply,
    Slot,
)
from section11.audits.content import content_of
from section11.audits.models import Action, Answer, Evidence, SignOff
from surveys.models import FreeText, SurveyedAgency
from tests import challenge_factories as made
from tests import factories
from tests import survey_factories as surveys

NAME = "Xylographic"  # of the agency

# Where each kind of row is about an agency, and the word in each of its texts.
TEXTS = {
    Answer: ("self_audit__agency", {"narrative": "Abracadabrant", "impact": "Bibliopole"}),
    Evidence: ("answer__self_audit__agency", {"title": "Catafalque", "file_name": "Dirigible.pdf"}),
    Action: ("answer__self_audit__agency", {"what": "Escutcheon"}),
    KeyLineOfEnquiry: (
        "challenged_agency__agency",
        {"text": "Flibbertigibbet", "because": "Gallimaufry"},
    ),
    MemberRating: ("slot__challenged_agency__agency", {"notes": "Hullabaloo"}),
    Moderation: (
        "challenged_agency__agency",
        {"discussion": "Incunabula", "reason": "Jabberwock"},
    ),
    Finding: ("challenged_agency__agency", {"text": "Kinnikinnick"}),
    AgreedAction: ("challenged_agency__agency", {"what": "Lollapalooza", "lead": "Mugwump"}),
    AgreedActionUpdate: (
        "action__challenged_agency__agency",
        {"text": "Nincompoop", "file_name": "Oscillograph.pdf"},
    ),
    AgreedActionEscalation: ("action__challenged_agency__agency", {"note": "Panjandrum"}),
    Reply: (
        "moderation__challenged_agency__agency",
        {"text": "Quodlibet", "file_name": "Rigmarole.pdf"},
    ),
    FeedbackLetter: (
        "challenged_agency__agency",
        {"body": [{"key": "more", "heading": "What we saw", "text": "Skulduggery"}]},
    ),
    ChallengedAgency: ("agency", {"reasons": ["Tintinnabulation"]}),
    FreeText: (
        "surveyed_agency__agency",
        {"text": "Ultracrepidarian", "edited": "Verisimilitude", "warnings": ["Whippersnapper"]},
    ),
}
# Texts of the challenge and of surveys that are nobody's material.
NOBODYS = {
    "SealedAnswers": "sealed, so that nobody reads them",
    "SurveyDraft": "sealed, so that nobody reads them",
    "Survey": "its role groups, which are the same for every agency",
    "SurveyQuestion": "what is asked of every agency",
    "SurveySetImport": "a file of questions: the coordinator's",
    "Challenge": "its settings, and the partnership's words around every letter",
    "Interest": "why somebody has one: for the coordinator and the chair",
    "PanelMember": "in which capacities they sit",
    "PlanningRun": "the coordinator's",
    "Timetable": "the coordinator's",
}


def _words(texts):
    for value in texts.values():
        text = value if isinstance(value, str) else str(value)
        yield text.removesuffix(".pdf") if isinstance(value, str) else _last_word(value)


def _last_word(value):
    return value[0]["text"] if isinstance(value[0], dict) else value[0]


WORDS = frozenset(word for _, texts in TEXTS.values() for word in _words(texts))


def plant(*, challenge, agency, chair, lead):
    """Plant all WORDS, and NAME; return an object of each model with such texts."""
    agency.name = agency.short_name = NAME
    agency.save()
    challenged = challenge.agencies.get(agency=agency)
    challenged.agency = agency
    self_audit = challenged.self_audit
    _submit(self_audit)
    _make_rows(challenged, chair, lead)
    _make_texts(challenged)
    for model, (path, texts) in TEXTS.items():
        model.objects.filter(**{path: agency}).update(**texts)
        if hasattr(model, "history"):
            model.history.filter(**{path: agency}).update(**texts)
    _sign_off(self_audit)
    found = {
        model: model.objects.filter(**{path: agency}).first() for model, (path, _) in TEXTS.items()
    }
    return found | {
        Slot: challenged.slots.get(cancelled_at=None),
        type(self_audit): self_audit,
        SignOff: self_audit.sign_offs.last(),
    }


def _submit(self_audit):
    if not self_audit.answers.exists():
        made.submit(self_audit)
    approver = self_audit.agency.approvers[0]
    now = timezone.now()
    self_audit.status, self_audit.started_at = "submitted", now
    self_audit.sent_at, self_audit.sent_by = now, self_audit.agency.leads[0]
    self_audit.submitted_at, self_audit.submitted_by = now, approver
    self_audit.save()
    answer = self_audit.answers.first()
    factories.action(answer=answer)
    factories.evidence(
        answer=answer,
        kind="file",
        reference="",
        file=ContentFile(b"%PDF-1.7", name="kept.pdf"),
        file_name="kept.pdf",
        sha256="0" * 64,
    )


def _make_rows(challenged, chair, lead):
    challenge = challenged.challenge
    slot = challenged.slots.filter(cancelled_at=None).first()
    if slot is None:
        soon = timezone.localdate() + timedelta(days=5)
        half_day = made.possible_session(challenge=challenge, on=soon)
        held = made.session(challenge=challenge, possible_session=half_day)
        slot = made.slot(session=held, challenged_agency=challenged)
    if not slot.session.seats.filter(panel_member=chair).exists():
        made.seat(session=slot.session, panel_member=chair, is_chair=True)
    if not slot.ratings.exists():
        made.member_rating(slot=slot, panel_member=chair)
    moderation = challenged.moderations.first() or made.moderation(slot=slot)
    if not hasattr(moderation, "reply"):
        made.reply(moderation=moderation, by=lead, **_file())
    if not challenged.enquiries.exists():
        made.enquiry(challenged_agency=challenged)
    made.finding(challenged_agency=challenged)
    action = challenged.actions.first() or made.agreed_action(challenged_agency=challenged)
    action.updates.create(by=lead, text="Begun.", **_file())
    action.escalations.create(by=challenge.set_up_by, step="lead", note="Please.")
    if not hasattr(challenged, "letter"):
        made.letter(challenged_agency=challenged)


def _make_texts(challenged):
    """A released text of each survey of the agency that is counted, and of at least one."""
    parts = SurveyedAgency.objects.filter(
        agency=challenged.agency, survey__counted_at__isnull=False
    )
    if not parts.filter(survey__shared_at__isnull=False).exists():
        surveys.survey(
            cycle=challenged.challenge.cycle, agencies=[challenged.agency], status="shared"
        )
    parts.update(answered=20)
    for part in parts.all():
        surveys.free_text(surveyed_agency=part, released=True)


def _file():
    return {
        "file": ContentFile(b"%PDF-1.7\n", "kept.pdf"),
        "file_name": "kept.pdf",
        "file_kind": "PDF",
    }


def _sign_off(self_audit):
    """Each declaration has the whole self-audit, as it now is."""
    self_audit = type(self_audit).objects.get(pk=self_audit.pk)
    content = content_of(self_audit)
    if not self_audit.sign_offs.exists():
        SignOff.objects.create(
            self_audit=self_audit,
            number=1,
            by=self_audit.submitted_by,
            name="Ann",
            post="Chief officer",
            declaration="It is so.",
            content=content,
        )
    self_audit.sign_offs.update(content=content)
