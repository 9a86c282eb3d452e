"""From what was found in a file to the four answers on its page."""

from collections.abc import Sequence

from hoaxa_danvan.documents.signed.answers import CLOCKS, Answer, Answers, Kind, Signer, Tone
from hoaxa_danvan.documents.signed.facts import Facts, SignatureFacts
from hoaxa_danvan.lib.dates import local_day
from hoaxa_danvan.lib.numbers import number

UNCHECKED = "Chưa kiểm được"
NO_SIGNATURE = "Bản quét, không có chữ ký số."
NOT_REVOKED = "Chưa kiểm được chứng thư có bị thu hồi hay không: việc này phải hỏi nơi cấp qua mạng."
AS_ISSUED = "Tệp mở đầu đúng bằng bản do cổng tạo ra."
NOT_AS_ISSUED = (
    "Tệp không mở đầu bằng bản do cổng tạo ra (phần mềm ký có thể đã ghi lại cả tệp); "
    "văn thư đối chiếu nội dung với bản đã ban hành."
)
# The gravest word stands over the answer.
GRAVITY: tuple[Tone, ...] = ("back", "wait", "done", "")


def unchecked(reason: str, *, begins: bool | None = None) -> Answers:
    """An honest answer: nobody knows. `reason` begins with a small letter and has no full stop."""
    answer = Answer("wait", UNCHECKED, f"{UNCHECKED}: {reason}.")
    after = Answer("wait", UNCHECKED, f"{answer.text} {AS_ISSUED}") if begins else answer
    return Answers("unchecked", (), answer, answer, answer, after, begins_as_issued=begins)


def not_signed(kind: Kind, *, begins: bool | None = None) -> Answers:
    """A scan is as good a copy as any; people compare it themselves."""
    return Answers(
        kind,
        (),
        who=Answer("", "Không có chữ ký số", NO_SIGNATURE),
        trust=Answer("", "Không có chứng thư", "Không có chứng thư số nào để kiểm tra."),
        intact=Answer("", "Không tự kiểm được", "Văn thư đối chiếu bản quét với bản đã ban hành."),
        after=Answer("", "Không tự kiểm được", "Không có chữ ký số để biết sau khi ký có gì thêm vào."),
        begins_as_issued=begins,
    )


def not_signed_yet(*, is_same: bool) -> Answers:
    """The portal's own file came back as it went, or with something behind it, but without a signature."""
    text = "Đây là bản do cổng tạo ra, chưa có chữ ký số nào."
    after = (
        "Tệp trùng từng byte với bản do cổng tạo ra." if is_same else f"{AS_ISSUED} Sau đó có phần thêm vào."
    )
    return Answers(
        "scan",
        (),
        who=Answer("back", "Chưa ký", text),
        trust=Answer("", "Không có chứng thư", "Không có chứng thư số nào để kiểm tra."),
        intact=Answer("", "Chưa ký", "Chưa có chữ ký số để kiểm tra."),
        after=Answer("", "Không có gì thêm", after) if is_same else Answer("back", "Có phần thêm", after),
        begins_as_issued=True,
    )


def signed(facts: Facts, *, begins: bool | None) -> Answers:
    found = facts.signatures
    last = facts.last
    is_sound = not facts.unread and all(one.holds and not one.is_weak for one in found)
    return Answers(
        "signed",
        tuple(Signer(one.name, one.organisation, one.signed_at, one.clock, one.is_stamp) for one in found),
        who=_who(facts),
        trust=_trust(facts),
        intact=_intact(facts),
        after=_after(facts, begins),
        is_whole=is_sound and last is not None and last.end == facts.size,
        begins_as_issued=begins,
    )


def _who(facts: Facts) -> Answer:
    signers = [
        Signer(one.name, one.organisation, one.signed_at, one.clock, one.is_stamp) for one in facts.signatures
    ]
    text = _numbered([signer.words for signer in signers])
    text = f"Theo tên ghi trong chứng thư: {text}." if signers else ""
    if not all(one.holds for one in facts.signatures):
        text += " Chữ ký không đúng thì tên này không chứng tỏ người đó đã ký."
    if facts.unread:
        return Answer("wait", UNCHECKED, f"{text} Có {facts.unread} chữ ký số cổng không đọc được.".strip())
    proven = all(one.holds and one.trust == "trusted" for one in facts.signatures)
    return Answer("done" if proven else "", f"{len(signers)} chữ ký số", text)


def _trust(facts: Facts) -> Answer:
    if not facts.signatures:
        return Answer("wait", UNCHECKED, f"{UNCHECKED}: không đọc được chữ ký số.")
    if all(one.trust == "no_roots" for one in facts.signatures):
        text = _with_bad_roots(f"{UNCHECKED}: chưa cài chứng thư gốc.", facts)
        return Answer("wait", UNCHECKED, text)
    told = [_trust_of(one) for one in facts.signatures]
    tone = _gravest([tone for tone, _ in told])
    label = {"done": "Tin cậy", "back": "Không tin cậy"}.get(tone, UNCHECKED)
    text = f"{_numbered([words for _, words in told])}. {NOT_REVOKED}"
    return Answer(tone, label, _with_bad_roots(text, facts))


def _trust_of(one: SignatureFacts) -> tuple[Tone, str]:
    until = f"{local_day(one.valid_until):%d/%m/%Y}"
    by = f"Chứng thư thuộc chứng thư gốc đã cài “{one.anchor}”"
    proven = one.clock == "stamp"
    told: dict[str, tuple[Tone, str]] = {
        "trusted": ("done", f"{by}, có giá trị đến {until}"),
        "lapsed": (
            "done" if proven else "wait",
            f"{by}, hết hạn ngày {until}; lúc ký còn hạn {CLOCKS[one.clock]}",
        ),
        "expired": ("back", f"Chứng thư không có giá trị lúc ký (có giá trị đến {until})"),
        "unknown": ("back", "Nơi cấp chứng thư không thuộc chứng thư gốc nào đã cài"),
        "refused": (
            "back",
            "Chứng thư không dùng được để ký văn bản (chưa có hiệu lực, sai mục đích hoặc thuật toán cũ)",
        ),
    }
    return told.get(one.trust, ("wait", "Chưa kiểm được chứng thư vì chữ ký không đúng"))


def _with_bad_roots(text: str, facts: Facts) -> str:
    return f"{text} Không đọc được {facts.bad_roots} tệp chứng thư gốc." if facts.bad_roots else text


def _intact(facts: Facts) -> Answer:
    faults = [(place, one) for place, one in enumerate(facts.signatures, start=1) if not one.holds]
    if faults:
        return Answer("back", "Không nguyên vẹn", " ".join(_fault(place, one) for place, one in faults))
    if facts.unread or not facts.signatures:
        return Answer("wait", UNCHECKED, f"{UNCHECKED}: có chữ ký số cổng không đọc được.")
    if any(one.is_weak for one in facts.signatures):
        return Answer(
            "wait", UNCHECKED, f"{UNCHECKED}: chữ ký dùng thuật toán băm cũ, nay không còn an toàn."
        )
    if len(facts.signatures) == 1:
        return Answer("done", "Nguyên vẹn", "Chữ ký đúng; nội dung đã ký không thay đổi từ khi ký.")
    return Answer(
        "done",
        "Nguyên vẹn",
        f"Cả {len(facts.signatures)} chữ ký đều đúng; mỗi chữ ký chỉ chứng tỏ cho bản ở thời điểm ký đó.",
    )


def _fault(place: int, one: SignatureFacts) -> str:
    if one.is_intact and one.is_valid:
        return f"Chữ ký {place} bỏ ra ngoài một phần của tệp: tệp đã bị ghép lại."
    if one.is_valid:
        return f"Nội dung mà chữ ký {place} bao trùm đã thay đổi từ khi ký, hoặc tệp đã được ghi lại bằng phần mềm khác."
    return f"Chữ ký {place} không đúng với chứng thư đi kèm."


def _after(facts: Facts, begins: bool | None) -> Answer:
    answer = _added(facts)
    if begins is None:
        return answer
    if begins:
        return Answer(answer.tone, answer.label, f"{answer.text} {AS_ISSUED}")
    label = answer.label if answer.tone == "back" else "Khác bản của cổng"
    return Answer("back", label, f"{answer.text} {NOT_AS_ISSUED}")


def _added(facts: Facts) -> Answer:
    last = facts.last
    if last is None or not last.end:
        return Answer("wait", UNCHECKED, f"{UNCHECKED}: chữ ký cuối không đọc được hoặc không đúng.")
    if behind := facts.size - last.end:
        size = f"{number(behind)} byte"
        told = (
            f"Sau chữ ký cuối, tệp được lưu thêm {last.later_revisions} lần ({size}); phần này không ai ký."
            if last.later_revisions
            else f"Sau chữ ký cuối có {size} nối vào cuối tệp; phần này không ai ký."
        )
        return Answer("back", "Có phần thêm", told)
    if not last.holds:
        return Answer("wait", UNCHECKED, f"{UNCHECKED}: chữ ký cuối không đúng.")
    told = "Chữ ký cuối bao trùm cả tệp, không có gì thêm vào sau đó."
    if len(facts.signatures) > 1:
        told += " Phần người ký sau thêm vào giữa hai chữ ký, cổng không soi."
    return Answer("done", "Không có gì thêm", told)


def _numbered(parts: Sequence[str]) -> str:
    """One stands as it is, several are counted."""
    if len(parts) == 1:
        return parts[0]
    return "; ".join(f"({place}) {words}" for place, words in enumerate(parts, start=1))


def _gravest(tones: Sequence[Tone]) -> Tone:
    return min(tones, key=GRAVITY.index)
