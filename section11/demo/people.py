"""Whom a newcomer to the demo should sign in as, and what to try."""

from typing import NamedTuple

from section11.people.models import User

DOMAIN = "merton-demo.example"
NEIGHBOUR = "wandle-vale-demo.example"
SERVICE = "service-demo.example"
TIPS = {
    f"lead.acute-a@{DOMAIN}": (
        "Safeguarding lead, Acute hospital trust A",
        "Only Supervision is left: answer it, with evidence and an action.",
    ),
    f"approver.police@{DOMAIN}": (
        "Approver, Police borough command",
        "A prepared self-audit waits: read it, sign it off, and it is submitted.",
    ),
    f"board.council@{DOMAIN}": (
        "Board member, Director of Children's Services",
        "Look at the heatmap before and after that sign-off, and download it.",
    ),
    f"coordinator@{DOMAIN}": (
        "Coordinator of Merton",
        "On the progress page see who is late, remind them, and escalate to the next step.",
    ),
    f"coordinator2@{DOMAIN}": (
        "Coordinator of Merton, business support",
        "Plan this year’s challenge, take somebody off the panel, plan again, and publish.",
    ),
    f"scrutineer@{DOMAIN}": (
        "Independent scrutineer, on the panel",
        "Look at the heatmap of last year with the panel’s ratings against the agencies’ own.",
    ),
    f"lead.probation@{DOMAIN}": (
        "Safeguarding lead, Probation delivery unit",
        "Read what the panel made of last year’s self-audit, and bring an agreed action on.",
    ),
    f"lead.csc@{DOMAIN}": (
        "Safeguarding lead, Children's Social Care",
        "Open the winter check’s poster for your staff, and answer it as one of them.",
    ),
    f"board.health@{DOMAIN}": (
        "Board member for health",
        "Lay what practitioners say against the self-ratings on the heatmap.",
    ),
    f"lead.young-carers@{DOMAIN}": (
        "Safeguarding lead, a charity of five people",
        "See how few questions a small charity is asked, and send them for sign-off.",
    ),
    f"lead.leisure@{DOMAIN}": (
        "Safeguarding lead, Sport and leisure operator",
        "Begin a self-audit from nothing, with last year's beside it.",
    ),
    f"lead.police@{DOMAIN}": (
        "Safeguarding lead, Police borough command",
        "Two partnerships, one sign-in: the self-audit for each is on the home page.",
    ),
    f"coordinator@{NEIGHBOUR}": (
        "Coordinator of Wandle Vale",
        "See the police in this partnership, and nothing of what they write for Merton.",
    ),
    f"administrator@{SERVICE}": (
        "Administrator of the service",
        "See partnerships without reading them, then ask to read one, with a reason.",
    ),
}


class Guide(NamedTuple):
    """Someone to sign in as: the role in words, who has it, and what to try."""

    role: str
    name: str
    email: str
    tip: str


def showcase() -> list[Guide]:
    """The people to begin with, in order; nobody while the demo is not loaded."""
    names = dict(User.objects.filter(email__in=TIPS).values_list("email", "name"))
    return [
        Guide(role, names[email], email, tip)
        for email, (role, tip) in TIPS.items()
        if email in names
    ]


def tips() -> dict[str, str]:
    """What to try, by e-mail address, for the sign-in page."""
    return {email: tip for email, (_, tip) in TIPS.items()}
