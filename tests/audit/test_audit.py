"""The trail: appended with its cause, sealed, and any tampering found."""

from datetime import datetime

import pytest

from hoaxa_danvan.audit.models import AuditEntry, ChainHead
from hoaxa_danvan.audit.selectors import chain_faults, history_of
from hoaxa_danvan.audit.services import record
from hoaxa_danvan.lib.dates import LOCAL
from tests.factories import UnitFactory

AT = datetime(2026, 1, 20, 8, 0, tzinfo=LOCAL)

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(officer) -> list[AuditEntry]:
    return [record("change", target=officer.unit, by=officer, at=AT, note=str(n)) for n in range(3)]


def test_an_entry_tells_who_did_what_to_which_thing(officer):
    entry = record("change", target=officer.unit, by=officer, at=AT, details={"tên": ["cũ", "mới"]})

    assert (entry.number, entry.person, entry.by, entry.target) == (1, officer.person, officer, officer.unit)
    assert list(history_of(officer.unit)) == [entry]


def test_the_machine_itself_leaves_entries_too():
    entry = record("sweep", at=AT)

    assert (entry.person, entry.by, entry.target) == (None, None, None)


def test_an_entry_is_neither_changed_nor_deleted(three):
    with pytest.raises(TypeError):
        three[0].save()
    with pytest.raises(TypeError):
        three[0].delete()


def test_an_untouched_chain_holds(three):
    assert list(chain_faults()) == []


def test_a_changed_note_is_found(three):
    AuditEntry.objects.filter(pk=three[1].pk).update(note="khác")

    assert list(chain_faults()) == ["Mục 2 không khớp."]


def test_a_changed_thing_is_found(three):
    AuditEntry.objects.filter(pk=three[1].pk).update(target_id=UnitFactory().pk)

    assert list(chain_faults()) == ["Mục 2 không khớp."]


def test_a_missing_entry_is_found(three):
    AuditEntry.objects.filter(pk=three[1].pk).delete()

    assert list(chain_faults()) == ["Thiếu mục 2.", "Mục 3 không khớp."]


def test_a_cut_tail_is_found(three):
    AuditEntry.objects.filter(pk=three[2].pk).delete()

    assert list(chain_faults()) == ["Nhật ký phải có 3 mục, chỉ thấy 2."]


def test_a_cut_tail_with_a_forged_head_is_found_by_the_printed_hash(three):
    head = ChainHead.objects.get()

    assert (head.length, head.hash) == (3, three[2].hash)
