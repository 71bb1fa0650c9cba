"""How well a unit is prepared to raise health with tact: coverage, never a ranking of people."""

from dataclasses import dataclass

SMALLEST_UNIT = 5


@dataclass(frozen=True)
class Coverage:
    """How many counsellors of a site hold a certificate that is still valid, of how many there are."""

    trained: int
    counsellors: int

    @property
    def may_be_shown(self) -> bool:
        """In a unit of fewer than five everybody would know who is meant."""
        return self.counsellors >= SMALLEST_UNIT
