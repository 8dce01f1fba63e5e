"""What the next page says of a publish. Never: a judgement."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from runner import Published
from webui import texts
from webui.login import runner
from webui.moments import moment


def tell_published(done: Sequence[Published], zone: str = "") -> None:
    """Say on the next page what is published, since when it is in force, and whose positions are empty."""
    now = runner().now()
    later = next((one.effective_from for one in done if one.effective_from > now), None)
    if len(done) == 1:
        (one,) = done
        if later:
            texts.tell(
                _(
                    "Revisi %(number)s diterbitkan dan berlaku mulai %(day)s. Sampai saat itu revisi yang "
                    "sekarang tetap dipakai.",
                    number=one.number,
                    day=moment(later, zone),
                )
            )
        else:
            texts.tell(_("Revisi %(number)s diterbitkan dan berlaku sekarang.", number=one.number))
    elif later:
        texts.tell(
            _("%(num)s SOP diterbitkan, berlaku mulai %(day)s.", num=len(done), day=moment(later, zone))
        )
    else:
        texts.tell(_("%(num)s SOP diterbitkan dan berlaku sekarang.", num=len(done)))
    vacant = sorted({title for one in done for title in one.vacant})
    if vacant:
        texts.tell(
            _(
                "Belum ada pemangku: %(positions)s. Tugasnya menunggu sampai administrator menunjuk orang.",
                positions=", ".join(vacant),
            ),
            tone="warning",
        )
