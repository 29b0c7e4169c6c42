"""How answers on their way are sealed: with a secret that only the respondent's device holds.

The database has a digest of the secret, to find the row, and what was sealed with the secret. So
nobody else reads a draft, the service and whoever has its keys included.
"""

import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken

from . import box

_FOUND_BY = b"section11.surveys.draft.row"
_SEALED_WITH = b"section11.surveys.draft.seal"


def nothing_yet() -> dict:
    return {"role_group": "", "answers": {}}


def row_of(secret: str) -> str:
    """The key of the draft's row; from it nobody gets back to the secret."""
    return hashlib.sha256(_FOUND_BY + secret.encode()).hexdigest()


def seal(secret: str, answers: dict, capacity: int) -> str:
    """As long however much was answered, and without the time, as in the box."""
    fernet = Fernet(box.fernet_key(_SEALED_WITH, secret))
    return fernet.encrypt_at_time(box.padded(answers, capacity), box.NO_TIME).decode()


def open_draft(secret: str, sealed: str) -> dict:
    """What `seal` was given. Raises box.Spoilt where it cannot be had."""
    try:
        return json.loads(Fernet(box.fernet_key(_SEALED_WITH, secret)).decrypt(sealed.encode()))
    except (InvalidToken, ValueError) as error:
        raise box.Spoilt from error
