"""Models and what was decided on them: registered, recognised, awarded."""

from awards.models import Award, Nomination, Track
from hoaxa_danvan.accounts.models import Unit
from hoaxa_danvan.scoring.models import Subject
from models_registry.models import RegisteredModel
from reports.counters.registry import AWARDS, DOSSIERS, RECOGNITIONS, REGISTER, counts
from reports.registers import Registers

# Models


@counts("entries", "Mô hình, điển hình, công trình đăng ký", source=REGISTER, model=RegisteredModel)
def entries(registers: Registers) -> list[RegisteredModel]:
    return registers.entries


@counts("entries-new", "Mô hình, điển hình đăng ký mới", source=REGISTER, model=RegisteredModel)
def entries_new(registers: Registers) -> list[RegisteredModel]:
    return [entry for entry in registers.entries if registers.is_new(entry)]


@counts("entries-kept", "Mô hình, điển hình duy trì từ năm trước", source=REGISTER, model=RegisteredModel)
def entries_kept(registers: Registers) -> list[RegisteredModel]:
    return [entry for entry in registers.entries if not registers.is_new(entry)]


@counts("entries-inherited", "Mô hình tiếp nhận từ xã cũ", source=REGISTER, model=RegisteredModel)
def entries_inherited(registers: Registers) -> list[RegisteredModel]:
    return [entry for entry in registers.entries if entry.origin == RegisteredModel.Origin.INHERITED]


@counts("entries-ended", "Mô hình, điển hình tạm dừng, dừng", source=REGISTER, model=RegisteredModel)
def entries_not_active(registers: Registers) -> list[RegisteredModel]:
    return [row.entry for row in registers.not_active]


@counts("practices", "Mô hình", source=REGISTER, model=RegisteredModel)
def practices(registers: Registers) -> list[RegisteredModel]:
    return of_kind(registers, RegisteredModel.Kind.PRACTICE)


@counts("works", "Công trình", source=REGISTER, model=RegisteredModel)
def works(registers: Registers) -> list[RegisteredModel]:
    return of_kind(registers, RegisteredModel.Kind.WORK)


@counts("exemplars", "Điển hình", source=REGISTER, model=RegisteredModel)
def exemplars(registers: Registers) -> list[RegisteredModel]:
    return of_kind(registers, RegisteredModel.Kind.EXEMPLAR)


@counts("exemplars-collective", "Tập thể điển hình", source=REGISTER, model=RegisteredModel)
def exemplars_collective(registers: Registers) -> list[RegisteredModel]:
    return [entry for entry in exemplars(registers) if entry.subject == Subject.COLLECTIVE]


@counts("exemplars-person", "Cá nhân điển hình", source=REGISTER, model=RegisteredModel)
def exemplars_person(registers: Registers) -> list[RegisteredModel]:
    return [entry for entry in exemplars(registers) if entry.subject == Subject.PERSON]


@counts("exemplars-household", "Hộ gia đình điển hình", source=REGISTER, model=RegisteredModel)
def exemplars_household(registers: Registers) -> list[RegisteredModel]:
    return [entry for entry in exemplars(registers) if entry.subject == Subject.HOUSEHOLD]


@counts("units-with-entry", "Cơ quan, đơn vị có mô hình, điển hình", source=REGISTER, model=Unit)
def units_with_entry(registers: Registers) -> list[Unit]:
    have = {entry.unit_id for entry in registers.entries}
    return [unit for unit in registers.owing if unit.pk in have]


def of_kind(registers: Registers, kind: str) -> list[RegisteredModel]:
    return [entry for entry in registers.entries if entry.kind == kind]


# Recognition


@counts("recognised", "Mô hình, điển hình được công nhận", source=RECOGNITIONS, model=RegisteredModel)
def recognised(registers: Registers) -> list[RegisteredModel]:
    return [recognition.entry for recognition in registers.recognitions]


@counts("outstanding", "Mô hình, điển hình tiêu biểu", source=RECOGNITIONS, model=RegisteredModel)
def outstanding(registers: Registers) -> list[RegisteredModel]:
    return [recognition.entry for recognition in registers.recognitions if recognition.is_outstanding]


# Awards. The Party's and the State's are never one sum.


@counts("entries-awarded", "Mô hình, điển hình được khen thưởng", source=AWARDS, model=RegisteredModel)
def entries_awarded(registers: Registers) -> list[RegisteredModel]:
    by_key = {award.nomination.entry_id: award.nomination.entry for award in registers.awards}
    return list(by_key.values())


@counts("dossiers", "Hồ sơ đề nghị khen thưởng đã gửi", source=DOSSIERS, model=Nomination)
def dossiers(registers: Registers) -> list[Nomination]:
    return registers.dossiers


@counts("awards", "Khen thưởng đã công bố", source=AWARDS, model=Award)
def awards(registers: Registers) -> list[Award]:
    return registers.awards


@counts("award-money", "Tiền thưởng", source=AWARDS, model=Award, measure=lambda award: award.money or 0)
def award_money(registers: Registers) -> list[Award]:
    return [award for award in registers.awards if award.money]


@counts("party-awards-collective", "Tập thể được Đảng ủy khen", source=AWARDS, model=Award)
def party_awards_collective(registers: Registers) -> list[Award]:
    return given(registers, Track.PARTY, Subject.COLLECTIVE)


@counts("party-awards-person", "Cá nhân được Đảng ủy khen", source=AWARDS, model=Award)
def party_awards_person(registers: Registers) -> list[Award]:
    return given(registers, Track.PARTY, Subject.PERSON)


@counts("state-awards-collective", "Tập thể được Chủ tịch UBND xã khen", source=AWARDS, model=Award)
def state_awards_collective(registers: Registers) -> list[Award]:
    return given(registers, Track.STATE, Subject.COLLECTIVE)


@counts("state-awards-person", "Cá nhân được Chủ tịch UBND xã khen", source=AWARDS, model=Award)
def state_awards_person(registers: Registers) -> list[Award]:
    return given(registers, Track.STATE, Subject.PERSON)


@counts("state-awards-household", "Hộ gia đình được Chủ tịch UBND xã khen", source=AWARDS, model=Award)
def state_awards_household(registers: Registers) -> list[Award]:
    return given(registers, Track.STATE, Subject.HOUSEHOLD)


def given(registers: Registers, track: str, subject: str) -> list[Award]:
    return [
        award
        for award in registers.awards
        if award.title.track == track and award.nomination.subject == subject
    ]
