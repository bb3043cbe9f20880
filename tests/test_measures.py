"""The measures that rules and planners share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_sebaya import measures
from tutor_sebaya.scenario import Pupil

amounts = st.lists(st.floats(0, 1e308), min_size=1, max_size=12)


def test_gini_of_known_shares() -> None:
    assert measures.gini([3, 3, 3, 3]) == 0
    assert measures.gini([0, 0, 0, 10]) == pytest.approx(3 / 4)
    assert measures.gini([1, 1, 1, 5.5, 5.5, 5.5]) == pytest.approx(9 * 4.5 / (6 * 19.5))
    assert measures.gini([]) == measures.gini([0, 0]) == 0


@given(amounts, st.floats(1e-3, 1e3))
def test_gini_knows_neither_order_nor_unit(minutes: list[float], unit: float) -> None:
    gini = measures.gini(minutes)
    n = len(minutes)
    assert -1e-9 <= gini <= (n - 1) / n + 1e-9
    assert measures.gini(minutes[::-1]) == gini
    if max(minutes) < 1e300 and min((one for one in minutes if one), default=1) > 1e-300:
        assert measures.gini([one * unit for one in minutes]) == pytest.approx(gini, abs=1e-9)


def test_thirds_never_tell_equals_apart() -> None:
    top, bottom = measures.thirds({"a": 90, "b": 80, "c": 80, "d": 70, "e": 60, "f": 50})
    assert top == {"a", "b", "c"}
    assert bottom == {"e", "f"}
    assert measures.thirds({"a": 75, "b": 75, "c": 75}) == ({"a", "b", "c"}, {"a", "b", "c"})
    assert measures.thirds({}) == (set(), set())


def test_thirds_of_a_number_that_three_does_not_divide() -> None:
    top, bottom = measures.thirds({str(score): score for score in range(7)})
    assert top == {"4", "5", "6"}
    assert bottom == {"0", "1", "2"}


def test_spread_is_that_of_a_spreadsheet() -> None:
    assert measures.spread([70, 80, 90]) == 10
    assert measures.spread([70]) == measures.spread([]) == 0


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=9))
def test_mean_lies_among_the_amounts_however_large(values: list[float]) -> None:
    mean = measures.mean(values)
    slack = 1e-9 * max(abs(one) for one in values)
    assert min(values) - slack <= mean <= max(values) + slack
    measures.total(values)
    measures.spread(values)


def test_score_that_is_missing_is_neither_mastered_nor_failed() -> None:
    pupil = Pupil(id="M01", scores={"TP1": 69.5, "TP2": None, "TP3": 70})
    assert measures.below(pupil, {"TP1": 70, "TP2": 70, "TP3": 70, "TP4": 70}) == {"TP1"}
    assert measures.pupil_score(pupil) == pytest.approx(69.75)
    assert measures.pupil_score(Pupil(id="M02", scores={"TP1": None})) is None
    assert measures.has_mastered({"TP1": 70}, {"TP1": 70})
    assert not measures.has_mastered({"TP1": None}, {"TP1": 70})
