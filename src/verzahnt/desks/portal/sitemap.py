"""All pages at a glance: one list to read, one for search engines."""

from collections.abc import Iterable, Iterator
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.xmlutils import SimplerXMLGenerator

from verzahnt.desks.parts.doors import public
from verzahnt.desks.parts.languages import in_language, shown, without_prefix
from verzahnt.programme.offers import of_sites as offers
from verzahnt.programme.partners import queries as partners
from verzahnt.programme.press import queries as releases

PART = 5_000  # addresses in one file; a search engine takes at most 50,000, and each stands there in every language
STANDING = ("portal:start", "portal:offers", "portal:places", "portal:sites", "portal:press", "overview:programme",
            "portal:contact", "portal:imprint", "portal:privacy", "portal:accessibility", "portal:data_sources",
            "portal:sitemap")


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    context = {
        "sites": partners.sites().order_by("is_invented", "name"),
        "organisations": partners.organisations().order_by("is_invented", "name"),
        "releases": releases.releases(),
    }
    return render(request, "portal/sitemap.html", context)


@public
def sitemap_xml(request: HttpRequest) -> HttpResponse:
    """Up to `PART` addresses in one file; beyond that a list of files, each `?teil=`."""
    paths = list(_paths())
    parts = [paths[first : first + PART] for first in range(0, len(paths), PART)]
    wanted = request.GET.get("teil", "")
    if not wanted and len(parts) > 1:
        return _index(len(parts))
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else (0 if wanted else 1)
    if not 1 <= number <= len(parts):
        raise Http404
    return _addresses(parts[number - 1])


def _paths() -> Iterator[str]:
    """The German address of every public page."""
    yield from (without_prefix(reverse(name)) for name in STANDING)
    for name, slugs in (
        ("portal:site", partners.sites().values_list("slug", flat=True)),
        ("portal:organisation", partners.organisations().values_list("slug", flat=True)),
        ("portal:press_release", [release.slug for release in releases.releases()]),
        ("portal:offer", offers.published_slugs()),
    ):
        yield from _filled_in(name, slugs)


def _filled_in(name: str, slugs: Iterable[str]) -> Iterator[str]:
    """`reverse` once instead of for every offer there is."""
    before, after = without_prefix(reverse(name, args=["-slug-"])).split("-slug-")
    yield from (f"{before}{slug}{after}" for slug in slugs)


def _index(parts: int) -> HttpResponse:
    response, xml = _begin("sitemapindex", {})
    for number in range(1, parts + 1):
        xml.startElement("sitemap", AttributesImpl({}))
        xml.addQuickElement("loc", f"{_home()}/sitemap.xml?teil={number}")
        xml.endElement("sitemap")
    xml.endElement("sitemapindex")
    xml.endDocument()
    return response


def _addresses(paths: list[str]) -> HttpResponse:
    response, xml = _begin("urlset", {"xmlns:xhtml": "http://www.w3.org/1999/xhtml"})
    languages = shown()
    for path in paths:
        xml.startElement("url", AttributesImpl({}))
        xml.addQuickElement("loc", _home() + path)
        for language in languages:
            href = _home() + in_language(path, language)
            xml.addQuickElement("xhtml:link", "", {"rel": "alternate", "hreflang": language.code, "href": href})
        xml.endElement("url")
    xml.endElement("urlset")
    xml.endDocument()
    return response


def _begin(root: str, names: dict[str, str]) -> tuple[HttpResponse, SimplerXMLGenerator]:
    response = HttpResponse(content_type="application/xml; charset=utf-8")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement(root, AttributesImpl({"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9", **names}))
    return response, xml


def _home() -> str:
    return str(settings.VERZAHNT_ADDRESS).rstrip("/")
