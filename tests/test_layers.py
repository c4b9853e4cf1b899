"""Imports go one way, the order of LOCAL_APPS; also inside functions, where a circle likes to hide."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).parent.parent
APPS = settings.LOCAL_APPS
ABOVE_ALL = {"config", "tests", "bench"}
FILES = {app: sorted((ROOT / app).rglob("*.py")) for app in APPS}


def imported(path):
    """Top-level names that a file imports, wherever in it: {(name, line)}."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0], node.lineno
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("import_module", "get_model"):
            yield from (
                (str(arg.value).split(".")[0], node.lineno)
                for arg in node.args
                if isinstance(arg, ast.Constant)
            )


@pytest.mark.parametrize("app", APPS)
def test_an_app_imports_only_apps_to_its_left(app):
    allowed = set(APPS[: APPS.index(app) + 1])
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in FILES[app]
        for name, line in imported(path)
        if name in ({*APPS} | ABOVE_ALL) - allowed
    ]
    assert wrong == []


def test_the_order_of_the_apps_is_the_directives():
    order = "tenancy journal assets ownership custody operation income disposal oversight".split()
    assert [app for app in order if app in APPS] == APPS


def test_every_package_of_the_project_is_an_app_or_above_them():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {*APPS} <= ABOVE_ALL


def test_the_application_is_configured_without_knowing_the_tests():
    wrong = [
        str(path) for path in (ROOT / "config").rglob("*.py") for name, _ in imported(path) if name == "tests"
    ]
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_no_app_listens_to_signals(app):
    wrong = [
        str(path) for path in FILES[app] if "receiver(" in path.read_text() or ".connect(" in path.read_text()
    ]
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_no_file_is_longer_than_a_reader_is_patient(app):
    long = {str(path): lines for path in FILES[app] if (lines := path.read_text().count("\n")) > 400}
    assert {path: n for path, n in long.items() if "/migrations/" not in path} == {}


@pytest.mark.parametrize("app", APPS)
def test_no_function_is_longer_than_fifty_lines(app):
    nodes = ((path, node) for path in FILES[app] for node in ast.walk(ast.parse(path.read_text())))
    functions = ((path, node) for path, node in nodes if isinstance(node, ast.FunctionDef))
    assert [f"{path}:{f.lineno} {f.name}" for path, f in functions if f.end_lineno - f.lineno >= 50] == []


@pytest.mark.parametrize("app", APPS)
def test_nothing_catches_everything_or_goes_round_a_defence(app):
    banned = ("except Exception", "except:", "csrf_exempt", "mark_safe(", "TODO", "date.today(")
    wrong = [f"{path}: {word}" for path in FILES[app] for word in banned if word in path.read_text()]
    assert wrong == []
