from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from section11.record import addresses, events
from section11.record.middleware import AddressMiddleware
from section11.record.models import Event


@pytest.mark.parametrize(
    ("trusted", "forwarded", "expected"),
    [
        # No proxy of ours: whatever the caller writes is not believed.
        (0, "", "192.0.2.1"),
        (0, "203.0.113.9", "192.0.2.1"),
        # One: it wrote the last.
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (1, "127.0.0.1, 10.0.0.1,203.0.113.9", "203.0.113.9"),
        # Two: the last is that of our own outer one.
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        # Fewer than ours would write: it did not come by them.
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        # Not an address.
        (1, "203.0.113.9, <script>", "192.0.2.1"),
        # As some proxies write them.
        (1, "203.0.113.9:51234", "203.0.113.9"),
        (1, "[2001:db8::1]:443", "2001:db8::1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_the_address_is_what_our_own_proxies_say(trusted, forwarded, expected):
    meta = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": forwarded}

    assert addresses.of(meta, trusted=trusted) == expected


def test_a_server_on_a_socket_has_no_address():
    assert addresses.of({"REMOTE_ADDR": ""}, trusted=0) is None


def test_the_number_of_proxies_is_a_setting(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    meta = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}

    assert addresses.of(meta) == "203.0.113.9"


def test_what_is_done_in_a_request_is_recorded_with_its_address(client, people):
    client.force_login(people["lead"])

    client.post("/sign-out/", REMOTE_ADDR="198.51.100.7", HTTP_X_FORWARDED_FOR="6.6.6.6")

    assert Event.objects.get(kind=Event.Kind.SIGNED_OUT).address == "198.51.100.7"


def test_what_a_command_does_comes_from_nowhere(db):
    assert events.record(Event.Kind.REMINDER_SENT, "somebody", by=None).address is None


def test_a_request_leaves_no_address_behind():
    def fail(request):
        raise RuntimeError

    AddressMiddleware(lambda request: HttpResponse())(RequestFactory().get("/"))
    with pytest.raises(RuntimeError):
        AddressMiddleware(fail)(RequestFactory().get("/"))

    assert addresses.current.get() is None


def test_requests_at_once_do_not_mix_their_addresses():
    def ask(number):
        address = f"192.0.2.{number}"
        found = []
        middleware = AddressMiddleware(
            lambda request: found.append(addresses.current.get()) or HttpResponse()
        )
        for _ in range(50):
            middleware(RequestFactory().get("/", REMOTE_ADDR=address))
        return set(found) == {address}

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(ask, range(1, 9)))
