"""Taste as a test: who may import whom, sizes, templates that nobody shows, and what no template may hold."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

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


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path))


@cache
def imports_of(path: Path) -> list[str]:
    """Every module that a file imports, also inside functions; not what only type checkers see."""
    return list(_imports(tree_of(path)))


def _imports(tree: ast.Module) -> Iterator[str]:
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


def test_imports_go_one_way() -> None:
    wrong = []
    for path in MODULES:
        module = name_of(path).removesuffix(".py").replace("/", ".")
        here = ORDER.index(part_of(module) or "")
        parts = ((imported, part_of(imported)) for imported in imports_of(path))
        wrong += [f"{module} imports {imported}" for imported, part in parts if part and ORDER.index(part) < here]

    assert not wrong


def test_models_know_no_forms_and_forms_no_views() -> None:
    wrong = []
    for path in MODULES:
        layer = next((part for part in path.relative_to(PROJECT).with_suffix("").parts if part in LAYERS), None)
        forbidden = LAYERS[: LAYERS.index(layer)] if layer else ()
        of_ours = (imported for imported in imports_of(path) if part_of(imported) in APPS)
        wrong += [f"{name_of(path)} imports {one}" for one in of_ours if set(one.split(".")[1:2]) & set(forbidden)]

    assert not wrong


def test_files_and_functions_are_short() -> None:
    lines = {name_of(path): text_of(path).count("\n") for path in MODULES}
    functions = {
        f"{name_of(path)}: {node.name}": (node.end_lineno or 0) - node.lineno
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef)
    }

    assert not {name: many for name, many in lines.items() if many > (400 if "/models/" in name else 300)}
    assert not {name: many for name, many in functions.items() if many >= 50}


def test_every_template_is_shown_by_somebody() -> None:
    everything = "\n".join(text_of(path) for path in [*MODULES, *TEMPLATES])
    of_libraries = ("designsystemet/", "account/", "allauth/", "mfa/", "admin/")
    by_others = (*of_libraries, "400", "403", "404", "410", "413", "429", "500")
    names = [str(path.relative_to(PROJECT / "templates")) for path in TEMPLATES]
    pages = {
        name: name.removeprefix("pages/").removesuffix(".html") for name in names if not name.startswith(by_others)
    }

    assert [
        name for name, page in pages.items() if not (name in everything or f'Page.of("{page}")' in everything)
    ] == []


def test_no_template_holds_script_or_style() -> None:
    for path in TEMPLATES:
        text, name = text_of(path), name_of(path)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text), name
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text)), name
        # A link that someone follows may lead elsewhere, as to the text of a licence; what a page fetches may not.
        assert not re.search(r"<(?!a\b)[^>]*\s(?:src|href|action)=[\"'](?:https?:)?//", text), name


def test_templates_include_only_their_own_and_common_parts() -> None:
    for path in TEMPLATES:
        folder = path.relative_to(PROJECT / "templates").parts[0]
        own = "front_page" if folder == "front_page.html" else folder
        for included in re.findall(r"{%\s*include\s+\"([^\"]+)\"", text_of(path)):
            assert included.split("/")[0] in {own, "components", "layout"}, f"{name_of(path)} includes {included}"
