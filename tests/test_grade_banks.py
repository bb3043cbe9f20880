"""The banks of answers: enough of them, no right one rejected, every mistake caught. `python tests/rates.py` shows it."""

from __future__ import annotations

import pytest
import rates

from tutor_sebaya.grading import ASSIGNMENTS


def test_every_assignment_has_a_bank() -> None:
    assert list(rates.BANKS) == list(ASSIGNMENTS)


@pytest.mark.parametrize("id", ASSIGNMENTS)
def test_right_answers_are_kept_and_every_mistake_costs_what_it_is_about(id: str) -> None:
    found = rates.of_assignment(id)
    assert (found.right >= 8, found.rejected) == (True, 0)
    assert found.reached == {one.id for one in ASSIGNMENTS[id].questions}, "a question that no mistake costs"
    assert found.caught == found.mutants
    # What is left breaks another rule too by its nature: a group without anything lacks a sub-topic and a tutor.
    assert len(found.alone) >= 0.9 * found.questions - 0.5


def test_the_command_prints_a_row_for_each_bank_and_its_rates(capsys: pytest.CaptureFixture[str]) -> None:
    assert rates.main(["--markdown"]) == 0
    out = capsys.readouterr().out
    for id in (*ASSIGNMENTS, "rules", "all"):
        assert f"| {id} | " in out
    assert "false rejection 0.0%, mistakes caught 100.0%" in out
