import pytest

from section11.board import focus, numbers


def read(world):
    return numbers.read([world.loaded()], user=None)[world.cycle.pk]


def titles(standards):
    return [standard.title for standard in standards]


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Neglect", True),
        ("Tackling NEGLECT together", True),
        ("Reflective supervision", True),
        ("Leadership", False),
    ],
)
def test_a_theme_is_known_by_the_title(title, names):
    assert focus.names_a_theme(title) is names


def test_the_standards_that_name_a_theme_are_in_focus(world):
    world.new_set.standards.filter(title="Neglect").update(title="Leadership")

    assert titles(focus.standards_in_focus(read(world))) == ["Supervision"]


def test_those_chosen_take_their_place(world):
    assert titles(focus.standards_in_focus(read(world), {world.neglect.pk})) == ["Neglect"]


def test_without_a_theme_the_standards_closest_to_a_priority_are_in_focus(world):
    world.priority("Early help", "supervision-1")
    world.new_set.standards.filter(title="Neglect").update(title="Leadership")
    world.new_set.standards.filter(title="Supervision").update(title="Early help")

    assert titles(focus.standards_in_focus(read(world))) == ["Early help"]


def test_without_theme_or_priority_nothing_is_in_focus(world):
    world.new_set.standards.filter(title="Neglect").update(title="Leadership")
    world.new_set.standards.filter(title="Supervision").update(title="Training")

    assert focus.standards_in_focus(read(world)) == []
