"""The pack of one slot: all that its panel reads of the agency before and in the session.

A constant number of queries, whatever the number of agencies, people and standards. For lay members
and young scrutineers it holds no files, no links and no names of persons.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from section11.audits.models import Action, Evidence
from section11.board import behind, flags
from section11.people.models import User
from section11.standards.models import Question, RatingLevel, Standard

from ..models import AgreedAction, KeyLineOfEnquiry, Slot
from . import enquiry, enquiry_facts
from .redaction import Redactor, looks_like_a_name, whole
from .self_ratings import Rating, SelfRatings


@dataclass(frozen=True)
class Item:
    """One piece of evidence as the reader may see it; a file to open has an `id`, a link a `url`."""

    question: str
    kind: str
    title: str
    detail: str = ""
    id: int | None = None
    url: str = ""


@dataclass(frozen=True)
class ToDo:
    """An action of the agency; `lead` is empty where names are left out."""

    question: str
    what: str
    lead: str
    due_on: date | None


@dataclass(frozen=True)
class Line:
    """One standard of the pack: ratings, what speaks against them, and what they rest on."""

    rating: Rating
    reasons: Sequence[str]
    evidence: Sequence[Item]
    files: str  # how many there are of what, where they are not to be opened
    actions: Sequence[ToDo]

    @property
    def standard(self) -> Standard:
        return self.rating.standard


@dataclass(frozen=True)
class Answered:
    """One question with what the agency said to it, as the reader may see it."""

    question: Question
    wording: str
    level: RatingLevel | None
    level_before: RatingLevel | None
    travel: object
    texts: Sequence[tuple[str, str]]
    evidence: Sequence[Item]
    files: str
    actions: Sequence[ToDo]


@dataclass(frozen=True)
class Pack:
    slot: Slot
    is_redacted: bool
    ratings: SelfRatings
    lines: Sequence[Line]
    enquiries: Sequence[KeyLineOfEnquiry]
    agreed: Sequence[AgreedAction]  # of earlier challenges, not verified yet
    coming: Sequence[str]  # who comes for the agency

    @property
    def contested(self) -> list[Line]:
        """The standards against which something speaks."""
        return [line for line in self.lines if line.reasons]

    @property
    def with_evidence(self) -> list[Line]:
        return [line for line in self.lines if line.evidence or line.files]

    @property
    def with_actions(self) -> list[Line]:
        return [line for line in self.lines if line.actions]


class Reader:
    """Reads the parts of a pack for one person; `redacted` leaves files and names out."""

    def __init__(self, slot: Slot, *, redacted: bool):
        self.slot = slot
        self.challenged = slot.challenged_agency
        self.self_audit = self.challenged.self_audit
        self.redacted = redacted
        self.ratings = SelfRatings(self.self_audit.cycle)
        self.clean: Callable[[str], str] = self._redactor() if redacted else whole

    def pack(self) -> Pack:
        submitted = self.self_audit.is_submitted
        known = self._asked() if submitted else {}
        evidence = self._by_standard(Evidence) if submitted else {}
        actions = self._by_standard(Action) if submitted else {}
        return Pack(
            slot=self.slot,
            is_redacted=self.redacted,
            ratings=self.ratings,
            lines=[
                Line(
                    rating=rating,
                    reasons=_reasons(known.get(rating.standard.pk)),
                    evidence=self._items(evidence.get(rating.standard.pk, ())),
                    files=self._counted(evidence.get(rating.standard.pk, ())),
                    actions=self._to_do(actions.get(rating.standard.pk, ())),
                )
                for rating in self.ratings.of(self.challenged.agency_id)
            ],
            enquiries=list(self.challenged.enquiries.kept().select_related("standard")),
            agreed=self._agreed(),
            coming=[] if self.redacted else [str(one) for one in _attending(self.challenged)],
        )

    def answers(self, standard: Standard, user) -> list[Answered]:
        """What the agency said to the questions of one standard."""
        results = {self.self_audit.cycle_id: self.ratings.results}
        if self.ratings.before:
            results[self.ratings.before.cycle.pk] = self.ratings.before
        found = behind.of(self.self_audit, standard, results, user)
        return [self._answered(part) for part in found.parts]

    def _answered(self, part) -> Answered:
        answer, code = part.answer, part.question.code
        for item in [*part.evidence, *part.actions]:
            item.code = code
        return Answered(
            question=part.question,
            wording=part.wording,
            level=answer.level if answer else None,
            level_before=part.level_before,
            travel=part.direction,
            texts=[
                (label, self.clean(text))
                for label, text in (
                    ("What the agency does", answer.narrative if answer else ""),
                    ("What difference it makes for children", answer.impact if answer else ""),
                    ("Why it does not apply", answer.na_reason if answer else ""),
                )
                if text
            ],
            evidence=self._items(part.evidence),
            files=self._counted(part.evidence),
            actions=self._to_do(part.actions),
        )

    def _asked(self) -> dict[int, enquiry.Standard]:
        found = flags.of(self.self_audit.cycle)
        standards = enquiry_facts.standards_of(self.self_audit, self.ratings, found)
        return {one.id: one for one in standards}

    def _by_standard(self, model):
        """What is kept of the evidence, or of the actions, by the id of its standard."""
        questions = {one.pk: one for one in self.self_audit.questions}
        found = defaultdict(list)
        kept = model.objects.kept().filter(
            answer__self_audit=self.self_audit, answer__in_scope=True
        )
        for item in kept.select_related("answer").defer("answer__narrative", "answer__impact"):
            question = questions.get(item.answer.question_id)
            if question:
                item.code = question.code
                found[question.standard_id].append(item)
        for items in found.values():
            items.sort(key=lambda item: (_order(questions, item), item.pk))
        return found

    def _items(self, evidence) -> list[Item]:
        return [] if self.redacted else [_item(one) for one in evidence]

    def _counted(self, evidence) -> str:
        """2 files, 1 link: all that is said of evidence where it is not shown."""
        counts = Counter(one.kind for one in evidence)
        return ", ".join(
            f"{count} {word if count == 1 else words}"
            for kind, (word, words) in _KINDS.items()
            if (count := counts[kind])
        )

    def _to_do(self, actions) -> list[ToDo]:
        return [
            ToDo(one.code, self.clean(one.what), "" if self.redacted else one.lead, one.due_on)
            for one in actions
        ]

    def _agreed(self) -> list[AgreedAction]:
        cycle = self.self_audit.cycle
        found = list(
            AgreedAction.objects.unfinished()
            .filter(
                challenged_agency__agency=self.challenged.agency_id,
                challenged_agency__challenge__cycle__partnership=cycle.partnership_id,
                challenged_agency__challenge__released_at__isnull=False,
            )
            .exclude(challenged_agency=self.challenged)
            .select_related("standard", "challenged_agency__challenge__cycle")
        )
        for one in found:
            one.what = self.clean(one.what)
            one.lead = "" if self.redacted else one.lead
        return found

    def _redactor(self) -> Redactor:
        """Of whoever works or worked for the agency, comes for it, or leads an action of it."""
        agency = self.challenged.agency_id
        people = User.objects.filter(memberships__agency=agency).values_list("name", flat=True)
        leads = Action.objects.filter(answer__self_audit__agency=agency).exclude(lead="")
        agreed = AgreedAction.objects.filter(challenged_agency__agency=agency)
        named = {
            *leads.order_by().values_list("lead", flat=True),
            *agreed.order_by().values_list("lead", flat=True),
        }
        come = [str(one) for one in _attending(self.challenged)]
        return Redactor([*people, *come, *(lead for lead in named if looks_like_a_name(lead))])


_KINDS = {
    Evidence.Kind.FILE: ("file", "files"),
    Evidence.Kind.LINK: ("link", "links"),
    Evidence.Kind.HELD: ("item that the agency holds", "items that the agency holds"),
}


def _item(one: Evidence) -> Item:
    if one.kind == Evidence.Kind.FILE:
        return Item(one.code, one.kind, one.title, one.file_name, id=one.pk)
    if one.kind == Evidence.Kind.LINK:
        return Item(one.code, one.kind, one.title, "Link", url=one.url)
    return Item(one.code, one.kind, one.title, f"Held by the agency: {one.reference}")


def _order(questions, item):
    return list(questions).index(item.answer.question_id)


def _reasons(standard: enquiry.Standard | None) -> list[str]:
    return enquiry.reasons(standard) if standard else []


def _attending(challenged):
    return [one.user for one in challenged.attending.select_related("user")]
