"""The council's session: its minutes, and the minutes of the count."""

from collections.abc import Iterable, Mapping
from typing import Any

from awards.models import CouncilMeeting
from awards.papers.words import ROUND_LABELS, case_row, dashed, round_words, short_title, unended
from awards.selectors.council import Ballot, Quorum, ballots, needed_to_pass, quorum_of, whole_of
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.documents.flows import Facts
from hoaxa_danvan.documents.paper import Column, Table
from hoaxa_danvan.lib.dates import LOCAL, weekday_date
from hoaxa_danvan.lib.numbers import number, ratio


def session_facts(meeting: CouncilMeeting) -> dict[str, Any]:
    """Everything that the secretary has recorded, for the minutes and for the count alike."""
    cases, quorum = ballots(meeting), quorum_of(meeting)
    present, absent = attendance_of(meeting)
    lists = sorted_cases(cases)
    return {
        "year": meeting.round.year,
        "words": {
            **round_words(meeting.round),
            **time_words(meeting),
            **people_words(meeting, present, absent),
            **rule_words(meeting, quorum),
            **vote_words(cases, lists),
            "y_kien": unended(meeting.discussion),
            "ket_luan": unended(meeting.conclusion),
            "noi_dung_khac": unended(meeting.other_business) or "",
        },
        "labels": {**ROUND_LABELS, **LABELS},
        "values": {
            "vang": len(absent),
            "moi": int(bool(meeting.invited.strip())),
            "khac": int(bool(meeting.other_business.strip())),
            "tranh": sum(bool(case.barred) for case in cases),
            **{name: len(found) for name, found in lists.items()},
        },
        "facts": {"to-kiem-phieu": [f"Có mặt: {post_words(post)}" for post in present]},
        "figures": {"present": quorum.present, "members": quorum.members, "cases": vote_rows(cases)},
    }


LABELS = {
    "gio_ket_thuc": "giờ kết thúc phiên họp",
    "y_kien": "ý kiến thảo luận",
    "ket_luan": "kết luận của chủ trì",
}


def attendance_of(meeting: CouncilMeeting) -> tuple[list[Appointment], list[str]]:
    """The members who came, and of those who did not a line each with the reason."""
    rows = list(meeting.attendances.select_related("member__person", "member__unit").order_by("pk"))
    present = [row.member for row in rows if row.is_present]
    return present, [f"{post_words(row.member)} (lý do: {row.reason})" for row in rows if not row.is_present]


def post_words(post: Appointment) -> str:
    """“Họ và tên, Ủy viên Hội đồng”"""
    name, office = str(post.person), post.title or post.get_role_display()
    return name if name == office else f"{name}, {office}"


def time_words(meeting: CouncilMeeting) -> dict[str, str | None]:
    begun, ended = meeting.held_at.astimezone(LOCAL), meeting.ended_at
    return {
        "gio": hour_words(begun),
        "ngay": weekday_date(meeting.held_on),
        "ngay_hop": f"{meeting.held_on:%d/%m/%Y}",
        "gio_ket_thuc": hour_words(ended.astimezone(LOCAL)) if ended else None,
        "dia_diem": meeting.place,
    }


def hour_words(at: Any) -> str:
    """“08 giờ 30”"""
    return f"{at:%H} giờ {at:%M}"


def people_words(
    meeting: CouncilMeeting, present: list[Appointment], absent: list[str]
) -> dict[str, str | None]:
    quorum = quorum_of(meeting)
    part, whole = meeting.round.quorum_part, meeting.round.quorum_whole
    enough = "đủ" if quorum.is_met else "không đủ"
    return {
        "chu_tri": post_words(meeting.chaired_by),
        "thu_ky": post_words(meeting.by),
        "ten_thu_ky": str(meeting.by.person),
        "tong_so": number(quorum.members),
        "co_mat": quorum.words,
        "du_so": f"{enough} số có mặt theo quy định (từ {part}/{whole} tổng số thành viên trở lên)",
        "ds_co_mat": dashed(post_words(post) for post in present),
        "ds_vang": dashed(absent),
        "dai_bieu": unended(meeting.invited) or "",
    }


def rule_words(meeting: CouncilMeeting, quorum: Quorum) -> dict[str, str]:
    award_round = meeting.round
    whole = whole_of(award_round, quorum)
    form = meeting.vote_form
    return {
        "hinh_thuc": form,
        "hinh_thuc_thuong": form[0].lower() + form[1:],
        "quy_tac": award_round.rule_words,
        "mau_so": number(whole),
        "can_dat": number(needed_to_pass(award_round, whole=whole)),
    }


def sorted_cases(cases: Iterable[Ballot]) -> dict[str, list[Ballot]]:
    """“dat” proposed, “chua_dat” not proposed, “chua_bieu_quyet” without a vote."""
    found: dict[str, list[Ballot]] = {"dat": [], "chua_dat": [], "chua_bieu_quyet": []}
    for case in cases:
        name = "chua_bieu_quyet" if case.outcome is None else "dat" if case.outcome.is_passed else "chua_dat"
        found[name].append(case)
    return found


def vote_words(cases: list[Ballot], lists: Mapping[str, list[Ballot]]) -> dict[str, str]:
    barred = [
        f"{', '.join(str(post.person) for post in case.barred)}: hồ sơ của {case_words(case)}"
        for case in cases
        if case.barred
    ]
    return {
        "so_xet": number(len(cases)),
        "so_dat": ratio(len(lists["dat"]), len(cases)),
        "so_chua_dat": number(len(lists["chua_dat"])),
        "so_chua_bieu_quyet": number(len(lists["chua_bieu_quyet"])),
        "ds_tranh": dashed(barred),
        "ds_dat": dashed(
            f"{case_words(case)}: {short_title(case.nomination.title)}" for case in lists["dat"]
        ),
        "ds_chua_dat": dashed(declined_words(case) for case in lists["chua_dat"]),
    }


def case_words(case: Ballot) -> str:
    """“Trưởng thôn Mẫu 2 (Chi bộ thôn Mẫu 2)”; a unit's own name is not said twice."""
    recipient, unit = case.nomination.recipient, str(case.nomination.unit)
    return recipient if recipient == unit else f"{recipient} ({unit})"


def declined_words(case: Ballot) -> str:
    said = case.outcome.words if case.outcome else "chưa biểu quyết"
    note = unended(case.vote.note) if case.vote else None
    return f"{case_words(case)}: {said}{f'. {note}' if note else ''}"


def vote_rows(cases: list[Ballot]) -> list[dict[str, Any]]:
    return [
        {
            **case_row(case.nomination),
            "eligible": case.vote.eligible if case.vote else case.eligible,
            "in_favour": case.vote.in_favour if case.vote else None,
            "against": case.vote.against if case.vote else None,
            "abstained": case.abstained if case.vote else None,
            "whole": case.outcome.whole if case.outcome else None,
            "is_passed": case.outcome.is_passed if case.outcome else None,
        }
        for case in cases
    ]


def vote_table(facts: Facts, spec: Mapping[str, Any]) -> Table:
    """One row per dossier: hands as they were counted, the share, what it comes to."""
    rows = facts["figures"]["cases"]
    return Table(
        caption=spec["caption"],
        columns=(
            Column("TT", "center", width_mm=10),
            Column("Tập thể, cá nhân"),
            Column("Hình thức đề nghị", width_mm=29),
            Column("Được biểu quyết", "center", width_mm=15),
            Column("Đồng ý", "center", width_mm=14),
            Column("Không đồng ý", "center", width_mm=15),
            Column("Không có ý kiến", "center", width_mm=15),
            Column("Tỷ lệ đồng ý", "center", width_mm=18),
            Column("Kết luận", "center", width_mm=15),
        ),
        rows=tuple(
            (str(place), row["recipient"], row["title"], *hands(row), *result(row))
            for place, row in enumerate(rows, start=1)
        ),
    )


def hands(row: Mapping[str, Any]) -> tuple[str, ...]:
    counts = [row[name] for name in ("eligible", "in_favour", "against", "abstained")]
    return tuple("–" if count is None else number(count) for count in counts)


def result(row: Mapping[str, Any]) -> tuple[str, str]:
    if row["is_passed"] is None:
        return "–", "Chưa biểu quyết"
    return ratio(row["in_favour"], row["whole"]), "Đạt" if row["is_passed"] else "Chưa đạt"
