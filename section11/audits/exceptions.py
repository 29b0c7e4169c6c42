from section11.web.exceptions import RuleBroken


class NotReady(RuleBroken):
    """The self-audit cannot be sent for sign-off: something that stops submission is left."""


class LinkRefused(Exception):
    """A sign-off link that does not work, and the sentence for whoever opened it; `link` if known."""

    def __init__(self, sentence, link=None):
        super().__init__(sentence)
        self.link = link


class LinkOfAnother(LinkRefused):
    """It works, but not for the person who is signed in."""
