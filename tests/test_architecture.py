"""Imports point down: along the order of the apps, and inside an app along the order of its layers."""

import ast
from functools import cache
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent

# From the bottom up; those side by side know nothing of each other.
APPS = [
    ["section11.web"],
    ["section11.tables"],
    ["section11.record"],
    ["section11.people"],
    ["section11.standards"],
    ["section11.audits"],
    ["section11.board"],
    ["surveys", "challenge"],
    ["section11.demo"],
]
HEIGHT = {app: height for height, side_by_side in enumerate(APPS) for app in side_by_side}

# A module named here belongs to that layer. Any other stands as high as what it imports.
LAYERS = [
    ["exceptions"],
    ["models"],
    ["permissions"],
    ["events", "outbox", "emails"],
    ["operations"],
    ["forms"],
    ["views", "templatetags", "middleware", "context_processors"],
    ["urls", "admin", "apps", "management"],
]
LAYER = {name: height for height, names in enumerate(LAYERS) for name in names}


def app_of(module):
    return next((a for a in HEIGHT if module == a or module.startswith(f"{a}.")), None)


def dotted(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules():
    """Every module of our apps by its dotted name, migrations apart."""
    files = [f for app in HEIGHT for f in (ROOT / app.replace(".", "/")).rglob("*.py")]
    return {dotted(file): file for file in files if "migrations" not in file.parts}


def existing(module):
    """`a.b.C` is the module `a.b` where C is a name in it."""
    while module and module not in modules():
        module = module.rpartition(".")[0]
    return module


@cache
def imports(module):
    """The modules of ours that `module` imports, anywhere in it."""
    file = modules()[module]
    package = module if file.name == "__init__.py" else module.rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {existing(alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.rsplit(".", node.level - 1)[0] if node.level else ""
            source = ".".join(filter(None, [above, node.module]))
            found |= {existing(f"{source}.{alias.name}") for alias in node.names}
    return {other for other in found if other and app_of(other)} - {module}


@cache
def layer(module, asked=()):
    """How high in its app the module stands: its layer's place, else that of its highest import."""
    app = app_of(module)
    first = module.removeprefix(app).lstrip(".").partition(".")[0]
    if first in LAYER:
        return LAYER[first]
    below = [o for o in imports(module) if app_of(o) == app and o not in asked]
    return max((layer(other, (*asked, module)) for other in below), default=0)


def test_imports_of_other_apps_point_down():
    up = [
        f"{module} imports {other}"
        for module in modules()
        for other in imports(module)
        if app_of(other) != app_of(module) and HEIGHT[app_of(other)] >= HEIGHT[app_of(module)]
    ]

    assert up == []


def test_imports_inside_an_app_point_down():
    up = [
        f"{module} imports {other}"
        for module in modules()
        for other in imports(module)
        if app_of(other) == app_of(module) and layer(other) > layer(module)
    ]

    assert up == []


def test_every_app_has_its_place():
    ours = {
        c.name for c in apps.get_app_configs() if Path(c.path) == ROOT / c.name.replace(".", "/")
    }

    assert ours | {"section11.tables"} == set(HEIGHT)


def test_imports_are_seen_however_they_are_written():
    seen = imports("section11.people.operations.agencies")

    assert seen == {
        "section11.people.emails",
        "section11.people.models",
        "section11.people.operations.partnerships",
        "section11.people.registry",
        "section11.record.events",
        "section11.record.models",
        "section11.web.exceptions",
    }
