"""What may be done with a paper follows from the verbs of its own app: see `Sendable`.

Whoever may accept a paper may pin opinions to it (`services.may_judge_now`); whoever may send it
may answer them (`services.answer_note`). Receipts are read through `Receipt.visible_to`.
"""
