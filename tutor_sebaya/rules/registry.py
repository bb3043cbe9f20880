"""The registry: what a rule is, how it is judged, and the report of all of them.

A rule is a small function registered with `@rule(...)`. It gets a `Lesson` and a `Judge` and says of each thing it
looks at whether the rule holds there: `judge.that(condition, where, **values_of_the_message)`. A rule that never found
anything to judge (its data are missing, and another rule asks for them) is not applicable. Rules print nothing and
never raise on a readable file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..language import Text
from ..scenario import Kind, Scenario
from ..settings import DEFAULTS, Settings
from .lesson import Lesson

Severity = Literal["error", "warning", "hint"]
State = Literal["kept", "broken", "not_applicable"]
Origin = Literal["seed", "seed-implied", "seed+number", "guidance", "law"]

FAMILIES = "GTMWDKORP"
"""Order in which findings are shown: the first cause first."""
WEIGHTS: Mapping[Severity, int] = {"error": 3, "warning": 1, "hint": 0}
_KINDS: Mapping[str, Kind] = {"K": "class", "R": "remedial"}


@dataclass(frozen=True)
class Finding:
    """One place where a rule is broken. `where` is a path in the file, such as `groups[2].turns`."""

    rule: str
    severity: Severity
    where: str
    message: Text

    @property
    def learn(self) -> str:
        return catalogue()[self.rule].learn


@dataclass(frozen=True)
class Rule:
    """One of the 60 rules.

    Attributes
    ----------
    id: family letter and number, `G01`.
    title, message: msgids; `message` has the places that a finding fills.
    kinds: kinds of scenario in which the rule applies.
    severity: of the rule, and so its weight in the score; a finding may carry a milder one.
    origin: where the demand comes from; `seed` and `seed-implied` are the source text's own.
    lines: lines of the source text. items: ids of the content model that the rule rests on.
    settings: names of the `Settings` that the rule uses.
    page: page of the book whose section `rule-<id>` teaches the rule.
    """

    id: str
    title: str
    message: str
    kinds: frozenset[Kind]
    severity: Severity
    origin: Origin
    lines: tuple[int, ...]
    items: tuple[str, ...]
    settings: tuple[str, ...]
    page: str
    judge: Callable[[Lesson, Judge], None] = field(repr=False, compare=False)

    @property
    def family(self) -> str:
        return self.id[0]

    @property
    def anchor(self) -> str:
        return f"rule-{self.id.lower()}"

    @property
    def learn(self) -> str:
        """Address of the section that teaches the rule, relative to the book's first page."""
        return f"{self.page}.html#{self.anchor}"


class Judge:
    """Collects what one rule says about one scenario."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.findings: list[Finding] = []
        self.judged = False

    def that(
        self,
        holds: bool,
        where: str,
        *,
        severity: Severity | None = None,
        message: str | None = None,
        earns: bool = True,
        **values: Any,
    ) -> bool:
        """Say whether the rule holds at a place.

        `message` replaces the rule's own where its words wouldn't fit; `severity` is given where a rule has two.
        `earns` false: the place is too empty for the rule to be kept there (a group without members), though it can
        be broken there. Otherwise an answer of one empty group would earn every rule about "each group".
        """
        self.judged = self.judged or earns
        if not holds:
            words = Text(message or self.rule.message, values)
            self.findings.append(Finding(self.rule.id, severity or self.rule.severity, where, words))
        return holds

    @property
    def state(self) -> State:
        if self.findings:
            return "broken"
        return "kept" if self.judged else "not_applicable"


_RULES: dict[str, Rule] = {}


def rule(
    id: str,
    *,
    title: str,
    message: str,
    kinds: str,
    severity: Severity,
    origin: Origin,
    lines: tuple[int, ...],
    items: tuple[str, ...],
    page: str,
    settings: tuple[str, ...] = (),
) -> Callable[[Callable[[Lesson, Judge], None]], Callable[[Lesson, Judge], None]]:
    """Register a function as the rule `id`. `kinds`: K class scenario, R remedial scenario."""

    def register(function: Callable[[Lesson, Judge], None]) -> Callable[[Lesson, Judge], None]:
        if id in _RULES:
            raise ValueError(f"rule {id} is registered twice")
        _RULES[id] = Rule(
            id=id,
            title=title,
            message=message,
            kinds=frozenset(_KINDS[kind] for kind in kinds),
            severity=severity,
            origin=origin,
            lines=lines,
            items=items,
            settings=settings,
            page=page,
            judge=function,
        )
        return function

    return register


def catalogue() -> dict[str, Rule]:
    """All rules by id, in the order in which findings are shown."""
    return dict(sorted(_RULES.items(), key=lambda entry: (FAMILIES.index(entry[0][0]), entry[0])))


@dataclass(frozen=True)
class Report:
    """What the rules say about a scenario.

    `states` has every rule; `findings` come in the order of `catalogue()`, within a rule in the order of the file.
    """

    kind: Kind
    findings: tuple[Finding, ...]
    states: Mapping[str, State]

    @property
    def score(self) -> float:
        """Weighted share of the applicable rules that are kept, 0 to 1: error 3, warning 1, hint 0."""
        rules = catalogue()
        total = sum(WEIGHTS[rules[id].severity] for id, state in self.states.items() if state != "not_applicable")
        kept = sum(WEIGHTS[rules[id].severity] for id, state in self.states.items() if state == "kept")
        return kept / total if total else 0.0

    @property
    def has_error(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)

    def of(self, *rules: str) -> tuple[Finding, ...]:
        """Findings of the rules named."""
        return tuple(finding for finding in self.findings if finding.rule in rules)


def check(scenario: Scenario, settings: Settings = DEFAULTS) -> Report:
    """Judge a scenario by all rules that apply to its kind."""
    lesson = Lesson(scenario, settings)
    findings: list[Finding] = []
    states: dict[str, State] = {}
    for one in catalogue().values():
        judge = Judge(one)
        if scenario.kind in one.kinds:
            one.judge(lesson, judge)
        findings += judge.findings
        states[one.id] = judge.state
    return Report(scenario.kind, tuple(findings), states)
