from django.core.validators import RegexValidator
from django.db import models


class RatingScale(models.Model):
    """An ordered set of levels, such as Red, Amber, Green and Not applicable."""

    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=100)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title


class RatingLevel(models.Model):
    """One level, and what choosing it asks of the agency."""

    class Symbol(models.TextChoices):
        TRIANGLE = "triangle", "Triangle"
        DIAMOND = "diamond", "Diamond"
        CIRCLE = "circle", "Circle"
        SQUARE = "square", "Square"
        STAR = "star", "Star"
        DASH = "dash", "Dash"

    scale = models.ForeignKey(RatingScale, on_delete=models.CASCADE, related_name="levels")
    order = models.PositiveSmallIntegerField(help_text="0 is the worst level")
    code = models.SlugField(max_length=20)
    label = models.CharField(max_length=40)
    letter = models.CharField(max_length=3)
    colour = models.CharField(max_length=7, validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")])
    symbol = models.CharField(max_length=10, choices=Symbol)
    meaning = models.TextField()
    counts_in_score = models.BooleanField(default=True)
    needs_action = models.BooleanField(default=False)
    needs_evidence = models.BooleanField(
        default=False, help_text="On an essential question; a warning on any other"
    )
    needs_reason = models.BooleanField(default=False)

    class Meta:
        ordering = ["scale", "order"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "order"], name="one_level_per_place"),
            models.UniqueConstraint(fields=["scale", "code"], name="one_level_per_code"),
            models.UniqueConstraint(fields=["scale", "letter"], name="one_level_per_letter"),
        ]

    def __str__(self):
        return self.label

    @property
    def css_class(self):
        return f"rating--{self.scale.code}-{self.code}"

    @property
    def asks_for(self):
        """What choosing it asks of the agency, in words."""
        needs = [
            ("an action", self.needs_action),
            ("evidence on an essential question", self.needs_evidence),
            ("a reason", self.needs_reason),
        ]
        asked = ", ".join(words for words, needed in needs if needed) or "nothing more"
        left_out = "" if self.counts_in_score else "; left out of the score"
        return f"{asked}{left_out}".capitalize()
