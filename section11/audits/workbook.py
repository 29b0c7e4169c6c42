"""A self-audit's content as an XLSX workbook: every answer, the evidence list and the actions."""

from datetime import date, datetime

from section11.tables import writing

MIME = writing.MIME["xlsx"]


def write(content, sign_off=None):
    """The workbook as bytes; with a SignOff, the first sheet says who declared what and when.

    `content` is what `content.content_of` gives. Nothing in it can run as a formula.
    """
    return writing.write_workbook(
        [
            ("Self-audit", ["Item", "Value"], _about(content, sign_off)),
            ("Answers", _ANSWERS, _answers(content)),
            ("Evidence", _EVIDENCE, _evidence(content)),
            ("Actions", _ACTIONS, _actions(content)),
        ]
    )


def _about(content, sign_off):
    names = {
        "agency": "Agency",
        "partnership": "Partnership",
        "cycle": "Cycle",
        "standard_set": "Standard set",
        "sector": "Sector",
        "size": "Size",
    }
    yield from ((label, content[name]) for name, label in names.items())
    if sign_off is None:
        yield "State", "As it stood when downloaded: not necessarily what was submitted"
        yield "Made at", _moment(content["made_at"])
        return
    yield "Submission", sign_off.number
    yield "Signed off by", f"{sign_off.name}, {sign_off.post}"
    yield "Signed off at", sign_off.signed_at
    yield "Declaration", sign_off.declaration


_ANSWERS = [
    "Standard code",
    "Standard",
    "Question code",
    "Question",
    "Essential",
    "Rating",
    "What the agency does",
    "Impact",
    "Reason not applicable",
    "Evidence items",
    "Actions",
    "Last changed by",
    "Last changed at",
]


def _answers(content):
    for standard, question in _questions(content):
        yield [
            standard["code"],
            standard["title"],
            question["code"],
            question["text"],
            "Yes" if question["essential"] else "No",
            question["level"]["label"] if question["level"] else "",
            question["narrative"],
            question["impact"],
            question["na_reason"],
            len(question["evidence"]),
            len(question["actions"]),
            question["updated_by"] or "",
            _moment(question["updated_at"]),
        ]


_EVIDENCE = [
    "Question code",
    "Evidence",
    "Kind",
    "File name",
    "Bytes",
    "SHA-256",
    "Link",
    "Held where",
    "Added by",
    "Added at",
]


def _evidence(content):
    kinds = {"file": "File", "link": "Link", "held": "Held by the agency"}
    for _, question in _questions(content):
        for item in question["evidence"]:
            yield [
                question["code"],
                item["title"],
                kinds[item["kind"]],
                item["file_name"],
                "" if item["size"] is None else item["size"],
                item["sha256"],
                item["url"],
                item["reference"],
                item["added_by"],
                _moment(item["added_at"]),
            ]


_ACTIONS = [
    "Question code",
    "Action",
    "Lead",
    "Due",
    "Intended impact",
    "Added by",
    "Added at",
]


def _actions(content):
    for _, question in _questions(content):
        for action in question["actions"]:
            yield [
                question["code"],
                action["what"],
                action["lead"],
                date.fromisoformat(action["due_on"]) if action["due_on"] else "",
                action["intended_impact"],
                action["added_by"],
                _moment(action["added_at"]),
            ]


def _questions(content):
    for standard in content["standards"]:
        for question in standard["questions"]:
            yield standard, question


def _moment(text):
    return datetime.fromisoformat(text) if text else ""
