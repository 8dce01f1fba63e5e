"""The sheet on paper: cover, table and notes, page by page.

Promise: the pages are a function of the sheet, the fonts and the paper; nothing is cut off. What the paper
cannot hold legibly goes on the next larger one.
Never: a drawing library.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from runner.sheet import bands, breaks, cover, grid, labels, lines, notes, routes, texts
from runner.sheet.marks import Figure, Mark, Page, Plain, Rule, Shape, Text
from runner.sheet.measuring import Faces, set_lines, wrap
from runner.sheet.nouns import Sheet, Symbol
from runner.sheet.paper import A4, FOOT, LARGER, LEADING, MARGIN, PAD, RUNNING_HEAD, Paper

_COVER_SIZES: Final = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
_TABLE_SIZES: Final = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
#: On the largest paper a text may become small before the page becomes longer than any paper.
_LAST_SIZES: Final = (6.0, 5.0, 4.0, 3.0)
_NOTE_SIZE: Final = 8.0
_RUNNING_SIZE: Final = 7.5
#: How much higher than needed a row may be where the page has room.
_AIRIEST: Final = 1.3


@dataclass(slots=True)
class _Draft:
    """A page that does not yet know its number."""

    marks: list[Mark]
    bottom: float
    rows: tuple[int, ...] = ()
    height: float = 0.0


def lay_out(sheet: Sheet, *, faces: Faces, paper: Paper = A4) -> tuple[Page, ...]:
    """The pages of a sheet."""
    papers = [paper, *(larger for larger in LARGER if larger.width > paper.width)]
    for candidate in papers[:-1]:
        pages = _Printer(sheet, faces, candidate).pages(sizes=_TABLE_SIZES, elastic=False)
        if pages is not None:
            return pages
    last = _Printer(sheet, faces, papers[-1])
    sizes = _TABLE_SIZES + _LAST_SIZES
    return last.pages(sizes=sizes, elastic=False) or last.pages(sizes=sizes, elastic=True) or ()


class _Printer:
    def __init__(self, sheet: Sheet, faces: Faces, paper: Paper) -> None:
        self.sheet, self.faces, self.paper = sheet, faces, paper
        self.left, self.width = MARGIN, paper.width - 2 * MARGIN
        self.floor = paper.height - MARGIN - FOOT
        self.tags: dict[int, list[str]] = {}

    def pages(self, *, sizes: Sequence[float], elastic: bool) -> tuple[Page, ...] | None:
        """All pages, None if the paper is too small and must not grow."""
        if not elastic and not grid.fits(self.sheet, self.width):
            return None
        front = self._cover(elastic=elastic)
        table = self._table(sizes=sizes, elastic=elastic)
        if front is None or table is None:
            return None
        drafts = [*front, *table]
        self._add_notes(drafts)
        return tuple(self._finished(drafts))

    # -- cover -------------------------------------------------------------------------------------

    def _cover(self, *, elastic: bool) -> list[_Draft] | None:
        """The cover on as few pages as its texts allow, in the largest type that fits these."""
        best: list[_Draft] | None = None
        for size in _COVER_SIZES:
            made = self._cover_in(size, elastic=elastic)
            if made is not None and (best is None or len(made) < len(best)):
                best = made
        return best

    def _cover_in(self, size: float, *, elastic: bool) -> list[_Draft] | None:
        drafts: list[_Draft] = []
        for part in cover.parts(self.sheet, self.faces, left=self.left, width=self.width, size=size):
            if MARGIN + part.height > self.floor and not elastic:
                return None
            if not drafts or drafts[-1].bottom + part.height > self.floor:
                drafts.append(_Draft(marks=[], bottom=MARGIN))
            page = drafts[-1]
            page.marks += [_moved(mark, page.bottom) for mark in part.marks]
            page.bottom += part.height
            page.height = page.bottom + FOOT + MARGIN
        return drafts

    # -- table -------------------------------------------------------------------------------------

    def _table(self, *, sizes: Sequence[float], elastic: bool) -> list[_Draft] | None:
        """The table in the largest type that needs no more pages than the next smaller ones would save."""
        best: tuple[list[float], grid.Grid, tuple[breaks.Stretch, ...]] | None = None
        for size in sizes:
            columns = grid.grid(self.sheet, left=self.left, width=self.width, size=size)
            heights = self._heights(columns)
            room = self._room(columns)
            pages = breaks.broken(heights, self.sheet.arrows, room=room)
            if breaks.overflow(heights, self.sheet.arrows, pages) > room and not (
                elastic and size == sizes[-1]
            ):
                continue
            if best is None or len(pages) < len(best[2]):
                best = (heights, columns, pages)
        if best is None:
            return None
        heights, columns, pages = best
        known = breaks.numbers(self.sheet.arrows, pages)
        return [self._table_page(page, heights, columns, known) for page in pages]

    def _heights(self, columns: grid.Grid) -> list[float]:
        found = []
        for place, row in enumerate(self.sheet.rows):
            arrows = [arrow for arrow in self.sheet.arrows if arrow.source == place]
            band = bands.Band(
                name=str(place),
                row=place,
                column=row.column,
                figure=breaks.FIGURES[row.symbol],
                opens=row.opens,
                closes=row.closes,
            )
            labelled = any(arrow.label for arrow in arrows)
            least = bands.least_height(band, exits=len(arrows), labelled=labelled)
            found.append(max(least, grid.row_height(row, columns, self.faces)))
        return found

    def _room(self, columns: grid.Grid) -> float:
        return self.floor - MARGIN - self._head_height() - self._head(columns).height

    def _head(self, columns: grid.Grid) -> grid.Head:
        return grid.Head(self.sheet, columns, self.faces)

    def _running(self) -> tuple[tuple[str, ...], str]:
        """The name of the SOP, in lines, and its number."""
        number = " ".join(self.sheet.number.split())
        aside = self.faces.regular.width(number, _RUNNING_SIZE) + 6 * PAD if number else 0.0
        width = max(self.width - aside, self.width / 2)
        return wrap(self.sheet.title, self.faces.bold, size=_RUNNING_SIZE, width=width - 2 * PAD), number

    def _head_height(self) -> float:
        lines_of_title, _ = self._running()
        return RUNNING_HEAD + max(len(lines_of_title) - 1, 0) * _RUNNING_SIZE * LEADING

    def _running_head(self) -> list[Mark]:
        titled, number = self._running()
        cell = (self.left - PAD, MARGIN - PAD, self.width, self._head_height())
        found: list[Mark] = [*set_lines(titled, self.faces, cell=cell, size=_RUNNING_SIZE, bold=True)]
        if number:
            wide = min(self.faces.regular.width(number, _RUNNING_SIZE), self.width / 2)
            aside = (self.left + self.width - wide - PAD, MARGIN - PAD, wide + 2 * PAD, self._head_height())
            cut = wrap(number, self.faces.regular, size=_RUNNING_SIZE, width=wide + 0.01)
            found += set_lines(cut, self.faces, cell=aside, size=_RUNNING_SIZE)
        return found

    def _table_page(
        self,
        page: breaks.Stretch,
        heights: Sequence[float],
        columns: grid.Grid,
        known: dict[tuple[int, bool], int],
    ) -> _Draft:
        head = self._head(columns)
        top = MARGIN + self._head_height()
        lined = breaks.lined(self.sheet.rows, self.sheet.arrows, page, known)
        airy = self._airy(page, heights, columns, len(lined.bands))
        band_heights = [
            bands.CONNECTOR_HEIGHT if band.row is None else heights[band.row] * airy for band in lined.bands
        ]
        tops = tuple(accumulate(band_heights, initial=top + head.height))
        ruled = tuple(
            tops[place]
            for place in range(1, len(lined.bands))
            if lined.bands[place - 1].row is not None and lined.bands[place].row is not None
        )
        marks: list[Mark] = [*self._running_head(), *head.marks(top), *grid.frame(columns, tops, ruled)]
        for place, band in enumerate(lined.bands):
            if band.row is not None:
                marks += grid.set_row(
                    self.sheet.rows[band.row],
                    columns,
                    self.faces,
                    top=tops[place],
                    height=band_heights[place],
                )
        field = bands.Field(edges=columns.staff_edges, tops=tops, bands=lined.bands)
        marks += self._flow(field, lined)
        return _Draft(
            marks=marks,
            bottom=tops[-1],
            rows=tuple(range(page.first, page.after)),
            height=tops[-1] + FOOT + MARGIN,
        )

    def _airy(
        self, page: breaks.Stretch, heights: Sequence[float], columns: grid.Grid, bands_on_page: int
    ) -> float:
        """How much higher than needed the rows may be, so that no page is crowded above and empty below."""
        rows = page.after - page.first
        room = self._room(columns) - bands.CONNECTOR_HEIGHT * (bands_on_page - rows)
        if page.after == len(heights):
            room -= sum(_NOTE_SIZE * LEADING * (1 + len(note) // 150) for note in self.sheet.notes)
            room -= 4 * _NOTE_SIZE * LEADING
        return max(1.0, min(_AIRIEST, room / sum(heights[page.first : page.after])))

    def _flow(self, field: bands.Field, lined: breaks.Lined) -> list[Mark]:
        """Symbols, arrows and their names."""
        routed = routes.routes(
            lined.bands, lined.links, columns=len(field.edges) - 1, capacity=field.capacity
        )
        drawn = lines.paths(field, routed)
        starts = [lines.starts(field, place) for place, band in enumerate(lined.bands) if band.opens]
        marks: list[Mark] = [*drawn, *starts]
        for place in range(len(lined.bands)):
            marks += self._symbols(field, place)
        for placed in labels.place_labels(field, routed, drawn, starts, self.faces):
            marks += placed.texts
            row = lined.bands[placed.route.link.source].row
            if placed.tag and row is not None:
                tagged = texts.TAG.in_(self.sheet.language)
                said = tagged.format(tag=placed.tag, label=placed.route.link.label)
                self.tags.setdefault(row, []).append(said)
        return marks

    def _symbols(self, field: bands.Field, place: int) -> list[Mark]:
        band = field.bands[place]
        row = None if band.row is None else self.sheet.rows[band.row]
        language = self.sheet.language
        said = band.name.removeprefix("#").removesuffix(" in") if row is None else ""
        if row is not None and row.symbol in (Symbol.START, Symbol.END):
            said = (texts.STARTS if row.symbol is Symbol.START else texts.ENDS).in_(language)
        found: list[Mark] = []
        for number, (left, top, right, bottom) in enumerate(labels.boxes_of(field, place)):
            figure, word = band.figure, said
            if number:
                figure = Figure.CAPSULE
                opening = band.opens and number == 1
                word = (texts.STARTS if opening else texts.ENDS).in_(language)
            shape = Shape(
                figure=figure,
                x=left,
                y=top,
                width=right - left,
                height=bottom - top,
                row=band.row,
                column=band.column,
            )
            found += [shape, *self._inside(shape, word)]
        return found

    def _inside(self, shape: Shape, word: str) -> Iterable[Text]:
        if not word:
            return []
        room = shape.width - 4
        size = min(6.5, 6.5 * room / self.faces.regular.width(word, 6.5))
        high = shape.height * lines.SHOULDER + 3 if shape.figure is Figure.PENTAGON else shape.height
        cell = (shape.x, shape.y, shape.width, high)
        return set_lines((word,), self.faces, cell=cell, size=size, centred=True, middle=True)

    # -- notes and page numbers ----------------------------------------------------------------------

    def _notes(self) -> list[str]:
        language = self.sheet.language
        said = list(self.sheet.notes)
        for row, tags in sorted(self.tags.items()):
            step = notes.step_name(self.sheet.rows[row], language)
            said.append(texts.TAGGED.in_(language).format(step=step, tags="; ".join(tags)))
        return said

    def _add_notes(self, drafts: list[_Draft]) -> None:
        """Below the table, on further pages where it leaves no room."""
        said = self._notes()
        if sum(1 for draft in drafts if draft.rows) > 1:
            said.append(texts.CONNECTORS.in_(self.sheet.language))
        if not said:
            return
        page = drafts[-1]
        y = page.bottom + _NOTE_SIZE
        high = _NOTE_SIZE * LEADING
        indent = self.faces.regular.width(f"{len(said)}. ", _NOTE_SIZE) + PAD
        heading = texts.NOTES.in_(self.sheet.language)
        blocks = [("", (heading,), True)] + [
            (
                f"{number}.",
                wrap(text, self.faces.regular, size=_NOTE_SIZE, width=self.width - indent - 2 * PAD),
                False,
            )
            for number, text in enumerate(said, start=1)
        ]
        for place, (number, block, bold) in enumerate(blocks):
            # the heading never stands alone at the foot of a page
            whole = len(block) + (len(blocks[1][1]) if place == 0 else 0)
            for offset, line in enumerate(block):
                needed = whole if offset == 0 else 1
                most = (self.floor - MARGIN - self._head_height()) // high
                if y + min(needed, most) * high > self.floor:
                    page = _Draft(marks=[*self._running_head()], bottom=0.0)
                    drafts.append(page)
                    y = MARGIN + self._head_height()
                cell = (self.left, y, self.width, high)
                marks = []
                if offset == 0 and number:
                    marks += set_lines((number,), self.faces, cell=cell, size=_NOTE_SIZE, middle=True)
                x = self.left if bold else self.left + indent
                box = (x, y, self.left + self.width - x, high)
                marks += set_lines((line,), self.faces, cell=box, size=_NOTE_SIZE, bold=bold, middle=True)
                page.marks += marks
                y += high
                page.bottom = y

    def _finished(self, drafts: Sequence[_Draft]) -> Iterable[Page]:
        for number, draft in enumerate(drafts, start=1):
            height = max(self.paper.height, draft.height)
            said = texts.PAGE.in_(self.sheet.language).format(number=number, total=len(drafts))
            wide = self.faces.regular.width(said, _RUNNING_SIZE)
            x = self.left + self.width - wide - PAD
            cell = (x, height - MARGIN - FOOT + PAD, wide + 2 * PAD, FOOT)
            foot = set_lines((said,), self.faces, cell=cell, size=_RUNNING_SIZE)
            yield Page(
                number=number,
                total=len(drafts),
                width=self.paper.width,
                height=height,
                rows=draft.rows,
                marks=(*draft.marks, *foot),
            )


def _moved(mark: Plain, down: float) -> Plain:
    """The mark, so far further down."""
    if isinstance(mark, Text):
        x, y, width, height = mark.cell
        return replace(mark, y=mark.y + down, cell=(x, y + down, width, height))
    if isinstance(mark, Rule):
        (x1, y1), (x2, y2) = mark.start, mark.end
        return replace(mark, start=(x1, y1 + down), end=(x2, y2 + down))
    return replace(mark, y=mark.y + down)
