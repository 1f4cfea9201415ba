"""Keep of Designsystemet's CSS what our pages use, and nothing else.

    python tools/designsystemet/reduce.py

reads `designsystemet-<version>.css` beside this file (as published, MIT) and writes
`static/vendor/designsystemet/designsystemet.css`. A rule stays when at least one of its selectors can match markup we
write; the rules that stay are not changed. To use one more component, add its class to `CLASSES` and run it again:
`tests/test_look.py` fails when the file in `static/` is not the one this script makes.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

VERSION = "1.22.0"
HERE = Path(__file__).resolve().parent
SOURCE = HERE / f"designsystemet-{VERSION}.css"
TARGET = HERE.parent.parent / "static" / "vendor" / "designsystemet" / "designsystemet.css"

CLASSES = frozenset(
    f"ds-{name}"
    for name in (
        *("alert", "breadcrumbs", "button", "card", "error-summary", "field", "fieldset", "focus", "input", "label"),
        *("link", "list", "pagination", "skip-link", "sr-only", "tag", "validation-message"),
    )
)
ELEMENTS_NOT_OURS = re.compile(r"^(u-|ds-)|^(del|s|dialog)$")
NOT_OURS = re.compile(
    r"\[(aria-(busy|disabled|readonly)|contenteditable|data-(clickdelegatefor|icon|indeterminate|popover|position|toggle"
    r"|tooltip)|popover|readonly|data-field=counter|data-size=(2xs|xs|xl|2xl)|data-variant=(switch|outline)"
    r"|role=(switch|tab)|type=(color|range|date|time|week|month|datetime-local|image))\b"
    r"|:(-moz-read-only|read-only|indeterminate|popover-open|dir\(rtl\))"
)


class Block(NamedTuple):
    """One statement: what stands before the brace (or before the semicolon), and what stands inside, if anything."""

    head: str
    body: str | None


def blocks(css: str) -> Iterator[Block]:
    """Cut CSS into its statements at the outermost level. Strings and `url(…)` may hold braces and semicolons."""
    depth, start, opened, quote = 0, 0, 0, ""
    for index, char in enumerate(css):
        if quote:
            quote = "" if char == quote and css[index - 1] != "\\" else quote
        elif char in "\"'":
            quote = char
        elif char in "{(":
            depth += 1
            if char == "{" and depth == 1:
                opened = index
        elif char in "})":
            depth -= 1
            if char == "}" and depth == 0:
                yield Block(css[start:opened].strip(), css[opened + 1 : index])
                start = index + 1
        elif char == ";" and depth == 0:
            yield Block(css[start:index].strip(), None)
            start = index + 1
    if css[start:].strip():
        yield Block(css[start:].strip(), None)


def split_list(text: str) -> list[str]:
    """The selectors of a list, cut at the commas that stand outside brackets."""
    parts, depth, start = [], 0, 0
    for index, char in enumerate(text):
        depth += (char in "([") - (char in ")]")
        if char == "," and depth == 0:
            parts.append(text[start:index])
            start = index + 1
    return [part.strip() for part in [*parts, text[start:]]]


def closing(text: str, opening: int) -> int:
    """The place of the bracket that closes the one at `opening`."""
    depth = 0
    for index in range(opening, len(text)):
        depth += (text[index] == "(") - (text[index] == ")")
        if depth == 0:
            return index
    raise ValueError(f"No closing bracket: {text}")


def can_match(selector: str) -> bool:
    """Whether our markup can meet this selector. `:not(…)` always can; of `:is(…)`, `:where(…)`, `:has(…)` one must."""
    rest = selector
    while found := re.search(r":(is|where|has|not)\(", rest):
        end = closing(rest, found.end() - 1)
        alternatives = split_list(rest[found.end() : end])
        if found[1] != "not" and not any(can_match(each) for each in alternatives):
            return False
        rest = f"{rest[: found.start()]} {rest[end + 1 :]}"
    if not CLASSES.issuperset(re.findall(r"\.(ds-[\w-]+)", rest)):
        return False
    if NOT_OURS.search(rest.replace('"', "")):
        return False
    names = re.findall(r"(?:^|[\s>+~])([a-z][\w-]*)", re.sub(r"\[[^\]]*\]|:[\w-]+(\([^)]*\))?", "", rest))
    return not any(ELEMENTS_NOT_OURS.match(name) for name in names)


def reduced(css: str) -> str:
    """The statements of `css` that our pages can use; an at-rule that becomes empty goes too."""
    kept = []
    for block in blocks(css):
        if block.body is None:
            kept.append(f"{block.head};")
        elif block.head.startswith(("@layer", "@media", "@supports")):
            if inner := reduced(block.body):
                kept.append(f"{block.head}{{{inner}}}")
        elif block.head.startswith("@keyframes") or not block.head.startswith("@"):
            selectors = [each for each in split_list(block.head) if can_match(each)]
            if selectors and block.body.strip():
                kept.append(f"{','.join(selectors)}{{{reduced(block.body).removesuffix(';')}}}")
    return "".join(kept)


def without_idle_frames(css: str) -> str:
    """The CSS without key frames that nobody plays any more."""
    for name in re.findall(r"@keyframes ([\w-]+)", css):
        if len(re.findall(rf"\b{name}\b", css)) == 1:
            css = re.sub(rf"@keyframes {name}\{{(?:[^{{}}]*\{{[^{{}}]*\}})*\}}", "", css)
    return css


def build() -> str:
    """The file for `static/`, with where it comes from as its first line."""
    origin = f"/*! @digdir/designsystemet-css {VERSION}, MIT, reduced to the components in use (see README.md) */\n"
    return origin + without_idle_frames(reduced(SOURCE.read_text(encoding="utf-8"))) + "\n"


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(build(), encoding="utf-8")
