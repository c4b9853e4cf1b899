"""`python -m bench NAME …` runs one measurement: bench/NAME.py, which has a main(arguments)."""

import os
import sys
from importlib import import_module
from pathlib import Path

import django

# The addresses of static files are no part of what is measured.
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
MEASUREMENTS = sorted(file.stem for file in Path(__file__).parent.glob("[!_]*.py"))


def main(name="", *arguments):
    """Sets the application up as on a server and hands over."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("STATIC_STORAGE", PLAIN)
    django.setup()
    module = import_module(f"bench.{name}") if name in MEASUREMENTS else None
    if not hasattr(module, "main"):
        sys.exit("usage: ./jiadi bench pages [--sizes 20000,200000,2000000] [--rounds 31]")
    module.main(arguments)


main(*sys.argv[1:])
