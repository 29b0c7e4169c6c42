from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "section11.audits"
    verbose_name = "Self-audits"
    default_auto_field = "django.db.models.BigAutoField"
