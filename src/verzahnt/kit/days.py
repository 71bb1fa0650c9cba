"""Days as sources know them: the value, its words, and the columns that store it.

Where Django must not be reached (`rules.py`), import from `kit.known_days` and `kit.day_words` instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, overload

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import OrderBy

from verzahnt.kit.day_words import period_words, when, words
from verzahnt.kit.known_days import OPEN, KnownDay, Open, Period, Precision

__all__ = [
    "OPEN",
    "KnownDay",
    "KnownDayColumns",
    "Open",
    "Period",
    "PeriodColumns",
    "Precision",
    "in_order_of",
    "period_words",
    "when",
    "words",
]


if TYPE_CHECKING:  # Django's fields take type arguments in the stubs only.
    _Field = models.Field[Any, Any]
    _CharField = models.CharField[Any, Any]
    _BooleanField = models.BooleanField[Any, Any]
else:
    _Field, _CharField, _BooleanField = models.Field, models.CharField, models.BooleanField


class KnownDayColumns:
    """A known day on a model: `signed = KnownDayColumns("Tag der Unterzeichnung")`.

    The row's `signed` is a `KnownDay`, also in `Agreement(signed=…)`. The table gets `signed_earliest`,
    `signed_latest`, `signed_calendar_month` and `signed_precision`, and a constraint that keeps them true to each
    other. Unknown unless set.
    """

    def __init__(self, label: str) -> None:
        self._columns: dict[str, _Field] = {
            "earliest": models.DateField(f"{label}: frühestens", null=True, blank=True),
            "latest": models.DateField(f"{label}: spätestens", null=True, blank=True),
            "calendar_month": models.PositiveSmallIntegerField(f"{label}: Monat ohne Jahr", null=True, blank=True),
            "precision": _PrecisionColumn(f"{label}: Genauigkeit", max_length=20, default=Precision.UNKNOWN.value),
        }

    def contribute_to_class(self, cls: type[models.Model], name: str) -> None:
        for part, column in self._columns.items():
            column.contribute_to_class(cls, f"{name}_{part}")

        def of(row: models.Model) -> KnownDay:
            return KnownDay(
                getattr(row, f"{name}_earliest"),
                getattr(row, f"{name}_latest"),
                Precision(getattr(row, f"{name}_precision")),
                getattr(row, f"{name}_calendar_month"),
            )

        def put(row: models.Model, day: KnownDay) -> None:
            setattr(row, f"{name}_earliest", day.earliest)
            setattr(row, f"{name}_latest", day.latest)
            setattr(row, f"{name}_precision", day.precision.value)
            setattr(row, f"{name}_calendar_month", day.calendar_month)

        setattr(cls, name, property(of, put))

    if TYPE_CHECKING:  # At run time the property stands in this place.

        @overload
        def __get__(self, row: None, model: type[models.Model]) -> Self: ...
        @overload
        def __get__(self, row: models.Model, model: type[models.Model]) -> KnownDay: ...
        def __get__(self, row: models.Model | None, model: type[models.Model]) -> Self | KnownDay: ...
        def __set__(self, row: models.Model, day: KnownDay) -> None: ...


class PeriodColumns:
    """A period on a model: `lasts = PeriodColumns("Laufzeit")`.

    The row's `lasts` is a `Period`. The table gets the columns of two known days, `lasts_from` and `lasts_to`, and
    `lasts_open`, which says that no end is agreed; then `lasts_to` is unknown. A period does not end before it starts.
    """

    def __init__(self, label: str) -> None:
        self._from = KnownDayColumns(f"{label} von")
        self._to = KnownDayColumns(f"{label} bis")
        self._open = _OpenColumn(f"{label}: Ende offen", default=False)

    def contribute_to_class(self, cls: type[models.Model], name: str) -> None:
        self._from.contribute_to_class(cls, f"{name}_from")
        self._to.contribute_to_class(cls, f"{name}_to")
        self._open.contribute_to_class(cls, f"{name}_open")

        def of(row: models.Model) -> Period:
            return Period(
                getattr(row, f"{name}_from"),
                OPEN if getattr(row, f"{name}_open") else getattr(row, f"{name}_to"),
            )

        def put(row: models.Model, period: Period) -> None:
            setattr(row, f"{name}_from", period.start)
            setattr(row, f"{name}_to", KnownDay.unknown() if period.end is OPEN else period.end)
            setattr(row, f"{name}_open", period.end is OPEN)

        setattr(cls, name, property(of, put))

    if TYPE_CHECKING:  # At run time the property stands in this place.

        @overload
        def __get__(self, row: None, model: type[models.Model]) -> Self: ...
        @overload
        def __get__(self, row: models.Model, model: type[models.Model]) -> Period: ...
        def __get__(self, row: models.Model | None, model: type[models.Model]) -> Self | Period: ...
        def __set__(self, row: models.Model, period: Period) -> None: ...


def in_order_of(name: str) -> tuple[OrderBy, OrderBy, OrderBy]:
    """What to give to `order_by` so that the database sorts as known days do."""
    return (
        F(f"{name}_latest").asc(nulls_last=True),
        F(f"{name}_earliest").asc(nulls_first=True),
        F(f"{name}_calendar_month").asc(nulls_last=True),
    )


class _ColumnWithConstraint(_Field):
    """A column that brings a constraint to its model, and to each heir of an abstract one.

    To migrations it is the Django field it descends from, so that they need not know this module.
    """

    def condition(self) -> Q:
        raise NotImplementedError

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        about = cls._meta
        constraint_name = f"{about.model_name}_{name}_holds"[:63]
        if about.abstract or constraint_name in {known.name for known in about.constraints}:
            return
        # A list of its own: the one that came with Meta may be shared with other heirs.
        about.constraints = [
            *about.constraints,
            models.CheckConstraint(condition=self.condition(), name=constraint_name),
        ]
        # Migrations ask here whether a model names constraints at all.
        about.original_attrs["constraints"] = about.constraints

    def deconstruct(self) -> Any:
        name, _, args, options = super().deconstruct()
        plain = next(kind for kind in type(self).__mro__ if kind.__module__.startswith("django."))
        return name, f"django.db.models.{plain.__name__}", args, options


class _PrecisionColumn(_ColumnWithConstraint, _CharField):
    def condition(self) -> Q:
        """What `KnownDay` demands of its parts, as far as the columns show it."""
        name = self.name.removesuffix("_precision")

        def row(precisions: list[Precision], *, earliest: bool, latest: bool | None) -> Q:
            is_so = Q(**{f"{name}_precision__in": [precision.value for precision in precisions]})
            is_so &= Q(**{f"{name}_earliest__isnull": not earliest})
            return is_so if latest is None else is_so & Q(**{f"{name}_latest__isnull": not latest})

        day = row([Precision.DAY], earliest=True, latest=True) & Q(**{f"{name}_earliest": F(f"{name}_latest")})
        span = row([Precision.MONTH, Precision.YEAR, Precision.END_OF_YEAR], earliest=True, latest=True) & Q(
            **{f"{name}_earliest__lt": F(f"{name}_latest")}
        )
        bounded = row([Precision.NOT_LATER_THAN], earliest=False, latest=True)
        unknown = row([Precision.UNKNOWN], earliest=False, latest=False)
        without_year = row([Precision.MONTH_WITHOUT_YEAR], earliest=False, latest=None)
        no_month = Q(**{f"{name}_calendar_month__isnull": True})
        a_month = Q(**{f"{name}_calendar_month__isnull": False, f"{name}_calendar_month__range": (1, 12)})
        return ((day | span | bounded | unknown) & no_month) | (without_year & a_month)


class _OpenColumn(_ColumnWithConstraint, _BooleanField):
    def condition(self) -> Q:
        name = self.name.removesuffix("_open")
        in_order = (
            Q(**{f"{name}_from_earliest__isnull": True})
            | Q(**{f"{name}_to_latest__isnull": True})
            | Q(**{f"{name}_to_latest__gte": F(f"{name}_from_earliest")})
        )
        return in_order & (Q(**{f"{name}_open": False}) | Q(**{f"{name}_to_precision": Precision.UNKNOWN.value}))
