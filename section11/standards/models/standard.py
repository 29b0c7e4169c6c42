from django.db import models


class Standard(models.Model):
    """A heading, such as Supervision or Neglect: one step of the self-audit."""

    standard_set = models.ForeignKey(
        "standards.StandardSet", on_delete=models.CASCADE, related_name="standards"
    )
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=10)
    title = models.CharField(max_length=150)
    summary = models.TextField(blank=True)

    class Meta:
        ordering = ["standard_set", "order"]
        constraints = [
            models.UniqueConstraint(fields=["standard_set", "code"], name="one_standard_per_code"),
            models.UniqueConstraint(
                fields=["standard_set", "order"], name="one_standard_per_place"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"


class Priority(models.Model):
    """A Board priority that questions speak to, such as Think Family."""

    standard_set = models.ForeignKey(
        "standards.StandardSet", on_delete=models.CASCADE, related_name="priorities"
    )
    order = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=100)

    class Meta:
        ordering = ["standard_set", "order"]
        verbose_name_plural = "priorities"
        constraints = [
            models.UniqueConstraint(fields=["standard_set", "code"], name="one_priority_per_code"),
        ]

    def __str__(self):
        return self.title
