"""The box of sealed answers: what one person answered, unreadable in the database.

Sealed with a key made of the service's own keys, so that whoever has only the database reads
nothing. Every box of one survey has the same length, and none says when it was sealed: Fernet would
write the time in plain, so it is told that it is always the first second of 1970.
"""

import base64
import hashlib
import json
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

# Sealed texts are as long as a multiple of this many bytes.
STEP = 8192
NO_TIME = 0
_LABEL = b"section11.surveys.box"


class Spoilt(Exception):
    """What should hold answers cannot be opened: another key sealed it, or somebody changed it."""


def seal(answers: dict, capacity: int = STEP) -> str:
    """`answers` as a sealed text; texts of one capacity are equally long whatever they hold.

    >>> len(seal({"answers": {}})) == len(seal({"answers": {"supervision": "4"}}))
    True
    """
    return (
        _box(tuple(settings.ENCRYPTION_KEYS))
        .encrypt_at_time(padded(answers, capacity), NO_TIME)
        .decode()
    )


def open_sealed(text: str) -> dict:
    """What `seal` was given. Raises Spoilt where it cannot be had."""
    try:
        return json.loads(_box(tuple(settings.ENCRYPTION_KEYS)).decrypt(text.encode()))
    except (InvalidToken, ValueError) as error:
        raise Spoilt from error


def padded(answers: dict, capacity: int) -> bytes:
    """As JSON with spaces after it, up to the next multiple of `capacity`."""
    plain = json.dumps(answers, ensure_ascii=False, separators=(",", ":")).encode()
    return plain + b" " * (-len(plain) % capacity)


def fernet_key(label: bytes, secret: str) -> bytes:
    """A key for one purpose only: what is sealed for another purpose does not open with it."""
    return base64.urlsafe_b64encode(hashlib.sha256(label + secret.encode()).digest())


@cache
def _box(keys):
    return MultiFernet([Fernet(fernet_key(_LABEL, key)) for key in keys])
