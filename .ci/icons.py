#!/usr/bin/env python3
"""Draws the pictures of the mark that a telephone wants on its home screen, from the same shapes as public/favicon.svg: PNG without any
library. Run by hand when the mark changes: `python3 .ci/icons.py`; what it writes is kept in public/.

A maskable picture fills its square, and the mark stays within the middle four fifths: what lies outside may be cut off."""
import struct
import zlib
from pathlib import Path

GROUND, LEFT, RIGHT, RIBBON = (15, 76, 100), (255, 255, 255), (188, 217, 227), (226, 179, 60)
FINE = 4  # lines of samples in a pixel


def curve(a, b, c, d, steps=24):
    """A cubic from a to d as points, without a."""
    points = []
    for n in range(1, steps + 1):
        t = n / steps
        u = 1 - t
        parts = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
        points.append(tuple(sum(w * p[axis] for w, p in zip(parts, (a, b, c, d))) for axis in (0, 1)))
    return points


def page(mirror):
    """One half of the open book, as in the SVG; the right half is the left one mirrored at 16."""
    points = [(16, 9.6)] + curve((16, 9.6), (13, 7.6), (9, 7), (4.6, 7.4)) + [(4.6, 23.4)]
    points += curve((4.6, 23.4), (9, 23), (13, 23.6), (16, 25.6))
    return [(32 - x, y) for x, y in points] if mirror else points


def corner(size, radius):
    """The rounded ground."""
    k = radius * 0.4477
    r, s = radius, size
    return (
        [(r, 0), (s - r, 0)] + curve((s - r, 0), (s - k, 0), (s, k), (s, r))
        + [(s, s - r)] + curve((s, s - r), (s, s - k), (s - k, s), (s - r, s))
        + [(r, s)] + curve((r, s), (k, s), (0, s - k), (0, s - r))
        + [(0, r)] + curve((0, r), (0, k), (k, 0), (r, 0))
    )


def fill(rows, size, points, colour):
    """Lays a shape over what is there: how much of each pixel it covers is summed along fine lines."""
    covered = [[0.0] * size for _ in range(size)]
    edges = list(zip(points, points[1:] + points[:1]))
    for line in range(size * FINE):
        y = (line + 0.5) / FINE
        cuts = sorted(a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) for a, b in edges if (a[1] <= y) != (b[1] <= y))
        for left, right in zip(cuts[::2], cuts[1::2]):
            row = covered[line // FINE]
            left, right = max(left, 0.0), min(right, float(size))
            for x in range(int(left), min(int(right) + 1, size)):
                row[x] += max(0.0, min(right, x + 1) - max(left, x)) / FINE
    for y in range(size):
        for x in range(size):
            share = min(1.0, covered[y][x])
            if share > 0:
                old = rows[y][x]
                alpha = old[3] / 255 * (1 - share) + share
                mixed = [round((old[n] * old[3] / 255 * (1 - share) + colour[n] * share) / alpha) for n in range(3)]
                rows[y][x] = (*mixed, round(alpha * 255))


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def write(name, size, maskable=False):
    rows = [[(0, 0, 0, 0)] * size for _ in range(size)]
    scale = size / 32
    if maskable:
        rows = [[(*GROUND, 255)] * size for _ in range(size)]
        # The mark reaches 12.7 of 16 from the middle; a circle of four fifths has 12.8.
        inner, shift = scale * 0.78, size * 0.11
    else:
        inner, shift = scale, 0.0
        fill(rows, size, corner(size, 7 * scale), GROUND)
    place = lambda points: [(x * inner + shift, y * inner + shift) for x, y in points]
    fill(rows, size, place(page(False)), LEFT)
    fill(rows, size, place(page(True)), RIGHT)
    fill(rows, size, place([(20.6, 4.4), (24.4, 4.4), (24.4, 13.4), (22.5, 11.6), (20.6, 13.4)]), RIBBON)
    raw = b"".join(b"\0" + bytes(part for pixel in row for part in pixel) for row in rows)
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b"")
    (Path(__file__).parent.parent / "public" / name).write_bytes(png)


write("icon-180.png", 180, maskable=True)
write("icon-192.png", 192)
write("icon-512.png", 512)
write("icon-maskable-512.png", 512, maskable=True)
