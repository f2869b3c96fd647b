"""What to air, when and why: a plan for every slot of every station, as plain values.

Nothing here reads a clock, a database or a random source. `plan` takes a
`Problem` and a seed and returns a `Plan`; the same input gives the same plan
anywhere. `check` says of any plan which rules it breaks, and shares no code
with what makes plans. The policy, in the order it is applied:

1. A slot outside its station's airtime rules is refused; nothing is planned in
   it. An exception that names an order lifts a rule for some days.
2. Parents come before children, because a child carries what its parent airs
   while the child's slot is on. Carried items are the parent's choice: they
   answer to their own airing window and to the room in the slot, but every rule
   on the child's own choices counts them.
3. What a scheduler placed, locked or released stays. So do the planner's own
   earlier placements, as long as every rule still allows them: planning what is
   planned changes nothing.
4. Items that a clock names come next, then must-runs: whichever has the fewest
   chances left first, and those left over win seats back by moving others.
5. Then the slots, those that little could fill first. Candidates are ranked by
   a score of whole points, and the best-ranked set that fills the slot is
   taken: exactly, with the pauses between entries making up the seconds.
6. What no item could fill is the gap. Filler hides some of it from listeners;
   nothing hides it from the report, which names for each rule how many items it
   alone kept out and how much of the gap they would fill.

No hard rule is ever weighed against a goal. A gap, a refusal or a missed
must-run is reported instead.
"""

from .airtime import refuse_slots
from .candidate import Candidate, Daypart, Priority
from .checker import Violation, check
from .clock import (
    FRAME,
    CarriedPart,
    Carry,
    Clock,
    Filler,
    Fixed,
    Ident,
    Pick,
    Position,
    Relay,
    Share,
)
from .difference import (
    Added,
    Difference,
    Moved,
    Removed,
    Retimed,
    SlotDifference,
    difference,
    difference_between,
)
from .facts import (
    change_facts,
    difference_facts,
    gap_facts,
    kept_out_facts,
    placement_facts,
    unplaced_facts,
)
from .moment import broadcast_day
from .outcome import (
    Broken,
    Change,
    Dropped,
    Entry,
    Gap,
    KeptOut,
    Placement,
    Plan,
    Points,
    Reason,
    Refusal,
    Unmet,
    Unplaced,
    Why,
)
from .planning import Progress, plan
from .problem import Admission, Airing, Hold, Problem, Quota, QuotaAxis, Slot, Standing
from .rule import AIRTIME_RULES, Rule
from .rulebook import Limit, RuleBook, Setting, SpecialDay, Strength, Weight
from .score import ScorePart
from .station import AirtimeException, AirtimeRules, Medium, QuietHours, Station
from .validation import InvalidProblemError

__all__ = [
    "AIRTIME_RULES",
    "FRAME",
    "Added",
    "Admission",
    "Airing",
    "AirtimeException",
    "AirtimeRules",
    "Broken",
    "Candidate",
    "CarriedPart",
    "Carry",
    "Change",
    "Clock",
    "Daypart",
    "Difference",
    "Dropped",
    "Entry",
    "Filler",
    "Fixed",
    "Gap",
    "Hold",
    "Ident",
    "InvalidProblemError",
    "KeptOut",
    "Limit",
    "Medium",
    "Moved",
    "Pick",
    "Placement",
    "Plan",
    "Points",
    "Position",
    "Priority",
    "Problem",
    "Progress",
    "QuietHours",
    "Quota",
    "QuotaAxis",
    "Reason",
    "Refusal",
    "Relay",
    "Removed",
    "Retimed",
    "Rule",
    "RuleBook",
    "ScorePart",
    "Setting",
    "Share",
    "Slot",
    "SlotDifference",
    "SpecialDay",
    "Standing",
    "Station",
    "Strength",
    "Unmet",
    "Unplaced",
    "Violation",
    "Weight",
    "Why",
    "broadcast_day",
    "change_facts",
    "check",
    "difference",
    "difference_between",
    "difference_facts",
    "gap_facts",
    "kept_out_facts",
    "placement_facts",
    "plan",
    "refuse_slots",
    "unplaced_facts",
]
