"""Which agencies could take part in a cycle and which do, in two queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from section11.people.models import Agency, PartnershipAgency, Sector

from .models import Cycle, SelfAudit

LEFT = "No longer in the partnership"


@dataclass(frozen=True)
class Candidate:
    """An agency of the partnership today, or one that is in the cycle although it has left.

    `self_audit` is none for an agency that is out; `basis` is "" for one that has left.
    """

    agency: Agency
    basis: str
    self_audit: SelfAudit | None

    @property
    def is_in(self) -> bool:
        return self.self_audit is not None

    @property
    def basis_in_words(self) -> str:
        return PartnershipAgency.ParticipationBasis(self.basis).label if self.basis else LEFT

    @property
    def is_started(self) -> bool:
        return self.is_in and self.self_audit.started_at is not None


def read(cycle: Cycle) -> list[Candidate]:
    """Every candidate, by sector as the sectors are listed, then by name."""
    self_audits = {
        self_audit.agency_id: self_audit
        for self_audit in cycle.self_audits.select_related("agency")
    }
    places = cycle.partnership.agency_places.current().select_related("agency")
    found = {
        place.agency_id: Candidate(place.agency, place.basis, self_audits.get(place.agency_id))
        for place in places
    }
    for agency_id, self_audit in self_audits.items():
        found.setdefault(agency_id, Candidate(self_audit.agency, "", self_audit))
    order = {sector: place for place, sector in enumerate(Sector.values)}
    return sorted(
        found.values(), key=lambda one: (order[one.agency.sector], one.agency.name.casefold())
    )


def chosen(candidates: Iterable[Candidate], *, sector: str = "", basis: str = ""):
    """Those of one sector, of one basis, or of both."""
    return [
        one for one in candidates if sector in ("", one.agency.sector) and basis in ("", one.basis)
    ]
