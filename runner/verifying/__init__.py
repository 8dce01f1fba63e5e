"""``alur verify``: rebuild everything from the record, and name the first fact that does not hold.

Promise: chains, commitments, revision bytes and every case are checked from events and revision bytes
alone; what the database says beside them (snapshots, tasks, appointments) is read at the end, to compare.
Never: a repair.
"""

from __future__ import annotations

from runner import authority, proof_texts
from runner.model import Actor
from runner.pages import VerifyReport
from runner.shell import Shell
from runner.store import trail
from runner.verifying.cases import verify_cases
from runner.verifying.definitions import verify_definitions
from runner.verifying.people import verify_people
from runner.verifying.record import Record


class Verifying(Shell):
    """The verb that proves."""

    def may_verify(self, *, by: Actor) -> bool:
        """True if ``verify`` would not be refused to the actor."""
        return authority.may_verify(by, at=self.now()) is not None

    def verify(self, *, by: Actor) -> VerifyReport:
        """Everything was rebuilt; ``broken`` names what does not hold, the record first, then its rows.

        Raises NotAllowed (it takes an auditor or administrator).
        """
        authority.require_verify(by, at=self.now())
        with self.store.steady() as tx:
            record = Record(tx)
            for guard in sorted(trail.missing_guards(tx)):
                record.differs("basis data", proof_texts.guard_missing(guard), en="database")
            verify_people(record)
            published = verify_definitions(record)
            cases = verify_cases(record, published)
            record.verify_strays()
            return VerifyReport(
                streams=len(record.names), events=record.events, cases=cases, broken=tuple(record.broken)
            )
