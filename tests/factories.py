"""Legal objects for tests: each call makes one that could exist. No test assembles a state by hand."""

import itertools
import time
from datetime import date, timedelta

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from section11.audits.models import Action, Answer, Cycle, Evidence, SelfAudit
from section11.people.models import Agency, Membership, Partnership, PartnershipAgency, Role, User
from section11.people.operations import second_factors
from section11.standards.models import (
    Descriptor,
    Question,
    RatingLevel,
    RatingScale,
    Standard,
    StandardSet,
)

_numbers = itertools.count(1)
PASSWORD = "correct horse battery"
TOTP_SECRET = "TESTSECTIONELEVENTESTSECTIONELEV"


def user(**fields):
    return User.objects.create_user(password=PASSWORD, **_person() | fields)


def _person():
    n = next(_numbers)
    return {"email": f"person{n}@example.org", "name": f"Person {n}", "post": "Officer"}


def passkey(user, name="Work laptop"):
    """A passkey, of which no device has the other half."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential_id = f"credential of {user.pk}".encode()
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    made = AuthenticatorData.create(
        bytes(32), flags, 0, AttestedCredentialData.create(Aaguid(bytes(16)), credential_id, key)
    )
    said = CollectedClientData.create("webauthn.create", bytes(16), "http://localhost")
    credential = {
        "id": websafe_encode(credential_id),
        "rawId": websafe_encode(credential_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(said),
            "attestationObject": websafe_encode(AttestationObject.create("none", made, {})),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
    return WebAuthn.add(user, name, credential).instance


def authenticator_app(user):
    """The user's authenticator app, with recovery codes that they have looked at."""
    second_factors.enrol(user=user, secret=TOTP_SECRET, by=user)
    RecoveryCodes.activate(user).mark_as_viewed()


def second_steps(user):
    authenticator_app(user)
    passkey(user)


def app_code(*, secret=TOTP_SECRET, ahead=0):
    """What an authenticator app with `secret` shows now, or so many half minutes later."""
    moment = int(time.time()) // 30 + ahead
    return totp.format_hotp_value(totp.hotp_value(secret, moment))


def partnership(**fields):
    n = next(_numbers)
    return Partnership.objects.create(
        **{"name": f"Partnership {n}", "short_name": f"P{n}"} | fields
    )


def agency(*, partnership, basis="section_11", **fields):
    n = next(_numbers)
    made = Agency.objects.create(
        **{"name": f"Body {n}", "short_name": f"Body {n}", "sector": "police"} | fields
    )
    PartnershipAgency.objects.create(
        partnership=partnership, agency=made, basis=basis, joined_on=date(2020, 1, 1)
    )
    return made


def members(*wanted):
    """`member` of many at once: wanted are a role and what it is held in, as keywords."""
    people = User.objects.bulk_create(
        User(**_person(), password=make_password(PASSWORD)) for _ in wanted
    )
    Membership.objects.bulk_create(
        Membership(user=person, starts_on=date(2020, 1, 1), **fields)
        for person, fields in zip(people, wanted, strict=True)
    )
    return people


def member(role, *, agency=None, partnership=None, **fields):
    """A user who holds `role` in the agency, in the partnership or, with neither, in the service."""
    person = user(**fields)
    Membership.objects.create(
        user=person,
        role=role,
        agency=agency,
        partnership=partnership,
        starts_on=date(2020, 1, 1),
    )
    return person


def granted_reader(*, partnership):
    """An administrator of the service who may read the partnership until tomorrow."""
    person = member(Role.ADMINISTRATOR)
    Membership.objects.create(
        user=person,
        role=Role.GRANTED_READER,
        partnership=partnership,
        ends_on=timezone.localdate() + timedelta(days=1),
        reason="A lead cannot open a file.",
    )
    return person


RAG = [
    # code, label, letter, colour, symbol, counts, action, evidence, reason
    ("red", "Red", "R", "#b22222", "triangle", True, True, False, False),
    ("amber", "Amber", "A", "#ffbf47", "diamond", True, True, False, False),
    ("green", "Green", "G", "#00703c", "circle", True, False, True, False),
    ("na", "Not applicable", "N/A", "#ffffff", "dash", False, False, False, True),
]


def scale(levels=RAG, code="rag"):
    """The scale with that code; made at the first call."""
    made, new = RatingScale.objects.get_or_create(code=code, defaults={"title": code.upper()})
    if new:
        for order, row in enumerate(levels):
            names = "code label letter colour symbol counts_in_score needs_action needs_evidence needs_reason"
            RatingLevel.objects.create(
                scale=made,
                order=order,
                meaning=f"{row[1]} means.",
                **dict(zip(names.split(), row, strict=True)),
            )
    return made


def level(code, scale_code="rag"):
    return RatingLevel.objects.get(scale__code=scale_code, code=code)


def standard_set(*, standards=2, questions=2, published=True, partnership=None, **fields):
    """A set with that many standards, each with that many questions; the first is essential."""
    n = next(_numbers)
    rag = scale()
    fields = {"code": f"set-{n}", "title": f"Set {n}", "scale": rag} | fields
    if published:
        fields |= {"status": StandardSet.Status.PUBLISHED, "published_at": timezone.now()}
    made = StandardSet.objects.create(partnership=partnership, **fields)
    many = Standard.objects.bulk_create(
        Standard(
            standard_set=made, order=s, code=str(s), title=f"Standard {s}", summary=f"About {s}."
        )
        for s in range(1, standards + 1)
    )
    _questions([(standard, q, {}) for standard in many for q in range(1, questions + 1)])
    return made


def question(*, standard, order, **fields):
    return _questions([(standard, order, fields)])[0]


def _questions(wanted):
    """Of each standard, place and fields a question, with what each counting level means."""
    made = Question.objects.bulk_create(
        Question(
            **{
                "standard": standard,
                "order": order,
                "code": f"{standard.code}.{order}",
                "text": f"Question {standard.code}.{order}?",
                "guidance": f"Guidance {standard.code}.{order}.",
                "good_evidence": f"Evidence {standard.code}.{order}.",
                "essential": order == 1,
                "lineage": f"question-{standard.code}-{order}",
            }
            | fields
        )
        for standard, order, fields in wanted
    )
    levels = RatingLevel.objects.filter(
        scale__standard_sets__standards__in={question.standard_id for question in made},
        counts_in_score=True,
    ).distinct()
    Descriptor.objects.bulk_create(
        Descriptor(question=question, level=level, text=f"{level.label} for {question.code}.")
        for question in made
        for level in levels
    )
    return made


def cycle(*, partnership, open=True, **fields):  # noqa: A002 - reads as the trait it is
    n = next(_numbers)
    today = timezone.localdate()
    fields = {
        "name": f"Cycle {n}",
        "year": today.year,
        "opens_on": today - timedelta(days=30),
        "due_on": today + timedelta(days=30),
        "status": Cycle.Status.OPEN if open else Cycle.Status.PLANNED,
    } | fields
    if "standard_set" not in fields:
        fields["standard_set"] = standard_set()
    return Cycle.objects.create(partnership=partnership, **fields)


def self_audit(*, cycle, agency, answered="", by=None, sent=False, submitted=False, **fields):
    """A self-audit; `answered` is a level code given to every question, with what it needs.

    `sent=True` is waiting for the approver, `submitted=True` is signed off; both are complete.
    """
    by = by or _someone(Role.LEAD, agency)
    fields = {"due_on": cycle.due_on, "sector": agency.sector, "size": agency.size} | fields
    now = timezone.now()
    if answered or sent or submitted:
        fields |= {"status": SelfAudit.Status.IN_PROGRESS, "started_at": now}
    if sent or submitted:
        fields |= {"status": SelfAudit.Status.WITH_APPROVER, "sent_at": now, "sent_by": by}
    if submitted:
        fields |= {
            "status": SelfAudit.Status.SUBMITTED,
            "submitted_at": now,
            "submitted_by": _someone(Role.APPROVER, agency),
        }
    made = SelfAudit.objects.create(cycle=cycle, agency=agency, **fields)
    if answered or sent or submitted:
        for asked in made.questions:
            answer(self_audit=made, question=asked, level=answered or "green", by=by)
    return made


def _someone(role, agency):
    found = agency.memberships.filter(role=role).first()
    return found.user if found else member(role, agency=agency)


def answer(*, self_audit, question, level="green", by=None, complete=True, **fields):
    """An answer with that level; with the action, evidence or reason it needs if `complete`."""
    by = by or _someone(Role.LEAD, self_audit.agency)
    given = RatingLevel.objects.get(scale=self_audit.cycle.standard_set.scale, code=level)
    fields = {
        "narrative": f"What we do about {question.code}.",
        "impact": "Children say so.",
    } | fields
    made = Answer.objects.create(
        self_audit=self_audit, question=question, level=given, updated_by=by, **fields
    )
    if complete and given.needs_action:
        action(answer=made, by=by)
    if complete and given.needs_evidence:
        evidence(answer=made, by=by)
    if complete and given.needs_reason:
        made.na_reason = "We have no such service."
        made.save(update_fields=["na_reason"])
    return made


def evidence(*, answer, by=None, **fields):
    fields = {"kind": "held", "title": "Policy", "reference": "Shared drive, safeguarding"} | fields
    return Evidence.objects.create(answer=answer, added_by=by or answer.updated_by, **fields)


def action(*, answer, by=None, **fields):
    fields = {
        "what": "Write the policy",
        "lead": "Head of service",
        "due_on": timezone.localdate() + timedelta(days=60),
    } | fields
    return Action.objects.create(answer=answer, added_by=by or answer.updated_by, **fields)
