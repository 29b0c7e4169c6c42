from django.urls import reverse

from section11.record.models import Event

URL = reverse("people:sign-out")


def test_signing_out_ends_the_session_and_is_recorded(client, people):
    client.force_login(people["lead"])

    response = client.post(URL, follow=True)

    event = Event.objects.get()
    assert "You have signed out." in response.text
    assert "_auth_user_id" not in client.session
    assert (event.kind, event.by) == (Event.Kind.SIGNED_OUT, people["lead"])


def test_signing_out_twice_is_no_error(client, db):
    response = client.post(URL)

    assert response.headers["Location"] == reverse("people:sign-in")
    assert Event.objects.count() == 0
