from .question import Descriptor, Question
from .rating_scale import RatingLevel, RatingScale
from .standard import Priority, Standard
from .standard_set import StandardSet
from .standard_set_import import StandardSetImport

__all__ = [
    "Descriptor",
    "Priority",
    "Question",
    "RatingLevel",
    "RatingScale",
    "Standard",
    "StandardSet",
    "StandardSetImport",
]
