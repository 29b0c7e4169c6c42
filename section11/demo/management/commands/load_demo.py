from django.core.management.base import BaseCommand, CommandError

from section11.demo import loading, people
from section11.demo.exceptions import NotHere
from section11.people.demo_people import PASSWORD


class Command(BaseCommand):
    help = (
        "Load the demo: two partnerships with invented people and agencies, past cycles and open"
        " ones, dated from today. Safe to run again: once loaded it stays as it is. Refuses to run"
        " outside a demo or a developer's machine, or beside another partnership."
    )

    def handle(self, **options):
        try:
            self.load()
        except NotHere as refused:
            raise CommandError(str(refused)) from None
        self.introduce()

    def load(self):
        loading.must_be_a_place_for_it()
        if loading.is_loaded():
            self.stdout.write("The demo is loaded already; nothing has changed.")
            return
        self.stdout.write("Loading the demo: two partnerships, four cycles, 37 agencies.")
        self.stdout.flush()
        loading.load()

    def introduce(self):
        guides = people.showcase()
        width = max(len(guide.email) for guide in guides)
        self.stdout.write(f"\nSign in as any of these, each with the password {PASSWORD}\n\n")
        for guide in guides:
            self.stdout.write(f"  {guide.email:<{width}}  {guide.role} ({guide.name})")
            self.stdout.write(f"  {'':<{width}}  {guide.tip}")
        self.stdout.write("\nEverybody else in the demo is listed on its sign-in page.")
