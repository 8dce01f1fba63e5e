"""What must hold of every printed page, told as the list of what does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from runner.sheet import Figure, Page, Path, Rule, Shape, Text

#: Half a hundredth of a point: what is rounded away on paper.
TOLERANCE = 0.005

Box = tuple[float, float, float, float]


def faults(page: Page) -> list[str]:
    """Everything that is wrong with a page."""
    texts = [mark for mark in page.marks if isinstance(mark, Text)]
    shapes = [mark for mark in page.marks if isinstance(mark, Shape)]
    paths = [mark for mark in page.marks if isinstance(mark, Path)]
    return [
        *_outside(page, texts, shapes, paths),
        *_texts_that_touch(texts),
        *_symbols_that_touch(shapes),
        *_lines_through(paths, shapes, texts),
        *_lines_on_each_other(paths),
        *_loose_ends(paths, shapes),
        *_lines_on_rules(page, paths),
    ]


def text_box(text: Text) -> Box:
    """The box around the letters of a line."""
    return (text.x, text.y - 0.74 * text.size, text.x + text.width, text.y + 0.2 * text.size)


def shape_box(shape: Shape) -> Box:
    """The box around a symbol."""
    return (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)


def segments(path: Path) -> Iterator[Box]:
    """The lines of an arrow, as boxes without width."""
    for (x1, y1), (x2, y2) in pairwise(path.points):
        yield (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _outside(
    page: Page, texts: Sequence[Text], shapes: Sequence[Shape], paths: Sequence[Path]
) -> Iterator[str]:
    sheet = (20.0, 20.0, page.width - 20, page.height - 20)
    for text in texts:
        x, y, width, height = text.cell
        if not _within(text_box(text), (x, y, x + width, y + height)):
            yield f"“{text.text}” leaves its cell"
        if not _within(text_box(text), sheet):
            yield f"“{text.text}” leaves the page"
    for shape in shapes:
        if not _within(shape_box(shape), sheet):
            yield f"{shape.figure} leaves the page"
    for path in paths:
        if any(not _within(line, sheet) for line in segments(path)):
            yield f"{path.source} -> {path.target} leaves the page"


def _texts_that_touch(texts: Sequence[Text]) -> Iterator[str]:
    for one, other in combinations(texts, 2):
        if _overlap(text_box(one), text_box(other)):
            yield f"“{one.text}” overlaps “{other.text}”"


def _symbols_that_touch(shapes: Sequence[Shape]) -> Iterator[str]:
    for one, other in combinations(shapes, 2):
        if _overlap(shape_box(one), shape_box(other)):
            yield f"{one.figure} overlaps {other.figure}"


def _lines_through(paths: Sequence[Path], shapes: Sequence[Shape], texts: Sequence[Text]) -> Iterator[str]:
    for path in paths:
        for line in segments(path):
            if line[0] != line[2] and line[1] != line[3]:
                yield f"{path.source} -> {path.target} runs aslant"
            for shape in shapes:
                if _through(line, shape):
                    yield f"{path.source} -> {path.target} runs through {shape.figure} of row {shape.row}"
            for text in texts:
                if _overlap(line, text_box(text)):
                    yield f"{path.source} -> {path.target} runs through “{text.text}”"


def _lines_on_each_other(paths: Sequence[Path]) -> Iterator[str]:
    """Arrows share a line only if they come from one symbol or lead to one."""
    for one, other in combinations(paths, 2):
        if one.source == other.source or one.target == other.target:
            continue
        for line in segments(one):
            for second in segments(other):
                if _along(line, second):
                    yield f"{one.source} -> {one.target} lies on {other.source} -> {other.target}"


def _loose_ends(paths: Sequence[Path], shapes: Sequence[Shape]) -> Iterator[str]:
    for path in paths:
        for point in (path.points[0], path.points[-1]):
            if not any(_on_outline(point, shape) for shape in shapes):
                yield f"{path.source} -> {path.target} ends nowhere"


def _lines_on_rules(page: Page, paths: Sequence[Path]) -> Iterator[str]:
    rules = [mark for mark in page.marks if isinstance(mark, Rule)]
    for path in paths:
        for line in segments(path):
            for rule in rules:
                if _along(line, (*rule.start, *rule.end)):
                    yield f"{path.source} -> {path.target} lies on a rule"


def _through(line: Box, shape: Shape) -> bool:
    """True if the line passes inside the outline."""
    if shape.figure is Figure.DIAMOND:
        x, y = shape.middle
        across = max(line[0] - x, x - line[2], 0.0) / (shape.width / 2)
        down = max(line[1] - y, y - line[3], 0.0) / (shape.height / 2)
        return across + down < 1 - 2 * TOLERANCE
    left, top, right, bottom = shape_box(shape)
    if shape.figure is Figure.BOX:
        return _overlap(line, (left, top, right, bottom))
    if shape.figure is Figure.CAPSULE:
        radius = shape.height / 2
        x = min(max((line[0] + line[2]) / 2, left + radius), right - radius)
        if line[0] < line[2]:
            x = min(max(x, line[0]), line[2]) if right - radius > line[2] or left + radius < line[0] else x
        nearest_x = min(max(x, line[0]), line[2])
        nearest_y = min(max(shape.middle[1], line[1]), line[3])
        core = min(max(nearest_x, left + radius), right - radius)
        return (nearest_x - core) ** 2 + (nearest_y - shape.middle[1]) ** 2 < (radius - 2 * TOLERANCE) ** 2
    shoulder = top + shape.height * 0.6
    return _overlap(line, (left, top, right, shoulder)) or (
        _overlap(line, (shape.middle[0] - 1, shoulder, shape.middle[0] + 1, bottom - 1))
    )


def _on_outline(point: tuple[float, float], shape: Shape) -> bool:
    x, y = point
    dx, dy = abs(x - shape.middle[0]), abs(y - shape.middle[1])
    wide, high = shape.width / 2, shape.height / 2
    near = 0.02
    if shape.figure is Figure.DIAMOND:
        return abs(dx / wide + dy / high - 1) < near
    if shape.figure is Figure.CAPSULE:
        over = max(dx - (wide - high), 0.0)
        return abs((over**2 + dy**2) ** 0.5 - high) < near and dx <= wide + near
    if shape.figure is Figure.BOX:
        return (abs(dx - wide) < near and dy <= high + near) or (abs(dy - high) < near and dx <= wide + near)
    below = y - shape.middle[1]
    shoulder = shape.height * 0.1
    slope = high - (high - shoulder) * dx / wide
    return (
        (abs(dx - wide) < near and -high - near <= below <= shoulder + near)
        or (abs(below + high) < near and dx <= wide + near)
        or (abs(below - slope) < near and dx <= wide + near)
    )


def _within(one: Box, around: Box) -> bool:
    return (
        one[0] >= around[0] - TOLERANCE
        and one[1] >= around[1] - TOLERANCE
        and one[2] <= around[2] + TOLERANCE
        and one[3] <= around[3] + TOLERANCE
    )


def _overlap(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] - TOLERANCE
        and other[0] < one[2] - TOLERANCE
        and one[1] < other[3] - TOLERANCE
        and other[1] < one[3] - TOLERANCE
    )


def _along(one: Box, other: Box) -> bool:
    """True if two lines lie on each other for a while."""
    if one[0] == one[2] and other[0] == other[2]:
        return abs(one[0] - other[0]) < 0.3 and min(one[3], other[3]) - max(one[1], other[1]) > TOLERANCE
    if one[1] == one[3] and other[1] == other[3]:
        return abs(one[1] - other[1]) < 0.3 and min(one[2], other[2]) - max(one[0], other[0]) > TOLERANCE
    return False
