"""What is said of the ways between symbols and of the choices at questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from runner.comparison.nouns import Difference
from runner.comparison.phrases import change_of
from runner.comparison.words import PROPERTIES
from runner.model import Words


def _flow_added(difference: Difference) -> Words:
    start, end = difference.detail.get("from", ""), difference.after
    return Words(f"Setelah “{start}” kini menuju “{end}”", f"After “{start}” the way now leads to “{end}”")


def _flow_removed(difference: Difference) -> Words:
    start, end = difference.detail.get("from", ""), difference.before
    return Words(
        f"Setelah “{start}” tidak lagi menuju “{end}”", f"After “{start}” the way no longer leads to “{end}”"
    )


def _flow_rerouted(difference: Difference) -> Words:
    start, old, new = difference.detail.get("from", ""), difference.before, difference.after
    return Words(
        f"Setelah “{start}” dahulu menuju “{old}”, sekarang menuju “{new}”",
        f"After “{start}” the way led to “{old}”, now to “{new}”",
    )


def _outcome_added(difference: Difference) -> Words:
    start, end, name = difference.detail.get("from", ""), difference.after, difference.name
    return Words(
        f"Pada “{start}” ada pilihan baru “{name}”, menuju “{end}”",
        f"At “{start}” there is a new outcome “{name}”, leading to “{end}”",
    )


def _outcome_removed(difference: Difference) -> Words:
    start, end, name = difference.detail.get("from", ""), difference.before, difference.name
    return Words(
        f"Pada “{start}” pilihan “{name}” dihapus (sebelumnya menuju “{end}”)",
        f"At “{start}” the outcome “{name}” was removed (it led to “{end}”)",
    )


def _outcome_rerouted(difference: Difference) -> Words:
    start, name = difference.detail.get("from", ""), difference.name
    return Words(
        f"Pada “{start}” pilihan “{name}” dahulu menuju “{difference.before}”, sekarang menuju "
        f"“{difference.after}”",
        f"At “{start}” the outcome “{name}” led to “{difference.before}”, now to “{difference.after}”",
    )


def _outcome_renamed(difference: Difference) -> Words:
    start, change = difference.detail.get("from", ""), change_of(difference.before, difference.after)
    return Words(
        f"Pada “{start}” nama pilihan {change.id}", f"At “{start}” the name of an outcome {change.en}"
    )


def _arrow(difference: Difference) -> Words:
    start, end = difference.detail.get("from", ""), difference.detail.get("to", "")
    return Words(f"Panah dari “{start}” ke “{end}”", f"The arrow from “{start}” to “{end}”")


def _flow_renamed(difference: Difference) -> Words:
    arrow, change = _arrow(difference), change_of(difference.before, difference.after)
    return Words(f"{arrow.id}: nama {change.id}", f"{arrow.en}: its name {change.en}")


def _flow_condition(difference: Difference) -> Words:
    arrow, change = _arrow(difference), change_of(difference.before, difference.after)
    return Words(f"{arrow.id}: syarat {change.id}", f"{arrow.en}: its condition {change.en}")


def _flow_default(difference: Difference) -> Words:
    arrow = _arrow(difference)
    if difference.after:
        return Words(
            f"{arrow.id} kini dipakai bila tidak ada syarat yang terpenuhi",
            f"{arrow.en} is now taken where no condition holds",
        )
    return Words(
        f"{arrow.id} tidak lagi dipakai bila tidak ada syarat yang terpenuhi",
        f"{arrow.en} is no longer the one taken where no condition holds",
    )


def _flow_property(difference: Difference) -> Words:
    arrow, change = _arrow(difference), change_of(difference.before, difference.after)
    name = difference.detail.get("property", "")
    label = PROPERTIES.get(name, Words(f"properti “{name}”", f"property “{name}”"))
    return Words(f"{arrow.id}: {label.id} {change.id}", f"{arrow.en}: {label.en} {change.en}")


TOLD: Final[Mapping[str, Callable[[Difference], Words]]] = {
    "flow.added": _flow_added,
    "flow.removed": _flow_removed,
    "flow.rerouted": _flow_rerouted,
    "flow.renamed": _flow_renamed,
    "flow.condition": _flow_condition,
    "flow.default": _flow_default,
    "flow.property": _flow_property,
    "outcome.added": _outcome_added,
    "outcome.removed": _outcome_removed,
    "outcome.rerouted": _outcome_rerouted,
    "outcome.renamed": _outcome_renamed,
}
