"""One named block of a page alone, for htmx: the same template, so page and fragment cannot drift apart."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from jinja2_fragments import render_block


def render_fragment(
    request: HttpRequest, template: str, block: str, context: dict[str, Any] | None = None
) -> HttpResponse:
    """Answer with one block of the template, with the context processors a whole page would have."""
    backend = next(engine for engine in engines.all() if isinstance(engine, Jinja2))
    values: dict[str, Any] = {
        **(context or {}),
        "request": request,
        "csrf_input": csrf_input_lazy(request),
        "csrf_token": csrf_token_lazy(request),
    }
    for processor in backend.template_context_processors:
        values.update(processor(request))
    return HttpResponse(render_block(backend.env, template, block, **values))
