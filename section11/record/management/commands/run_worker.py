from django.core.management.base import BaseCommand

from section11.record import jobs, outbox
from section11.record.worker import Worker


class Command(BaseCommand):
    help = (
        "Send mail as it is queued, and reminders as they fall due, until SIGTERM or SIGINT."
        " Several may run."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="End when all that is due is done, as for cron"
        )
        parser.add_argument(
            "--beside", type=int, metavar="PROCESS", help="End when the process with this id ends"
        )

    def handle(self, *, once, beside, **options):
        if not once:
            Worker(beside=beside).run()
            return
        jobs.run_all()
        jobs.start_waiting()  # the process ends once it is done
        self.stdout.write(f"{outbox.send_waiting()} sent.")
