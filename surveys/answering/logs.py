"""No log says which link was opened: a personal link's key would name a person.

Django's own loggers write the path of what went wrong. This filter takes the keys out of it.
"""

import logging
import re

_KEYS = re.compile(r"(/survey/)(once/)?[^/\s\"'?]+")


class WithoutSurveyLinks(logging.Filter):
    def filter(self, record):
        said = record.getMessage()
        if "/survey/" in said:
            record.msg, record.args = _KEYS.sub(r"\1\2…", said), ()
        return True
