"""A real mail server on this machine that does what the address it is written to says."""

import asyncio
import socket
from contextlib import closing, contextmanager
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

# What an address that begins so is answered.
REFUSED = {
    "gone": "550 5.1.1 No such mailbox",
    "full": "452 4.2.2 The mailbox is full",
}
LATE = 3  # seconds, before "slow" is answered


class MailServer:
    """Keeps what it accepts in `mails`: the message and whom it was for; in `asked` for whom."""

    def __init__(self):
        self.asked, self.mails = [], []

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.asked.append(address)
        kind = address.partition("@")[0]
        if kind == "dropped":
            server.transport.abort()
        if kind == "slow":
            await asyncio.sleep(LATE)
        if kind in REFUSED:
            return REFUSED[kind]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        [to] = envelope.rcpt_tos
        if to.startswith("spam"):
            return "554 5.7.1 This looks like spam"
        self.mails.append((message_from_bytes(envelope.content), to))
        if to.startswith("lost"):
            server.transport.abort()
        return "250 Accepted"


@contextmanager
def running():
    """(server, port) of one that listens while the block lasts."""
    server = MailServer()
    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=free_port(),
        auth_require_tls=False,
        authenticator=lambda *_: AuthResult(success=False, handled=False),  # no password is right
    )
    controller.start()
    try:
        yield server, controller.port
    finally:
        controller.stop()


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
