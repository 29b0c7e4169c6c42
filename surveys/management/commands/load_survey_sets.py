from section11.standards.management.commands import load_standards

from ...operations import survey_sets


class Command(load_standards.Command):
    help = (
        "Load survey sets from files, those that come with the product if none is named, and publish"
        " them. Run load_standards first: each question names the self-audit questions that it tests."
        " Safe to run again: what is there already stays as it is."
    )
    patterns = ("surveys/*.yaml",)

    def operations(self, table):
        return survey_sets
