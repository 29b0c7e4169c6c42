from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "section11.people"
    verbose_name = "People, agencies and partnerships"
    default_auto_field = "django.db.models.BigAutoField"
