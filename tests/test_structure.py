"""Taste as a test: who may import whom, sizes, templates that nobody shows, and what no template may hold."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
APPS = ("partners", "groups", "contactpoints")
# From left to right; a part imports only what stands to its right (DESIGN §2).
ORDER = ("linkportal", *APPS, "linkportal.kit")
LAYERS = ("views", "admin", "forms", "services", "models", "enums")
MODULES = sorted(
    path for part in ("linkportal", *APPS) for path in (PROJECT / part).rglob("*.py") if "migrations" not in path.parts
)
TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))


def name_of(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def imports_of(path: Path) -> Iterator[str]:
    """Every module that a file imports, also inside functions; not what only type checkers see."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            # `from groups import mails` names a module too
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(module: str) -> str | None:
    """Which part of the project a module belongs to; None for other people's."""
    if module.startswith("linkportal.kit"):
        return "linkportal.kit"
    top = module.partition(".")[0]
    return top if top in ORDER else None


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    module = name_of(path).removesuffix(".py").replace("/", ".")
    here = ORDER.index(part_of(module) or "")

    for imported in imports_of(path):
        if part := part_of(imported):
            assert ORDER.index(part) >= here, f"{module} imports {imported}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_models_know_no_forms_and_forms_no_views(path: Path) -> None:
    layer = next((part for part in path.relative_to(PROJECT).with_suffix("").parts if part in LAYERS), None)
    forbidden = LAYERS[: LAYERS.index(layer)] if layer else ()

    for imported in imports_of(path):
        inside = imported.split(".")[1:2]
        assert not (part_of(imported) in APPS and inside and inside[0] in forbidden), f"{layer} imports {imported}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= (400 if "models" in path.parts else 300)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 50, node.name


def test_every_template_is_shown_by_somebody() -> None:
    texts = [path.read_text(encoding="utf-8") for path in [*MODULES, *TEMPLATES]]
    by_others = (
        "designsystemet/",
        "account/",
        "allauth/",
        "mfa/",
        "admin/",
        "400",
        "403",
        "404",
        "410",
        "413",
        "429",
        "500",
    )
    for path in TEMPLATES:
        name = str(path.relative_to(PROJECT / "templates"))
        if name.startswith(by_others):
            continue
        page = name.removeprefix("pages/").removesuffix(".html")
        assert any(name in text or f'Page.of("{page}")' in text for text in texts), f"nobody shows {name}"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_template_holds_script_or_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    # A link that someone follows may lead elsewhere, as to the text of a licence; what a page fetches may not.
    assert not re.search(r"<(?!a\b)[^>]*\s(?:src|href|action)=[\"'](?:https?:)?//", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_include_only_their_own_and_common_parts(path: Path) -> None:
    folder = path.relative_to(PROJECT / "templates").parts[0]
    own = "front_page" if folder == "front_page.html" else folder

    for included in re.findall(r"{%\s*include\s+\"([^\"]+)\"", path.read_text(encoding="utf-8")):
        assert included.split("/")[0] in {own, "components", "layout"}, included
