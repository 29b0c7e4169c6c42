"""The suite reaches no other host: neither the tests' own sockets nor the browser."""

import socket

import pytest
from django.urls import reverse
from playwright.sync_api import Error as PlaywrightError
from pytest_socket import SocketConnectBlockedError


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_sockets_to_other_hosts_are_closed():
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 443), timeout=1)


def test_sockets_to_this_machine_are_open(live_server):
    socket.create_connection((live_server.thread.host, live_server.thread.port), timeout=5).close()


def test_a_request_to_another_host_is_noticed(page, complaints):
    page.goto(reverse("people:sign-in"))
    with page.expect_console_message():
        page.evaluate("fetch('https://elsewhere.example/').catch(() => {})")

    assert complaints != []
    assert [line for line in complaints if "elsewhere.example" not in line] == []
    complaints.clear()


def test_the_browser_finds_no_other_host(page, complaints):
    with pytest.raises(PlaywrightError, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("https://elsewhere.example/")

    assert complaints == ["request to another host: https://elsewhere.example/"]
    complaints.clear()


def test_an_inline_script_is_refused_and_noticed(page, complaints):
    page.goto(reverse("people:sign-in"))
    with page.expect_console_message():
        page.evaluate(
            "document.body.append(Object.assign(document.createElement('script'),"
            " {textContent: 'window.ran = true'}))"
        )

    assert page.evaluate("window.ran") is None
    assert [line for line in complaints if "Content Security Policy" in line] != []
    complaints.clear()
