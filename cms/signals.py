"""The one signal of our own, for who airs what was cleared and must not be known here.

`clearance_ended` is sent inside the transaction that ends a clearance, with
`clearance` and `reason` (`withdrawn`, `superseded`, `expired` or `replaced`). A receiver that
raises undoes the end; slow work belongs on commit.
"""

from django.dispatch import Signal

clearance_ended = Signal()
