"""Browsers for tests and benchmarks."""

import time

from django.test import Client


class SignedInClient(Client):
    def force_login(self, user, backend=None):
        """Signed in with every step done: what is demanded of whom has tests of its own."""
        super().force_login(user, backend)
        session = self.session
        session["account_authentication_methods"] = [
            {"method": "mfa", "type": "totp", "at": time.time()}
        ]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
