from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "section11.web"
    verbose_name = "What every page shares"
    default_auto_field = "django.db.models.BigAutoField"
