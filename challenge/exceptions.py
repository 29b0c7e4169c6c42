from section11.web.exceptions import RuleBroken


class WouldBreak(RuleBroken):
    """A draft changed by hand would break a rule of the challenge: the form says which."""


class LinkRefused(Exception):
    """A personal link that does not work, and the sentence for whoever opened it; `link` if known."""

    def __init__(self, sentence, link=None):
        super().__init__(sentence)
        self.link = link


class LinkOfAnother(LinkRefused):
    """It works, but not for the person who is signed in."""
