class RuleBroken(Exception):
    """Not now, and the sentence says why; `obj`, where given, is whose page to go back to.

    RuleBrokenMiddleware turns it into a message, so views do not catch it. For "not you" raise
    PermissionDenied, for "not yours" Http404.
    """

    def __init__(self, sentence, obj=None):
        super().__init__(sentence)
        self.sentence = sentence
        self.obj = obj
