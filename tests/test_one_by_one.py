"""A round of the worker does all it can: one row that goes wrong never stands in the way of the others (R29)."""

import pytest
from flask import Flask

from projectie.one_by_one import one_by_one


def test_r29_one_row_that_goes_wrong_is_told_at_the_end_and_the_others_are_done(app: Flask) -> None:
    done: list[int] = []

    def deed(row: int) -> int:
        if row == 2:
            raise LookupError(row)
        done.append(row)
        return 1

    del app
    with pytest.raises(LookupError):
        one_by_one((1, 2, 3), deed)
    assert done == [1, 3]
    assert one_by_one((1, 3), deed) == 2
