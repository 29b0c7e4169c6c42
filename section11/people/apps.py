from django.apps import AppConfig

from section11.web import home, navigation


class PeopleConfig(AppConfig):
    name = "section11.people"
    verbose_name = "People, agencies and partnerships"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from .accounts import signals  # noqa: F401, PLC0415 - needs the models
        from .home import current_grants, your_roles  # noqa: PLC0415

        navigation.register("Agencies", "people:agency-list", order=80)
        navigation.register(
            "Partnerships",
            "people:partnership-list",
            shown_to=lambda user: user.is_administrator,
            order=85,
        )
        home.register(current_grants)
        navigation.register("Your sign-in", "people:your-sign-in", order=990)
        home.register(your_roles)
