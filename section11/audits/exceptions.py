from section11.web.exceptions import RuleBroken


class NotReady(RuleBroken):
    """The self-audit cannot be sent for sign-off: something that stops submission is left."""
