"""`./jiadi check`: everything that can be said about the code without trying what it does."""

from config.launch import postgres
from config.launch.environment import as_owner, external_database, servers
from config.launch.folders import first_free
from config.launch.foreground import python
from config.launch.terminal import say

STEPS = (
    ("代码规范", ["-m", "ruff", "check", "."]),
    ("代码格式", ["-m", "ruff", "format", "--check", "."]),
    ("迁移是否齐全", ["manage.py", "makemigrations", "--check", "--dry-run"]),
    (
        "部署设置和数据库检查",
        ["manage.py", "check", "--deploy", "--database", "default", "--fail-level", "WARNING"],
    ),
    ("分层", ["-m", "pytest", "tests/test_layers.py"]),
)
# The settings of a server behind TLS, which is what `check --deploy` is about.
DEPLOYED = {"HTTPS": "1", "BEHIND_PROXY": "1", "DEBUG": ""}


def check():
    """Runs all steps, also after a failed one, on a database migrated from nothing; 1 if any failed."""
    with first_free("test") as folder, servers(folder, postgres.FAST) as environment:
        if not external_database():
            postgres.renew(folder / "pg")
        environment |= DEPLOYED
        steps = [("从零迁移数据库", ["manage.py", "migrate", "-v0"], as_owner(environment))]
        steps += [(title, arguments, environment) for title, arguments in STEPS]
        failed = [title for title, arguments, given in steps if not _passes(title, arguments, given)]
    say(f"没有通过：{'、'.join(failed)}" if failed else "检查全部通过")
    return int(bool(failed))


def _passes(title, arguments, environment):
    say(title)
    return python(*arguments, environment=environment) == 0
