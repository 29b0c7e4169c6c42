"""What the record tells besides who did what: the facts that matter, as people write them."""

import pytest

from section11.record import events, sentences
from section11.record.models import Event


@pytest.mark.parametrize(
    ("kind", "detail", "facts"),
    [
        (
            Event.Kind.SELF_AUDIT_EXTENDED,
            {"due_on": "2027-03-01", "reason": "A new lead"},
            "due by: 1 March 2027; reason: A new lead",
        ),
        (Event.Kind.ROLE_ENDED, {"ends_on": "2026-11-22", "user": 3}, "last day: 22 November 2026"),
        (Event.Kind.ESCALATED, {"step": "chief_officer", "to": [3, 4]}, "to: chief officer"),
        (Event.Kind.REMINDER_SENT, {"to": "Ann Lead", "days": 7}, "to: Ann Lead"),
        (Event.Kind.SELF_AUDIT_SUBMITTED, {"submission": 2, "link": None}, "submission: 2"),
        (Event.Kind.SIGNED_IN, {}, ""),
    ],
)
def test_facts_are_told_in_words(db, kind, detail, facts):
    event = events.record(kind, "something", by=None, **detail)

    assert sentences.facts(event) == facts
