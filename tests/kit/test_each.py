"""Doing the same for many, when one goes wrong."""

import pytest
from django.contrib.contenttypes.models import ContentType

from linkportal.kit.each import Each, SomeFailed


def write(number: int) -> None:
    """Writes a row, and then finds that three is too many."""
    ContentType.objects.create(app_label="tests", model=f"model {number}")
    if number == 3:
        raise ValueError(f"the telephone number of Kari is {number}")


def test_the_others_go_on_and_what_went_wrong_leaves_no_row(db: None) -> None:
    each = Each()

    assert each.do(write, range(1, 6)) == [1, 2, 4, 5]

    assert ContentType.objects.filter(app_label="tests").count() == 4
    with pytest.raises(SomeFailed, match="1 failed"):
        each.raise_if_failed()


def test_the_log_says_what_and_where_and_not_what_the_error_said(db: None, caplog: pytest.LogCaptureFixture) -> None:
    Each().do(write, [3])

    assert "write: ValueError at" in caplog.text
    assert "test_each.py" in caplog.text
    assert "Kari" not in caplog.text


def test_nothing_is_raised_when_all_went_well(db: None) -> None:
    each = Each()
    each.do(write, [1])
    each.raise_if_failed()
