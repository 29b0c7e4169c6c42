import pytest

from section11.board import layers, numbers
from section11.board.layers import Layer, Scope
from section11.board.tallies import Tally
from tests import factories


@pytest.fixture
def then(partnership):
    return factories.cycle(
        partnership=partnership, standard_set=factories.standard_set(standards=1)
    )


@pytest.fixture
def now(partnership, then):
    return factories.cycle(
        partnership=partnership, standard_set=then.standard_set, compared_with=then
    )


def test_a_cycle_offers_last_cycles_rating_only_where_there_is_a_last_cycle(then, now):
    assert [layer.key for layer in layers.of(then)] == ["self"]
    assert [layer.key for layer in layers.of(now)] == ["self", "previous"]


def test_the_built_in_layers_read_several_cycles_at_once(partnership, then, now):
    agency = factories.agency(partnership=partnership)
    factories.self_audit(cycle=then, agency=agency, answered="red", submitted=True)
    factories.self_audit(cycle=now, agency=agency, answered="green", submitted=True)
    scope = Scope([now, then], numbers.read([now, then], user=None))
    key = agency.pk, now.standard_set.standards.get().pk

    own, previous = layers.SELF.read(scope), layers.PREVIOUS.read(scope)

    assert own == {
        now.pk: {key: Tally((0, 0, 2), (0, 0, 1))},
        then.pk: {key: Tally((2, 0, 0), (1, 0, 0))},
    }
    assert previous == {now.pk: {key: Tally((2, 0, 0), (1, 0, 0))}}


def test_an_app_above_can_offer_a_layer_of_its_own(then):
    moderated = Layer("of-the-panel", "Moderated", "What the panel agreed.", read=lambda scope: {})

    layers.register(moderated)
    offered = layers.of(then)
    layers.unregister(moderated)

    assert offered == [layers.SELF, moderated]
    assert layers.of(then) == [layers.SELF]


def test_a_layer_is_offered_once():
    with pytest.raises(ValueError, match="already a layer 'self'"):
        layers.register(Layer("self", "Again", "", read=lambda scope: {}))
