import re

from section11.record.models import Email


def link(user):
    """The path of the link in the latest mail to the person."""
    body = Email.objects.filter(to=user).latest("pk").body
    return re.search(r"https?://[^/]+(/\S*)", body)[1]


def sent_to(user):
    """The kinds of mail that went to the person, in order."""
    return list(Email.objects.filter(to=user).order_by("pk").values_list("template", flat=True))
