"""“Việc của tôi” gathers what each app tells, the pressing first."""

from datetime import timedelta

from hoaxa_danvan.workflow import todo
from hoaxa_danvan.workflow.todo import Todo, provides_todos, todos_for
from tests.workflow.conftest import AT


def test_what_must_be_mended_comes_first_then_by_date_then_by_title(officer, monkeypatch):
    monkeypatch.setattr(todo, "PROVIDERS", [])
    soon, later = AT + timedelta(days=1), AT + timedelta(days=9)

    @provides_todos
    def some(who, at):
        assert (who, at) == (officer, AT)
        yield Todo("Không hạn", "/c/", "Mở")
        yield Todo("Sau", "/b/", "Mở", due_at=later)

    @provides_todos
    def others(who, at):
        return [Todo("Bổ sung", "/a/", "Mở", is_main=True), Todo("Trước", "/d/", "Mở", due_at=soon)]

    assert [one.title for one in todos_for(officer, at=AT)] == ["Bổ sung", "Trước", "Sau", "Không hạn"]
