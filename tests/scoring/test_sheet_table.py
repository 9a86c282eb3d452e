from django.template import Context, Template

from hoaxa_danvan.scoring.models import GateAnswer, Score, ScoreSheet


def test_the_table_shows_marks_beside_the_proposal(version, proposal, reviewer):
    sheet = ScoreSheet.objects.create(
        target=proposal.target, kind="review", version=version, by=reviewer, bonus=2, comment="Mới có 1 thôn"
    )
    Score.objects.create(sheet=sheet, criterion=version.criteria.get(), points="30.5", reason="1 thôn")
    GateAnswer.objects.create(sheet=sheet, gate=version.gates.get(), is_met=False)
    template = Template("{% load scoring %}{% sheet_table sheet proposal %}")

    page = template.render(
        Context({"sheet": ScoreSheet.objects.with_marks().get(pk=sheet.pk), "proposal": proposal})
    )

    assert '<td class="num">45</td>' in page
    assert '<td class="num"><b>30,5</b></td>' in page
    assert "<b>52,83</b>" in page  # 30,5 of 60 is 50,833…, and 2 more
    assert "Chưa đạt đủ điều kiện" in page
    assert "Bản mẫu, chưa phải quyết định của xã" in page
