"""Whether a unit has sent the report that a window asks for."""

from campaigns.fulfilment import Standing, fulfils
from campaigns.models import Window
from reports.models import UnitReport

TONES = {
    UnitReport.Status.DRAFT: "draft",
    UnitReport.Status.SUBMITTED: "wait",
    UnitReport.Status.RETURNED: "back",
    UnitReport.Status.ACCEPTED: "done",
}


@fulfils(Window.Kind.INTERIM_REPORT)
@fulfils(Window.Kind.FINAL_REPORT)
def reports_sent(window: Window) -> dict[int, Standing]:
    reports = UnitReport.objects.filter(period__window=window)
    return {
        report.unit_id: Standing(
            unit_id=report.unit_id,
            label=report.get_status_display(),
            tone=TONES[UnitReport.Status(report.status)],
            is_sent=report.sent_at is not None,
            is_accepted=report.status == UnitReport.Status.ACCEPTED,
            sent_at=report.sent_at,
            url=report.get_absolute_url(),
        )
        for report in reports
    }
