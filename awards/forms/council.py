from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from awards.forms.rounds import VERSION
from awards.models import CouncilMeeting
from awards.selectors.council import Ballot
from awards.services.council import Count, Presence
from hoaxa_danvan.accounts.models import Appointment
from hoaxa_danvan.lib.dates import LOCAL
from hoaxa_danvan.lib.forms import PortalForm, VietnameseDateField, VietnameseIntegerField, error_items
from hoaxa_danvan.workflow.drafts import quiet

TIME: dict[str, Any] = {
    "widget": forms.TimeInput(format="%H:%M", attrs={"class": "short", "autocomplete": "off"}),
    "error_messages": {"invalid": "Vui lòng nhập giờ theo dạng giờ:phút, ví dụ 08:30."},
}


class MeetingForm(PortalForm):
    version = forms.IntegerField(**VERSION)
    held_on = VietnameseDateField(
        label="Ngày họp", help_text="Danh sách dưới đây là thành viên Hội đồng của ngày này."
    )
    starts = forms.TimeField(label="Giờ họp", **TIME)
    ends = forms.TimeField(label="Kết thúc lúc", required=False, **TIME)
    place = forms.CharField(label="Địa điểm", max_length=200)
    chaired_by = forms.TypedChoiceField(label="Chủ trì", coerce=int)
    invited = forms.CharField(label="Đại biểu mời", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    discussion = forms.CharField(
        label="Ý kiến thảo luận", required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    conclusion = forms.CharField(
        label="Kết luận của chủ trì",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Cần có trước khi trình Ban Thường vụ.",
    )
    other_business = forms.CharField(
        label="Nội dung khác của phiên họp", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, members: list[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chair: Any = self.fields["chaired_by"]
        chair.choices = [(post.pk, named(post)) for post in members]


def named(post: Appointment) -> str:
    """“Họ và tên, Ủy viên Hội đồng”: the council's own name goes without saying here."""
    return f"{post.person}, {post.title or post.get_role_display()}"


class PresenceForm(PortalForm):
    listed = forms.BooleanField(widget=forms.HiddenInput, required=False, initial=True)
    is_present = forms.BooleanField(label="Có mặt", required=False)
    reason = forms.CharField(label="Lý do vắng", max_length=200, required=False)

    def __init__(self, *args: Any, member: Appointment, **kwargs: Any) -> None:
        self.member = member
        super().__init__(*args, prefix=f"m{member.pk}", **kwargs)
        self.fields["is_present"].label = named(member)
        self.fields["reason"].label = f"Lý do vắng ({member.person})"
        self.helper.hide_optional = True

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("is_present") and not data.get("reason"):
            self.add_error("reason", "Vắng mặt cần có lý do.")
        return data


class MeetingForms:
    """The session and the presence of every member of its day, checked and saved together."""

    def __init__(
        self,
        meeting: CouncilMeeting | None,
        *,
        members: list[Appointment],
        day: date,
        data: QueryDict | None = None,
    ) -> None:
        self.saved, self.members, self.day, self.data = meeting, members, day, data
        self.meeting = MeetingForm(data, members=members, initial=_start(meeting, day))
        there = {a.member_id: a for a in meeting.attendances.all()} if meeting else {}
        self.presences = [
            PresenceForm(data, member=member, initial=_presence(there.get(member.pk))) for member in members
        ]

    @property
    def all(self) -> list[Any]:
        return [self.meeting, *self.presences]

    @property
    def head(self) -> list[BoundField]:
        return [
            self.meeting[name] for name in ("held_on", "starts", "ends", "place", "chaired_by", "invited")
        ]

    @property
    def body(self) -> list[BoundField]:
        return [self.meeting[name] for name in ("discussion", "conclusion", "other_business")]

    def error_items(self) -> list[tuple[str, str]]:
        """For the summary on top of the page."""
        return list(error_items(*self.all))

    def lists_others(self) -> bool:
        """Whether the page that was sent listed other members than those of the day typed in it."""
        posted = self.data or QueryDict()
        listed = {name.removesuffix("-listed") for name in posted if name.endswith("-listed")}
        return listed != {form.prefix for form in self.presences}

    def of_the_day(self) -> "MeetingForms":
        """The same, with whoever is new in the list taken as present."""
        data = self.data.copy() if self.data is not None else QueryDict(mutable=True)
        for form in self.presences:
            if f"{form.prefix}-listed" not in data:
                data[f"{form.prefix}-is_present"] = "on"
        return MeetingForms(self.saved, members=self.members, day=self.day, data=data)

    def is_valid(self) -> bool:
        checked = [form.is_valid() for form in self.all]  # all of them: the page shows every error
        return all(checked)

    def quieten(self) -> "MeetingForms":
        quiet(*self.all)
        return self

    def content(self) -> dict[str, Any]:
        """The arguments of `record_meeting` that the page knows."""
        data = self.meeting.cleaned_data
        chair = next(member for member in self.members if member.pk == data["chaired_by"])
        texts = ("place", "invited", "discussion", "conclusion", "other_business")
        return {
            "version": data["version"],
            "chaired_by": chair,
            "fields": {
                "held_at": _moment(data["held_on"], data["starts"]),
                "ended_at": _moment(data["held_on"], data["ends"]) if data["ends"] else None,
                **{name: data[name] for name in texts},
            },
            "attendance": {
                form.member.pk: Presence(form.cleaned_data["is_present"], form.cleaned_data["reason"])
                for form in self.presences
            },
        }


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, LOCAL)


def _start(meeting: CouncilMeeting | None, day: date) -> dict[str, Any]:
    if meeting is None:
        return {"version": 0, "held_on": day}
    names = ("version", "place", "invited", "discussion", "conclusion", "other_business")
    ended = meeting.ended_at and meeting.ended_at.astimezone(LOCAL).time()
    return {
        **{name: getattr(meeting, name) for name in names},
        "held_on": day,
        "starts": meeting.held_at.astimezone(LOCAL).time(),
        "ends": ended,
        "chaired_by": meeting.chaired_by_id,
    }


def _presence(there: Any) -> dict[str, Any]:
    return {"is_present": there.is_present, "reason": there.reason} if there else {"is_present": True}


class VoteForm(PortalForm):
    in_favour = VietnameseIntegerField(label="Đồng ý", required=False, max_value=1000)
    against = VietnameseIntegerField(label="Không đồng ý", required=False, max_value=1000)
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)

    def __init__(self, *args: Any, ballot: Ballot, **kwargs: Any) -> None:
        self.ballot = ballot
        vote = ballot.vote
        start = {n: getattr(vote, n) for n in ("in_favour", "against", "note")} if vote else {}
        super().__init__(*args, prefix=f"v{ballot.nomination.pk}", initial=start, **kwargs)
        self.helper.hide_optional = True

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        numbers = [data.get("in_favour"), data.get("against")]
        name = self.ballot.nomination.recipient
        if self.errors:
            return data
        if numbers.count(None) == 1:
            missing = "in_favour" if numbers[0] is None else "against"
            self.add_error(missing, f"{name}: cần ghi cả số đồng ý và số không đồng ý.")
        elif None not in numbers and sum(n or 0 for n in numbers) > self.ballot.eligible:
            self.add_error("in_favour", f"{name}: chỉ có {self.ballot.eligible} người được biểu quyết.")
        return data

    def count(self) -> Count | None:
        data = self.cleaned_data
        if data["in_favour"] is None:
            return None
        return Count(data["in_favour"], data["against"], data["note"])


class VersionHolder(PortalForm):
    version = forms.IntegerField(**VERSION)


@dataclass(frozen=True, slots=True)
class VoteRow:
    ballot: Ballot
    fields: tuple[BoundField, ...]


class VoteForms:
    """Every dossier's vote in one table, saved together."""

    def __init__(self, meeting: CouncilMeeting, ballots: list[Ballot], data: QueryDict | None = None) -> None:
        self.holder = VersionHolder(data, initial={"version": meeting.version})
        self.votes = [VoteForm(data, ballot=ballot) for ballot in ballots]

    @property
    def all(self) -> list[Any]:
        return [self.holder, *self.votes]

    def error_items(self) -> list[tuple[str, str]]:
        """For the summary on top of the page."""
        return list(error_items(*self.all))

    def rows(self) -> Iterator[VoteRow]:
        for form in self.votes:
            yield VoteRow(form.ballot, tuple(form))

    def is_valid(self) -> bool:
        checked = [form.is_valid() for form in self.all]
        return all(checked)

    def quieten(self) -> "VoteForms":
        quiet(*self.all)
        return self

    def content(self) -> dict[str, Any]:
        """The arguments of `record_votes` that the page knows."""
        return {
            "version": self.holder.cleaned_data["version"],
            "counts": {form.ballot.nomination.pk: form.count() for form in self.votes},
        }
