from django.apps import AppConfig


class ChallengeConfig(AppConfig):
    name = "challenge"
    verbose_name = "The annual challenge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Models load after the apps.
        # ruff: noqa: PLC0415
        from section11.audits import beside, cycle_sections
        from section11.board import layers
        from section11.people import registry, withheld
        from section11.record import jobs
        from section11.web import home

        from . import home as own_home
        from . import hub
        from .after import after_home
        from .after.beside import last_challenge
        from .after.layers import MODERATED
        from .conflicts import interests_hub
        from .conflicts.withheld import by_interest
        from .operations import (
            action_reminders,
            asking,
            calendars,
            enquiries,
            interests,
            planning_runs,
        )
        from .planning import planner
        from .planning.planning_hub import planning
        from .sessions.sessions_hub import sessions

        home.register(own_home.challenges)
        home.register(after_home.agreed_actions)
        cycle_sections.register(own_home.of_cycle)
        for offer in (interests_hub.offer, planning, sessions, after_home.of_challenge):
            hub.register(offer)

        layers.register(MODERATED)
        beside.register(last_challenge)
        withheld.register(by_interest)
        registry.roles_changed.append(interests.refresh_for)

        for job in (
            asking.remind_due,
            interests.refresh_all,
            calendars.put_right,
            enquiries.propose_due,
            enquiries.send_due,
            action_reminders.remind_due,
            planning_runs.bury_silent,
        ):
            jobs.register(job)
        jobs.register_long(start=planner.start_waiting, stop=planner.stop)
