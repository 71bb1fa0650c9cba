"""The clock by which everything takes place: Berlin's. Instants are kept in UTC, and told by this one."""

from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
