"""Make the two font files of `static/font/` from the variable Schibsted Grotesk (OFL, no reserved font name).

    python -m venv /tmp/font && /tmp/font/bin/pip install fonttools brotli
    /tmp/font/bin/python tools/font/subset.py FOLDER

FOLDER holds the two subsets as they are published for the web, `schibsted-grotesk-latin.woff2` and
`schibsted-grotesk-latin-ext.woff2`, weights 400 to 700. `latin` then holds what Norwegian text needs, `more` the Sámi
letters and the neighbours' names; a page loads `more` only when it shows one of them. Kerning was two thirds of the
font: it stays, but with one value for all weights (that of the middle), rounded to 0.4 % of the size and without what
is smaller than 0.8 %. That halves the file, and nobody sees it.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.varStore import VarStoreInstancer

LATIN = (
    "0020-005F 0061-007E 00A0 00A7 00A9 00AB 00AD 00B0 00B7 00BB 00BD 00C0 00C1 00C4-00C6 00C9 00D6-00D8 00DC "
    "00E0 00E1 00E4-00EB 00ED 00EF 00F1-00F4 00F6 00F8 00FA 00FC 2013 2014 2018 2019 201C 201D 2022 2026 2190-2193 2212"
)
MORE = "0100-017F"
STEP, SMALLEST = 8, 16  # units of 1/2048 of the size


def code_points(ranges: str) -> list[int]:
    """The code points of a list such as `0041-0043 00E5`."""
    points: list[int] = []
    for each in ranges.split():
        first, _, last = each.partition("-")
        points.extend(range(int(first, 16), int(last or first, 16) + 1))
    return points


def lighten_kerning(font: TTFont) -> None:
    """Give every kerning pair one rounded value for all weights, and forget the small ones."""
    middle = VarStoreInstancer(font["GDEF"].table.VarStore, font["fvar"].axes, {"wght": 0.5})

    def lighten(value: object) -> None:
        advance = getattr(value, "XAdvance", 0)
        if device := getattr(value, "XAdvDevice", None):
            advance += middle[(device.StartSize << 16) + device.EndSize]
            del value.XAdvDevice  # type: ignore[attr-defined]
        rounded = round(advance / STEP) * STEP
        value.XAdvance = rounded if abs(rounded) >= SMALLEST else 0  # type: ignore[attr-defined]

    for lookup in font["GPOS"].table.LookupList.Lookup:
        for each in lookup.SubTable:
            pairs = getattr(each, "ExtSubTable", each)
            pairs.ValueFormat1 = 4  # the advance alone
            records = (
                (record.Value1 for one in pairs.PairSet for record in one.PairValueRecord)
                if pairs.Format == 1
                else (second.Value1 for first in pairs.Class1Record for second in first.Class2Record)
            )
            for value in records:
                lighten(value)
    font["GDEF"].table.VarStore = None
    font["GDEF"].table.Version = 0x00010000


def write(source: Path, target: Path, ranges: str) -> None:
    """Write the glyphs of `ranges` as woff2, without hints for old screens."""
    options = subset.Options(layout_features=["kern", "tnum"], hinting=False, flavor="woff2")
    font = TTFont(source, lazy=False)
    cut = subset.Subsetter(options)
    cut.populate(unicodes=code_points(ranges))
    cut.subset(font)
    if "GPOS" in font:
        lighten_kerning(font)
    subset.save_font(font, str(target), options)


if __name__ == "__main__":
    published = Path(sys.argv[1])
    folder = Path(__file__).resolve().parent.parent.parent / "static" / "font"
    write(published / "schibsted-grotesk-latin.woff2", folder / "schibsted-grotesk-latin.woff2", LATIN)
    write(published / "schibsted-grotesk-latin-ext.woff2", folder / "schibsted-grotesk-more.woff2", MORE)
