"""The forms of the challenge, by what they are about."""
