from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "Practitioner surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Models load after the apps.
        # ruff: noqa: PLC0415
        from section11.audits import cycle_sections
        from section11.board import cycle_parts, flags, gatherings, layers
        from section11.people import registry
        from section11.record import jobs
        from section11.web import home, navigation

        from . import home as own_home
        from .operations import feedback, surveys
        from .results import on_board
        from .results.flags import find
        from .results.layers import PRACTITIONERS

        home.register(own_home.surveys)
        cycle_sections.register(own_home.of_cycle)
        navigation.register(
            "Surveys",
            "surveys:survey-list",
            shown_to=own_home.runs_or_reads,
            order=30,
            also_at=("/survey-sets/", "/surveyed-agencies/", "/free-texts/"),
        )
        registry.unfinished.append(own_home.unfinished)
        jobs.register(surveys.close_due)

        layers.register(PRACTITIONERS)
        flags.register(find)
        gatherings.register(feedback.ask, would_ask=feedback.has_questions_for)
        cycle_parts.register(on_board.practitioners)
        cycle_parts.register(on_board.feedback)
