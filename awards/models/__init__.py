from awards.models.council import Attendance, CouncilMeeting, Vote
from awards.models.decisions import Award, AwardDecision, BoardOpinion, OpinionOnNomination
from awards.models.nominations import Nomination
from awards.models.rounds import AwardRound, AwardTitle, Track

__all__ = [
    "Attendance",
    "Award",
    "AwardDecision",
    "AwardRound",
    "AwardTitle",
    "BoardOpinion",
    "CouncilMeeting",
    "Nomination",
    "OpinionOnNomination",
    "Track",
    "Vote",
]
