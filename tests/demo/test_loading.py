from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from section11.demo import loading
from section11.people.models import User
from tests import factories


@pytest.mark.django_db
def test_it_refuses_to_put_invented_people_into_a_real_service(settings):
    settings.LOCAL = False

    with pytest.raises(CommandError, match="published password"):
        call_command("load_demo", stdout=StringIO())

    assert not User.objects.exists()


@pytest.mark.django_db
def test_it_refuses_to_share_a_database_with_another_partnership():
    factories.partnership(name="Real Partnership")

    with pytest.raises(CommandError, match="This database holds Real Partnership"):
        call_command("load_demo", stdout=StringIO())

    assert not User.objects.exists()
    assert not loading.is_loaded()
