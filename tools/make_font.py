"""Make the font that sealed files embed: Noto Sans SC with GBK, all of plane 2 and the standard table, as TrueType.

    pip install fonttools==4.60.1; tools/debian.sh fonts-noto-cjk; python tools/make_font.py

Outlines become quadratic: readers of OFD draw a CFF font empty. Renamed, for the changed font is not Noto.
"""

from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

SOURCE, NUMBER_SC = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2
TARGET = Path(__file__).parents[1] / "yiyuan/seals/data/YiyuanSansSC.ttf"
NAME, DEVIATION = "Yiyuan Sans SC", 1.0  # units of 1000
# extension A as far as the table of standard characters 通用规范汉字表 uses it
STANDARD = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙"
    "䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)


def wanted(there: set[int]) -> set[int]:
    pairs = (bytes([a, b]).decode("gbk", "ignore") for a in range(0x81, 0xFF) for b in range(0x40, 0xFF))
    more = {ord(one) for one in STANDARD + "·•–\u00a0"} | {*range(0x20, 0x7F), *range(0x9FA6, 0xA000)}
    return there & ({ord(one) for one in pairs if len(one) == 1} | more | {*range(0x20000, 0x30000)})


def main() -> None:
    options = subset.Options()
    options.layout_features, options.hinting, options.desubroutinize = [], False, True
    options.notdef_outline, options.font_number = True, NUMBER_SC
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG", "gasp"]
    font = subset.load_font(SOURCE, options)
    cut = subset.Subsetter(options)
    cut.populate(unicodes=wanted(set(font.getBestCmap())))
    cut.subset(font)
    _as_truetype(font)
    names = font["name"]
    names.names = []
    for number, text in enumerate((NAME, "Regular", f"{NAME} 1", NAME, "1.0", NAME.replace(" ", "")), start=1):
        names.setName(text, number, 3, 1, 0x409)
    names.setName("Copyright 2014-2021 Adobe (http://www.adobe.com/). Changed for Yiyuan.", 0, 3, 1, 0x409)
    names.setName("SIL Open Font License, Version 1.1", 13, 3, 1, 0x409)
    font.save(TARGET)
    print(TARGET, TARGET.stat().st_size)


def _as_truetype(font: TTFont) -> None:
    order, drawn, glyphs = font.getGlyphOrder(), font.getGlyphSet(), {}
    for name in order:
        pen = TTGlyphPen(None)
        drawn[name].draw(Cu2QuPen(pen, DEVIATION, reverse_direction=True))
        glyphs[name] = pen.glyph()
    del font["CFF "]
    font["loca"], table = newTable("loca"), newTable("glyf")
    font["glyf"] = table
    table.glyphOrder, table.glyphs = order, glyphs
    for glyph in glyphs.values():
        glyph.recalcBounds(table)
    most = font["maxp"]
    most.tableVersion = 0x00010000
    for name in (
        "maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements maxSizeOfInstructions "
        "maxComponentElements maxPoints maxContours maxCompositePoints maxCompositeContours maxComponentDepth"
    ).split():
        setattr(most, name, 0)
    most.maxZones = 1
    font["post"].formatType = 3.0
    font.sfntVersion = "\0\1\0\0"


if __name__ == "__main__":
    main()
