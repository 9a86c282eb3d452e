"""One year of the movement, end to end, in the browser: each person does their own part."""

import pytest

from tests.journeys import steps_plan
from tests.journeys.conftest import DESKTOP, PHONE


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_year_from_the_plan_to_the_report_in_a_leaders_hand(meet, width):
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
