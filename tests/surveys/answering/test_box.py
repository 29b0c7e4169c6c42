import base64
import time

import pytest

from surveys.answering import box

ANSWERS = {"role_group": "Nurses", "answers": {"supervision": "4", "training": ["0", "2"]}}


def test_what_is_sealed_comes_out_again():
    sealed = box.seal(ANSWERS)

    assert box.open_sealed(sealed) == ANSWERS


def test_letters_of_every_script_come_out_again():
    answers = {"role_group": "", "answers": {"change": 'Żółć, 日本語, 🙂, "quoted"\nnew line'}}

    assert box.open_sealed(box.seal(answers)) == answers


def test_a_sealed_text_shows_nothing_of_what_it_holds():
    sealed = base64.urlsafe_b64decode(box.seal(ANSWERS))

    assert b"Nurses" not in sealed
    assert b"supervision" not in sealed


def test_the_same_answers_are_never_sealed_to_the_same_text():
    assert box.seal(ANSWERS) != box.seal(ANSWERS)


@pytest.mark.parametrize("text", ["", "x", "é" * 4000])
def test_the_length_says_nothing_of_how_much_was_written(text):
    answers = {"role_group": "", "answers": {"change": text}}

    assert len(box.seal(answers)) == len(box.seal(ANSWERS))


def test_boxes_of_one_capacity_are_equally_long_however_full():
    full = box.seal({"answers": {"change": "🙂" * 3500}}, capacity=16_384)

    assert len(full) == len(box.seal(ANSWERS, capacity=16_384))


def test_a_sealed_text_holds_no_time():
    raw = base64.urlsafe_b64decode(box.seal(ANSWERS))

    # Fernet: one byte of version, then eight of time.
    assert raw[1:9] == bytes(8)
    assert int(time.time()).to_bytes(8, "big") not in raw


def test_an_older_key_of_the_service_still_opens(settings):
    settings.ENCRYPTION_KEYS = ["the old key"]
    sealed = box.seal(ANSWERS)

    settings.ENCRYPTION_KEYS = ["the new key", "the old key"]

    assert box.open_sealed(sealed) == ANSWERS


def test_another_services_key_does_not_open(settings):
    sealed = box.seal(ANSWERS)
    settings.ENCRYPTION_KEYS = ["a key of somebody else"]

    with pytest.raises(box.Spoilt):
        box.open_sealed(sealed)


@pytest.mark.parametrize(
    "damage", [lambda s: s[:-8], lambda s: "A" + s[1:], lambda s: "", lambda s: "no box"]
)
def test_a_damaged_text_is_spoilt(damage):
    sealed = box.seal(ANSWERS)

    with pytest.raises(box.Spoilt):
        box.open_sealed(damage(sealed))
