from django.apps import AppConfig


class ChallengeConfig(AppConfig):
    name = "challenge"
    verbose_name = "The annual challenge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from section11.audits import cycle_sections  # noqa: PLC0415
        from section11.audits import beside  # noqa: PLC0415
        from section11.board import layers  # noqa: PLC0415
        from section11.people import registry, withheld  # noqa: PLC0415 - models load after the apps
        from section11.record import jobs  # noqa: PLC0415
        from section11.web import home  # noqa: PLC0415

        from . import hub, interests_hub, planner  # noqa: PLC0415
        from .home import challenges, of_cycle  # noqa: PLC0415
        from . import after_home  # noqa: PLC0415
        from .beside import last_challenge  # noqa: PLC0415
        from .layers import MODERATED  # noqa: PLC0415
        from .operations import action_reminders  # noqa: PLC0415
        from .operations import asking, calendars, enquiries, interests, planning_runs  # noqa: PLC0415
        from .planning_hub import planning  # noqa: PLC0415
        from .sessions_hub import sessions  # noqa: PLC0415
        from .withheld import by_interest  # noqa: PLC0415

        home.register(challenges)
        cycle_sections.register(of_cycle)
        jobs.register(asking.remind_due)
        layers.register(MODERATED)
        jobs.register(action_reminders.remind_due)
        home.register(after_home.agreed_actions)
        hub.register(after_home.of_challenge)
        beside.register(last_challenge)
        withheld.register(by_interest)
        registry.roles_changed.append(interests.refresh_for)
        jobs.register(interests.refresh_all)
        jobs.register(calendars.put_right)
        jobs.register(enquiries.propose_due)
        jobs.register(enquiries.send_due)
        hub.register(interests_hub.offer)
        hub.register(planning)
        hub.register(sessions)
        jobs.register(planning_runs.bury_silent)
        jobs.register_long(start=planner.start_waiting, stop=planner.stop)
