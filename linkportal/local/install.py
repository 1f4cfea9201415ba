"""Make .venv and install the pinned packages, unless that is done: `python3 linkportal/local/install.py local`.

Run by the system's Python, also one that is too old, before there is a .venv: no import of our own, no new syntax.
"""

import fcntl
import hashlib
import os
import subprocess
import sys

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VENV = os.path.join(PROJECT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
OLDEST = (3, 11)


def main(name: str) -> None:
    """Bring .venv to what requirements/<name>.txt lists."""
    if sys.version_info < OLDEST:
        sys.exit(f"Python 3.11 or newer is needed, and {sys.executable} is older: name another with PYTHON=.")
    requirements = os.path.join(PROJECT, "requirements")
    lock = os.open(requirements, os.O_RDONLY)  # `make run` and `make test` may begin at the same time
    fcntl.flock(lock, fcntl.LOCK_EX)
    path = os.path.join(requirements, name + ".txt")
    with open(path, "rb") as file:
        wanted = hashlib.sha256(file.read()).hexdigest()
    stamp = os.path.join(VENV, "installed-" + name)
    usable = is_usable()
    if usable and installed(stamp) == wanted:
        return
    if not usable:
        make_venv()
    print(f"Installing the packages of requirements/{name}.txt into .venv …", flush=True)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    if subprocess.call([*pip, "--require-hashes", "-r", path]) != 0:
        sys.exit("The packages could not be installed (above); is the network or your package index reachable?")
    with open(stamp, "w") as file:
        file.write(wanted)


def is_usable() -> bool:
    """Whether .venv has a Python that is new enough and still the one that it was made with."""
    test = f"import pip, sys; sys.exit(sys.version_info < {OLDEST})"
    try:
        return subprocess.call([PYTHON, "-c", test], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def installed(stamp: str) -> str:
    """The list that the stamp names as installed; empty if there is no stamp."""
    try:
        with open(stamp) as file:
            return file.read()
    except OSError:
        return ""


def make_venv() -> None:
    """Make .venv anew."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        sys.exit("Python's module venv is incomplete: install it (on Debian: apt-get install python3-venv).")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", VENV]) != 0:
        sys.exit("The folder .venv could not be made (above).")


if __name__ == "__main__":
    main(sys.argv[1])
