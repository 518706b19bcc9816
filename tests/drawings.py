"""
What docs/explanation/how-it-decides.md shows of the code: two drawings, and a table of people.

`python -m tests.drawings` writes them anew. The flow is watched, not told: `placement` is run, and what it asks is written down.
The people of the table are found by sets, as a proof finds a counterexample: so "nobody" is proved, and of each other person no
less could be known.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, wraps
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from attrs import frozen

from continuum import CLINICAL, Assessment, Decision, Engine, RuleSet, StepUp, placement
from continuum.circuit import Circuit, all_of
from continuum.diagrams import NOWHERE
from continuum.library import stepdown
from continuum.render.colors import COLORS, QUIET
from continuum.render.markup import Attributes, element, shown
from continuum.render.pages import Mark
from continuum.render.svg import BOLDER, LINE, NAME_SIZE, NOTE_SIZE, PADDING, PLAIN, WIDTH, wrapped
from continuum.rule_set import RulesByRung
from continuum.space import Space

DOCS: Final = Path(__file__).parents[1] / "docs"
STATIC: Final = DOCS / "static"
PAGE: Final = DOCS / "explanation" / "how-it-decides.md"
BEGIN, END = "<!-- made by `python -m tests.drawings`: begin -->", "<!-- end of what is made -->"
RULES: Final = stepdown.RULES

# What placement asks.

Question = tuple[str, str]
"""What was asked, by the name of the function of `placement`, and what came of it."""
Way = tuple[Question, ...]


@frozen
class Watched:
    """`placement`, run from its own source, with every call written down: who asked, what, and what came of it."""

    module: ModuleType
    calls: list[tuple[str, str, object]]

    def path(self, rules: RulesByRung, rung: int, care: Any, less: Any) -> tuple[Way, int]:
        """What is asked on one rail at one rung, in order, and the rung that comes of it."""
        self.calls.clear()
        end = self.module.on_rails(rules, rung, care, less)
        return tuple((name, said(result, rung)) for asker, name, result in self.calls if asker == "on_rails"), end


def said(result: object, rung: int) -> str:
    """What came of a question, in words."""
    if isinstance(result, bool):
        return "yes" if result else "no"
    assert isinstance(result, int)
    return "this level" if result == rung else "a higher level" if result > rung else "a lower level"


@cache
def watched() -> Watched:
    module, calls, asking = ModuleType("watched"), list[tuple[str, str, object]](), [""]
    exec(compile(inspect.getsource(placement), "placement", "exec"), vars(module))  # noqa: S102 # the library's own source

    def watch(name: str, function: Callable[..., object]) -> Callable[..., object]:
        @wraps(function)
        def asked(*arguments: object) -> object:
            asker = asking[-1]
            asking.append(name)
            result = function(*arguments)
            asking.pop()
            calls.append((asker, name, result))
            return result

        return asked

    for name in functions():
        setattr(module, name, watch(name, getattr(module, name)))
    return Watched(module, calls)


def functions() -> list[str]:
    """The functions of `placement`, but for the two that make a rail."""
    found = inspect.getmembers(placement, inspect.isfunction)
    rails = {"certainly", "possibly"}
    return [name for name, function in found if function.__module__ == placement.__name__ and name not in rails]


def paths_of(rules: RuleSet, person: Assessment) -> tuple[tuple[Way, int], tuple[Way, int]]:
    """What is asked of somebody in care: on the rail of the highest, and on that of the lowest."""
    rung, values = rules.continuum.rank(f"{person.level}"), vars(person)
    certain, possible = placement.certainly(values), placement.possibly(values)
    watch = watched()
    return watch.path(rules.by_rung, rung, possible, certain), watch.path(rules.by_rung, rung, certain, possible)


# One person for each outcome, found by sets.


def ends_at(circuit: Circuit[int], rung: int, care: Any, less: Any) -> Mapping[str, int]:
    """For each way in which a rail can end at a rung, those for whom it does."""
    space, top = circuit.algebra, circuit.rules.top
    rises = circuit.step_up(rung, care)[rung + 1] if rung < top else NOWHERE
    held, lowered = circuit.held(rung, care), space.opposite(circuit.step_down(rung, care, less)[rung])
    no_rise, not_held = space.opposite(rises), space.opposite(held)
    return {
        "step up": rises,
        "held": space.both(no_rise, held),
        "no lower level": all_of(space, [no_rise, not_held, space.opposite(lowered)]),
        "step down": all_of(space, [no_rise, not_held, lowered]),
    }


ENDS: Final = ("step up", "held", "no lower level", "step down")


@frozen
class Row:
    """What each rail comes to, and who shows it with the least that has to be known; `None`, if nobody does."""

    highest: str
    lowest: str
    person: Assessment | None

    @property
    def decision(self) -> Decision | None:
        return Engine(RULES).decide(self.person) if self.person else None


@cache
def rows() -> tuple[Row, ...]:
    """One for each pair of ends; then those who are not in care, and one of whom the level is unknown."""
    space = Space([RULES])
    circuit = space.circuit(RULES.by_rung)
    ends = [
        (
            rung,
            ends_at(circuit, rung, circuit.possible, circuit.certain),
            ends_at(circuit, rung, circuit.certain, circuit.possible),
        )
        for rung in range(RULES.by_rung.top, -1, -1)
    ]
    in_care = [
        Row(one, other, _smallest(space, [(rung, space.both(highest[one], lowest[other])) for rung, highest, lowest in ends]))
        for one, other in product(ENDS, ENDS)
    ]
    return (*in_care, *_completing(space, circuit), *_admitted(space), Row("not asked", "not asked", Assessment()))


def _smallest(space: Space, groups: Iterable[tuple[int, int]]) -> Assessment | None:
    """Of groups of people at their rungs the one of whom the least is known; of equals the first."""
    found = [(rung, space.smallest(group)) for rung, group in groups if group != NOWHERE]
    least = min(found, key=lambda one: sum(map(bool, one[1].values())), default=None)
    return None if least is None else space.assessment(RULES, *least)


def _completing(space: Space, circuit: Circuit[int]) -> Iterator[Row]:
    """Who completes care."""
    yield Row("step down", "step down", space.assessment(RULES, 0, space.smallest(space.opposite(circuit.at(0).target[0]))))


def _admitted(space: Space) -> Iterator[Row]:
    """Who is admitted below the top, who is admitted to it, and who is not admitted yet."""
    placed = space.circuit(RULES.by_rung).admission()
    top = space.both(placed.settled, placed.lowest[-1])
    below = space.both(placed.settled, space.opposite(placed.lowest[-1]))
    for where in (below, top, space.opposite(placed.settled)):
        person = space.assessment(RULES, None, space.smallest(where))
        lowest, highest = (f"{level}" for level in Engine(RULES).decide(person).range_ids or ())
        yield Row(highest, lowest, person)


def table() -> str:
    """The rows as Markdown."""
    lines = [
        "| highest: care for what is possible | lowest: care for what is certain | decision | somebody of whom that is so |",
        "|---|---|---|---|",
    ]
    return "\n".join([*lines, *(f"| {row.highest} | {row.lowest} | {_decided(row)} | {_known(row.person)} |" for row in rows())])


def _decided(row: Row) -> str:
    decision = row.decision
    if decision is None:
        return "none"
    return f"{decision.direction.value}{', provisional' if decision.provisional else ''}"


def _known(person: Assessment | None) -> str:
    """Where they are, and what is known."""
    if person is None:
        return "nobody: proved"
    vocabulary, known = type(person).vocabulary(), person.known()
    where = "level not known" if person.level is None else "not in care"
    if isinstance(person.level, str):
        where = RULES.continuum[person.level].name
    words = "; ".join(vocabulary[name].phrase("==", value) for name, value in known.items())
    return f"{where}; {words or 'nothing else known' if len(known) <= MOST_WORDS else f'{len(known)} facts known'}"


MOST_WORDS: Final = 3
"""Facts of a person that a cell of the table spells out."""

# Drawings.

LEFT: Final = 26.0
"""Where the line runs along which a person is led."""
INSET: Final = 12.0
GLYPHS: Final = "▲■▼○"
"""For more care, for staying, for less care, and what lets a step down pass a level; the words beside them say the same."""
PILL: Final = 196.0
"""Where what a question ends in begins."""
ROW: Final = 34.0
FONT: Final = "system-ui, sans-serif"
GROUND: Final = (
    "svg{color:#1c1c1c}.ground{fill:#ffffff}@media (prefers-color-scheme:dark){svg{color:#e8e8e8}.ground{fill:#1b1b1b}}"
)
"""A drawing brings its own ground, light or dark, so that it can be read on any page."""
Shapes = tuple[list[str], float]
"""Elements, and how far down they reach."""


def drawn(title: str, description: str, shapes: Sequence[str], height: float) -> str:
    """A file of SVG."""
    frame: Attributes = {"viewBox": f"0 0 {WIDTH:g} {round(height):g}", "width": WIDTH, "font-family": FONT, "fill": "none"}
    ground: Attributes = {"class": "ground", "fill": "#ffffff", "stroke": QUIET, "x": 0.5, "y": 0.5, "rx": 6.0}
    return (
        element(
            "svg",
            {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "aria-label": title, **frame, "color": "#1c1c1c"},
            element("title", {}, shown(title)),
            element("desc", {}, shown(description)),
            element("style", {}, GROUND),
            element("rect", {**ground, "width": WIDTH - 1, "height": round(height) - 1.0}),
            *shapes,
        ).replace("><", ">\n<")
        + "\n"
    )


def text(x: float, y: float, words: str, size: float, more: Attributes = PLAIN) -> str:
    return element("text", {"x": x, "y": y, "font-size": size, "fill": "currentColor", **more}, shown(words))


def line(x1: float, y1: float, x2: float, y2: float) -> str:
    return element("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "stroke": QUIET, "stroke-width": 1.5})


def head(x: float, y: float, *, down: bool = False) -> str:
    """The head of an arrow that ends here."""
    corners = ((x - 4, y - 7), (x + 4, y - 7), (x, y)) if down else ((x - 7, y - 4), (x - 7, y + 4), (x, y))
    return element("polygon", {"points": " ".join(f"{a:.1f},{b:.1f}" for a, b in corners), "fill": QUIET})


def box(top: float, title: str, notes: Sequence[str], color: str = QUIET) -> Shapes:
    """A name, and notes under it; what a note needs more than one line for is set in."""
    room, y = WIDTH - 5 * INSET, top + PADDING
    shapes = list[str]()
    for words in wrapped(title, NAME_SIZE * BOLDER, room):
        y += NAME_SIZE * LINE
        shapes.append(text(2 * INSET, y - NAME_SIZE * 0.35, words, NAME_SIZE, {"font-weight": "600"}))
    for note in notes:
        for number, words in enumerate(wrapped(note, NOTE_SIZE, room)):
            y += NOTE_SIZE * LINE
            shapes.append(text((3 if number and note[0] in GLYPHS else 2) * INSET, y - NOTE_SIZE * 0.35, words, NOTE_SIZE))
    frame = {"x": INSET, "y": top, "width": WIDTH - 2 * INSET, "height": y + PADDING - top, "rx": 4.0}
    return [element("rect", {**frame, "stroke": color, "stroke-width": 1.5}), *shapes], y + PADDING


def ladder() -> str:
    """The levels with the rules that speak of each, by kind."""
    shapes, y = list[str](), INSET
    for number, level in enumerate(reversed(RULES.continuum.levels)):
        if number:
            shapes.append(line(LEFT, y, LEFT, y + INSET))
            y += INSET
        found, y = box(y, level.name, [note for note in rules_of(level.id) if note])
        shapes += found
    return drawn(f"{RULES.title}, version {RULES.version}", " ".join(_spelled_out()), shapes, y + INSET)


def rules_of(level: str) -> Iterator[str]:
    """What asks for a level, what leads up and down from it, what holds there, and what lets a step down pass it; by ids."""
    rung, by_rung, ids = RULES.continuum.rank(level), RULES.by_rung, RULES.continuum.ids
    floors = (*by_rung.floors, *by_rung.admissions)
    asking = {True: "▲ asked for at admission", False: "▲ asked for wherever a person is"}
    for kind, words in reversed(asking.items()):
        yield _listed(
            words, (floor.rule.id for floor in floors if floor.at_least == rung and isinstance(floor.rule, StepUp) != kind)
        )
    yield _listed("▲ leads up from here", (jump.rule.id for jump in by_rung.jumps[rung] if jump.target > rung))
    holds = by_rung.holds[rung]
    clinical = sum(hold.about is CLINICAL and hold not in by_rung.required for hold in holds)
    handoff = sum(hold.about is not CLINICAL for hold in holds)
    yield f"■ holds here: {clinical} clinical, {handoff} about the handoff, {len(by_rung.required)} required facts"
    for way in by_rung.ways[rung]:
        limit = "completion of care" if way.limit < 0 else RULES.continuum[ids[way.limit]].name
        yield f"▼ leads down from here: {way.rule.id}, no lower than {limit}"
    yield _listed("○ lets a step down pass this level", (one.id for one in by_rung.justifications[rung]))


def _listed(words: str, ids: Iterator[str]) -> str:
    found = ", ".join(sorted(ids))
    return f"{words}: {found}" if found else ""


def _spelled_out() -> Iterator[str]:
    for level in reversed(RULES.continuum.levels):
        yield f"{level.name}. {'. '.join(note for note in rules_of(level.id) if note)}."


def flow() -> str:
    """The questions asked on one rail, in order, and what each answer leads to."""
    shapes, y = list[str](), INSET
    for name, answers in stages().items():
        going_on = [answer for answer, end in answers.items() if not end]
        doc = (inspect.getdoc(getattr(placement, name)) or "").partition("\n")[0]
        found, bottom = box(y, in_words(name), [doc])
        shapes += found
        y = bottom
        for answer, end in answers.items():
            if end:
                shapes += _exit(y, answer, end)
                y += ROW
        last = y - ROW / 2 if not going_on else y + INSET
        shapes.append(line(LEFT, bottom, LEFT, last))
        for answer in going_on:
            shapes += [text(LEFT + INSET, y + 4, answer, NOTE_SIZE), head(LEFT, y + INSET, down=True)]
            y += INSET
    return drawn("How one rail decides", " ".join(_told()), shapes, y + INSET / 2)


def _exit(y: float, answer: str, end: str) -> list[str]:
    """An arrow to the right, with what the person is led to."""
    middle = y + ROW / 2
    frame = {"x": PILL, "y": y + 5, "width": WIDTH - PILL - INSET, "height": ROW - 10, "rx": 12.0}
    color = COLORS[Mark.NOW] if end == "Stay" else COLORS[Mark.DECIDED]
    middle_x = (PILL + WIDTH - INSET) / 2
    return [
        line(LEFT, middle, PILL - 7, middle),
        head(PILL, middle),
        text(LEFT + INSET, middle - 4, answer, NOTE_SIZE),
        element("rect", {**frame, "stroke": color, "stroke-width": 1.5}),
        text(middle_x, middle + 4, end, NOTE_SIZE, {"font-weight": "600", "text-anchor": "middle"}),
    ]


def in_words(name: str) -> str:
    return name.replace("_", " ").capitalize()


ENDINGS: Final = {"a higher level": "Step up", "this level": "Stay", "a lower level": "Step down"}


@cache
def drawn_paths() -> Mapping[Way, str]:
    """Every way through the questions that the people of the table take, and what it ends in."""
    found: dict[Way, str] = {}
    for row in rows():
        if row.person is not None and isinstance(row.person.level, str):
            rung = RULES.continuum.rank(row.person.level)
            found |= {path: ENDINGS[said(end, rung)] for path, end in paths_of(RULES, row.person)}
    return found


def stages() -> Mapping[str, Mapping[str, str]]:
    """For each question in order its answers, each with what it ends in; nothing, where another question follows."""
    found: dict[str, dict[str, str]] = {}
    for path, end in sorted(drawn_paths().items(), key=lambda pair: len(pair[0])):
        for number, (name, answer) in enumerate(path, 1):
            found.setdefault(name, {})[answer] = end if number == len(path) else ""
    return found


def _told() -> Iterator[str]:
    for path, end in sorted(drawn_paths().items(), key=lambda pair: len(pair[0])):
        yield f"{', '.join(f'{in_words(name)}: {answer}' for name, answer in path)}. {end}."


def files() -> Iterator[tuple[Path, str]]:
    """Each file, with what has to stand in it."""
    yield STATIC / "stepdown-ladder.svg", ladder()
    yield STATIC / "one-rail.svg", flow()
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    yield PAGE, f"{before}{BEGIN}\n\n{table()}\n\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    for file, content in files():
        file.write_text(content, encoding="utf-8")
