"""A table as a file: which columns it has, which rows who asks may see and change, and what reading a file would do.

A file is read all or not at all. `preview` does everything that `apply` does, and takes it back; `apply` keeps it only
if it came out just as it was shown.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from traceback import extract_tb
from typing import Any

import tablib
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import Error as DatabaseError
from django.db import connection, models, transaction
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export.instance_loaders import ModelInstanceLoader
from import_export.resources import Resource

from linkportal.kit.admin import ScopedAdmin, scope
from linkportal.kit.exchange.columns import Column, Known
from linkportal.kit.exchange.outcomes import Cell, Outcome, Problem, Row
from linkportal.kit.exchange.sheets import Sheet, Unreadable
from linkportal.kit.refusals import words_of

logger = logging.getLogger("linkportal.exchange")


class _Differences:
    """In the place of the library's, which paints them: what stood in each field before and after."""

    def __init__(self, resource: ScopedResource, instance: models.Model, new: bool) -> None:
        self.before = [""] * len(resource.columns()) if new else resource.values_of(instance)
        self.after: list[Any] = []

    def compare_with(self, resource: ScopedResource, instance: models.Model) -> None:
        self.after = resource.values_of(instance)

    def as_html(self) -> tuple[Cell, ...]:
        return tuple(Cell(before, after) for before, after in zip(self.before, self.after, strict=True))


class ScopedResource(Resource):  # type: ignore[misc]
    """The columns and rules of one model's files. `Meta.model` says which, `Meta.import_id_fields` how rows are known.

    Without `import_id_fields` every row of a file is new. With them a row that is there already is changed, if
    `changes_rows` and if who reads the file may change it; otherwise that is a problem.
    """

    changes_rows = True
    related: tuple[str, ...] = ()  # what the columns look at beside the row itself
    prefetched: tuple[Any, ...] = ()

    class Meta:
        import_id_fields: tuple[str, ...] = ()
        instance_loader_class = ModelInstanceLoader
        use_transactions = True
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True

    def __init__(self, request: HttpRequest, model_admin: ScopedAdmin) -> None:
        super().__init__()
        self.request, self.model_admin = request, model_admin
        self.numbers: list[int] = []
        self.used: frozenset[str] = frozenset()
        for column in self.fields.values():
            if isinstance(column.widget, Known):
                column.widget.bind(self.choices(column))

    @property
    def model(self) -> type[models.Model]:
        return self._meta.model  # type: ignore[no-any-return]

    def choices(self, column: Column) -> models.QuerySet[Any]:
        """What may be written in a column that names rows of another table: what the admin's own form offers."""
        return self.model_admin.choices(self.request, self.model._meta.get_field(column.attribute))

    # Out

    def columns(self) -> list[Column]:
        """Those that go out, in their order."""
        return list(self.fields.values())

    def values_of(self, row: models.Model) -> list[Any]:
        """What the columns say of the row, each with its own type."""
        return [column.export(row) for column in self.columns()]

    def lines(self, rows: models.QuerySet[Any]) -> Iterator[list[Any]]:
        """The values of each of `rows`, fetched a few thousand at a time."""
        # Many rows have the same project: it is made once for each lot, and not once for each row.
        for row in rows.prefetch_related(*self.related, *self.prefetched).iterator(chunk_size=2000):
            yield self.values_of(row)

    # In

    def preview(self, sheet: Sheet) -> Outcome:
        """What reading the file would do; nothing is kept. Raises `Unreadable` if its columns are not these."""
        return self._run(sheet, expected=None)

    def apply(self, sheet: Sheet, expected: str) -> Outcome:
        """Read the file, if the fingerprint of what it does is `expected`: the outcome tells, and whether it failed."""
        return self._run(sheet, expected)

    def incoming(self) -> list[Column]:
        """The columns that may stand in a file that is read."""
        return [column for column in self.columns() if not column.readonly]

    def _run(self, sheet: Sheet, expected: str | None) -> Outcome:
        dataset = self._dataset(sheet)
        with transaction.atomic():
            result = self.import_data(dataset, rollback_on_validation_errors=True, use_transactions=True)
            outcome = self._outcome(result)
            if outcome.problems or outcome.fingerprint != expected:
                transaction.set_rollback(True)
        return outcome

    def _dataset(self, sheet: Sheet) -> tablib.Dataset:
        """The sheet under the headings that our columns have."""
        known = {column.heading.casefold(): column for column in self.columns()}
        headings = [" ".join(heading.split()).casefold() for heading in sheet.headings]
        if twice := [one for place, one in enumerate(headings) if one and one in headings[:place]]:
            raise Unreadable(_("Kolonnen «%(name)s» står der to ganger.") % {"name": capfirst(twice[0])})
        if unknown := [one for one, key in zip(sheet.headings, headings, strict=True) if key not in known]:
            raise Unreadable(_unknown_column(unknown[0], [column.heading for column in self.incoming()]))
        missing = [one.heading for one in self.incoming() if one.required and one.heading.casefold() not in headings]
        if missing:
            raise Unreadable(_("Kolonnen «%(name)s» mangler.") % {"name": missing[0]})
        self.numbers = [number for number, _cells in sheet.rows]
        self.used = frozenset(str(known[heading].column_name) for heading in headings)
        return tablib.Dataset(
            *(cells for _number, cells in sheet.rows), headers=[str(known[one].column_name) for one in headings]
        )

    def _outcome(self, result: Any) -> Outcome:
        shown = [place for place, column in enumerate(self.columns()) if str(column.column_name) in self.used]
        headings = tuple(self.columns()[place].heading for place in shown)
        problems = tuple(self._problems(result))
        if problems:
            return Outcome(headings, (), problems)
        return Outcome(
            headings,
            tuple(
                Row(self.numbers[place], row.import_type, tuple(row.diff[each] for each in shown))
                for place, row in enumerate(result.rows)
            ),
        )

    def _problems(self, result: Any) -> Iterator[Problem]:
        rows = [*result.invalid_rows, *result.error_rows]
        for row in sorted(rows, key=lambda row: row.number):
            number = self.numbers[row.number - 1]
            for error in getattr(row, "errors", ()):
                yield Problem(self.in_words(error.error), number)
            if (invalid := getattr(row, "error", None)) is not None:
                for name, sentences in invalid.update_error_dict({}).items():
                    for sentence in ValidationError(sentences).messages:
                        yield Problem(sentence, number, self._heading(name))
        for error in result.base_errors:
            yield Problem(self.in_words(error.error))

    def _heading(self, name: str) -> str:
        """What the reader of the file calls the field."""
        if name == NON_FIELD_ERRORS:
            return ""
        for column in self.columns():
            if column.attribute == name:
                return column.heading
        return capfirst(str(getattr(self.model._meta.get_field(name), "verbose_name", name)))

    def in_words(self, error: Exception) -> str:
        """A sentence for what the database or anything else did not like. Only the kind of error is logged."""
        if isinstance(error, DatabaseError):
            return words_of(error)
        last = extract_tb(error.__traceback__)[-1]
        logger.error("%s: %s at %s:%s", type(self).__name__, type(error).__name__, last.filename, last.lineno)
        return _("Vi klarte ikke å lese denne raden. Se over den, eller registrer den for hånd.")

    # What the library asks of a resource

    @classmethod
    def get_diff_class(cls) -> type[_Differences]:
        return _Differences

    def get_queryset(self) -> models.QuerySet[Any]:
        rows = scope(self.request, self.model)
        return rows.select_related(*self.related) if self.related else rows

    def init_instance(self, row: Any = None) -> models.Model:
        return self.model()

    def get_instance(self, instance_loader: Any, row: Any) -> models.Model | None:
        """The row that is meant, if it is there already and visible."""
        if not self.get_import_id_fields():
            return None
        try:
            return super().get_instance(instance_loader, row)  # type: ignore[no-any-return]
        except ValueError:
            return None  # said of the field when that is read
        except self.model.MultipleObjectsReturned:  # type: ignore[attr-defined]
            raise ValidationError(_("Det er flere slike fra før. Rett denne for hånd.")) from None

    def before_save_instance(self, instance: models.Model, row: Any, **kwargs: Any) -> None:
        """A row that is there already and says something else than the file."""
        if instance._state.adding:
            return
        if not self.changes_rows:
            raise ValidationError(_("Dette er registrert fra før, med noe annet. Rett det for hånd."))
        if not self.model_admin.has_change_permission(self.request, instance):
            raise ValidationError(_("Dette er registrert fra før, og du kan ikke endre det."))

    def validate_instance(
        self, instance: models.Model, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """As the library, but where a field could not be read nothing is said of rules that may need it."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)
        super().validate_instance(instance, None, validate_unique)

    def import_row(self, row: Any, instance_loader: Any, **kwargs: Any) -> Any:
        result = super().import_row(row, instance_loader, **kwargs)
        if result.errors or result.validation_error:
            transaction.set_rollback(True)  # of this row: what the next ones say must not depend on half of it
        return result

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Let the database look now at what it otherwise looks at only in the end, after a preview is taken back."""
        if not result.has_errors() and not result.has_validation_errors():
            connection.check_constraints()


def _unknown_column(heading: str, known: list[str]) -> str:
    words = _("Kolonnen «%(name)s» kjenner vi ikke. Kolonnene heter %(known)s.")
    return words % {"name": heading[:60], "known": ", ".join(f"«{one}»" for one in known)}
