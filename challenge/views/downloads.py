"""Files that the pages of planning send."""

import json

from django.http import HttpResponse

from .. import problem_json


def problem_download(stored, name):
    """A stored problem as a JSON file, names left out."""
    asked = problem_json.from_json(stored)
    text = json.dumps(problem_json.to_json(asked, names=False), indent=1)
    response = HttpResponse(text, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
