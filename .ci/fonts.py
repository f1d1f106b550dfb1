"""Makes from the fonts that `.ci/fonts` fetched what is kept of them here, and the slices that are not.

    fonts.py kept FOLDER            rare.ttf, style/fonts/*.woff2, style/fonts.css, app/domain/src/text/drawn.txt
    fonts.py slices FOLDER TARGET   slices of CJK Extensions B to F, for a release
    fonts.py scripts FOLDER         server/registry/assets/fonts/scripts/*.ttf and their slices in style/fonts

FOLDER holds HanaMinA.ttf, HanaMinB.ttf and BabelStoneHan.ttf. `kept` is for whoever brings in another edition of a font: what it writes
is committed, and `domain` and `registry` have tests that hold it together. `scripts` takes from FOLDER the fonts of Noto by the names
below, as npm's packages @fontsource/… have them (woff2 or woff), and writes the fonts of names in Tibetan, Uyghur, Mongolian and so on.
"""
import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

ROOT = pathlib.Path(__file__).resolve().parent.parent
BASE = ROOT / "server/registry/assets/fonts/wqy-microhei.ttc"
FAMILY = "Xueji Rare"

# CJK Unified Ideographs of GB 18030-2022 level 3, and beyond it what is in Unicode 15: Extensions G and H.
HAN = [
    (0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2A6DF), (0x2A700, 0x2B739), (0x2B740, 0x2B81D),
    (0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0), (0x30000, 0x3134A), (0x31350, 0x323AF),
]
# What names are written with that are not Chinese, and what stands in addresses.
LETTERS = [(0xA0, 0x24F), (0x300, 0x36F), (0x1E00, 0x1EFF)]
# Of the 196 characters of 通用规范汉字表 (2013) outside the basic plane those that lie in Extension B; HanaMinA has the others.
TABLE_B = "𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌"


def within(ranges, code):
    return any(first <= code <= last for first, last in ranges)


def characters(font):
    return set(font.getBestCmap())


def cut(source, codes, target, flavor=None):
    """Writes a font with just these characters, without hints and tables that only typesetting needs."""
    options = subset.Options(
        flavor=flavor, hinting=False, layout_features=[], name_IDs=[0, 1, 2, 4, 6, 13], glyph_names=False, notdef_outline=True,
        recalc_timestamp=False, drop_tables=["BASE", "FFTM", "GDEF", "GSUB", "GPOS", "prop", "meta", "DSIG", "vhea", "vmtx"],
    )
    font = TTFont(source, lazy=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    for record in font["name"].names:
        # A changed font has a name of its own.
        if record.nameID in (1, 4):
            record.string = FAMILY
        elif record.nameID == 6:
            record.string = FAMILY.replace(" ", "")
    font.flavor = flavor
    font.save(target)


def face(name, ranges):
    return (
        f'@font-face {{ font-family: "{FAMILY}"; src: url("fonts/{name}.woff2") format("woff2"); '
        f"font-display: swap; unicode-range: {ranges}; }}"
    )


# Scripts of names besides Han (民族文字): the font of Noto, what is kept of it, how joined letters find each other.
JOIN = [(0x20, 0x20), (0xA0, 0xA0), (0xB7, 0xB7), (0x200C, 0x200D), (0x25CC, 0x25CC)]
SCRIPTS = {
    "tibetan": ("noto-serif-tibetan-tibetan-400-normal.woff2", [(0x0F00, 0x0F0C), (0x0F35, 0x0F39), (0x0F40, 0x0FBC)]),
    "arabic": ("noto-naskh-arabic-arabic-400-normal.woff2", [(0x0620, 0x063F), (0x0641, 0x0655), (0x066E, 0x06D5)]),
    "mongolian": ("noto-sans-mongolian-mongolian-400-normal.woff2", [(0x180A, 0x180F), (0x1820, 0x1878), (0x1880, 0x18AA), (0x202F, 0x202F)]),
    "yi": ("noto-sans-yi-all-400-normal.woff", [(0xA000, 0xA48C)]),
    "tai-le": ("noto-sans-tai-le-tai-le-400-normal.woff2", [(0x1950, 0x1974)]),
    "new-tai-lue": ("noto-sans-new-tai-lue-new-tai-lue-400-normal.woff2", [(0x1980, 0x19C9)]),
    "lisu": ("noto-sans-lisu-all-400-normal.woff", [(0xA4D0, 0xA4FD)]),
}
MARK = "/* Scripts of names besides Han (.ci/fonts.py scripts). */"


def scripts(folder):
    """Writes the fonts of other scripts, with the rules by which their letters are joined and stacked, and without hints."""
    target = BASE.parent / "scripts"
    target.mkdir(exist_ok=True)
    faces = [MARK]
    for name, (file, ranges) in SCRIPTS.items():
        for flavor, path in ((None, target / f"{name}.ttf"), ("woff2", ROOT / f"style/fonts/{name}.woff2")):
            font = TTFont(folder / file)
            options = subset.Options(
                flavor=flavor, hinting=False, layout_features=["*"], name_IDs=[0, 1, 2, 4, 5, 6, 13, 14], glyph_names=False,
                notdef_outline=True, recalc_timestamp=False, drop_tables=["STAT", "FFTM", "DSIG", "vhea", "vmtx", "MVAR", "HVAR", "gasp"],
            )
            cutter = subset.Subsetter(options)
            cutter.populate(unicodes=[code for first, last in ranges + JOIN for code in range(first, last + 1)])
            cutter.subset(font)
            own = f"Xueji {name}"
            for record in font["name"].names:
                if record.nameID in (1, 4):
                    record.string = own
                elif record.nameID == 6:
                    record.string = own.title().replace(" ", "").replace("-", "")
            font.flavor = flavor
            font.save(path)
        # The marks that many scripts share are left to the fonts of the machine, so that no page fetches a font for a space.
        letters = ", ".join(f"U+{first:x}-{last:x}" for first, last in ranges if first != last)
        faces.append(face(name, letters))
    css = ROOT / "style/fonts.css"
    css.write_text(css.read_text().split(MARK)[0].rstrip() + "\n" + "\n".join(faces) + "\n")


def compact(codes):
    """Ranges as hexadecimal steps: how far behind the last one a range begins, and, after a dot, how many more follow its first."""
    steps, last, start = [], -1, None
    codes = sorted(codes)
    for at, code in enumerate(codes):
        start = code if start is None else start
        if at + 1 == len(codes) or codes[at + 1] != code + 1:
            more = code - start
            steps.append(f"{start - last - 1:x}" + (f".{more:x}" if more else ""))
            last, start = code, None
    return steps


def kept(folder):
    base = characters(TTCollection(BASE).fonts[0])
    a, b, other = (characters(TTFont(folder / f"{name}.ttf", lazy=True)) for name in ("HanaMinA", "HanaMinB", "BabelStoneHan"))
    basic = {code for code in a - base if within([(0x3400, 0x4DBF), (0x9FA6, 0x9FFF)], code)}
    names = {code for code in a if 0x2A700 <= code <= 0x2EBE0} | {ord(one) for one in TABLE_B}
    letters = {code for code in a - base if within(LETTERS, code)}
    assert names <= a, names - a

    cut(folder / "HanaMinA.ttf", basic | names | letters, BASE.parent / "rare.ttf")
    fonts = ROOT / "style/fonts"
    fonts.mkdir(exist_ok=True)
    faces = [
        "/* Characters that the fonts of many machines lack, in slices that a page fetches when it shows one. Written by",
        "   .ci/fonts.py. Those outside the basic plane beside names.woff2 are there in a release only. */",
    ]
    for block in sorted({code >> 8 for code in basic}):
        cut(folder / "HanaMinA.ttf", {code for code in basic if code >> 8 == block}, fonts / f"{block:x}.woff2", "woff2")
        faces.append(face(f"{block:x}", f"U+{block:x}??"))
    for block in sorted({code >> 8 for code in b if within([(0x20000, 0x2EBE0)], code)}):
        faces.append(face(f"{block:x}", f"U+{block:x}??"))
    cut(folder / "HanaMinA.ttf", names, fonts / "names.woff2", "woff2")
    faces.append(face("names", ", ".join(f"U+{code:x}" for code in sorted(names))))
    css = ROOT / "style/fonts.css"
    _, mark, others = css.read_text().partition(MARK)
    css.write_text("\n".join(faces) + "\n" + mark + others)

    drawn = {code for code in base if not within(HAN, code) and code > 0x1F} | letters
    drawn |= {code for code in base | a | b | other if within(HAN, code)}
    steps = compact(drawn)
    lines, line = [], ""
    for step in steps:
        if len(line) + len(step) > 138:
            lines.append(line.rstrip())
            line = ""
        line += step + " "
    (ROOT / "app/domain/src/text/drawn.txt").write_text("\n".join([*lines, line.rstrip()]) + "\n")
    print(f"{len(basic)} + {len(names)} + {len(letters)} glyphs kept; {len(drawn)} characters drawn, in {len(steps)} ranges")


def slices(folder, target):
    target.mkdir(parents=True, exist_ok=True)
    codes = {code for code in characters(TTFont(folder / "HanaMinB.ttf", lazy=True)) if 0x20000 <= code <= 0x2EBE0}
    for block in sorted({code >> 8 for code in codes}):
        name = target / f"{block:x}.woff2"
        if not name.exists():
            # One that was cut off half way is not taken for a whole one.
            part = name.with_suffix(".part")
            cut(folder / "HanaMinB.ttf", {code for code in codes if code >> 8 == block}, part, "woff2")
            part.rename(name)


match sys.argv[1:]:
    case ["kept", folder]:
        kept(pathlib.Path(folder))
    case ["scripts", folder]:
        scripts(pathlib.Path(folder))
    case ["slices", folder, target]:
        slices(pathlib.Path(folder), pathlib.Path(target))
    case _:
        sys.exit(__doc__)
