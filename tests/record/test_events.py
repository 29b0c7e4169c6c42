from section11.record import events
from section11.record.models import Event


def test_an_event_says_who_did_what_to_what(people, agency):
    event = events.record(Event.Kind.AGENCY_CHANGED, agency, by=people["lead"], agency_id=agency.pk)

    assert str(event) == f"{people['lead'].name} changed the agency's details: {agency.name}"
    assert (event.subject_type, event.subject_id) == ("people.agency", agency.pk)
    assert (event.agency_id, event.partnership_id) == (agency.pk, None)


def test_an_act_of_someone_not_signed_in_is_about_what_they_typed(db):
    event = events.record(Event.Kind.SIGN_IN_FAILED, "x@example.org", by=None)

    assert str(event) == "Someone not signed in failed to sign in: x@example.org"
    assert (event.subject_type, event.subject_id) == ("", None)


def test_events_are_found_by_what_they_are_about(people, agency):
    about = events.record(Event.Kind.AGENCY_CHANGED, agency, by=people["lead"])
    events.record(Event.Kind.SIGNED_IN, people["lead"], by=people["lead"])

    assert list(Event.objects.about(agency)) == [about]


def test_an_event_outlives_what_it_describes(agency):
    events.record(Event.Kind.AGENCY_ADDED, agency, by=None)
    agency.places.all().delete()
    agency.delete()

    assert Event.objects.get().about == agency.name


def test_every_kind_reads_as_a_sentence_of_its_own_after_a_name():
    labels = [kind.label for kind in Event.Kind]

    assert [label for label in labels if not label[0].islower() or label.endswith(".")] == []
    assert len(set(labels)) == len(labels)
