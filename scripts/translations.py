"""The catalogues of what people looking for an offer see: `collect` new sentences, `check` that none is missing.

German sentences are the message ids, so German has no catalogue. Staff desks are German alone and not collected;
whatever is marked with `_()` in the folders below is.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
from verzahnt.kit.plain_language import Rule, hints  # noqa: E402 (the path comes first)

SOURCES = ROOT / "src" / "verzahnt"
LOCALE = SOURCES / "config" / "locale"
LANGUAGES = {"de_Simple": "de", "en": "en", "uk": "uk", "ar": "ar", "tr": "tr", "ru": "ru", "fa": "fa", "pl": "pl"}
"""Folder: Babel's locale, for its plural forms."""
# Babel's own order for Arabic swaps the last two; translators and their tools expect gettext's.
PLURALS = {"ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"}
HEADER = "What people looking for an offer read, in {language}. German sentences are the keys."
FOLDERS = (
    "desks/portal",
    "desks/overview",
    "desks/papers",
    "desks/parts",
    "desks/jobs",
    "desks/counselling",
    "programme",
    "kit",
)
METHODS = [("**/jinja2/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|(%s)")


def collected() -> Catalog:
    """Every sentence marked for translation, with where it stands."""
    catalogue = Catalog(project="Verzahnt", charset="utf-8")
    options = {
        "**/jinja2/**.html": {
            "extensions": "jinja2.ext.i18n,jinja2.ext.do",
            "newstyle_gettext": "true",
            "silent": "false",
        }
    }
    for folder in FOLDERS:
        found = extract_from_dir(SOURCES / folder, METHODS, options, keywords=KEYWORDS, comment_tags=("Translators:",))
        for file, _line, message, comments, context in found:
            catalogue.add(message, None, [(f"{folder}/{file}", 0)], auto_comments=comments, context=context)
    return catalogue


def collect() -> None:
    """Bring every catalogue up to date: new sentences come in empty, sentences gone leave."""
    fresh = collected()
    for folder, locale in LANGUAGES.items():
        path = LOCALE / folder / "LC_MESSAGES" / "django.po"
        held = read(path, locale)
        held.update(fresh, no_fuzzy_matching=True, update_creation_date=False)  # a date would change with every look
        write(held, path, folder)
        print(f"{folder}: {len(held)} sentences, {len(list(missing(held, fresh)))} missing")


def write(held: Catalog, path: Path, language: str) -> None:
    """The catalogue as a file that changes only where a sentence does."""
    held.obsolete.clear()
    held.fuzzy = False  # a fuzzy header keeps the whole catalogue from being compiled
    held.version, held.last_translator, held.language_team, held.msgid_bugs_address = "1", "Verzahnt", language, ""
    held.header_comment = "# " + HEADER.format(language=language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, held, width=110, sort_output=True, ignore_obsolete=True)


def check() -> int:
    """What is missing, or says other placeholders than the German, in any language. 0 when nothing is."""
    fresh = collected()
    complaints = [
        f"{folder}: {complaint}"
        for folder, locale in LANGUAGES.items()
        for complaint in missing(read(LOCALE / folder / "LC_MESSAGES" / "django.po", locale), fresh)
    ]
    complaints += [f"Leichte Sprache: {remark}" for remark in hard_sentences()]
    for complaint in complaints:
        print(complaint)
    print(f"{len(fresh)} sentences in {len(LANGUAGES)} languages, {len(complaints)} to mend")
    return 1 if complaints else 0


HARD_TO_READ = {Rule.LONG_SENTENCE, Rule.NESTED, Rule.GENITIVE, Rule.PASSIVE, Rule.MAYBE, Rule.LONG_WORD}
"""What no sentence in Leichte Sprache may be; signs, names of laws and question words are looked at by people."""


def hard_sentences() -> Iterator[str]:
    """What a machine notices as hard to read in the catalogue of Leichte Sprache."""
    for message in read(LOCALE / "de_Simple" / "LC_MESSAGES" / "django.po", "de"):
        said = message.string if isinstance(message.string, list | tuple) else [message.string]
        for text in said if message.id else ():
            words = PLACEHOLDER.sub("Wort", text)
            yield from (f"{hint.rule.advice} „{hint.words}“" for hint in hints(words) if hint.rule in HARD_TO_READ)


def missing(held: Catalog, fresh: Catalog) -> Iterator[str]:
    """The sentences of `fresh` that `held` lacks or translates with other placeholders."""
    for message in fresh:
        if not message.id:
            continue
        own = held.get(message.id, context=message.context)
        said = own.string if own else ""
        texts = [said] if isinstance(said, str) else list(said or [""])
        german = message.id if isinstance(message.id, str) else message.id[1]
        if own is None or own.fuzzy or not all(texts):
            yield f"missing: {german!r}"
        elif isinstance(message.id, str) and len(texts) == 1:
            if _placeholders(texts[0]) != _placeholders(german):
                yield f"other placeholders: {german!r} → {texts[0]!r}"
        elif len(texts) != held.num_plurals:
            yield f"{len(texts)} plural forms of {held.num_plurals}: {german!r}"
        else:  # "two people" needs no figure, so one form may leave out what another says
            yield from (
                f"other placeholders: {german!r} → {text!r}"
                for text in texts
                if not _placeholders(text) <= _placeholders(german)
            )
            if not any(_placeholders(text) == _placeholders(german) for text in texts):
                yield f"no form says all of {german!r}"


def _placeholders(text: str) -> set[str]:
    return {name for names in PLACEHOLDER.findall(text) for name in names if name}


def read(path: Path, locale: str) -> Catalog:
    """A language's catalogue as it stands, or an empty one."""
    if path.exists():
        with path.open("rb") as file:
            held = read_po(file, locale=locale)
    else:
        held = Catalog(locale=locale, project="Verzahnt", charset="utf-8")
    if locale in PLURALS:
        held.mime_headers = [("Plural-Forms", PLURALS[locale])]
    return held


if __name__ == "__main__":
    if sys.argv[1:] == ["collect"]:
        collect()
    elif sys.argv[1:] == ["check"]:
        sys.exit(check())
    else:
        sys.exit("translations.py collect | check")
