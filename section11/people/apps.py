from django.apps import AppConfig

from section11.web import home, navigation


class PeopleConfig(AppConfig):
    name = "section11.people"
    verbose_name = "People, agencies and partnerships"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        navigation.register("Agencies", "people:agency-list", order=80)
        home.register(_your_roles)


def _your_roles(request):
    roles = request.user.memberships.current().select_related("agency", "partnership")
    if not roles:
        return None
    return home.Section("people/home_your_roles.html", {"roles": roles}, order=900)
