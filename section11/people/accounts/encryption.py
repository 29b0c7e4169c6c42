"""Secrets of second factors as they rest in the database."""

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def encrypt(text: str) -> str:
    return _box(tuple(settings.ENCRYPTION_KEYS)).encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """The text again. Raises cryptography's InvalidToken where none of our keys wrote it."""
    return _box(tuple(settings.ENCRYPTION_KEYS)).decrypt(text.encode()).decode()


@cache
def _box(keys):
    return MultiFernet([Fernet(_as_fernet_wants(key)) for key in keys])


def _as_fernet_wants(key):
    digest = hashlib.sha256(b"section11.people.accounts" + key.encode()).digest()
    return base64.urlsafe_b64encode(digest)
