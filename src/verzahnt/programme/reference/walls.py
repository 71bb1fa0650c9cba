"""The reference is public; only its loader writes it."""

from verzahnt.kit.walls import EVERYTHING, READ, Wall, door
from verzahnt.programme.ledgers.roles import ANYONE, CONTENT

TABLES = ("Land", "Kreis", "District", "PostalCode", "Place", "JobcenterArea", "Outline", "Topic", "Audience", "Trait",
          "Language", "Insurer", "Concept", "Crisis", "HelpLine", "SchoolHoliday")

WALLS = tuple(Wall(f"reference.{table}", door(ANYONE, READ), door(CONTENT, *EVERYTHING)) for table in TABLES)
