from section11.web.exceptions import RuleBroken


class ImportRefused(RuleBroken):
    """Nothing was imported. `problems` is everything that is wrong, for whoever can show it all."""

    def __init__(self, problems, obj=None):
        self.problems = list(problems)
        count = len(self.problems)
        super().__init__(
            f"Nothing was imported: there {'is one problem' if count == 1 else f'are {count} problems'}."
            f" {self.problems[0]}",
            obj,
        )
