"""Every way in which Alur says no.

AlurError
├── NotFound                 no such case, task, definition, revision, person
├── NotAllowed               authority denies (NotYours: the task belongs to other positions;
│                            HandedOver: since its case was migrated, while they filled in its form;
│                            FourEyes: whoever wrote it may not publish it)
├── TaskNotOpen              somebody completed, or the case was cancelled; knows who and when
├── TaskAlreadyTaken         a colleague holds it; knows who and since when
├── CaseNotOpen              the case is closed or cancelled
├── FormChanged              the case was migrated while its form was filled in
├── MigrationRefused         running cases cannot be migrated as asked
├── AnswersRefused           fields are wrong; carries one FieldError per field
├── ReasonMissing            a cancellation, a return without its reason
├── DiagramRefused           the gate found problems; carries all of them
├── LaneUnresolved           a lane names no position of the agency; knows what comes close
├── NoWorkingDay             a calendar closes the office for a whole year
├── NothingToPublish         the latest revision already holds this content
├── DraftChanged             somebody saved, published or discarded the draft meanwhile; knows who and when
├── UploadRefused            uploaded files that hold no SOP, or cannot be unpacked
├── TextRefused              a note or a name that cannot be kept as it was typed
├── DefinitionRetired        no new case may start
├── NotInForce               another revision of the SOP is in force than the one wanted
├── ExpressionRefused        a condition is not in our language; knows where and what
├── DiagramFailed            the engine cannot go on in this diagram; names the element
├── AccountRefused           an account name that is taken or not well formed
├── PasswordRefused          a new password that is too easy
├── TokenRefused             a token without label, scope or a life of days
├── PeriodRefused            a period that ends before it begins
├── LastAdministrator        nobody would be left who can appoint
├── ExternalPosition         a position of an outside party, acted for by another
├── HomeUnusable             folder or database of the installation cannot be opened
├── HomeInUse                a demonstration wanted where an office works
├── StoreConflict            somebody else wrote first; judged again by the shell
├── DryRunTooLong            a dry run goes round in circles
├── LoginRefused, LoginThrottled
└── BrokenFact               verify: what was recorded does not hold any more

A message follows one grammar: what was expected, but what is, so what to do. The attributes
are the facts; the pages have their own sentences for them (webui/texts.py).
"""

from __future__ import annotations

from runner.errors.installation import (
    AccountRefused,
    ExternalPosition,
    HomeInUse,
    HomeUnusable,
    LastAdministrator,
    LoginRefused,
    LoginThrottled,
    PasswordRefused,
    PeriodRefused,
    TokenRefused,
)
from runner.errors.revisions import (
    DefinitionRetired,
    DiagramRefused,
    DraftChanged,
    ExpressionRefused,
    FourEyes,
    LaneUnresolved,
    NothingToPublish,
    NotInForce,
    UploadRefused,
)
from runner.errors.root import (
    AlurError,
    BrokenFact,
    NotAllowed,
    NotFound,
    ReasonMissing,
    StoreConflict,
    TextRefused,
)
from runner.errors.work import (
    AnswersRefused,
    CaseNotOpen,
    DiagramFailed,
    DryRunTooLong,
    FormChanged,
    HandedOver,
    MigrationRefused,
    NotYours,
    NoWorkingDay,
    TaskAlreadyTaken,
    TaskNotHeld,
    TaskNotOpen,
)

__all__ = [
    "AccountRefused",
    "AlurError",
    "AnswersRefused",
    "BrokenFact",
    "CaseNotOpen",
    "DefinitionRetired",
    "DiagramFailed",
    "DiagramRefused",
    "DraftChanged",
    "DryRunTooLong",
    "ExpressionRefused",
    "ExternalPosition",
    "FormChanged",
    "FourEyes",
    "HandedOver",
    "HomeInUse",
    "HomeUnusable",
    "LaneUnresolved",
    "LastAdministrator",
    "LoginRefused",
    "LoginThrottled",
    "MigrationRefused",
    "NoWorkingDay",
    "NotAllowed",
    "NotFound",
    "NotInForce",
    "NotYours",
    "NothingToPublish",
    "PasswordRefused",
    "PeriodRefused",
    "ReasonMissing",
    "StoreConflict",
    "TaskAlreadyTaken",
    "TaskNotHeld",
    "TaskNotOpen",
    "TextRefused",
    "TokenRefused",
    "UploadRefused",
]
