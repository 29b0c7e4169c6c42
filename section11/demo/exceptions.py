class NotHere(Exception):
    """The demo may not be loaded into this database; the sentence says why."""
