"""Browsers for tests and benchmarks."""

import time

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from section11.people.accounts.middleware import SEEN_AT, SIGNED_IN_AT


class SignedInClient(Client):
    def force_login(self, user, backend=None):
        """Signed in with every step done: what is demanded of whom has tests of its own.

        The session is written as signing in leaves it, without all that signing in does besides.
        """
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = backend or settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        now = time.time()
        session[SIGNED_IN_AT] = session[SEEN_AT] = int(now)
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": now}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.create()
        self.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
