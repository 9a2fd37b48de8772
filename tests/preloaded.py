"""What the processes of a race are forked from (see `tests.processes`)."""

from tests.processes import set_up

set_up()
