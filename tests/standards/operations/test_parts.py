import pytest

from section11.standards.operations.parts import Part
from section11.standards.resources import PLACE, PriorityResource, cell, dataset


class FaultyResource(PriorityResource):
    """A resource with a fault of ours: its parser looks up what is not there."""

    title = cell("title", {}.__getitem__)


def test_a_fault_of_ours_is_not_taken_for_one_of_the_file():
    """django-import-export catches every exception of a row."""
    rows = [{"code": "neglect", "title": "Neglect", PLACE: 1}]
    part = Part(
        FaultyResource(parent=None, existing=[]), dataset(rows, ["code", "title", PLACE]), [1]
    )

    with pytest.raises(KeyError, match="Neglect"):
        part.run(save=False)
