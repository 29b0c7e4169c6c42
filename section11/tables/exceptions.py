"""What this package raises at whoever sent the file."""


class TableRefused(Exception):
    """A file that cannot be read as a table. `sentence` says why, to the person who sent it.

    `row` and `column` are the row number and the column heading where one place is to blame.
    """

    def __init__(self, sentence: str, *, row: int | None = None, column: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.row = row
        self.column = column
