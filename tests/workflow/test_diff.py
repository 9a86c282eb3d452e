"""What changed is marked word by word, and nothing else is."""

from hoaxa_danvan.workflow.diff import Piece, compare, words


def field(value, label="Ô", **extra):
    return {"label": label, "value": value, **extra}


def test_only_the_changed_words_are_marked():
    assert words("Nhân rộng tại 2 thôn trong năm", "Nhân rộng tại 4 thôn trong năm") == [
        Piece("same", "Nhân rộng tại"),
        Piece("del", "2"),
        Piece("ins", "4"),
        Piece("same", "thôn trong năm"),
    ]


def test_line_breaks_stay_and_spaces_do_not_count():
    assert words("a b\nc", "a  b \n c") == [Piece("same", "a b\nc")]
    assert words("a\nb", "a\nb\nc") == [Piece("same", "a\nb"), Piece("ins", "\nc")]


def test_nothing_becomes_something_and_the_other_way_round():
    assert words("", "mới") == [Piece("ins", "mới")]
    assert words("cũ", "") == [Piece("del", "cũ")]
    assert words("", "") == []


def test_fields_keep_the_order_of_the_newer_and_gone_ones_come_last():
    old = {"a": field("1"), "gone": field("x", "Đã bỏ", group="Việc 2")}
    new = {"b": field("2", "Mới"), "a": field("1")}

    changes = compare(old, new)

    assert [(c.path, c.value, c.was, c.changed) for c in changes] == [
        ("b", "2", "", True),
        ("a", "1", "1", False),
        ("gone", "", "x", True),
    ]
    assert changes[2].group == "Việc 2"
    assert changes[2].pieces == (Piece("del", "x"),)


def test_without_an_older_sending_nothing_counts_as_changed():
    assert [c.changed for c in compare(None, {"a": field("1"), "b": field("")})] == [False, False]
