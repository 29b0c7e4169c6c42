"""Which numbers may be shown, so that no few people's answers can be told: the atom rule.

All that is published about a question is a sum of atoms. An atom is a set of people that is never
divided in anything that is published, and no atom has fewer people than the threshold. Whatever
an attacker adds and subtracts, sums of whole atoms give nothing but sums of whole atoms. (They may
always learn that in an atom nobody, or everybody, gave one answer; so may anybody who reads a
share of 0 % or 100 %.)

For each question:
- An agency of which at least the threshold answered is shown.
- The others are hidden. Together they are one atom, where they are enough; else they are in no
  number at all, so that "all agencies" is the sum of those that are shown.
- In an agency that is shown, a role group of which at least the threshold answered is shown. Those
  that are not are together the agency less its groups that are shown: so they must be nobody, or
  enough. Where they are too few, the smallest groups that are shown are hidden with them.
- Whatever is published of several agencies (all, a sector, all but those withheld from a reader)
  is the sum of the atoms that lie within it. Never is an atom cut.

Pure. Agencies and groups are anything hashable and sortable; people are counted once each.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Parted:
    """The agencies of one question: those `alone` are atoms, those `together` are one; the rest
    are left out of everything.
    """

    alone: frozenset[Hashable]
    together: frozenset[Hashable]

    def within(self, agencies: Collection[Hashable]) -> frozenset[Hashable]:
        """The agencies whose numbers make up what is published of `agencies` in sum."""
        known = frozenset(agencies)
        return (self.alone & known) | (self.together if self.together <= known else frozenset())


def part_agencies(people: Mapping[Any, int], threshold: int) -> Parted:
    """Part the agencies by how many people of each answered the question."""
    alone = frozenset(agency for agency, count in people.items() if count >= threshold)
    hidden = {agency: count for agency, count in people.items() if 0 < count < threshold}
    enough = sum(hidden.values()) >= threshold
    return Parted(alone, frozenset(hidden) if enough else frozenset())


def shown_groups(people: Mapping[str, int], threshold: int) -> frozenset[str]:
    """The role groups of one shown agency of which numbers may be shown.

    Ties are settled by the group's name, so that the same numbers hide the same groups.
    """
    shown = {group: count for group, count in people.items() if count >= threshold}
    hidden = sum(people.values()) - sum(shown.values())
    for group, count in sorted(shown.items(), key=lambda item: (item[1], item[0])):
        if hidden == 0 or hidden >= threshold:
            break
        del shown[group]
        hidden += count
    return frozenset(shown)
