from io import StringIO

from django.core.management import call_command

from tests import factories
from tests.record.test_outbox import waiting


def test_the_command_says_how_many_went(db):
    waiting(factories.user())
    out = StringIO()

    call_command("send_emails", stdout=out)

    assert out.getvalue() == "1 sent.\n"
