import pytest

from hoaxa_danvan.scoring.models import Gate, RubricVersion, Score, ScoreSheet
from tests.factories import AppointmentFactory, CriterionFactory, RegisteredModelFactory, RubricVersionFactory


@pytest.fixture
def version(db) -> RubricVersion:
    version = RubricVersionFactory(published=True, bonus_max=5)
    CriterionFactory(
        version=version, code="A1", name="Đăng ký đúng hạn", max_points=60, evidence_hint="<b>ảnh</b>"
    )
    Gate.objects.create(version=version, code="G1", name="Có trong danh mục của năm")
    return version


@pytest.fixture
def proposal(version) -> ScoreSheet:
    sheet = ScoreSheet.objects.create(
        target=RegisteredModelFactory(), kind="self", version=version, by=AppointmentFactory()
    )
    Score.objects.create(sheet=sheet, criterion=version.criteria.get(), points=45)
    return ScoreSheet.objects.with_marks().get()
