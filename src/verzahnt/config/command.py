"""The console command `verzahnt`."""

import argparse
import os
import secrets
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from verzahnt.config import database, roles
from verzahnt.config.children import end_with_the_parent
from verzahnt.config.postgres_programs import DatabaseTrouble

LOADERS = {"reference": "load_reference", "five-places": "load_five_places", "sample": "load_sample"}
REPORTS = {"keeping": "report_keeping"}
PASSING_ON = ("manage", "load", "report")
DEEDS_OF_THE_OWNER = {"migrate", "makemigrations", "sqlmigrate", "showmigrations", "flush", *LOADERS.values()}
WITHOUT_DATABASE = {"check", "collectstatic", "diffsettings", "findstatic", "help", "makemessages", "--help", "version"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says. A known trouble is one line, never a traceback."""
    end_with_the_parent()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verzahnt.config.settings.home")
    arguments = sys.argv[1:] if arguments is None else arguments
    if list(arguments) == ["prepare"]:  # a step of `run`, in a process of its own
        return _prepare()
    given, rest = _parser().parse_known_args(arguments)
    if rest and not getattr(given, "passes_on", False):
        _parser().error(f"unrecognized arguments: {' '.join(rest)}")
    given.rest = rest
    try:
        return int(given.do(given) or 0)
    except DatabaseTrouble as trouble:
        print(f"verzahnt: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from django.core.exceptions import ImproperlyConfigured

        if not isinstance(error, ImproperlyConfigured):
            raise
        print(f"verzahnt: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="verzahnt", description="Verzahnt: run it, load it, look after it.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, do: Callable[[argparse.Namespace], int | None], help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help, description=help, add_help=name not in PASSING_ON)
        added.set_defaults(do=do)
        return added

    command("run", _run, "everything on this machine: database, tables, content, web server, worker")
    command("serve", _serve, "the web server alone (gunicorn; settings in verzahnt.config.web)")
    command("work", _work, "the worker for scheduled jobs alone")
    command("migrate", _migrate, "bring tables and walls up to date, as the owner")
    deeds = command("database", _database, "the database and its roles").add_argument(
        "deed", choices=["start", "stop", "status", "roles", "walls"]
    )
    assert deeds
    commands.choices["database"].add_argument(
        "--print", action="store_true", dest="only_print", help="roles: print the SQL for an administrator instead"
    )
    load = command("load", _load, "load reference | five-places | sample [--offers N]")
    load.add_argument("what", choices=LOADERS)
    load.set_defaults(passes_on=True)
    manage = command("manage", _manage, "any of Django's management commands")
    manage.set_defaults(passes_on=True)
    report = command("report", _report, "report keeping [--on 2026-12-24]: what a night would delete; deletes nothing")
    report.add_argument("what", choices=REPORTS)
    report.set_defaults(passes_on=True)
    secret = command("secrets", _secrets, "make the secrets of a home installation, where there are none yet")
    secret.add_argument("--print", action="store_true", dest="only_print", help="print a new secret for production")
    cards = command("cards", _cards, "the secrets of cards: handing-key | new-generation [handed|own]")
    cards.add_argument("deed", choices=["handing-key", "new-generation"],
                       help="handing-key: print what an office's process needs to make cards; it opens none")
    cards.add_argument("kind", nargs="?", choices=["handed", "own"], default="handed")
    return parser


def _run(given: argparse.Namespace) -> int:
    from verzahnt.config.serve import run

    return run()


def _prepare() -> int:
    import django

    django.setup()
    from verzahnt.config.prepare import prepare

    prepare()
    return 0


def _serve(given: argparse.Namespace) -> None:
    from django.conf import settings
    from gunicorn.app.wsgiapp import WSGIApplication  # type: ignore[import-untyped]

    sys.argv = ["gunicorn", "--config", "python:verzahnt.config.web", "verzahnt.config.wsgi:application"]
    assert settings.SECRET_KEY  # settings that refuse do so here, in one line
    with database.available():
        WSGIApplication("%(prog)s").run()


def _work(given: argparse.Namespace) -> None:
    import django

    os.environ.setdefault("VERZAHNT_LOGIN", "verzahnt_jobs")
    django.setup()
    from django.core.management import call_command

    with database.available():
        call_command("work_jobs")


def _migrate(given: argparse.Namespace) -> None:
    if not database.acts_as_the_url():
        with database.available():
            database.create_roles_and_database()
    _call("migrate", "--no-input")


def _load(given: argparse.Namespace) -> None:
    _call(LOADERS[given.what], *given.rest)


def _report(given: argparse.Namespace) -> None:
    os.environ.setdefault("VERZAHNT_LOGIN", "verzahnt_jobs")
    _call(REPORTS[given.what], *given.rest)


def _manage(given: argparse.Namespace) -> None:
    _call(*(given.rest or ["help"]))


def _call(name: str, *arguments: str) -> None:
    from django.core.management import execute_from_command_line

    if name in DEEDS_OF_THE_OWNER:
        os.environ["VERZAHNT_LOGIN"] = roles.OWNER
    deed = ["verzahnt manage", name, *arguments]
    if name in WITHOUT_DATABASE:
        execute_from_command_line(deed)
        return
    with database.available():
        execute_from_command_line(deed)


def _database(given: argparse.Namespace) -> None:
    match given.deed:
        case "roles" if given.only_print:
            print("\n".join(database.statements_for_an_administrator()))
        case "roles":
            with database.available():
                database.create_roles_and_database()
        case "walls":
            _raise_walls()
        case deed if database.given_url():
            database.administrator().close()
            print(
                "PostgreSQL aus DATABASE_URL antwortet."
                + ("" if deed == "status" else " Starten und anhalten ist Sache seines Verwalters.")
            )
        case "start":
            database.server().keep()
            print(f"Die Datenbank läuft: {database.server().socket_folder}")
        case "stop":
            database.server().stop()
            print("Die Datenbank steht.")
        case "status":
            server = database.server()
            print(f"Die Datenbank {'läuft' if server.running() else 'steht'}: {server.home}")


def _raise_walls() -> None:
    os.environ["VERZAHNT_LOGIN"] = roles.OWNER
    import django

    django.setup()
    from django.db import connection

    from verzahnt.kit import walls
    from verzahnt.programme.ledgers.roles import ROLES

    with database.available():
        changed = walls.apply(connection, ROLES)
    print("Die Mauern sind neu gezogen." if changed else "Die Mauern stehen.")


def _secrets(given: argparse.Namespace) -> None:
    if given.only_print:
        print(secrets.token_urlsafe(48))
        return
    from verzahnt.config.secrets import home_secret

    home_secret(database.state_folder())
    print(f"Die Geheimnisse liegen in {database.state_folder()}.")


def _cards(given: argparse.Namespace) -> int | None:
    import django

    django.setup()
    from django.conf import settings

    from verzahnt.programme.cards import keys
    from verzahnt.programme.cards.rules import Kind

    folder = Path(settings.VERZAHNT_KEYS)
    if given.deed == "handing-key":
        print(keys.for_handing(keys.load_or_make(folder)), end="")
        return None
    try:
        digit = keys.add_generation(folder, Kind(given.kind)).newest(Kind(given.kind)).digit
    except keys.NoDigitLeft as no:
        print(f"verzahnt: {no}", file=sys.stderr)
        return 1
    print(f"Neue Karten beginnen mit {digit}; alle früheren gelten weiter. Starten Sie jetzt alle Prozesse neu.")
    if given.kind == "handed":
        print("Und geben Sie den Beratungen den neuen Schlüssel: verzahnt cards handing-key.")
    return None


if __name__ == "__main__":
    sys.exit(main())
