class AnsweringRefused(Exception):
    """A respondent cannot go on here and now: a title and a sentence for them, in calm words.

    It is no RuleBroken, whose page would lead them to sign in.
    """

    title = "This link does not work"
    sentence = (
        "This link is not one of ours, was not copied whole, or was replaced by a newer one. Scan"
        " the code on the poster again, or ask whoever sent you the link."
    )
    status = 404

    def __str__(self):
        return self.sentence


class UnknownLink(AnsweringRefused):
    pass


class NotYetOpen(AnsweringRefused):
    title = "This survey is not open yet"
    status = 403

    def __init__(self, survey):
        self.sentence = (
            f"It opens on {survey.opens_on:%-d %B %Y}. Come back then by the same link."
            if survey.opened_at
            else "Come back later by the same link."
        )


class Closed(AnsweringRefused):
    title = "This survey is closed"
    status = 410

    def __init__(self, survey):
        self.sentence = (
            f"It took answers until {survey.last_day:%-d %B %Y}. Answers that were sent by then are"
            " counted; answers that were not sent are destroyed."
        )


class PersonalLinkNeeded(AnsweringRefused):
    title = "Open your personal link"
    sentence = (
        "This survey is answered by personal links, one for each person. Open the link in the"
        " newest e-mail that you were sent about it: an older one may have been replaced."
    )
    status = 403


class PersonalLinkUnknown(AnsweringRefused):
    sentence = (
        "This personal link is not one of ours, was not copied whole, was replaced by a newer one, or"
        " its survey has closed. Open the link in the newest e-mail that you were sent about it."
    )


class PersonalLinkUsed(AnsweringRefused):
    title = "This link has been used"
    sentence = (
        "Answers were sent by this personal link already, and each link can be used once. Nobody"
        " can find those answers again to change them."
    )
    status = 410


class TooManyAtOnce(AnsweringRefused):
    title = "Many people are here at this moment"
    sentence = (
        "More people begin this survey at this moment than we can take. Wait a minute, then try"
        " again."
    )
    status = 429


class LinkFull(AnsweringRefused):
    title = "This link takes no more answers for now"
    sentence = (
        "By this link came far more answers than were expected, so somebody may be misusing it."
        " The partnership’s coordinator has been told. Please try again in a day or two: what you"
        " have answered so far stays on this device."
    )
    status = 409


class NoCookie(AnsweringRefused):
    title = "This browser does not let us keep your place"
    sentence = (
        "Your answers could not be saved: the browser sent no cookie with them, or it was deleted."
        " Allow cookies for this site, or use another browser, then open the link again."
    )
    status = 403


class DraftLost(AnsweringRefused):
    title = "We no longer hold these answers"
    sentence = (
        "If you pressed “Send my answers” a moment ago, they have arrived and there is nothing more"
        " to do. If not, open the link again and start anew."
    )
    status = 409


class AnsweredHere(AnsweringRefused):
    title = "This device has answered already"
    sentence = (
        "Answers to this survey were sent from this device. If a colleague of yours sent them, use"
        " another device, such as your own phone: scan the code or type the link there."
    )
    status = 409
