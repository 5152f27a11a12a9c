# SPDX-License-Identifier: Apache-2.0
"""comity: the register of extradition and mutual-legal-assistance requests between States.

    import comity
    from datetime import date

    registry = comity.open("requests.db")
    id = registry.file(comity.Request(kind="extradition", requesting="RU", requested="GB", reference="81/3-412-20",
                                      basis=["ets-24"], made_on=date(2020, 3, 2)))
    registry.record(id, "provisional_arrest", on=date(2020, 3, 10), source="note verbale 114")
    for due in registry.dossier(id).deadlines(as_of=date(2020, 4, 1)):
        print(due.provision, due.last_day, due.status)

Values are immutable, equal by what they say, and hashed; those that can be made by hand are pickled, and pasted back from their repr. Days are datetime.date, instants aware
datetimes, ids uuid.UUID; a date that is known only roughly is a When. Wherever a member of an enumeration is meant its word is accepted. The clock is never read:
what is asked as of a day is told which.
"""

from typing import TYPE_CHECKING as _TYPE_CHECKING, Any as _Any

from ._core import (
    __version__,
    Amendment, AnswerDefinition, archive_schema, ArchiveReport, Authority, brief, Brief, Calendar, ChangedRequest, Changes, check_published, Claim, ClaimReading, ClaimResult, Column, Columns, compare, count,
    count_many, Counting, CountingStep, Coverage, cumulative_incidence, DayOff, Deadline, Deadlines, Document, Dossier, Entry, ErasedPerson, Erasure,
    Event, EventGround, EventMeaning, Expiry, Fact, Filing, Finding, HandlingCode, HandlingScale, Headline, IncidenceCurve, IncidenceCurves, Instrument,
    InstrumentDeclaration, InstrumentParty, IntakeReport, Item, kaplan_meier, Law, LegalBases, LegalBasis, LifecycleRule, log_rank, LogRankGroup,
    LogRankTest, Measure, MinimumWorkingDays, MissingBasis, mixed_scripts, MixedWord, MovedDeadline, NameLeft, NightlyWindow, Offence, OffenceGroup, open as open, Origin, PassedOverRequest, Person,
    PersonName, Picture, Proof, PublishedFigures, Query, read_claims, reconcile, Reconciliation, ReconciliationCounts, Recording, Registry, RelatedRequest, Remark, Request,
    RestrictedMean, Seal, Section, Snapshot, Standing, state_name, SubjectStanding, SurvivalCurve, SurvivalQuantile, Table, TimeLimit, Verification, WeeklyRest, When, WorkingDays,
)
from .enums import (
    ArchiveFormat, AuthorityKind, Bearing, Between, BoundParty, Channel, Circumstance, ColumnType, ConsentToBeBound, CountedThing, Custody, DayOffKind,
    DeadlineStatus, Direction, Doubt, Effect, Exemption, Format, HourStart, InstrumentForm, ItemKind, Key, LengthSource, Limits, MonthEnd, NameKind,
    Nature, NonWorking, Outcome, PersonRole, Precision, ReadingOfText, ReadyTable, Relation, Repetition, RequestKind, Roll, Side, Silence, Stage,
    Step, SubjectKind, TriggerChoice, TriggerDay, Verdict, VersionDay, Weekday,
)
from .errors import bad_input, conflict, error, not_found, storage_error, tampered, unsupported
from .frames import CountMany

if _TYPE_CHECKING:
    from . import plot as plot

# Without `open`, which would take the place of Python's own: it is comity.open.
__all__ = [
    "__version__", "Amendment", "AnswerDefinition", "archive_schema", "ArchiveFormat", "ArchiveReport", "Authority", "AuthorityKind", "bad_input", "Bearing", "Between", "BoundParty", "Brief", "brief", "Calendar",
    "ChangedRequest", "Changes", "Channel", "check_published", "Circumstance", "Claim", "ClaimReading", "ClaimResult", "Column", "Columns", "ColumnType", "compare",
    "conflict", "ConsentToBeBound", "count", "count_many", "CountedThing", "Counting", "CountingStep", "CountMany", "Coverage",
    "cumulative_incidence", "Custody", "DayOff", "DayOffKind", "Deadline", "Deadlines", "DeadlineStatus", "Direction", "Document", "Dossier", "Doubt",
    "Effect", "Entry", "ErasedPerson", "Erasure", "error", "Event", "EventGround", "EventMeaning", "Exemption", "Expiry", "Fact", "Filing", "Finding", "Format",
    "HandlingCode", "HandlingScale", "Headline", "HourStart", "IncidenceCurve", "IncidenceCurves", "Instrument", "InstrumentDeclaration", "InstrumentForm",
    "InstrumentParty", "IntakeReport", "Item", "ItemKind", "kaplan_meier", "Key", "Law", "LegalBases", "LegalBasis", "LengthSource", "LifecycleRule",
    "Limits", "log_rank", "LogRankGroup", "LogRankTest", "Measure", "MinimumWorkingDays", "MissingBasis", "mixed_scripts", "MixedWord", "MonthEnd", "MovedDeadline", "NameKind",
    "NameLeft", "Nature", "NightlyWindow", "NonWorking", "not_found", "Offence", "OffenceGroup", "Origin", "Outcome", "PassedOverRequest", "Person", "PersonName",
    "PersonRole", "Picture", "Precision", "Proof", "PublishedFigures", "Query", "read_claims", "ReadingOfText", "ReadyTable", "reconcile",
    "Reconciliation", "ReconciliationCounts", "Recording", "Registry",
    "RelatedRequest", "Relation", "Remark", "Repetition", "Request", "RequestKind", "RestrictedMean", "Roll", "Seal", "Section", "Side", "Silence",
    "Snapshot", "Stage", "Standing", "state_name", "Step", "storage_error", "SubjectKind", "SubjectStanding", "SurvivalCurve", "SurvivalQuantile",
    "Table", "tampered", "TimeLimit", "TriggerChoice", "TriggerDay", "unsupported", "Verdict", "Verification", "VersionDay", "Weekday", "WeeklyRest",
    "When", "WorkingDays",
]

for _name in __all__:
    if isinstance(globals()[_name], type):
        globals()[_name].__module__ = "comity"
del _name


def __getattr__(name: str) -> _Any:
    """comity.plot, which takes matplotlib, is loaded when it is first asked for."""
    if name == "plot":
        import importlib

        return importlib.import_module(".plot", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), "plot"]
