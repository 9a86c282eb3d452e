"""Saves carry the version they were made from: nobody is told “saved” who was not."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from campaigns.models import UnitPlan
from hoaxa_danvan.workflow.models import Conflict, IllegalMove
from hoaxa_danvan.workflow.services import may_edit_now, rehearse, save_version
from tests.factories import UnitPlanFactory


def test_a_save_from_the_version_that_stands_is_written(plan):
    fresh = save_version(plan, version=1, fields={"summary": "Mới"})

    assert (fresh.version, fresh.summary) == (2, "Mới")


def test_a_save_from_an_older_version_writes_nothing_and_shows_what_stands(plan):
    save_version(plan, version=1, fields={"summary": "Của đồng nghiệp"})

    with pytest.raises(Conflict) as conflict:
        save_version(plan, version=1, fields={"summary": "Của mình"})

    plan.refresh_from_db()
    assert (plan.version, plan.summary) == (2, "Của đồng nghiệp")
    assert conflict.value.fresh == plan


def test_what_stands_sent_is_not_edited(plan, sent, officer, outsider):
    with pytest.raises(IllegalMove, match="đang ở trạng thái “Đã gửi”"):
        may_edit_now(sent, by=officer)
    with pytest.raises(PermissionDenied):
        may_edit_now(plan, by=outsider)
    may_edit_now(plan, by=officer)


def test_a_rehearsal_shows_what_would_stand_and_leaves_nothing(plan):
    content = rehearse(plan, lambda: save_version(plan, version=1, fields={"summary": "Thử"}))

    plan.refresh_from_db()
    assert content["summary"]["value"] == "Thử"
    assert (plan.version, plan.summary) == (1, "Vận động hội viên phân loại rác tại nhà.")


@pytest.mark.django_db(transaction=True)
def test_of_twenty_saves_at_once_exactly_one_is_told_saved():
    plan = UnitPlanFactory()

    def save(text):
        try:
            save_version(plan, version=1, fields={"summary": text})
        except Conflict:
            return None
        finally:
            connection.close()
        return text

    with ThreadPoolExecutor(20) as pool:
        told = [text for text in pool.map(save, (f"Bản {n}" for n in range(20)), timeout=60) if text]

    plan = UnitPlan.objects.get()
    assert [plan.summary] == told
    assert plan.version == 2
