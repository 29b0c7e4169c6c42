from django.apps import AppConfig

from section11.web import navigation


class StandardsConfig(AppConfig):
    name = "section11.standards"
    verbose_name = "Standard sets and rating scales"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        navigation.register(
            "Standards",
            "standards:standard-set-list",
            shown_to=lambda user: bool(user.current_memberships),
            order=70,
        )
