"""One year of the movement, end to end, in the browser: each person does their own part."""

import pytest

from tests.journeys import steps_award, steps_model, steps_plan, steps_report
from tests.journeys.conftest import DESKTOP, PHONE


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_year_from_the_plan_to_the_report_in_a_leaders_hand(meet, mails, tmp_path, width):
    officer, reviewer = meet("hoinongdan"), meet("chuyenvien")
    steps_plan.the_plan_is_there(meet("quantri"))
    steps_plan.the_issued_password_is_changed_first(meet("moi"))
    steps_plan.the_year_opens(reviewer)
    steps_plan.a_unit_sends_its_plan(officer)
    steps_plan.the_reviewer_asks_to_complete_it(reviewer)
    steps_plan.the_unit_answers_and_sends_again(officer)
    steps_plan.the_reviewer_takes_it_in(reviewer)
    steps_plan.the_plan_becomes_a_pdf(officer)
    steps_plan.a_peer_gets_remarks_and_no_return(meet("mttq"), reviewer)

    steps_model.a_unit_registers_a_model(officer)
    steps_model.and_introduces_an_exemplar(officer)
    steps_model.the_reviewer_takes_them_in_and_confirms_the_list(reviewer)
    steps_model.the_unit_shows_what_it_has_done(officer, tmp_path)
    steps_model.the_unit_proposes_points(officer, steps_model.NAME)
    steps_model.the_reviewer_appraises(reviewer, steps_model.NAME)
    steps_model.the_clerk_enters_the_decision(meet("vanthu"), meet(""))

    steps_award.the_round_is_prepared_and_opened(reviewer)
    steps_award.the_unit_sends_its_dossier(officer)
    steps_award.the_reviewer_takes_it_in_and_the_marking_begins(reviewer)
    steps_award.each_member_marks_alone(meet("thamdinh1"), meet("thamdinh2"))
    steps_award.the_council_meets(reviewer, meet("hdtd.thuky"))
    steps_award.the_board_is_asked_and_answers(reviewer, meet("thuongtruc"))
    steps_award.nothing_shows_before_it_is_published(officer, meet("vanthu"), reviewer)

    steps_report.a_unit_reports(officer)
    steps_report.the_reviewer_takes_it_in_and_freezes(reviewer, mails)
    steps_report.the_report_is_edited_and_presented(reviewer)
    steps_report.the_clerk_issues_it(meet("vanthu"), mails)
    steps_report.the_leader_reads_it(meet("thuongtruc"))
    steps_report.the_leader_looks_over_the_year(meet("thuongtruc"))
