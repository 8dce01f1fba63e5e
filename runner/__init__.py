"""Alur runs the SOPs of local government: diagrams are data, the audit log is the truth.

The front door: ``Runner`` with its verbs, the nouns of the glossary, the read models, the errors. A name is
imported when it is first asked for, so that the pure core (and the child process in which a hostile diagram
is tried) never loads the database.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runner.command_line import Session, alur, in_session
    from runner.comparing import ComparisonPage, ComparisonSide
    from runner.comparison import Difference
    from runner.definition_history import DefinitionAct, DefinitionHistory
    from runner.delivering import Delivered
    from runner.demo import PASSWORD, furnish, is_demonstration
    from runner.draft_pages import DraftLine, DraftPage
    from runner.dry_run import DryRunPage
    from runner.editing_pages import FORM_KINDS, DraftingAgency, EditorPage, FormPreview
    from runner.error_texts import error_words
    from runner.errors import (
        AccountRefused,
        AlurError,
        AnswersRefused,
        BrokenFact,
        CaseNotOpen,
        DefinitionRetired,
        DiagramFailed,
        DiagramRefused,
        DraftChanged,
        DryRunTooLong,
        ExternalPosition,
        FormChanged,
        FourEyes,
        HandedOver,
        HomeInUse,
        HomeUnusable,
        LastAdministrator,
        LoginRefused,
        LoginThrottled,
        MigrationRefused,
        NotAllowed,
        NotFound,
        NothingToPublish,
        NotInForce,
        NotYours,
        PasswordRefused,
        PeriodRefused,
        ReasonMissing,
        StoreConflict,
        TaskAlreadyTaken,
        TaskNotHeld,
        TaskNotOpen,
        TextRefused,
        TokenRefused,
        UploadRefused,
    )
    from runner.forms import Answer, FieldView, Option
    from runner.freezing import Effective, Published, since_midnight
    from runner.home import database_url, home_folder, secret_key
    from runner.importing import Imported
    from runner.migration.report import MigrationReport
    from runner.model import (
        Actor,
        ActorId,
        AgencyCode,
        Capacity,
        CaseId,
        CaseStatus,
        DefinitionKey,
        Duty,
        ElementId,
        FieldError,
        Json,
        PositionCode,
        Problem,
        Scope,
        Severity,
        TaskId,
        Words,
    )
    from runner.pages import (
        ActorRef,
        AgencyLine,
        AppointmentLine,
        CaseHead,
        CasePage,
        CasesPage,
        ChoiceView,
        Completed,
        DefinitionLine,
        DefinitionPage,
        DutyLine,
        EarlierStep,
        InboxPage,
        InstallationPage,
        Moment,
        PeoplePage,
        PersonLine,
        PositionLine,
        QuestionView,
        ReturnView,
        RevisionLine,
        StepLine,
        TaskLine,
        TaskPage,
        TokenLine,
        VerifyReport,
    )
    from runner.publishing import Sheaf
    from runner.revision import DIAGRAM, ORIGINAL
    from runner.runner import Runner, open_runner
    from runner.seeking import (
        ActivityRecord,
        CaseRecord,
        CasesSought,
        RevisionRecord,
        TaskRecord,
        TasksSought,
    )
    from runner.sheet_printing import Printed, print_sheet, sheet_font
    from runner.shipped import shipped_folder
    from runner.tokens import MOST_DAYS, Program
    from runner.uploads import Uploaded, foreign

__all__ = [
    "DIAGRAM",
    "FORM_KINDS",
    "MOST_DAYS",
    "ORIGINAL",
    "PASSWORD",
    "AccountRefused",
    "ActivityRecord",
    "Actor",
    "ActorId",
    "ActorRef",
    "AgencyCode",
    "AgencyLine",
    "AlurError",
    "Answer",
    "AnswersRefused",
    "AppointmentLine",
    "BrokenFact",
    "Capacity",
    "CaseHead",
    "CaseId",
    "CaseNotOpen",
    "CasePage",
    "CaseRecord",
    "CaseStatus",
    "CasesPage",
    "CasesSought",
    "ChoiceView",
    "ComparisonPage",
    "ComparisonSide",
    "Completed",
    "DefinitionAct",
    "DefinitionHistory",
    "DefinitionKey",
    "DefinitionLine",
    "DefinitionPage",
    "DefinitionRetired",
    "Delivered",
    "DiagramFailed",
    "DiagramRefused",
    "Difference",
    "DraftChanged",
    "DraftLine",
    "DraftPage",
    "DraftingAgency",
    "DryRunPage",
    "DryRunTooLong",
    "Duty",
    "DutyLine",
    "EarlierStep",
    "EditorPage",
    "Effective",
    "ElementId",
    "ExternalPosition",
    "FieldError",
    "FieldView",
    "FormChanged",
    "FormPreview",
    "FourEyes",
    "HandedOver",
    "HomeInUse",
    "HomeUnusable",
    "Imported",
    "InboxPage",
    "InstallationPage",
    "Json",
    "LastAdministrator",
    "LoginRefused",
    "LoginThrottled",
    "MigrationRefused",
    "MigrationReport",
    "Moment",
    "NotAllowed",
    "NotFound",
    "NotInForce",
    "NotYours",
    "NothingToPublish",
    "Option",
    "PasswordRefused",
    "PeoplePage",
    "PeriodRefused",
    "PersonLine",
    "PositionCode",
    "PositionLine",
    "Printed",
    "Problem",
    "Program",
    "Published",
    "QuestionView",
    "ReasonMissing",
    "ReturnView",
    "RevisionLine",
    "RevisionRecord",
    "Runner",
    "Scope",
    "Session",
    "Severity",
    "Sheaf",
    "StepLine",
    "StoreConflict",
    "TaskAlreadyTaken",
    "TaskId",
    "TaskLine",
    "TaskNotHeld",
    "TaskNotOpen",
    "TaskPage",
    "TaskRecord",
    "TasksSought",
    "TextRefused",
    "TokenLine",
    "TokenRefused",
    "UploadRefused",
    "Uploaded",
    "VerifyReport",
    "Words",
    "alur",
    "database_url",
    "error_words",
    "foreign",
    "furnish",
    "home_folder",
    "in_session",
    "is_demonstration",
    "open_runner",
    "print_sheet",
    "secret_key",
    "sheet_font",
    "shipped_folder",
    "since_midnight",
]


#: In this order: an error goes by its name before the fact of the same name does.
_DOORS = (
    "runner.error_texts",
    "runner.errors",
    "runner.command_line",
    "runner.comparison",
    "runner.comparing",
    "runner.definition_history",
    "runner.delivering",
    "runner.demo",
    "runner.home",
    "runner.shipped",
    "runner.forms",
    "runner.importing",
    "runner.migration.report",
    "runner.model",
    "runner.pages",
    "runner.draft_pages",
    "runner.editing_pages",
    "runner.dry_run",
    "runner.freezing",
    "runner.publishing",
    "runner.revision",
    "runner.runner",
    "runner.seeking",
    "runner.sheet_printing",
    "runner.tokens",
    "runner.uploads",
)


def __getattr__(name: str) -> Any:
    if name in __all__:
        for module in map(import_module, _DOORS):
            if hasattr(module, name):
                return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
