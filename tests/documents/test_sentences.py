"""Sentences proposed from facts: how they end."""

import pytest

from hoaxa_danvan.documents.outlines import Clause, Sentence
from hoaxa_danvan.documents.sentences import FactWords, propose

FACTS = FactWords({"words": {"nam": "2026", "so": None}})


@pytest.mark.parametrize(
    ("clauses", "said"),
    [
        (["Năm {nam} có kết quả"], "Năm 2026 có kết quả."),
        (["căn cứ Kế hoạch năm {nam};"], "Căn cứ Kế hoạch năm 2026;"),
        (["Căn cứ Kế hoạch năm {nam},"], "Căn cứ Kế hoạch năm 2026,"),
        (["Kết quả năm {nam} như sau:"], "Kết quả năm 2026 như sau:"),
        (["Có {so} đơn vị", "; năm {nam} giữ nguyên"], "Năm 2026 giữ nguyên."),
    ],
)
def test_a_sentence_ends_with_its_own_sign_or_a_full_stop(clauses, said):
    sentence = Sentence(tuple(Clause(text) for text in clauses))

    assert propose([sentence], FACTS).text == said
