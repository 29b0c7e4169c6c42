from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "section11.board"
    verbose_name = "The Board's view"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from section11.web import home, navigation  # noqa: PLC0415 - models load after the apps

        from .home import open_cycles, reads_results  # noqa: PLC0415

        home.register(open_cycles)
        navigation.register("Board", "board:cycle-list", shown_to=reads_results, order=20)
