"""A kind of paper for the tests: a tờ trình about an award round, written by reviewers, issued by the clerk."""

from datetime import date, datetime

from hoaxa_danvan.accounts.models import COUNCIL_ROLES, OFFICE_ROLES
from hoaxa_danvan.documents.flows import FLOWS, Flow
from hoaxa_danvan.documents.models import Document, OfficialPaper
from hoaxa_danvan.documents.paper import Column, Table
from hoaxa_danvan.documents.services import papers as services
from hoaxa_danvan.lib.dates import LOCAL
from hoaxa_danvan.lib.defaults import load_defaults

AT = datetime(2026, 12, 5, 9, 0, tzinfo=LOCAL)
LATER = datetime(2026, 12, 6, 9, 0, tzinfo=LOCAL)
DAY = date(2026, 12, 5)
KIND = Document.Kind.PROPOSAL
SIGNER = "Phó Bí thư Thường trực Đảng ủy xã"

OUTLINE = {
    "name": "Tờ trình thử",
    "title": "về việc đề nghị khen thưởng năm {year}",
    "paper": {
        "letterhead": "ban_thuong_vu",
        "word": "TỜ TRÌNH",
        "sign": "TTr",
        "addressee_label": "Kính trình",
        "addressees": ["Ban Thường vụ Đảng ủy xã"],
        "recipients": ["Như trên", "{round}"],
    },
    "sections": [
        {
            "code": "mo-dau",
            "sentences": [["Có {dossiers} hồ sơ", ", {units} đơn vị tham gia"]],
            "facts": ["dossiers"],
        },
        {"code": "ket-qua", "level": 1, "heading": "I. Kết quả năm {year}", "blocks": ["bang"]},
        {"code": "de-nghi", "level": 1, "heading": "II. Đề nghị", "required": True},
    ],
    "tables": {"bang": {"form": "dossiers", "caption": "Hồ sơ đề nghị"}},
}


class Register:
    """What the test's app knows: the tests change it between two readings."""

    def __init__(self) -> None:
        self.dossiers: int = 3

    def collect(self, award_round):
        return {
            "year": 2026,
            "words": {
                "year": "2026",
                "dossiers": str(self.dossiers),
                "units": None,
                "round": award_round.name,
            },
            "labels": {"units": "số đơn vị"},
            "facts": {"mo-dau": [f"Hồ sơ đã gửi: {self.dossiers}"]},
            "dossiers": self.dossiers,
        }


def table_of(facts, spec):
    columns = (Column("Loại"), Column("Số", align="right"))
    return Table(columns=columns, rows=(("Hồ sơ", str(facts["dossiers"])),), caption=spec["caption"])


def install(monkeypatch) -> Register:
    """For one test this kind is the only one."""
    register, real = Register(), load_defaults

    def load(name):
        return {"version": 1, "outlines": {KIND: OUTLINE}} if name == "tests/papers.yaml" else real(name)

    monkeypatch.setattr("hoaxa_danvan.documents.outlines.load_defaults", load)
    flow = Flow(
        kind=KIND,
        target_model="awards.awardround",
        outline="tests/papers.yaml",
        collect=register.collect,
        write="awards.prepare_awardround",
        issue="awards.decide_awardround",
        blocks={"dossiers": table_of},
        readers=OFFICE_ROLES,
        announced_to=COUNCIL_ROLES,
    )
    for kind in list(FLOWS):
        monkeypatch.delitem(FLOWS, kind)
    monkeypatch.setitem(FLOWS, KIND, flow)
    return register


def write(paper: OfficialPaper, by, text="Kính đề nghị Ban Thường vụ xem xét.", *, version=None, **fields):
    """What people must write, written."""
    return services.save_paper(
        paper,
        version=version or OfficialPaper.objects.get(pk=paper.pk).version,
        fields=fields,
        texts={"de-nghi": text},
        by=by,
        at=AT,
    )


def issue(paper: OfficialPaper, by, **changes) -> Document:
    given = {"number": "5", "issued_on": DAY, "signer": SIGNER, **changes}
    version = given.pop("version", OfficialPaper.objects.get(pk=paper.pk).version)
    return services.issue_paper(paper, version=version, by=by, at=AT, **given)
