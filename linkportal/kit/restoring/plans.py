"""What it would take for an object and its parts to stand as before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any

from linkportal.kit import links
from linkportal.kit.changes import Row, Words, events_of, is_tracked, number_of, row_of, save_of
from linkportal.kit.restoring.rules import explain, taken_along
from linkportal.kit.restoring.steps import Model, Plan, Rights, Step


def plan(model: Model, pk: Any, parts: Iterable[Model], event: Any, rights: Callable[[Model], Rights]) -> Plan:
    """What it takes for a row of `model` and its parts to stand as before the save that `event` is a copy of.

    Whatever was changed in the same rows after it is taken back as well; the steps say so. Rows that already stand as
    they did are left out.
    """
    history = events_of(model, pk, parts)
    touched, latest = _states_before(history, event)
    for one in _deleted_with(touched.values()):
        touched.setdefault(row_of(one), one)
        latest.setdefault(row_of(one), one)
    steps = [_step(row, then, rights) for row, then in touched.items() if then is not _UNKNOWN]
    steps.sort(key=lambda step: step.is_of_links)  # what ties a row to others comes when the row is there
    states = [state for step in steps if not step.is_of_links for state in (step.then, step.now) if state is not None]
    words = Words(model, [*states, *(one for one in history if links.is_link(one))])
    put_back = {step.row for step in steps if step.now is None}
    for step in steps:
        explain(step, words, put_back)
    seen = sha256(",".join(number_of(latest[row]) for row in touched).encode()).hexdigest()
    return Plan([step for step in steps if not step.is_idle], seen)


_UNKNOWN = object()  # what stood there before the history began


def _states_before(history: Iterable[Any], event: Any) -> tuple[dict[Row, Any], dict[Row, Any]]:
    """For each row that was touched by the save of `event` how it stood before, and for each row its last copy."""
    touched: dict[Row, Any] = {}
    state: dict[Row, Any] = {}
    latest: dict[Row, Any] = {}
    for one in history:
        row, is_link = row_of(one), links.is_link(one)
        if save_of(one) == save_of(event) and row not in touched:
            touched[row] = state.get(row, frozenset()) if is_link else _as_before(state.get(row), one)
        state[row] = links.after(state.get(row, frozenset()), one) if is_link else one
        latest[row] = one
    return touched, latest


def _as_before(before: Any, event: Any) -> Any:
    """The copy of a row as it stood before `event`; None if there was no row."""
    match event.pgh_label:
        case "insert":
            return None
        case "delete":
            return event
        case _:
            return _UNKNOWN if before is None else before


def _deleted_with(copies: Iterable[Any]) -> Iterable[Any]:
    """The copies of all rows that the database took away because these rows were deleted, parents first."""
    waiting = [copy for copy in copies if getattr(copy, "pgh_label", "") == "delete"]
    while waiting:
        parent = waiting.pop(0)
        for relation in taken_along(parent.pgh_tracked_model):
            if is_tracked(relation.related_model):
                found = relation.related_model.pgh_event_model.objects.filter(
                    pgh_label="delete",
                    pgh_created_at=parent.pgh_created_at,
                    pgh_context=parent.pgh_context_id,
                    **{relation.field.attname: parent.pgh_obj_id},
                )
                waiting += found
                yield from found


def _step(row: Row, then: Any, rights: Callable[[Model], Rights]) -> Step:
    model, pk = row
    if isinstance(then, frozenset):
        return Step(row, then, links.today(model, pk), rights(links.field_of(model).model))
    return Step(row, then, model._base_manager.filter(pk=pk).first(), rights(model))
