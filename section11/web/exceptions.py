class RuleBroken(Exception):
    """Something that this person may do, but not now. `sentence` is for them to read.

    The middleware shows it on the page of `obj` (anything with `get_absolute_url`).
    """

    def __init__(self, sentence, obj=None):
        super().__init__(sentence)
        self.sentence = sentence
        self.obj = obj
