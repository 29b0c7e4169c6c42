import pytest
from django.urls import reverse

from section11.people.models import User
from section11.record.models import Event

URL = reverse("people:your-details")


@pytest.fixture
def lead(client, people):
    client.force_login(people["lead"])
    return people["lead"]


def test_a_person_corrects_their_own_name(client, lead):
    response = client.post(URL, {"name": " Ann Other ", "post": "Head of nursing"}, follow=True)

    changed = User.objects.get(pk=lead.pk)
    assert (changed.name, changed.post) == ("Ann Other", "Head of nursing")
    assert "Hello, Ann Other" in response.text
    event = Event.objects.get()
    assert (event.kind, event.by) == (Event.Kind.PERSON_CHANGED, lead)
    assert event.detail == {
        "name": [lead.name, "Ann Other"],
        "post": ["Officer", "Head of nursing"],
    }


def test_the_same_again_is_no_change(client, lead):
    client.post(URL, {"name": lead.name, "post": lead.post})

    assert Event.objects.count() == 0


def test_nobody_is_without_a_name(client, lead):
    response = client.post(URL, {"name": "", "post": "Nurse"})

    assert response.context["form"].errors == {"name": ["“Full name” needs an answer"]}
    assert User.objects.get(pk=lead.pk).post == "Officer"
