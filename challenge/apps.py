from django.apps import AppConfig


class ChallengeConfig(AppConfig):
    name = "challenge"
    verbose_name = "The annual challenge"
    default_auto_field = "django.db.models.BigAutoField"
