"""Deeds on sources."""

from typing import Any

from verzahnt.programme.sources.models import Source


def enter(slug: str, **facts: Any) -> Source:
    """Write down a source, or what we know about it by now. Entering the same twice changes nothing."""
    source = Source.objects.filter(slug=slug).first() or Source(slug=slug)
    for name, value in facts.items():
        setattr(source, name, value)
    source.full_clean()
    source.save()
    return source
