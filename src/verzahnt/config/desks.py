"""Which desk an address belongs to, and in which language it speaks."""

from django.conf import settings

PATHS = {
    "beratung": "counselling",
    "anbieter": "providers",
    "koordination": "coordination",
    "kassen": "funders",
    "programm": "overview",
    "konto": "entrance",
    "api": "api",
    "hsds": "api",
}
WITH_SIGN_IN = {"providers", "coordination", "funders", "entrance"}
# The counselling desk asks nobody to sign in, except where a unit reports its week.
SIGN_IN_BELOW = ("beratung/wochenzahlen",)


def language_at(path: str) -> str:
    """The language whose prefix the path carries; German has none."""
    first = path.lstrip("/").split("/", 1)[0] + "/"
    return next((code for code, prefix in settings.LANGUAGE_PATHS.items() if prefix == first), settings.LANGUAGE_CODE)


def desk_at(path: str) -> str:
    """The desk that answers at this path; everything without a desk of its own is the portal's."""
    parts = path.strip("/").split("/")
    if parts[0] + "/" in settings.LANGUAGE_PATHS.values():
        parts = parts[1:]
    return PATHS.get(parts[0] if parts else "", "portal")


def signs_in_at(path: str) -> bool:
    """Whether sessions and accounts exist at this path."""
    below = path.strip("/") + "/"
    return desk_at(path) in WITH_SIGN_IN or any(below.startswith(f"{one}/") for one in SIGN_IN_BELOW)
