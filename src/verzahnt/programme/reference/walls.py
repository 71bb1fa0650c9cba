"""The reference is public; only its loader writes it."""

from verzahnt.kit.walls import ADD, CHANGE, READ, REMOVE, Wall, door
from verzahnt.programme.sources.walls import READERS, WRITER

TABLES = ("Land", "Kreis", "District", "PostalCode", "Place", "JobcenterArea", "Outline", "Topic", "Audience", "Trait",
          "Language", "Insurer", "SchoolHoliday")

WALLS = tuple(Wall(f"reference.{table}", door(READERS, READ), door(WRITER, READ, ADD, CHANGE, REMOVE))
              for table in TABLES)
