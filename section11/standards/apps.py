from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "section11.standards"
    verbose_name = "Standard sets and rating scales"
    default_auto_field = "django.db.models.BigAutoField"
