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
