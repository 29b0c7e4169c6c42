"""The pages of the record. Who may open them: tests/access_table.py."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone

from section11.people.models import Role, User
from section11.people.operations import agencies, memberships, partnerships, sign_ins
from section11.record import append_only, events
from section11.record.models import Event
from section11.record.reading import LINES, page
from section11.tables import reading
from tests import factories

Kind = Event.Kind


def lines(answer):
    """What each line of the page says, tags apart."""
    body = answer.text.partition("<tbody")[2].partition("</tbody>")[0]
    rows = re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in rows]


@pytest.fixture
def see(client, people):
    """see(who, name, place): the page, or what it is with a query."""

    def ask(who, name, *args, **query):
        client.force_login(people[who] if isinstance(who, str) else who)
        return client.get(reverse(f"people:{name}", args=args), query)

    return ask


def changed(agency, by, **where):
    where = {"agency_id": agency.pk, **where}
    return events.record(Kind.AGENCY_CHANGED, agency, by=by, **where)


@pytest.mark.parametrize("acts", [1, 3])
def test_a_page_needs_the_same_queries_however_much_happened(
    client, people, agency, django_assert_num_queries, acts
):
    for _ in range(acts):
        changed(agency, people["lead"])
    client.force_login(people["lead"])

    with django_assert_num_queries(7):
        answer = client.get(reverse("people:agency-record", args=[agency.pk]))

    assert len(lines(answer)) == acts


@pytest.mark.parametrize("acts", [1, 3])
def test_a_partnerships_page_needs_the_same_queries_however_much_happened(
    client, people, partnership, django_assert_num_queries, acts
):
    for _ in range(acts):
        events.record(Kind.PARTNERSHIP_ADDED, partnership, by=None, partnership_id=partnership.pk)
    client.force_login(people["coordinator"])

    with django_assert_num_queries(7):
        answer = client.get(reverse("people:partnership-record", args=[partnership.pk]))

    assert len(lines(answer)) == acts


def test_a_lead_reads_who_did_what_without_from_where(see, people, agency):
    agencies.change_profile(agency=agency, sector="housing", size="small", by=people["lead"])

    answer = see("lead", "agency-record", agency.pk)

    assert f"{people['lead']} changed the agency&#x27;s details" in answer.text
    assert "From where" not in answer.text


def test_a_coordinator_reads_from_where(see, people, agency, partnership):
    event = changed(agency, people["coordinator"], partnership_id=partnership.pk)
    assert event.address is None

    answer = see("coordinator", "partnership-record", partnership.pk)

    assert "From where" in answer.text
    assert len(lines(answer)) == 1


@pytest.fixture
def other(agency):
    """Another partnership, which has the agency too, and its coordinator of a telling name."""
    other = factories.partnership(name="Planted partnership")
    by = factories.member(Role.COORDINATOR, partnership=other, name="Planted coordinator")
    partnerships.join(partnership=other, agency=agency, basis="section_11", by=by)
    changed(agency, by)
    changed(agency, by, partnership_id=other.pk)
    return other


@pytest.mark.parametrize("name", ["agency-record", "partnership-record"])
def test_of_a_shared_agency_a_coordinator_reads_only_the_own_part(
    see, people, agency, partnership, other, name
):
    changed(agency, people["coordinator"], partnership_id=partnership.pk)
    pk = agency.pk if name == "agency-record" else partnership.pk

    answer = see("coordinator", name, pk)

    assert len(lines(answer)) == 1
    assert "Planted" not in answer.text


def test_what_an_agency_did_before_it_came_stays_with_the_partnership_it_came_from(
    see, people, agency, partnership, other
):
    place = agency.places.get(partnership=other)
    other_by = User.objects.get(name="Planted coordinator")
    partnerships.end_place(place=place, left_on=timezone.localdate(), reason="Moved", by=other_by)

    assert lines(see("coordinator", "partnership-record", partnership.pk)) == []


def test_its_lead_reads_both_parts(see, people, agency, other):
    assert len(lines(see("lead", "agency-record", agency.pk))) == 3


def test_a_coordinator_of_both_reads_both_parts(see, agency, partnership, other):
    both = factories.member(Role.COORDINATOR, partnership=partnership)
    both.memberships.create(role=Role.COORDINATOR, partnership=other)

    assert len(lines(see(both, "agency-record", agency.pk))) == 3


def test_a_coordinator_reads_who_got_roles_in_an_agency_of_theirs_alone(
    see, people, agency, partnership
):
    memberships.give_role(
        user=people["reader"], role=Role.CONTRIBUTOR, agency=agency, by=people["lead"]
    )

    [line] = lines(see("coordinator", "partnership-record", partnership.pk))

    assert f"{people['lead']} gave a role" in line


def test_a_lead_reads_when_the_agencys_people_sign_in(see, people, agency):
    person = people["contributor"]
    person.last_login = timezone.now()
    person.save(update_fields=["last_login"])
    sign_ins.signed_in(user=person)
    sign_ins.turned_away(email=person.email)
    sign_ins.signed_in(user=people["neighbour"])

    found = lines(see("lead", "agency-record", agency.pk))

    assert len(found) == 2
    assert f"Someone not signed in failed to sign in: {person.email}" in found[0]
    assert found[1].endswith(f"{person} signed in")


def test_of_somebody_who_has_not_come_a_lead_reads_nothing(see, people, agency):
    person = factories.user(name="Planted elsewhere", last_login=timezone.now())
    person.memberships.create(
        role=Role.READER, agency=agency, given_at=timezone.now() + timedelta(hours=1)
    )
    sign_ins.signed_in(user=person)

    answer = see("lead", "agency-record", agency.pk)

    assert lines(answer) == []
    assert "Planted" not in answer.text


def test_of_whoever_has_left_a_lead_reads_no_later_sign_in(see, people, agency):
    person = people["contributor"]
    person.last_login = timezone.now()
    person.save(update_fields=["last_login"])
    person.memberships.update(
        ended_at=timezone.now() - timedelta(hours=1), ends_on=timezone.localdate()
    )
    sign_ins.signed_in(user=person)

    assert lines(see("lead", "agency-record", agency.pk)) == []


def test_an_administrator_reads_the_services_own_and_no_agencys(see, people, agency, partnership):
    administrator = people["administrator"]
    administrator.last_login = timezone.now()
    administrator.save(update_fields=["last_login"])
    sign_ins.signed_in(user=administrator)
    sign_ins.signed_in(user=people["lead"])
    sign_ins.turned_away(email="nobody@example.org")
    sign_ins.turned_away(email=people["lead"].email)
    partnerships.create(name="New", short_name="N", by=administrator)
    changed(agency, people["lead"])
    changed(agency, people["coordinator"], partnership_id=partnership.pk)

    found = lines(see("administrator", "service-record"))

    assert [re.sub(r"^.*?[ap]m ", "", line) for line in found] == [
        f"{administrator} added a partnership: New",
        "Someone not signed in failed to sign in: nobody@example.org",
        f"{administrator} signed in",
    ]


def test_the_newest_come_first_and_the_older_on_further_pages(see, people, agency):
    now = timezone.now()
    made = [changed(agency, people["lead"]).pk for _ in range(LINES + 2)]
    assert Event.objects.filter(at__gte=now).count() == LINES + 2

    first = see("lead", "agency-record", agency.pk)
    older = re.search(r'\?before=([^"]+)"', first.text)[1]
    second = see("lead", "agency-record", agency.pk, before=older)

    assert (len(lines(first)), len(lines(second))) == (LINES, len(made) - LINES)
    assert "Back to the newest" in second.text
    assert ">Older<" not in second.text


def test_events_of_one_moment_are_neither_lost_nor_shown_twice(partnership, people, agency):
    for number in range(LINES + 5):
        events.record(Kind.AGENCY_CHANGED, f"number {number}", by=None, agency_id=agency.pk)
    with append_only.lifted():
        Event.objects.update(at=timezone.now())
    mine = Event.objects.filter(agency_id=agency.pk)

    first = page(mine)
    second = page(mine, first.older)

    said = [line.sentence for line in first.lines + second.lines]
    assert len(said) == len(set(said)) == LINES + 5


@pytest.mark.parametrize(
    "before", ["x", "1-", "-1", "9" * 40 + "-1", "1-1' OR 1=1", "99999999999999999-1"]
)
def test_a_made_up_page_is_no_error(see, people, agency, before):
    changed(agency, people["lead"])

    answer = see("lead", "agency-record", agency.pk, before=before)

    assert answer.status_code == 200


def test_it_is_filtered_by_person_kind_and_day(see, people, agency):
    changed(agency, people["lead"])
    events.record(Kind.EVIDENCE_DOWNLOADED, agency, by=people["reader"], agency_id=agency.pk)
    today = timezone.localdate()
    tomorrow = f"{today + timedelta(days=1):%d/%m/%Y}"
    today = f"{today:%d/%m/%Y}"

    def count(**query):
        return len(lines(see("lead", "agency-record", agency.pk, **query)))

    assert count(person=people["reader"].name.upper()) == 1
    assert count(person="nobody of that name") == 0
    assert count(kind="evidence_downloaded") == 1
    assert count(kind="evidence_downloaded", person=people["lead"].name) == 0
    assert count(since=today, until=today) == 2
    assert count(since=tomorrow) == 0


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"since": "soon"}, "Enter a date with day, month and year"),
        ({"since": "2/1/2026", "until": "1/1/2026"}, "“To” must be the same day as “From”"),
        ({"kind": "gossip"}, "Select a valid choice"),
    ],
)
def test_a_wrong_filter_says_what_is_wrong(see, people, agency, query, sentence):
    changed(agency, people["lead"])

    answer = see("lead", "agency-record", agency.pk, **query)

    assert sentence in answer.text
    assert lines(answer) == []


def test_a_download_holds_what_is_shown_and_is_itself_on_record(see, people, agency):
    changed(agency, people["lead"])
    events.record(Kind.EVIDENCE_DOWNLOADED, "=1+1", by=people["reader"], agency_id=agency.pk)

    answer = see("lead", "agency-record-download", agency.pk, "csv", kind="evidence_downloaded")

    assert len(answer.content.decode().splitlines()) == 2
    assert "downloaded evidence: =1+1" in answer.content.decode()
    export = Event.objects.get(kind=Kind.RECORD_EXPORTED)
    assert (export.by, export.agency_id, export.detail) == (people["lead"], agency.pk, {"rows": 1})


def test_a_name_that_is_a_formula_is_only_a_text_in_a_download(see, people, agency):
    people["lead"].name = "=HYPERLINK(1)"
    people["lead"].save(update_fields=["name"])
    changed(agency, people["lead"])

    answer = see("lead", "agency-record-download", agency.pk, "csv")

    assert "'=HYPERLINK(1) changed" in answer.content.decode()


def test_a_workbook_can_be_read_again(see, people, agency, partnership):
    changed(agency, people["coordinator"], partnership_id=partnership.pk)

    answer = see("coordinator", "partnership-record-download", partnership.pk, "xlsx")

    table = reading.read(BytesIO(answer.content), "record.xlsx")
    assert table.columns == ["When", "What", "Details", "From where"]


def test_a_download_with_a_wrong_filter_leads_to_the_page_that_says_so(see, people, agency):
    answer = see("lead", "agency-record-download", agency.pk, "csv", since="soon")

    assert answer.headers["Location"].endswith("/record/?since=soon")
    assert not Event.objects.filter(kind=Kind.RECORD_EXPORTED).exists()


def test_an_unknown_format_is_no_page(see, people, agency):
    assert see("lead", "agency-record-download", agency.pk, "exe").status_code == 404


def test_the_service_says_of_itself_what_nobody_did(see, people, agency):
    events.record(Kind.REMINDER_SENT, agency, by=None, agency_id=agency.pk, to="Ann", days=7)

    [line] = lines(see("lead", "agency-record", agency.pk))

    assert line.endswith("The service itself sent a reminder to: Ann")
